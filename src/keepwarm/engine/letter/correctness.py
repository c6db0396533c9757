"""Spelling and grammar. English by harper, in American and British together; German, French, Spanish, Portuguese by a list of words.

Harper's kinds are trusted as they are, but for three: spelling counts only where both dialects agree that it is wrong; a capitalised word
in the middle of a sentence is a name, and no name is misspelt; typographic taste (the character for an ellipsis, long sentences) is
off, as letters are plain text. What is known (`known`: names of people, firms, products) is never flagged by any of them.
"""

import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from functools import cache
from typing import Final

import harper
from spellchecker import SpellChecker

from keepwarm.engine.letter.confusions import confusions_in
from keepwarm.engine.letter.doubts import is_doubtful
from keepwarm.engine.letter.language import ENGLISH, LANGUAGES
from keepwarm.engine.letter.spanish import is_form
from keepwarm.lib.text import fold

SPELLING: Final = "SpellCheck"
"""Harper's rule for words that its dictionary does not have."""
BEGINNING: Final = "SentenceCapitalization"
"""Harper's rule that a sentence begins with a capital."""
TASTE: Final = (
    "UseEllipsisCharacter",
    "LongSentences",
    "OxfordComma",
    "OkToOkay",
    "RoadMap",
    "Excellent",
    "IntroCueCommaBeforeThanks",
)
"""Rules of typography and of taste: "red, white and blue", "OK"."""
GUESSES: Final = ("OpenTheLight", "Damages", "MissingPreposition", "CompoundNouns")
"""Rules that take right words for wrong ones: "open the lamp", "damages", "the funeral was last Friday", "the data sheet"."""
ASLEEP: Final = ("PossessiveNoun", "AnotherThinkComing")
"""Rules that harper leaves off, and that are right where `doubts` does not speak against them."""
BY_DIALECT: Final = (SPELLING, "AnA", "Regionalisms", "HaveTakeALook")
"""Rules that count only where both dialects agree: spelling, "a herb", "lorry", "have a look"."""
_WORD: Final = re.compile(r"[^\W\d_]+(?:['’\-][^\W\d_]+)*")
_NOT_PROSE: Final = re.compile(r"(?:https?://|www\.)\S+|\S+@\S+|\{\{[^{}]{0,200}\}\}|#\w+")
_TITLE: Final = re.compile(r"\b(?:Mr|Mrs|Ms|Dr|Prof|St|Sr|Sra|Dra|M|Mme)\.$")
_LONGEST: Final = 20_000
_SHORTEST_WORD: Final = 3
_LINKS_OF_COMPOUNDS: Final = ("", "s", "es", "n", "en", "er")
_PART: Final = 4
_NEVER_APART: Final = frozenset({"aujourd'hui", "quelqu'un", "quelqu'une", "d'aujourd'hui", "qu'aujourd'hui", "jusqu'aujourd'hui"})
_LIKE_NOTHING: Final = 5
_ALIKE: Final = 0.75
"""How alike a misspelt word and the right one are at least, where a name may stand as well: "Recieved" is 0.88 like "received"."""
_SUGGESTED: Final = 12
"""Misspelt words for which a better one is looked up; more are only marked."""


@dataclass(frozen=True, slots=True)
class Mistake:
    """One mistake: `text[start:end]`. `message` is empty for spelling, else the checker's own words (English). `better` may be empty."""

    start: int
    end: int
    is_spelling: bool
    message: str
    better: tuple[str, ...]
    rule: str = ""


