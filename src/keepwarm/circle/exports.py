"""The team, who takes over from whoever leaves, and the lists that brought opportunities, as files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from keepwarm.circle.queries import Share, plan_leave, shares
from keepwarm.circle.queries.pipelines import List, all_lists_with_people
from keepwarm.circle.queries.plans import Move
from keepwarm.circle.queries.team import TeamLine, team_page
from keepwarm.intake.actions.starting import MAY_IMPORT
from keepwarm.lib.refusal import Refusal
from keepwarm.prospects.exports import PERSON
from keepwarm.prospects.models import Prospect
from keepwarm.staff.exporting import Asked, Column, Export, by_ids, money
from keepwarm.staff.models import Seat
from keepwarm.staff.queries import RUNS_THE_TEAM, persons_seats


class NobodyLeaves(Refusal):
    """There is nobody of this reference who works here."""


def _team(asked: Asked) -> Iterable[TeamLine]:
    return team_page(for_=asked.for_, now=asked.now)


@dataclass(frozen=True, slots=True)
class Moving:
    """One person who gets a new owner when somebody leaves. `promised_at`: the moment at which somebody waits for a call."""

    prospect: Prospect
    to: str
    because: str
    promised_at: datetime | None


def _plan(asked: Asked) -> list[Move]:
    """As the page before a leaving reckons it: what would move if they left now."""
    seat = persons_seats().filter(ref=asked.get("of")).first()
    if seat is None:
        raise NobodyLeaves(gettext("Nobody of this reference works here."))
    return plan_leave(seat, now=asked.now)


def _moving(asked: Asked) -> Iterator[Moving]:
    moves = {move.prospect_id: move for move in _plan(asked)}
    names = dict(Seat.objects.values_list("pk", "name"))
    for prospect in by_ids(Prospect.objects.select_related("organization"), list(moves)):
        move = moves[prospect.pk]
        yield Moving(prospect, names[move.heir.seat_id], move.heir.because, move.promised_at)


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
            Column(_("Cost of an hour"), lambda row: money(row.seat.hour_minor, row.seat.currency) if row.seat else None, RUNS_THE_TEAM),
            Column(_("Currency"), "seat.currency", RUNS_THE_TEAM),
        ),
        _team,
    ),
    Export[List](
        "pipelines",
        _("Lists and their opportunities"),
        (
            Column(_("Reference"), "ref"),
            Column(_("List"), "called"),
            Column(_("File"), "file"),
            Column(_("People"), "people"),
            Column(_("Opportunities"), "opportunities"),
            Column(_("Refused"), "refused"),
            Column(_("When"), "at", moment=True),
            Column(_("Who"), "by"),
        ),
        lambda asked: all_lists_with_people(),
        roles=frozenset(MAY_IMPORT),
    ),
    Export[Share](
        "hand-over",
        _("Who takes over how many"),
        (Column(_("To"), "seat.name"), Column(_("Prospects"), "count"), Column(_("Promised"), "promised")),
        lambda asked: shares(_plan(asked)),
        roles=RUNS_THE_TEAM,
        of="of",
    ),
    Export[Moving](
        "hand-over-people",
        _("Who takes over whom"),
        (
            *PERSON,
            Column(_("To"), "to"),
            Column(_("Why them"), "because"),
            Column(_("Promised for"), "promised_at"),
            Column(_("Next touch"), "prospect.next_touch_at"),
        ),
        _moving,
        roles=RUNS_THE_TEAM,
        of="of",
    ),
)
