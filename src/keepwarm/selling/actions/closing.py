"""An opportunity ends, or is open again. What it means for the prospect is composed by the circle, in one transaction."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.translation import gettext

from keepwarm.selling.actions.opening import check_next
from keepwarm.selling.actions.signalling import keep, note, wait_for, wait_no_more
from keepwarm.selling.models import Opportunity, OpportunityChange, Outcome
from keepwarm.selling.refusals import ClosedAlready, OpportunityRefused
from keepwarm.staff.models import User

What = OpportunityChange.What


def close(
    row: Opportunity,
    outcome: str,
    *,
    reason: str = "",
    lost_to: str = "",
    wake_on: date | None = None,
    by: User | None,
    now: datetime,
) -> None:
    """The caller holds it, and settles its prospect. A lost or postponed one needs its reason and the day on which they are heard of."""
    if row.closed_at is not None:
        raise ClosedAlready(gettext("It is closed already: %(how)s.") % {"how": row.get_outcome_display()})
    if outcome in {Outcome.LOST, Outcome.POSTPONED} and not reason.strip():
        raise OpportunityRefused(gettext("Say why: it is what the next person reads."))
    if outcome in {Outcome.LOST, Outcome.POSTPONED} and wake_on is None:
        raise OpportunityRefused(gettext("Say when they hear from us again. Nobody is dropped."))
    row.closed_at, row.outcome, row.version = now, outcome, row.version + 1
    row.reason, row.lost_to, row.wake_on = reason.strip()[:300], lost_to.strip()[:120], wake_on
    row.save()
    wait_no_more(row, now=now)
    keep([note(row, What.OUTCOME, "", outcome, because=reason, by=by, now=now)])


def reopen(
    row: Opportunity, next_on: date, next_what: str, *, because: str, what: str = What.OUTCOME, by: User | None, now: datetime
) -> None:
    """Open again, with a next touch. The caller holds it, and settles its prospect."""
    if row.closed_at is None:
        raise OpportunityRefused(gettext("It is open already."))
    words = check_next(next_on, next_what, row.prospect.zone, now=now)
    line = note(row, what, row.outcome, "", because=because, by=by, now=now)
    row.closed_at, row.outcome, row.reason, row.lost_to, row.wake_on = None, Outcome.OPEN, "", "", None
    row.next_on, row.next_what, row.version = next_on, words, row.version + 1
    row.save()
    wait_for(row, next_on, words, now=now)
    keep([line])
