"""Turns of phrase by what they mean, in five languages: read from `phrases.toml` and `sayings.toml`, found in folded text."""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Final

GAP: Final = r"(?: \S+){0,4}? "
"""What ".." stands for: up to four words between."""

SHAPES: Final[Mapping[str, re.Pattern[str]]] = {
    "money": re.compile(
        r"(?:[€$£¥]|\br\$|\beur|\busd|\bgbp)\s?\d|\d[\d.,]{0,12}\s?(?:k\b|[€$£]"
        r"|euros?\b|eur\b|usd\b|gbp\b|dollars?\b|pounds?\b|quid\b|bucks\b|cents?\b)"
    ),
    "percent": re.compile(r"\d\s?(?:%|percent|per cent|prozent|pour cent|por ciento|por cento)"),
    "time": re.compile(r"\b\d{1,2}[:.]\d\d\b|\b\d{1,2}\s?(?:h|uhr|am|pm|a\.m|p\.m)\b|\bat \d{1,2}\b|\bum \d{1,2}\b"),
    "date": re.compile(r"\b\d{1,2}\.\s?\d{1,2}\.|\b\d{1,2}/\d{1,2}|\b\d{1,2}(?:st|nd|rd|th)\b"),
    "url": re.compile(r"https?://|www\.|\w\.example"),
    "phone": re.compile(r"\+?\d[\d -]{6,20}\d"),
    "question": re.compile(r"\?"),
    "number": re.compile(r"\d"),
    "list": re.compile(r"(?:^|\s)\(?[a-d1-9][).]\s"),
    "loud": re.compile(r"!"),
}
"""What is told by its shape, on folded text."""


@cache
def phrases() -> Mapping[str, re.Pattern[str]]:
    """One pattern a meaning, the longest phrases first."""
    tables = tomllib.loads((files("keepwarm.engine.letter") / "phrases.toml").read_text(encoding="utf-8"))["phrases"]
    return {meaning: any_of(words) for meaning, words in tables.items()}


def any_of(words: list[str]) -> re.Pattern[str]:
    """A pattern that finds any of the phrases, as whole words, in folded text."""
    longest_first = sorted(set(words), key=lambda word: (-len(word), word))
    return re.compile(r"(?<!\w)(?:" + "|".join(_pattern(word) for word in longest_first) + r")(?!\w)")


def _pattern(phrase: str) -> str:
    return re.escape(phrase).replace(r"\ \.\.\ ", GAP).replace(r"\*", r"\w*").replace(r"\ ", " ")


def meanings_in(folded: str) -> list[str]:
    """The meanings of the phrases and shapes found, in the order in which they begin; shapes begin with "#"."""
    found = [(hit.start(), meaning) for meaning, pattern in phrases().items() for hit in pattern.finditer(folded)]
    found += [(hit.start(), f"#{shape}") for shape, pattern in SHAPES.items() for hit in pattern.finditer(folded)]
    return [meaning for _, meaning in sorted(found)]


@cache
def _sayings() -> Mapping[str, list[str]]:
    tables: Mapping[str, list[str]] = tomllib.loads((files("keepwarm.engine.letter") / "sayings.toml").read_text(encoding="utf-8"))
    return tables


@cache
def said(what: str) -> re.Pattern[str]:
    """The pattern for one table of `sayings.toml`, to be searched in folded text."""
    return any_of(_sayings()[what])
