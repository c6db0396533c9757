"""A goal is set or ended by whoever runs the team; the earlier row stays."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext

from keepwarm.goals.models import Goal, Measure, Per
from keepwarm.lib.refusal import Refusal
from keepwarm.staff.actions import note_in_audit
from keepwarm.staff.models import Seat, User
from keepwarm.staff.queries import RUNS_THE_TEAM, require_role

MOST = 10_000
"""More conversations than anybody has in a week; above it is a slip of the keyboard."""


class GoalRefused(Refusal):
    """A goal that cannot be."""


def set_goal(seat: Seat, measure: str, per: str, aim: int, *, from_on: date, because: str = "", by: User | None, now: datetime) -> Goal:
    """From `from_on` on this seat aims at so many `per` day or week; 0 ends the goal. Only in conversations and leads met."""
    require_role(by, *RUNS_THE_TEAM)
    _check(seat, measure, per, aim)
    with transaction.atomic():
        row = Goal.objects.create(
            seat=seat, measure=measure, per=per, aim=aim, from_on=from_on, because=because.strip()[:200], by=by, set_at=now
        )
        note_in_audit(
            "goal_set", {"seat": seat.ref, "measure": measure, "per": per, "aim": aim, "from": from_on.isoformat()}, by=by, now=now
        )
    return row


def _check(seat: Seat, measure: str, per: str, aim: int) -> None:
    if measure not in Measure.values:
        raise GoalRefused(gettext("A goal is counted in conversations or in leads that meet the definition, never in dials or mails."))
    if per not in Per.values:
        raise GoalRefused(gettext("A goal is for a day or for a week."))
    if not 0 <= aim <= MOST:
        raise GoalRefused(gettext("A goal is a number between 0, which ends it, and %(most)d.") % {"most": MOST})
    if seat.left_at is not None and aim:
        raise GoalRefused(gettext("%(name)s does not work here any more.") % {"name": seat.name})
