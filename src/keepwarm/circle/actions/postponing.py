"""Postponed: the opportunity closes for now, and the prospect is heard of again on the day that suits them."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext

from keepwarm.circle.actions.losing import check_day, come_back
from keepwarm.decisions.actions import settle
from keepwarm.engine.words import RecycleReason
from keepwarm.selling.actions.closing import close, reopen
from keepwarm.selling.actions.opening import hold, take, to_sales
from keepwarm.selling.models import Opportunity, Outcome
from keepwarm.selling.queries.permissions import require_to_sell_for
from keepwarm.selling.refusals import OpportunityRefused
from keepwarm.staff.models import User


def postpone(
    opportunity_ref: str, *, reason: str, wake_on: date | None, by: User | None, now: datetime, version: int | None = None
) -> Opportunity:
    """Not now: it comes back on the day, with the same rep first. Raises as `lose` does."""
    with transaction.atomic():
        row = take(opportunity_ref, by=by, version=version)
        check_day(row, wake_on, now=now)
        close(row, Outcome.POSTPONED, reason=reason, wake_on=wake_on, by=by, now=now)
        come_back(row, reason.strip(), RecycleReason.NOT_NOW, by=by, now=now)
    return row


def take_up_again(
    opportunity_ref: str, *, next_on: date, next_what: str, because: str = "", by: User | None, now: datetime, version: int | None = None
) -> Opportunity:
    """A lost or postponed one is open again, with a next touch, and the prospect in sales. Raises OpportunityRefused, NotYours."""
    with transaction.atomic():
        row = hold(opportunity_ref)
        require_to_sell_for(by, row.prospect.owner_id, row.prospect.name)
        if row.outcome not in {Outcome.LOST, Outcome.POSTPONED} or (version is not None and version != row.version):
            raise OpportunityRefused(gettext("Only what was lost or postponed is taken up again. Look how it stands now."))
        if row.prospect.ended_at is not None:
            raise OpportunityRefused(gettext("%(name)s has ended. Reopen them first.") % {"name": row.prospect.name})
        row.seat = row.prospect.owner
        reopen(row, next_on, next_what, because=because, by=by, now=now)
        to_sales(row.prospect, because=gettext("taken up again: %(what)s") % {"what": row.offering.name}, by=by, now=now)
        settle([row.prospect_id], by=by, now=now)
    return row
