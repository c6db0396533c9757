"""What a text is made of: blocks, and within a line words, emphasis and links. Plain values."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Style(StrEnum):
    """How words stand in a line."""

    PLAIN = "plain"
    STRONG = "strong"
    EM = "em"


@dataclass(frozen=True, slots=True)
class Words:
    """Words of one style; with `url` they are a link."""

    text: str
    style: Style = Style.PLAIN
    url: str = ""


Line = tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """`level` 1 or 2."""

    level: int
    line: Line


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Its lines stand below each other."""

    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Listing:
    """Points, or numbered steps."""

    points: tuple[Line, ...]
    is_numbered: bool = False


@dataclass(frozen=True, slots=True)
class Quote:
    """What somebody said."""

    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that we keep, and the words for whoever does not see it."""

    url: str
    words: str


@dataclass(frozen=True, slots=True)
class Button:
    """The one thing to do."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Rule:
    """A line between two parts."""


Block = Heading | Paragraph | Listing | Quote | Picture | Button | Rule
