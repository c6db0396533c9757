"""The reports of money, late buyers and the circle as plain data: the API and `keepwarm report … --json` give the same."""

from __future__ import annotations

from typing import Any

from keepwarm.engine.comparing import Difference, Each
from keepwarm.ledger.queries.earned import Earned
from keepwarm.ledger.queries.spent import Spent
from keepwarm.reports.queries.flow.page import FlowReport
from keepwarm.reports.queries.leads.period import Period
from keepwarm.reports.queries.money.late import LateReport
from keepwarm.reports.queries.money.page import MoneyReport, OwedLine, SourceLine, Way


def money_as_json(report: MoneyReport) -> dict[str, Any]:
    """Money in minor units of `currency`, times in seconds."""
    return {
        **_days(report.period),
        "currency": report.currency,
        "counted_at": report.state.counted_at,
        "days_waiting": report.state.waits,
        "seats_without_rate": report.unpriced,
        "lists_without_rate": list(report.unpriced_lists),
        "earned": _earned(report.earned),
        "spent": _spent(report.spent) | {"lists_minor": report.bought_minor, "outlays_minor": report.outlays_minor},
        "channels": [{"channel": key, **_spent(spent)} for key, spent in report.channels],
        "ways": [_way(way) for way in report.ways],
        "sources": [_source(line) for line in report.sources],
        "offerings": [{"offering": line.key, "name": line.name, **_earned(line.earned)} for line in report.offerings],
        "credit": {
            "contacts": [_owed(line) for line in report.owing.kinds],
            "inquiries": [_owed(line) for line in report.owing.inquiries],
            "seats": [_owed(line) for line in report.owing.seats],
            "content": [_owed(line) for line in report.owing.items],
        },
    }


def late_as_json(report: LateReport) -> dict[str, Any]:
    """`months` -1: no inquiry is known; the last step is open."""
    return {
        **_days(report.period),
        "currency": report.currency,
        "late_from_months": report.late_months,
        "earned": _earned(report.earned),
        "late_share": report.share.share if report.share.of else None,
        "late_share_low": report.share.low if report.share.of else None,
        "late_share_high": report.share.high if report.share.of else None,
        "months": [{"months": one.months, "sales": one.sales, "minor": one.minor} for one in report.months],
        "kept": [{"contact": one.key, "sales": one.sales, "of": one.of} for one in report.kept],
    }


def flow_as_json(report: FlowReport) -> dict[str, Any]:
    """Stages by their numbers; `half_days` null: more than a year. A move from 0 is one from wherever they were."""
    return {
        **_days(report.period),
        "looked_at": report.looked_at,
        "places": [
            {
                "stage": one.stage,
                "name": one.name,
                "people": one.people,
                "to_call": one.calls,
                "to_write": one.letters,
                "kept_warm": one.warm,
                "too_long": one.stuck if one.can_be_stuck else None,
                "half_days": one.half_days,
            }
            for one in report.places
        ],
        "moves": [
            {"came_from": one.came_from, "went_to": one.went_to, "people": one.people, "half_days": one.half_days, "back": one.is_back}
            for one in report.moves
        ],
        "reopened": report.reopened,
        "put_back": report.put_back,
    }


def _way(way: Way) -> dict[str, Any]:
    return {"way": way.key, **_spent(way.spent), "besides_minor": way.besides_minor, "customers": way.customers, **_each(way.each)}


def _source(line: SourceLine) -> dict[str, Any]:
    told = {"source": line.ref, "name": line.name, "came": line.came, **_spent(line.spent), "list_minor": line.bought_minor}
    return {**told, "earned": _earned(line.earned), **_each(line.each)}


def _each(each: Each) -> dict[str, int | None]:
    return {"each_minor": each.value, "each_low_minor": each.low, "each_high_minor": each.high}


def _days(period: Period) -> dict[str, Any]:
    return {"since": period.since, "until": period.until}


def _spent(spent: Spent) -> dict[str, int]:
    return {"touches": spent.touches, "our_seconds": spent.seconds, "their_seconds": spent.theirs, "cost_minor": spent.minor}


def _earned(found: Earned) -> dict[str, int]:
    return {
        "sales": found.sales,
        "minor": found.minor,
        "new_customers": found.new,
        "late": found.late,
        "late_minor": found.late_minor,
    }


def _owed(line: OwedLine) -> dict[str, Any]:
    owed = line.owed
    told = {"key": line.key, "name": line.name, "sales": owed.sales, "contacts": owed.contacts, **owed.shares}
    return told | ({"compared": _compared(line.compared)} if line.compared else {})


def _compared(found: Difference) -> dict[str, Any]:
    """Null where too few are known; `tells` false where it may be chance."""
    told = {"got": found.got, "without": found.without, "left_out": found.left_out, "tells": found.tells}
    if not found.known:
        return told | {"difference": None, "low": None, "high": None}
    return told | {"difference": found.difference, "low": found.low, "high": found.high}