class _Linters:
    """One American and one British linter; they may not be used by two threads at once."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.both = [harper.Linter(dialect) for dialect in (harper.Dialect.AMERICAN, harper.Dialect.BRITISH)]
        for linter in self.both:
            linter.set_lint_config({**linter.get_lint_config(), **dict.fromkeys((*TASTE, *GUESSES), False), **dict.fromkeys(ASLEEP, True)})


@cache
def _linters() -> _Linters:
    return _Linters()


@cache
def _word_list(language: str) -> SpellChecker:
    return SpellChecker(language=language, distance=1)


def warm_up(language: str = ENGLISH) -> None:
    """Load what a language needs: some seconds for the first."""
    mistakes_in("This are an test." if language == ENGLISH else "abcdefg", language, frozenset())


def known_words(*names: str) -> frozenset[str]:
    """The folded words of names, to be left alone: whole, in parts, with and without apostrophe."""
    return frozenset(fold(word) for name in names for word in [*_WORD.findall(name), *re.findall(r"\w+", name)])


def mistakes_in(text: str, language: str, known: frozenset[str]) -> list[Mistake]:
    """The mistakes of a text in their order; none in a language that nothing is known about. Reads the first 20,000 characters."""
    text = text[:_LONGEST]
    if not text.strip() or language not in LANGUAGES:
        return []
    hidden = [found.span() for found in _NOT_PROSE.finditer(text)]
    masked = _NOT_PROSE.sub(lambda found: " " * len(found[0]), text)
    found = _by_harper(masked, known) if language == ENGLISH else _by_words(masked, language, known)
    seen = [one for one in found if not any(one.start < end and one.end > start for start, end in hidden)]
    return sorted(seen, key=lambda mistake: (mistake.start, mistake.end))


def _by_harper(text: str, known: frozenset[str]) -> Iterator[Mistake]:
    linters = _linters()
    with linters.lock:
        american, british = (linter.organized_lints(text, language="plaintext") for linter in linters.both)
    in_both = {(rule, _where(lint)) for rule in BY_DIALECT for lint in british.pop(rule, ())}
    own = list(confusions_in(text))
    seen: set[tuple[int, int]] = set()
    for rule, lint in ((rule, lint) for told in (american, british) for rule, lints in told.items() for lint in lints):
        where = _where(lint)
        if where in seen or (rule in BY_DIALECT and (rule, where) not in in_both) or _is_doubtful(text, lint, rule):
            continue
        seen.add(where)
        for mistake in _unless_known(lint, rule, known):
            yield _as_far_as_ours(mistake, own)
    for start, end, right, name in own:
        if not any(start < last and end > first for first, last in seen):
            yield Mistake(start, end, is_spelling=False, message="", better=(right,) if right else (), rule=name)


def _is_doubtful(text: str, lint: harper.Lint, rule: str) -> bool:
    """A name that no list has, and wherever the rule is known to be mistaken."""
    start, end = _where(lint)
    if rule == SPELLING and not _is_case_only(lint) and (_is_name(text, start, end) or _resembles_nothing(lint)):
        return True
    return is_doubtful(text, start, end, rule, [one.replacement_text for one in lint.suggestions])


def _resembles_nothing(lint: harper.Lint) -> bool:
    """A capitalised word like which no other is written: a name that begins a sentence, not a word that was misspelt."""
    word = lint.problem_text
    if not word[:1].isupper() or len(word) < _LIKE_NOTHING:
        return False
    plain = [re.sub(r"['’]s?$", "", text.lower()) for text in (word, *(one.replacement_text for one in lint.suggestions))]
    near = (SequenceMatcher(None, plain[0], other).ratio() for other in plain[1:])
    return max(near, default=0.0) < _ALIKE


def _as_far_as_ours(mistake: Mistake, own: list[tuple[int, int, str, str]]) -> Mistake:
    """Where a word is missing harper marks the one before it: marked as far as our own rule says, the gap is seen."""
    end = max((last for first, last, *_ in own if first < mistake.end and last > mistake.start), default=mistake.end)
    return mistake if end <= mistake.end else replace(mistake, end=end)


def _where(lint: harper.Lint) -> tuple[int, int]:
    return lint.span.start, lint.span.end


def _is_case_only(lint: harper.Lint) -> bool:
    """Only its capitals are wrong: "Ceo"."""
    return any(one.replacement_text.lower() == lint.problem_text.lower() for one in lint.suggestions)


def _unless_known(lint: harper.Lint, rule: str, known: frozenset[str]) -> Iterator[Mistake]:
    words = _WORD.findall(lint.problem_text)
    if words and all(_is_known(word, known) for word in words):
        return
    better = tuple(suggestion.replacement_text for suggestion in lint.suggestions if suggestion.kind == harper.SuggestionKind.REPLACE)
    is_spelling = rule == SPELLING
    yield Mistake(lint.span.start, lint.span.end, is_spelling, "" if is_spelling else lint.message, better[:3], rule)


def _is_known(word: str, known: frozenset[str]) -> bool:
    folded = fold(word)
    return folded in known or folded.removesuffix("'s") in known or folded.removesuffix("’s") in known


def _is_name(text: str, start: int, end: int) -> bool:
    """A capitalised word that does not begin a sentence, or one with capitals inside: a name, a firm, an abbreviation."""
    word = text[start:end]
    if any(letter.isupper() for letter in word[1:]):
        return True
    before = text[:start].rstrip(" \t\"'“”‘’«»([-–*•")
    return word[:1].isupper() and bool(before) and (before[-1] not in ".!?:\n\r" or bool(_TITLE.search(before)))


def _by_words(text: str, language: str, known: frozenset[str]) -> Iterator[Mistake]:
    """Words that the list does not have. In German every noun is capitalised, so names are told by the list of names only there."""
    words = _word_list(language)
    looked_up = 0
    for found in _WORD.finditer(text):
        word = found[0]
        if not _is_wrong(word, language, words, known) or (language != "de" and _is_name(text, *found.span())):
            continue
        if language == "de" and word[:1].isupper() and _looks_like_a_name(text, found):
            continue
        better = _better(word, words) if looked_up < _SUGGESTED else ()
        looked_up += 1
        if better or language != "de":
            yield Mistake(*found.span(), is_spelling=True, message="", better=better, rule="words")


def _is_wrong(word: str, language: str, words: SpellChecker, known: frozenset[str]) -> bool:
    if len(word) < _SHORTEST_WORD or word.isupper() or any(letter.isupper() for letter in word[1:]) or _is_known(word, known):
        return False
    if fold(word).replace("’", "'") in _NEVER_APART:
        return False
    parts = [part for part in re.split(r"['’\-]", word) if len(part) >= _SHORTEST_WORD]
    return any(not _has(part, language, words) for part in parts)


def _has(word: str, language: str, words: SpellChecker) -> bool:
    small = word.lower()
    if small in words:
        return True
    if language == "es":
        return is_form(small, words)
    return language == "de" and (_is_compound(small, words) or small.replace("ss", "ß") in words)


def _is_compound(word: str, words: SpellChecker) -> bool:
    """German joins words: two or three known ones, perhaps with a linking letter."""
    for cut in range(_PART, len(word) - _PART + 1):
        if word[cut:] in words and any(word[:cut].removesuffix(link) in words for link in _LINKS_OF_COMPOUNDS if word[:cut].endswith(link)):
            return True
    return False


def _looks_like_a_name(text: str, found: re.Match[str]) -> bool:
    """After a title or another capitalised word, or before one: "Herr Kruse", "Petra Wohlleben"."""
    before, after = text[: found.start()].split(), text[found.end() :].split()
    return bool(before and before[-1][:1].isupper() and before[-1][-1:] not in ".!?:") or bool(after and after[0][:1].isupper())


def _better(word: str, words: SpellChecker) -> tuple[str, ...]:
    candidates = sorted(words.candidates(word.lower()) or (), key=lambda other: (-words.word_usage_frequency(other), other))
    fitting = [other.capitalize() if word[:1].isupper() else other for other in candidates if other != word.lower()]
    return tuple(fitting[:3])
