"""What a text really does: sentence by sentence, and as a whole."""

from collections.abc import Mapping
from dataclasses import dataclass

from keepwarm.engine.letter.words import Does


@dataclass(frozen=True, slots=True)
class SentencePurpose:
    """One sentence: `text` is `body[start:end]`; `does` what it does, the likeliest first; empty for mere politeness."""

    start: int
    end: int
    text: str
    does: tuple[Does, ...]


@dataclass(frozen=True, slots=True)
class Purposes:
    """What a letter does. `main` is the likeliest; `does` everything it does, likeliest first; `scores` 0 to 1 for each of the twelve."""

    main: Does
    does: tuple[Does, ...]
    scores: Mapping[Does, float]
    sentences: tuple[SentencePurpose, ...]


def purposes_of(text: str, subject: str = "", language: str = "") -> Purposes:
    """Read what the text does. `language`: "en", "de", "fr", "es", "pt", or empty: found from the text."""
    return Purposes(Does.SERVICE, (), dict.fromkeys(Does, 0.0), ())
