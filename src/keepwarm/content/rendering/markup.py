"""From our small markup to blocks. What it knows stands in docs/how-to/keep-content.md; anything else is a paragraph.

# Heading          ## Smaller heading       ---  (a line)
- a point          1. a step                > what somebody said
[words](https://…) **strong** *emphasis*    ![words](picture address)
[[Words of a button]](https://…)
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from urllib.parse import unquote

from django.conf import settings
from django.utils.translation import gettext as _

from keepwarm.content.rendering.blocks import Block, Button, Heading, Line, Listing, Paragraph, Picture, Quote, Rule
from keepwarm.content.rendering.inline import read_line
from keepwarm.lib.refusal import Refusal

PICTURES = "/content/p/pictures/"
"""Where pictures that we keep begin. Others are not shown: they would tell a stranger who reads what, and when."""
_KINDS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("rule", re.compile(r"(?:-{3,}|\*{3,})")),
    ("heading", re.compile(r"(#{1,2})[ \t]+(.+)")),
    ("picture", re.compile(r"!\[([^\[\]]{0,300})\]\(([^()\s]{1,1000}(?:\([^()\s]{0,200}\)[^()\s]{0,1000}){0,3})\)")),
    ("button", re.compile(r"\[\[([^\[\]]{1,120})\]\]\(([^()\s]{1,1000}(?:\([^()\s]{0,200}\)[^()\s]{0,1000}){0,3})\)")),
    ("point", re.compile(r"[-*][ \t]+(.+)")),
    ("step", re.compile(r"\d{1,3}[.)][ \t]+(.+)")),
    ("quote", re.compile(r">[ \t]?(.*)")),
)
LONGEST_LABEL = 120
"""Signs of a button, as the expression above has it."""
ANSWER = "answer:"
_SIGNS = re.compile(r"\{[^{}]*\}|[\\*\[\]!#>\-()_]")
_IN_FIGURES = {ord(sign): f"%{ord(sign):02X}" for sign in "(){}"}
"""Signs of an address that would end the button, or be read as a field."""
_SCHEMES = ("https://", "http://", "mailto:", "tel:", ANSWER)
_FIELD = re.compile(r"\{[a-z][a-z0-9_]*\}")

Typed = tuple[str, re.Match[str] | None, str]


class MarkupRefused(Refusal):
    """A text with a picture from elsewhere, or a link that is none."""


def parse(source: str) -> tuple[Block, ...]:
    """The blocks of a text, in order. Never fails: what is no markup is words."""
    return tuple(_blocks(_typed(line.strip()) for line in source.replace("\r\n", "\n").replace("\r", "\n").split("\n")))


def require_sound_markup(source: str) -> None:
    """Refuse what could not be shown as it is meant. Raises MarkupRefused."""
    for block in parse(source):
        if isinstance(block, Picture) and not is_ours(block.url):
            raise MarkupRefused(
                _("The picture %(url)s lies elsewhere. Upload it here first, and take the address that you get.") % {"url": block.url}
            )
    for url in links_of(parse(source)):
        if not is_link(url):
            raise MarkupRefused(_("“%(url)s” is no address that a mail can lead to. Begin it with https://.") % {"url": url[:100]})


def as_words(text: str) -> str:
    """A text of one line that says what it says: nothing in it is markup. For words from elsewhere, such as a feed. Fields stay."""
    line = _SIGNS.sub(lambda found: found[0] if found[0].startswith("{") else f"\\{found[0]}", " ".join(text.split()))
    return re.sub(r"^(\d{1,3}\.) ", "\\1\u00a0", line)


def as_button(label: str, url: str) -> str:
    """The line that makes a button, whatever stands in the two."""
    words = label.replace("[", "(").replace("]", ")")
    shown = words if len(words) <= LONGEST_LABEL else words[: LONGEST_LABEL - 1].rsplit(" ", 1)[0] + "…"
    return f"[[{shown}]]({url.translate(_IN_FIGURES)})"


def links_of(blocks: Iterable[Block]) -> tuple[str, ...]:
    """Where the text leads, each address once, in order."""
    found: dict[str, None] = {}
    for block in blocks:
        if isinstance(block, Button):
            found[block.url] = None
        for line in _lines(block):
            found.update({words.url: None for words in line if words.url})
    return tuple(found)


def is_ours(url: str) -> bool:
    """Whether a picture lies with us."""
    return url.startswith((PICTURES, settings.PUBLIC_URL + PICTURES))


def is_link(url: str) -> bool:
    """Whether a mail can lead there: the web, mail, phone, an answer by click, or a field that is a link by itself."""
    return url.lower().startswith(_SCHEMES) or _FIELD.fullmatch(url) is not None


def answer_in(url: str) -> tuple[str, str] | None:
    """Question and answer of `answer:<key>=<value>`; a blank in the answer is written %20. None of any other address."""
    if not url.lower().startswith(ANSWER):
        return None
    key, _equals, value = url[len(ANSWER) :].partition("=")
    return unquote(key).strip(), unquote(value).strip()


def _lines(block: Block) -> tuple[Line, ...]:
    match block:
        case Heading(line=line):
            return (line,)
        case Paragraph(lines=lines) | Quote(lines=lines) | Listing(points=lines):
            return lines
    return ()


def _typed(line: str) -> Typed:
    if not line:
        return "blank", None, line
    for kind, pattern in _KINDS:
        if found := pattern.fullmatch(line):
            return kind, found, line
    return "words", None, line


def _blocks(lines: Iterator[Typed]) -> Iterator[Block]:
    for kind, group in groupby(lines, key=lambda typed: typed[0]):
        if kind in _TOGETHER:
            yield _TOGETHER[kind](list(group))
        elif kind != "blank":
            for _kind, found, _line in group:
                assert found is not None
                yield _ALONE[kind](found)


_TOGETHER: dict[str, Callable[[list[Typed]], Block]] = {
    "words": lambda group: Paragraph(tuple(read_line(line) for _kind, _found, line in group)),
    "point": lambda group: Listing(tuple(read_line(found[1]) for _kind, found, _line in group if found)),
    "step": lambda group: Listing(tuple(read_line(found[1]) for _kind, found, _line in group if found), is_numbered=True),
    "quote": lambda group: Quote(tuple(read_line(found[1]) for _kind, found, _line in group if found)),
}
_ALONE: dict[str, Callable[[re.Match[str]], Block]] = {
    "rule": lambda found: Rule(),
    "heading": lambda found: Heading(len(found[1]), read_line(found[2])),
    "picture": lambda found: Picture(found[2], found[1]),
    "button": lambda found: Button(found[1], found[2]),
}
