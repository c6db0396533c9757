"""The report as data, for the API and `--json`. The keys are stable. Shares are fractions, times working minutes."""

from __future__ import annotations

from typing import Any

from keepwarm.reports.queries.leads.counting import Line, ReasonLine
from keepwarm.reports.queries.leads.figures import Share
from keepwarm.reports.queries.leads.page import LeadsReport, RepLine, TooMany
from keepwarm.reports.queries.leads.times import Times


def as_json(report: LeadsReport) -> dict[str, Any]:
    """Everything on the page."""
    return {
        "since": report.period.since,
        "until": report.period.until,
        "total": _line(report.total) | {"not_answered_in_time": report.late},
        "sources": [{"source": line.name} | _line(line) for line in report.sources],
        "versions": [{"version": int(line.key), "signed_by_one_for_both": line.signed_by_one} | _line(line) for line in report.versions],
        "reasons": [
            {"reason": one.key, "label": one.name, "returned": one.returned, "given_back": one.gave_back} for one in report.reasons
        ],
        "reps": [_rep(line) for line in report.reps],
        "to_answer": _times(report.to_answer),
        "to_first_call": _times(report.to_call),
        "returned_people": {"count": report.people_back} | report.fates,
        "sales": {
            "count": report.sales.all,
            "once_returned": _share(report.sales.share),
            "once_put_back": report.sales.once_put_back,
        },
        "given_up_early": {"since": report.given_up_since, "reasons": dict(report.given_up), "agreed_attempts": report.attempts},
        "review": None if report.review is None else _review(report.review),
    }


def _line(line: Line) -> dict[str, Any]:
    names = {"bought": "customers"}
    return {names.get(name, name): count for name, count in line.counts.items()} | {"returned_share": _share(line.returned)}


def _reason(line: ReasonLine) -> dict[str, Any]:
    return {"reason": line.key, "label": line.name, "returned": line.returned, "given_back": line.gave_back}


def _rep(line: RepLine) -> dict[str, Any]:
    names = {"took": "accepted", "gave_back": "given_back", "waits": "waiting", "late": "not_answered_in_time"}
    counts = {names.get(name, name): count for name, count in line.counts.items()}
    return {"rep": line.name} | counts | {"to_answer": _times(line.to_answer), "to_first_call": _times(line.to_call)}


def _share(share: Share) -> dict[str, Any]:
    """`share`, `low` and `high` are null where there are too few to say."""
    low, high = share.range or (None, None)
    return {"found": share.found, "among": share.among, "share": share.value, "low": low, "high": high}


def _times(times: Times) -> dict[str, Any]:
    """`median_minutes` is null where most were not answered."""
    return {"count": times.count, "never": times.never, "median_minutes": times.median, "ninety_percent_minutes": times.ninety}


def _review(found: TooMany) -> dict[str, Any]:
    return {"version": found.version, "due_since": found.review.since, "returned": _share(found.back), "limit": found.limit}
