"""What kind of contact a touch was: the words in which credit, comparison and costs are told. Pure."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from keepwarm.engine.words import TRAITS, Disposition, traits_of

INQUIRY: Final = "inquiry"
KINDS: Final[dict[str, str | Promise]] = {
    INQUIRY: _("inquiry"),
    "call": _("talk on the phone"),
    "meeting": _("meeting or visit"),
    "voicemail": _("voicemail"),
    "letter": _("personal letter by email"),
    "reply": _("mail from them"),
    "article": _("article or newsletter"),
    "post": _("letter on paper"),
    "seminar": _("seminar"),
    "answer": _("survey or answer by a click"),
    "web": _("something else on the web"),
}
"""In the order of the tables."""
COMPARED: Final = ("call", "meeting", "letter", "article", "post", "seminar", "answer")
"""What similar people got or did not get: what the house can do, or at least invite to."""
EARLY_DAYS: Final = 90
"""So long after the first inquiry somebody is being won; afterwards the conversation keeps them. Our choice."""
LATE_MONTHS: Final = 6
"""Whoever buys so many months or more after the first inquiry is a late buyer: most tools have forgotten them by then. Our choice."""
ARRIVED: Final = frozenset(str(one) for one, traits in TRAITS.items() if traits.arrived and not traits.turns_away)
"""Dispositions of a contact that reached somebody; attempts in vain bring nothing."""
_BY_CHANNEL: Final = {
    ("email", "out"): "letter",
    ("email", "in"): "reply",
    ("mailing", "out"): "article",
    ("mailing", "in"): "reply",
    ("post", "out"): "post",
    ("post", "in"): "reply",
    ("meeting", "out"): "meeting",
    ("meeting", "in"): "meeting",
}
_BY_PURPOSE: Final = {"attended": "seminar", "survey": "answer"}


def kind_of(channel: str, direction: str, disposition: str, purpose: str) -> str:
    """A key of KINDS; "" for what reached nobody, turned away, or is a note of ours."""
    if channel == "note" or disposition not in ARRIVED:
        return ""
    if channel == "phone":
        return "call" if traits_of(disposition).is_live else "voicemail" if disposition == Disposition.VOICEMAIL else ""
    if channel == "web":
        return _BY_PURPOSE.get(purpose, "web")
    return _BY_CHANNEL.get((channel, direction), "")
