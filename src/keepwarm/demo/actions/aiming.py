"""What the demo's manager set: goals in conversations and leads, and quotas of who sells; and that she reads the report by mail."""

from __future__ import annotations

from datetime import datetime, timedelta

from keepwarm.demo.actions.staffing import Cast
from keepwarm.goals.actions import choose_report_mail, set_goal, set_quota
from keepwarm.goals.actions.quotas import NewQuota
from keepwarm.goals.models import Goal, Quota, Week, WeekCount
from keepwarm.goals.periods import start_of
from keepwarm.staff.models import Seat

CONVERSATIONS_A_DAY = (7, 6)
"""Of the inside reps, and of those who sell."""
LEADS_A_WEEK = 4
TOGETHER_A_WEEK = 65
"""Conversations of the inside team."""
SALES_A_MONTH = (4, 3)
SEVEN = 7 * 60


def aim(cast: Cast, *, now: datetime) -> None:
    """Goals since two months, quotas of this month and this quarter."""
    since, because = now.date() - timedelta(days=60), "Agreed with each of them"
    for seats, count in zip((cast.inside, cast.closing), CONVERSATIONS_A_DAY, strict=True):
        for seat in seats:
            set_goal(seat, "conversations", "day", count, from_on=since, because=because, by=cast.manager, now=now)
    for seat in cast.inside:
        set_goal(seat, "leads_met", "week", LEADS_A_WEEK, from_on=since, because=because, by=cast.manager, now=now)
    team = Seat.objects.get(kind=Seat.Kind.TEAM, team=cast.inside[0].team)
    set_goal(team, "conversations", "week", TOGETHER_A_WEEK, from_on=since, because=because, by=cast.manager, now=now)
    for seat, sales in zip(cast.closing, SALES_A_MONTH, strict=True):
        for period, months in (("month", 1), ("quarter", 3)):
            set_quota(seat, NewQuota(period, start_of(period, now.date()), sales=sales * months), by=cast.manager, now=now)
    choose_report_mail(cast.manager, is_on=True, minute=SEVEN, working_days_only=True, now=now)


def remove_aims(made: dict[str, list[int]]) -> None:
    """What was set for the demo's seats, and what was kept of its weeks; those of other seats are counted again by themselves."""
    seats = made.get("seats", [])
    Goal.objects.filter(seat_id__in=seats).delete()
    Quota.objects.filter(seat_id__in=seats).delete()
    WeekCount.objects.all().delete()
    Week.objects.all().delete()
