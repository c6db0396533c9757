"""What a text really does: sentence by sentence, and as a whole."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from keepwarm.engine.letter.judge import LABELS, Floats, add_up, chance, judge_letter, score
from keepwarm.engine.letter.splitting import Piece, take_apart
from keepwarm.engine.letter.words import FOR_A_CALL, Does

THERE: Final = 0.45
"""From this chance on a letter counts as doing something besides its main purpose; set on our own letters."""
SAID: Final = 0.5
"""From this chance on a sentence counts as doing something."""
SAID_IN_SUCH_A_LETTER: Final = 0.3
"""The same where the letter as a whole does it: its neighbours speak for it."""
MOST_SENTENCES: Final = 400
"""Sentences that are judged; a longer text is refused for its length anyway."""


@dataclass(frozen=True, slots=True)
class SentencePurpose:
    """One sentence: `text` is `body[start:end]`; `does` what it does, the likeliest first; empty for mere politeness."""

    start: int
    end: int
    text: str
    does: tuple[Does, ...]


@dataclass(frozen=True, slots=True)
class Purposes:
    """What a letter does. `main` is the likeliest, None for an empty text; `does` everything it does, likeliest first.

    `scores`: 0 to 1 for each of the twelve. `sentences` without greeting and signature.
    """

    main: Does | None
    does: tuple[Does, ...]
    scores: Mapping[Does, float]
    sentences: tuple[SentencePurpose, ...]

    def sentences_that(self, does: Does) -> tuple[SentencePurpose, ...]:
        """Those that do it, in their order."""
        return tuple(sentence for sentence in self.sentences if does in sentence.does)

    @property
    def for_a_call(self) -> tuple[Does, ...]:
        """What in it belongs into a talk."""
        return tuple(does for does in self.does if does in FOR_A_CALL)


NOTHING: Final = Purposes(None, (), dict.fromkeys(Does, 0.0), ())


def purposes_of(text: str, subject: str = "") -> Purposes:
    """Read what the text does, in any of the five languages; the words of all of them were learnt together."""
    pieces = take_apart(text).sentences[:MOST_SENTENCES]
    texts = [piece.text for piece in pieces] or ([subject] if subject.strip() else [])
    if not texts:
        return NOTHING
    of_subject, scores, by_words = score(subject, texts)
    main, there = judge_letter(add_up(of_subject, scores, texts), by_words)
    does = _does(main, there)
    return Purposes(
        main=LABELS[int(np.argmax(main))],
        does=does,
        scores={label: float(there[place]) for place, label in enumerate(LABELS)},
        sentences=tuple(_sentence(piece, row, does) for piece, row in zip(pieces, scores, strict=False)),
    )


def _does(main: Floats, there: Floats) -> tuple[Does, ...]:
    """The main purpose first, then everything else that is there, by its chance."""
    first = int(np.argmax(main))
    others = [place for place in np.argsort(-there, kind="stable") if place != first and there[place] >= THERE]
    return tuple(LABELS[int(place)] for place in (first, *others))


def _sentence(piece: Piece, scores: Floats, whole: tuple[Does, ...]) -> SentencePurpose:
    chances = chance(scores)
    does = [
        LABELS[int(place)]
        for place in np.argsort(-chances, kind="stable")
        if chances[place] >= (SAID_IN_SUCH_A_LETTER if LABELS[int(place)] in whole else SAID)
    ]
    return SentencePurpose(piece.start, piece.end, piece.text, tuple(does))
