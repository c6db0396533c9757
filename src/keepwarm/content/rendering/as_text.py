"""Blocks as plain text: lines of at most 76 signs, addresses behind their words."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterable

from keepwarm.content.rendering.blocks import Block, Button, Heading, Line, Listing, Paragraph, Picture, Quote, Rule, Words

WIDTH = 76
Placing = Callable[[str], str]
"""From an address in the source to what stands for it in the mail."""


def blocks_as_text(blocks: Iterable[Block], place: Placing) -> str:
    """The whole text; a blank line between two blocks."""
    return "\n\n".join(_block(block, place) for block in blocks)


def _block(block: Block, place: Placing) -> str:
    match block:
        case Heading(level, line):
            words = _line(line, place)
            return words.upper() if level == 1 and "{" not in words else f"{words}\n{'-' * min(len(words), WIDTH)}"
        case Paragraph(lines):
            return "\n".join(wrap(_line(line, place)) for line in lines)
        case Quote(lines):
            return "\n".join(wrap(_line(line, place), "> ") for line in lines)
        case Listing(points, is_numbered):
            return "\n".join(_point(point, f"{number}. " if is_numbered else "- ", place) for number, point in enumerate(points, 1))
        case Button(label, url):
            return f"{label}:\n{place(url)}"
        case Picture(_url, words):
            return f"[{words}]" if words else ""
        case Rule():
            return "-" * 20


def _point(line: Line, mark: str, place: Placing) -> str:
    return wrap(_line(line, place), mark, " " * len(mark))


def _line(line: Line, place: Placing) -> str:
    return "".join(_words(words, place) for words in line)


def _words(words: Words, place: Placing) -> str:
    if not words.url:
        return words.text
    return place(words.url) if words.text == words.url else f"{words.text} ({place(words.url)})"


def wrap(text: str, first: str = "", other: str | None = None) -> str:
    """Lines of at most 76 signs; an address is never broken."""
    begin = first if other is None else other
    return textwrap.fill(text, WIDTH, initial_indent=first, subsequent_indent=begin, break_long_words=False, break_on_hyphens=False)
