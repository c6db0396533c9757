"""Trials on history, the inquiries behind their figures, and each as a report."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from keepwarm.lib.text import read_number
from keepwarm.qualification.models import Trial
from keepwarm.qualification.papers import trial_paper
from keepwarm.qualification.queries.trial import MAY_TRY, Judged, all_behind, find_finished, say_tried
from keepwarm.staff.exporting import Asked, Column, Export, Report, by_key
from keepwarm.staff.models import Role

READERS = frozenset({*MAY_TRY, Role.DIRECTOR})


def _behind(asked: Asked) -> Iterable[Judged]:
    source = read_number(asked.get("source"), most=2**31)
    return all_behind(find_finished(asked.get("of")), asked.get("figure") or "inquiries", for_=asked.for_, source=source)


def _state(row: Trial) -> str:
    return str(_("done") if row.finished_at else _("stopped") if row.stopped_at else _("being counted"))


EXPORTS = (
    Export[Trial](
        "trials",
        _("Trials on history"),
        (
            Column(_("Trial"), "ref"),
            Column(_("Tried"), say_tried),
            Column(_("Against version"), "against"),
            Column(_("State"), _state),
            Column(_("Inquiries"), "total"),
            Column(_("Asked for"), "asked_at"),
            Column(_("By"), "by.name"),
            Column(_("Done"), "finished_at"),
            Column(_("What was wrong"), "problem"),
        ),
        lambda asked: by_key(Trial.objects.defer("rows", "result", "criteria").select_related("by")),
        roles=READERS,
    ),
    Export[Judged](
        "trial-inquiries",
        _("Inquiries behind a figure of a trial"),
        (
            Column(_("Reference"), "ref"),
            Column(_("Name"), "name"),
            Column(_("Firm"), "firm"),
            Column(_("Inquired"), "asked_at"),
            Column(_("Source"), "source"),
            Column(_("A lead by the definition tried"), "is_lead"),
            Column(_("A lead by the version in force"), "is_lead_now"),
            Column(_("Bought"), "bought"),
        ),
        _behind,
        roles=READERS,
        filters=("figure", "source"),
        of="of",
    ),
)
REPORTS = (Report("trial", _("A trial on history"), trial_paper, roles=READERS, of="of"),)
