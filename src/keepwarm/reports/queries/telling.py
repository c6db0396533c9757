"""The manager's pages as data, for the API and `--json`. The keys are stable. Shares are fractions, money minor units."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from keepwarm.reports.queries.aims.goals import GoalsPage
from keepwarm.reports.queries.aims.quotas import Needed, QuotaLine, QuotasPage
from keepwarm.reports.queries.leads.figures import Share
from keepwarm.reports.queries.list_page import Judged, ListPage
from keepwarm.reports.queries.weeks.coaching import Coaching, Counted, Tried
from keepwarm.reports.queries.weeks.goals import Aimed
from keepwarm.reports.queries.weeks.replies import Replies, WayLine
from keepwarm.reports.queries.weeks.weekly import WeekLine, Weekly


def weekly_as_data(report: Weekly) -> dict[str, Any]:
    """The week, the weeks before it, and each rep's."""
    return {
        "week": report.start,
        "of": report.whose.seat.name if report.whose.seat else "",
        "weeks": [{"week": line.start} | _week(line) for line in report.lines if line.is_known],
        "not_counted_yet": list(report.missing),
        "reps": [
            {"rep": line.seat.name, "ref": line.seat.ref, "left": line.seat.left_at is not None, "before": round(line.before, 2)}
            | _week(line.week)
            | {"goals": [_aimed(one) for one in line.aims]}
            for line in report.reps
        ],
        "teams": [{"team": one.goal.seat.name} | _aimed(one) for one in report.teams],
    }


def coaching_as_data(report: Coaching) -> dict[str, Any]:
    """What works, of the last quarter of a year."""
    return {
        "since": report.since,
        "of": report.whose.seat.name if report.whose.seat else "",
        "hints": list(report.hints),
        "learned": list(report.learned),
        "hours": _tried(report.hours),
        "attempts": _tried(report.attempts),
        "given_up_after": _counted(report.gave_up),
        "letters": _counted(report.letters),
        "overruled": _counted(report.overruled),
    }


def replies_as_data(report: Replies) -> dict[str, Any]:
    """Conversations and replies by kind."""
    return {
        "since": report.since,
        "conversations": [_way(line) for line in report.talked],
        "all_conversations": _way(report.all_talked),
        "replies": [_way(line) for line in report.replied],
        "all_replies": _way(report.all_replied),
        "leads_without_either": report.other_leads,
        "sales_without_either": report.other_sales,
    }


def lists_as_data(report: ListPage) -> list[dict[str, Any]]:
    """Each list, those to stop buying first."""
    return [_list(one) for one in (*report.stop, *report.others)]


def goals_as_data(page: GoalsPage) -> list[dict[str, Any]]:
    """The goals that hold, and how far they are met."""
    return [
        {"who": line.goal.seat.name, "ref": line.goal.seat.ref, "measure": line.goal.measure, "per": line.goal.per, "aim": line.goal.aim}
        | {"from": line.goal.from_on, "today": line.today, "this_week": _aimed(line.week), "last_week": _aimed(line.before)}
        for line in page.lines
    ]


def quotas_as_data(page: QuotasPage) -> dict[str, Any]:
    """The quotas of a month or quarter."""
    return {
        "period": page.period,
        "starts_on": page.starts_on,
        "ends_on": page.ends_on,
        "currency": page.currency,
        "history": str(page.verdict),
        "reps": [_quota(line) for line in page.lines],
    }


def _week(line: WeekLine) -> dict[str, Any]:
    return {
        "conversations": line.conversations,
        "meetings": line.met,
        "dialled": line.tried,
        "reached": share_as_data(line.connects),
        "letters": line.letters,
        "leads": line.leads_met,
        "given_up_early": line.gave_up,
        "sales": line.sold,
        "sold_minor": line.sold_minor,
    }


def _aimed(one: Aimed) -> dict[str, Any]:
    return {"measure": one.goal.measure, "aim": one.aim, "done": one.done}


def _tried(lines: Sequence[Tried]) -> list[dict[str, Any]]:
    return [{"key": line.key} | share_as_data(line.share) for line in lines]


def _counted(lines: Sequence[Counted]) -> list[dict[str, Any]]:
    return [{"key": line.key, "count": line.count} for line in lines]


def _way(line: WayLine) -> dict[str, Any]:
    told = {"what": line.key, "label": line.label, "count": line.count, "answers": line.learned}
    return told | {"leads": share_as_data(line.leads), "sales": share_as_data(line.sales)}


def _list(one: Judged) -> dict[str, Any]:
    low, high = one.cost_range or (None, None)
    return {
        "ref": one.line.ref,
        "list": one.line.name,
        "people": one.line.tally.people,
        "worked": one.line.tally.worked,
        "touches": one.line.tally.touches,
        "touches_for_a_lead": one.line.touches_per_lead,
        "leads": share_as_data(one.leads),
        "wrong_numbers": share_as_data(one.wrong),
        "currency": one.line.currency,
        "cost_minor": one.line.cost_minor,
        "bought_in_currency_without_rate": one.line.unpriced or None,
        "cost_of_a_lead_minor": one.line.cost_per_lead_minor,
        "cost_low_minor": low,
        "cost_high_minor": high,
        "verdict": one.line.verdict,
    }


def _quota(line: QuotaLine) -> dict[str, Any]:
    expected = line.expected
    return {
        "rep": line.seat.name,
        "ref": line.seat.ref,
        "in_money": line.in_money,
        "quota": line.target,
        "so_far": line.so_far,
        "expected": expected.minor if line.in_money else round(expected.sales, 2),
        "expected_low": expected.minor_range[0] if line.in_money else round(expected.sales_range[0], 2),
        "expected_high": expected.minor_range[1] if line.in_money else round(expected.sales_range[1], 2),
        "missing": line.left,
        "sales_needed": _needed(line.sales_needed),
        "leads_needed": _needed(line.leads_needed),
        "conversations_needed": _needed(line.conversations_needed),
        "pushed_at_the_end": line.rhythm.pushed if line.rhythm else None,
        "dropped_at_the_end": line.rhythm.dropped if line.rhythm else None,
        "usually_pushed": round(line.rhythm.usual_pushed, 2) if line.rhythm else None,
        "usually_dropped": round(line.rhythm.usual_dropped, 2) if line.rhythm else None,
    }


def _needed(found: Needed) -> dict[str, Any]:
    low, high = found.range or (None, None)
    return {"likely": found.likely, "low": low, "high": high}


def share_as_data(share: Share) -> dict[str, Any]:
    """`share`, `low` and `high` are null where there are too few to say."""
    low, high = share.range or (None, None)
    return {"found": share.found, "among": share.among, "share": share.value, "low": low, "high": high}
