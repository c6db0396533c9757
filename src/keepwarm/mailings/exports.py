"""Mailings with their results, and who got one, as files."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from keepwarm.lib.refusal import Refusal
from keepwarm.mailings.models import Mailing, Recipient
from keepwarm.mailings.papers import mailing_paper
from keepwarm.mailings.papers_check import check_paper
from keepwarm.mailings.queries.lists import find_mailing
from keepwarm.mailings.queries.report import FIGURES, why
from keepwarm.prospects.exports import PERSON, of_visible
from keepwarm.staff.exporting import Asked, Column, Columns, Export, Report, by_key


def _figure(key: str) -> Column[Mailing]:
    return Column(FIGURES[key][0], lambda row: row.recipients.filter(FIGURES[key][1]).count())


MAILING: Columns = (
    Column(_("Mailing"), "ref"),
    Column(_("Name"), "name"),
    Column(_("Subject"), "subject"),
    Column(_("State"), "get_state_display"),
    Column(_("Segment"), "segment.name"),
    Column(_("Approved"), "approved_at"),
    Column(_("Approved by"), "approved_by.name"),
    Column(_("Overruled because"), "overruled_because"),
    Column(_("Ended"), "ended_at"),
    *(_figure(key) for key in FIGURES),
)


def _recipients(asked: Asked) -> Iterable[Recipient]:
    """Those whom the reader may see; the others are counted on the page, and named nowhere."""
    rows = of_visible(find_mailing(asked.get("of")).recipients.all(), asked.for_)
    if asked.get("what"):
        if asked.get("what") not in FIGURES:
            raise Refusal(gettext("This mailing has no such figure."))
        rows = rows.filter(FIGURES[asked.get("what")][1])
    return by_key(rows.select_related("prospect__organization", "message"))


EXPORTS = (
    Export[Mailing](
        "mailings", _("Mailings and their results"), MAILING, lambda asked: by_key(Mailing.objects.select_related("segment", "approved_by"))
    ),
    Export[Recipient](
        "mailing-recipients",
        _("Who got a mailing"),
        (
            *PERSON,
            Column(_("Text"), "arm"),
            Column(_("State"), "get_state_display"),
            Column(_("How it went"), "message.get_state_display"),
            Column(_("Why"), lambda row: why(row.because) if row.because else ""),
            Column(_("Due"), "due_at"),
            Column(_("Ended"), "ended_at"),
            Column(_("Moved"), "moved"),
        ),
        _recipients,
        filters=("what",),
        of="of",
    ),
)
REPORTS = (
    Report("mailing", _("What became of a mailing"), mailing_paper, of="of"),
    Report("mailing-check", _("What the check of a mailing found"), check_paper, of="of"),
)
