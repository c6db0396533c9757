"""A brief as a PDF of one page, by typst. What people wrote goes in as data: no text of theirs is ever read as markup.

The fonts are those that come with typst (Latin, Greek, Cyrillic, Hebrew, Arabic). Only when a text holds letters beyond them
are the fonts of this machine asked too; a letter that no font has is drawn as an empty box, and never an error.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any

import typst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from keepwarm.handoff.queries.page_brief import Brief, BriefLine

TEMPLATE = Path(__file__).parent / "templates" / "handoff" / "brief.typ"
LAST_BUILT_IN = 0x06FF
"""Above it lie the scripts that typst's own fonts do not know: those of India and East Asia, and more. Punctuation is known."""
PUNCTUATION = range(0x2000, 0x2300)


def print_brief(brief: Brief, *, why: str = "", asked: str = "", foot: str = "") -> bytes:
    """The PDF. `why`: why now, in the words of whoever offered; `asked`: from whom to whom; `foot`: a small line below."""
    shape = _shape(brief, why=why, asked=asked, foot=foot)
    data, fonts = json.dumps(shape, ensure_ascii=False).encode(errors="replace").decode(), _fonts(machine=_is_beyond(shape))
    compiler = typst.Compiler(TEMPLATE, root=TEMPLATE.parent, font_paths=fonts, sys_inputs={"brief": data})
    made = compiler.compile(format="pdf")
    assert isinstance(made, bytes)
    return made


@lru_cache
def _fonts(*, machine: bool) -> typst.Fonts:
    """The fonts, looked up once for the life of the process."""
    return typst.Fonts(include_system_fonts=machine, include_embedded_fonts=True)


def _is_beyond(data: Any) -> bool:
    """Whether a text in there holds a letter that typst's own fonts do not have."""
    if isinstance(data, str):
        return any(ord(letter) > LAST_BUILT_IN and ord(letter) not in PUNCTUATION for letter in data)
    return any(_is_beyond(one) for one in (data.values() if isinstance(data, dict) else data))


def _shape(brief: Brief, *, why: str, asked: str, foot: str) -> dict[str, Any]:
    return {
        "lang": (get_language() or "en").split("-")[0],
        "name": brief.name or _("Forgotten on request"),
        "role": " · ".join(part for part in (brief.role, brief.where) if part),
        "crumb": asked,
        "foot": foot,
        "more": _("more stands on their page"),
        "why": [words for words in (why, *brief.why) if words],
        "opening": {"title": _("To open"), "words": brief.opening, "ask": brief.ask},
        "left": [_part(_("What they told us"), brief.told), _part(_("Still open"), brief.open)],
        "right": [
            _part(_("What we promised"), brief.promised),
            _part(_("They wish"), brief.wishes),
            _part(_("Permitted"), brief.permissions),
            _part(_("What they asked about"), brief.inquiries),
            _part(_("Read and attended"), brief.read),
        ],
        "below": [_part(_("The conversation so far"), brief.talks)],
    }


def _part(title: str, lines: Iterable[BriefLine]) -> dict[str, Any]:
    return {"title": title, "lines": [{"label": one.label, "text": one.text, "words": one.words, "small": one.small} for one in lines]}
