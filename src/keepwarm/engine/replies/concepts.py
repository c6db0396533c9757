"""Concepts: what words of seven languages are about ("bursar", "Einkauf" are a role; "leaking", "kaputt" are broken).

The words stand in `concepts/<language>.txt`. A reply gives the concepts in it, and which follows closely upon which: so a model
that has read of a bursar knows what to make of a curator, and what it learnt in English holds in German.
"""

from collections import Counter
from functools import cache, lru_cache
from typing import Final

from keepwarm.engine.replies.cues import read_file, read_sections
from keepwarm.engine.replies.text import languages_of

NEAR: Final = 4
"""Words between two concepts up to which one follows upon the other. Our choice."""
_ENDS: Final = frozenset(".?!")


class _Words:
    """The concepts of the words of one language: whole words, and beginnings of words by their first letter."""

    def __init__(self, language: str) -> None:
        self.whole: dict[str, list[str]] = {}
        self.beginnings: dict[str, list[tuple[str, str]]] = {}
        for concept, line in read_sections(read_file("concepts", language)):
            for word in line.split():
                if word.endswith("*"):
                    self.beginnings.setdefault(word[0], []).append((word[:-1], concept))
                else:
                    self.whole.setdefault(word, []).append(concept)

    def of(self, word: str) -> tuple[str, ...]:
        """The concepts of a word; the end of a sentence is one of its own."""
        if word in _ENDS:
            return (word,)
        begun = (concept for beginning, concept in self.beginnings.get(word[0], ()) if word.startswith(beginning))
        return tuple(dict.fromkeys((*self.whole.get(word, ()), *begun)))


@cache
def _words(language: str) -> _Words:
    return _Words(language)


@lru_cache(maxsize=16_384)
def concepts_of(word: str, language: str) -> tuple[str, ...]:
    """The concepts of one folded word."""
    return _words(language).of(word)


def concepts_in(folded: str) -> dict[str, float]:
    """How often each concept is found in a folded text, and each pair of which one follows closely upon the other."""
    language = languages_of(folded)[0]
    found: Counter[str] = Counter()
    before: tuple[str, ...] = ()
    since = 0
    for word in folded.split():
        since += 1
        held = concepts_of(word, language)
        if not held:
            continue
        found.update(held)
        if since <= NEAR:
            found.update(f"{first}>{second}" for first in before for second in held)
        before, since = held, 0
    return {name: float(count) for name, count in found.items()}
