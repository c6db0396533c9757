"""What the check of a mailing found, for paper: who they are, why them, what sets them apart, which groups are among them."""

from __future__ import annotations

from typing import Any, Final

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from keepwarm.lib.papers import Paper, Part, Table
from keepwarm.mailings.queries.behind_check import WORDS
from keepwarm.mailings.queries.drafts import read_draft
from keepwarm.mailings.queries.lists import find_mailing
from keepwarm.mailings.refusals import CheckRefused
from keepwarm.segments.queries import WHO
from keepwarm.staff.exporting import Asked

WHY: Final = {name: words for name, words in WORDS.items() if name in WHO}
"""The shares of the check in the words of its page."""


def check_paper(asked: Asked) -> Paper:
    """The newest check, as the page of the mailing shows it. Raises CheckRefused before the first one, UnknownMailing."""
    mailing = find_mailing(asked.get("of"))
    found: dict[str, Any] = mailing.figures
    if mailing.checked_at is None or not found:
        raise CheckRefused(_("This mailing was not checked yet."))
    shown = read_draft(mailing, now=asked.now)
    words = (str(shown["verdict"]), *(str(one) for one in shown["reasons"]), *([str(shown["stale"])] if shown["stale"] else []))
    figures = ((str(found["people"]), _("people")), (str(found["open"]), _("may get it, now or later")))
    alike = ((f"{found['alike']} %", _("alike")),) if "alike" in found else ()
    on = date_format(mailing.checked_at, "j F Y")
    return Paper(mailing.name, on, (_why(found), _apart(found), _groups(found)), words, (*figures, *alike))


def _why(found: dict[str, Any]) -> Part:
    shares = found.get("shares") or {}
    rows = [(str(words), shares[name]["count"]) for name, words in WHY.items() if name in shares]
    return Part("why", _("Why them?"), Table((_("What"), _("People")), rows, _("Nobody is chosen yet.")))


def _apart(found: dict[str, Any]) -> Part:
    rows = [(one,) for one in found.get("told") or ()]
    return Part("apart", _("What sets them apart?"), Table((_("What"),), rows, _("Nothing surely sets them apart from all others.")))


def _groups(found: dict[str, Any]) -> Part:
    titles = (_("Group"), _("Of them, percent"), _("Alike among themselves, percent"), _("It interests, percent"))
    rows = [(one["name"], one["percent"], one["alike"], one.get("interested")) for one in found.get("parts") or ()]
    empty = _("No answer or interest divides them into groups that are more alike.")
    return Part("groups", _("Which groups are among them?"), Table(titles, rows, empty))
