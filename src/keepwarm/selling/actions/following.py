"""Open opportunities are brought in line with what happened to their prospect: ended, put back, spoken with.

The rooms below know nothing of opportunities: the clock of this room sees within a minute what they wrote.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext

from keepwarm.decisions.actions import settle
from keepwarm.selling.actions.closing import close
from keepwarm.selling.actions.opening import hold
from keepwarm.selling.actions.signalling import keep, note, wait_for, wait_no_more
from keepwarm.selling.models import Opportunity, OpportunityChange, Outcome
from keepwarm.selling.queries.standing import came_back, recycled_since, spoken_since

AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class Followed:
    """How many opportunities ended with their prospect, were postponed with them, and moved along with their next touch.

    `heard`: lost or postponed ones of customers whose day came, and who were called.
    """

    ended: int
    postponed: int
    moved: int
    heard: int


def tick(*, now: datetime) -> Followed:
    """One look of the clock; each opportunity in a short transaction of its own."""
    return Followed(
        ended=_each(Opportunity.objects.filter(prospect__ended_at__isnull=False), _end, now),
        postponed=_each(Opportunity.objects.filter(recycled_since()), _postpone, now),
        moved=_each(Opportunity.objects.filter(spoken_since(now)), _move_along, now),
        heard=_settle_heard(now),
    )


def _each(rows: QuerySet[Opportunity], act: Callable[[Opportunity, datetime], bool], now: datetime) -> int:
    refs = list(rows.filter(closed_at__isnull=True).order_by("pk").values_list("ref", flat=True)[:AT_ONCE])
    done = 0
    for ref in refs:
        with transaction.atomic():
            row = hold(ref)
            done += bool(row.closed_at is None and act(row, now))
    return done


def _settle_heard(now: datetime) -> int:
    """Their day came and somebody was in touch: a lost or postponed one waits no more."""
    over = [Outcome.LOST, Outcome.POSTPONED]
    rows = Opportunity.objects.filter(came_back(now), outcome__in=over).select_related("prospect")[:AT_ONCE]
    for row in rows:
        with transaction.atomic():
            wait_no_more(row, now=now)
            settle([row.prospect_id], by=None, now=now)
    return len(rows)


def _end(row: Opportunity, now: datetime) -> bool:
    """Whoever ended buys nothing; the reason stands at the prospect."""
    if row.prospect.ended_at is None:
        return False
    close(row, Outcome.ENDED, by=None, now=now)
    return True


def _postpone(row: Opportunity, now: datetime) -> bool:
    """Put back to keep warm by whoever spoke with them: the opportunity comes back on the same day."""
    wake_at = row.prospect.wake_at
    if wake_at is None or not Opportunity.objects.filter(recycled_since(), pk=row.pk).exists():
        return False
    zone = ZoneInfo(row.prospect.zone or "UTC")
    words = gettext("they were put back to keep warm")
    close(row, Outcome.POSTPONED, reason=words, wake_on=wake_at.astimezone(zone).date(), by=None, now=now)
    settle([row.prospect_id], by=None, now=now)
    return True


def _move_along(row: Opportunity, now: datetime) -> bool:
    """Its day came and somebody called or spoke with them: it goes on with the prospect's next touch."""
    next_at = row.prospect.next_touch_at
    if next_at is None or row.next_on is None:
        return False
    on = max(next_at, now).astimezone(ZoneInfo(row.prospect.zone or "UTC")).date()
    if on <= row.next_on:
        return False
    words = gettext("somebody was in touch with them on the day; it goes on with their next touch")
    old, new = f"{row.next_on} {row.next_what}", f"{on} {row.next_what}"
    keep([note(row, OpportunityChange.What.NEXT, old, new, because=words, by=None, now=now)])
    row.next_on, row.version = on, row.version + 1
    row.save(update_fields=["next_on", "version"])
    wait_for(row, on, row.next_what, now=now)
    settle([row.prospect_id], by=None, now=now)
    return True
