"""Goals and quotas as they were set, as files."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from keepwarm.goals.models import Goal, Quota
from keepwarm.lib.money import to_major
from keepwarm.staff.exporting import Asked, Column, Export, by_key
from keepwarm.staff.models import REPS, Role
from keepwarm.staff.queries import seats_of

SEES_EVERY_REP = frozenset({Role.MANAGER, Role.DIRECTOR, Role.ADMIN})


def _goals(asked: Asked) -> Iterable[Goal]:
    """Everybody's for who sees every rep, else one's own and one's team's."""
    rows = Goal.objects.select_related("seat", "by")
    return by_key(rows if asked.for_.has_role(*SEES_EVERY_REP) else rows.filter(seat__in=seats_of(asked.for_)))


def _quotas(asked: Asked) -> Iterable[Quota]:
    rows = Quota.objects.select_related("seat", "by")
    return by_key(rows if asked.for_.has_role(*SEES_EVERY_REP) else rows.filter(seat__user=asked.for_))


EXPORTS = (
    Export[Goal](
        "goals-set",
        _("Goals that were set"),
        (
            Column(_("Who"), "seat.name"),
            Column(_("Measure"), "get_measure_display"),
            Column(_("Per"), "get_per_display"),
            Column(_("Aim"), "aim"),
            Column(_("From"), "from_on"),
            Column(_("Why"), "because"),
            Column(_("By"), "by.name"),
            Column(_("Set"), "set_at"),
        ),
        _goals,
        roles=REPS | SEES_EVERY_REP,
    ),
    Export[Quota](
        "quotas-set",
        _("Quotas that were set"),
        (
            Column(_("Who"), "seat.name"),
            Column(_("Period"), "get_period_display"),
            Column(_("From"), "starts_on"),
            Column(_("Amount"), lambda row: None if row.amount_minor is None else to_major(row.amount_minor, row.currency)),
            Column(_("Currency"), "currency"),
            Column(_("Sales"), "sales"),
            Column(_("Why"), "because"),
            Column(_("By"), "by.name"),
            Column(_("Set"), "set_at"),
        ),
        _quotas,
        roles=SEES_EVERY_REP | {Role.CLOSING_REP},
    ),
)
