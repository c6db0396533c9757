"""A brief as a PDF of one page, by typst. What people wrote goes in as data: no text of theirs is ever read as markup."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from keepwarm.content.typesetting import set_pdf
from keepwarm.handoff.queries.page_brief import Brief, BriefLine
from keepwarm.lib.text import joined

TEMPLATE = Path(__file__).parent / "templates" / "handoff" / "brief.typ"


def print_brief(brief: Brief, *, why: str = "", asked: str = "", foot: str = "") -> bytes:
    """The PDF. `why`: why now, in the words of whoever offered; `asked`: from whom to whom; `foot`: a small line below."""
    return set_pdf(TEMPLATE, "brief", _shape(brief, why=why, asked=asked, foot=foot))


def _shape(brief: Brief, *, why: str, asked: str, foot: str) -> dict[str, Any]:
    return {
        "lang": (get_language() or "en").split("-")[0],
        "name": brief.name or _("Forgotten on request"),
        "role": joined(brief.role, brief.where),
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
