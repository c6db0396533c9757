"""The team, as a file."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from keepwarm.circle.queries.team import TeamLine, team_page
from keepwarm.staff.exporting import Asked, Column, Export, money
from keepwarm.staff.queries import RUNS_THE_TEAM


def _team(asked: Asked) -> Iterable[TeamLine]:
    return team_page(for_=asked.for_, now=asked.now)


EXPORTS = (
    Export[TeamLine](
        "team",
        _("Team"),
        (
            Column(_("Reference"), "person.ref"),
            Column(_("Name"), "person.name"),
            Column(_("Email"), "person.email"),
            Column(_("Roles"), "roles"),
            Column(_("Hours"), "hours"),
            Column(_("Zone"), "seat.zone"),
            Column(_("Territories"), "territories"),
            Column(_("Minutes a day"), "seat.call_minutes"),
            Column(_("Prospects"), "prospects"),
            Column(_("Here"), lambda row: row.absence is None),
            Column(_("Away until"), "until"),
            Column(_("Cost of an hour"), lambda row: money(row.seat.hour_minor) if row.seat else None, RUNS_THE_TEAM),
            Column(_("Currency"), "seat.currency", RUNS_THE_TEAM),
        ),
        _team,
    ),
)
