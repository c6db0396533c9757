"""Blocks as HTML: tags with classes of the house's mail; `mail.css` gives them their look, put into each element afterwards."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from django.conf import settings

from keepwarm.content.rendering.as_text import Placing
from keepwarm.content.rendering.blocks import Block, Button, Heading, Line, Listing, Paragraph, Picture, Quote, Rule, Style, Words

_TAGS = {Style.STRONG: "strong", Style.EM: "em"}


def blocks_as_html(blocks: Iterable[Block], place: Placing) -> str:
    """One element a block."""
    return "\n".join(_block(block, place) for block in blocks)


def _block(block: Block, place: Placing) -> str:
    match block:
        case Heading(level, line):
            return f"<h{level}>{_line(line, place)}</h{level}>"
        case Paragraph(lines):
            return f"<p>{'<br>'.join(_line(line, place) for line in lines)}</p>"
        case Quote(lines):
            return f"<blockquote>{'<br>'.join(_line(line, place) for line in lines)}</blockquote>"
        case Listing(points, is_numbered):
            tag = "ol" if is_numbered else "ul"
            return f"<{tag}>{''.join(f'<li>{_line(point, place)}</li>' for point in points)}</{tag}>"
        case Button(label, url):
            return _button(escape(label), escape(place(url)))
        case Picture(url, words):
            return f'<p class="picture"><img src="{escape(_whole(url))}" alt="{escape(words)}" width="536"></p>'
        case Rule():
            return "<hr>"


def _button(label: str, url: str) -> str:
    """A table, since Outlook knows no padding of links; the cell is coloured, so the whole of it looks pressed."""
    cell = f'<td class="button-cell" align="center"><a class="button" href="{url}">{label}</a></td>'
    return (
        f'<table class="button-table" role="presentation" cellpadding="0" cellspacing="0" border="0"><tbody><tr>{cell}</tr></tbody></table>'
    )


def _line(line: Line, place: Placing) -> str:
    return "".join(_words(words, place) for words in line)


def _words(words: Words, place: Placing) -> str:
    text = escape(words.text, quote=False)
    if words.url:
        return f'<a href="{escape(place(words.url))}">{text}</a>'
    tag = _TAGS.get(words.style)
    return f"<{tag}>{text}</{tag}>" if tag else text


def _whole(url: str) -> str:
    return settings.PUBLIC_URL + url if url.startswith("/") else url
