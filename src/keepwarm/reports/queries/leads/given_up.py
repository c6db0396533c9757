"""Who was given up before the agreed attempts, on the report of the leads: counted by reason, and named page by page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from keepwarm.lib.days import monday_of
from keepwarm.lib.paging import key_of, read_key
from keepwarm.policy.queries import policy_in_force
from keepwarm.reports.queries.giving_up import given_up_early, reason_of
from keepwarm.reports.queries.leads.figures import own_seats
from keepwarm.reports.queries.leads.period import Period
from keepwarm.reports.queries.shapes import GivenUp
from keepwarm.reports.queries.weeks.counting import is_small
from keepwarm.reports.queries.weeks.reading import read_weeks
from keepwarm.reports.queries.weeks.span import weeks_until
from keepwarm.staff.models import Seat, User
from keepwarm.staff.queries import may_see_everyone

GIVING_UP = timedelta(days=92)
"""Giving up is told from each timeline, so at most of the last three months."""
LOOKED_AT_ONCE = timedelta(days=2)
"""Of a page of names first so much is read, then twice as much, until the page is full."""


def giving_up_since(period: Period) -> date:
    """From which day on giving up is told."""
    return max(period.since, period.until - GIVING_UP + timedelta(days=1))


def count_given_up(period: Period, for_: User | None, *, now: datetime) -> Counter[str]:
    """By reason; of a rep their own. Of a large house out of the kept weeks, by the days of the house: who was given up in two weeks
    counts twice there."""
    kept = None if is_small() else _kept(period, for_, now=now)
    if kept is not None:
        return kept
    begins = max(period.begins, period.ends - GIVING_UP)
    return Counter(reason_of(one) for one in given_up_early(_seats(for_), begins, period.ends, agreed=policy_in_force().call_attempts))


def _kept(period: Period, for_: User | None, *, now: datetime) -> Counter[str] | None:
    """None where a week was not counted yet, or before reasons were."""
    since, until = giving_up_since(period), period.until
    first, last = monday_of(since), monday_of(until)
    seats = None if _sees_all(for_) else [seat.pk for seat in _seats(for_)]
    weeks = read_weeks(weeks_until(last, (last - first).days // 7 + 1), ("gave_up", "gave_up_why"), seats=seats, now=now)
    found, counted = Counter[str](), Counter[str]()
    for one in weeks.counts.values():
        for (_seat, figure, key), count in one.items():
            counted[figure] += count
            day, _bar, reason = key.partition("|")
            if figure == "gave_up_why" and since.isoformat() <= day <= until.isoformat():
                found[reason] += count
    return None if weeks.missing or counted["gave_up"] != counted["gave_up_why"] else found


def given_up_page(period: Period, for_: User | None, *, reason: str, after: str, most: int) -> tuple[list[GivenUp], str]:
    """The newest first, with the key of the next page; of one reason, or of all."""
    begins, ends, key = max(period.begins, period.ends - GIVING_UP), period.ends, read_key(after)
    if key is not None:
        ends = min(ends, key[0] + timedelta(microseconds=1))
    seats, agreed, width, found = _seats(for_), policy_in_force().call_attempts, LOOKED_AT_ONCE, list[GivenUp]()
    while ends > begins and len(found) <= most:
        lower = max(begins, ends - width)
        part = given_up_early(seats, lower, ends, agreed=agreed, reason=reason)
        found += [one for one in reversed(part) if key is None or (one.at, one.person.pk) < key]
        ends, width = lower, 2 * width
    return found[:most], key_of(found[most - 1].at, found[most - 1].person.pk) if len(found) > most else ""


def _seats(for_: User | None) -> Sequence[Seat]:
    return list(Seat.objects.filter(user__isnull=False) if for_ is None or _sees_all(for_) else own_seats(for_))


def _sees_all(for_: User | None) -> bool:
    return for_ is None or may_see_everyone(for_)
