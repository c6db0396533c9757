"""The morning report for a program, as plain values. The JSON keys are stable: docs and scripts rely on them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from keepwarm.reports.queries import Lists, MorningReport, Part, RefusedRule
from keepwarm.reports.queries.lists import ListLine
from keepwarm.reports.queries.shapes import GivenUp, Line, Person, Tried, Waiting

VERDICTS = {"stop": "stop buying", "good": "worth it", "few": "too few to tell", "idle": "hardly worked yet"}


def as_data(report: MorningReport, lists: Lists | None, refused: Sequence[RefusedRule]) -> dict[str, Any]:
    """Everything as plain values; moments in UTC, shares as fractions, money in minor units. At most 200 rows in a list of what stands."""
    totals = report.totals
    return {
        "on": report.on,
        "reached": totals.reached,
        "tried": totals.tried,
        "meetings": totals.meetings,
        "rang_us": totals.rang_us,
        "email_share": round(totals.email.share, 4) if totals.email.is_known or not totals.unknown_shares else None,
        "email_share_unknown_of": totals.unknown_shares,
        "email_limit": report.email_limit,
        "longest_silence_days": totals.silence_days,
        "longest_silence_limit_days": report.silence_limit_days,
        "reps": [_rep(part) for part in report.parts],
        "overdue": [_waiting(one) for one in report.overdue],
        "overdue_count": totals.overdue,
        "postponed_twice": [_waiting(one) for one in report.postponed],
        "postponed_twice_count": totals.postponed,
        "given_up_early": [_given_up(one) for one in report.given_up],
        "lists": [_list(line) for line in lists.lines] if lists else [],
        "refused_advice": [{"rule": one.rule, "count": one.count, "reasons": dict(one.reasons)} for one in refused],
        "policy_changes": [
            {"name": one.setting.name, "old": one.old, "new": one.new, "because": one.because, "by": one.by, "at": one.at}
            for one in report.changes
        ],
    }


def _rep(part: Part) -> dict[str, Any]:
    return {
        "ref": part.seat_ref,
        "name": part.name,
        "away": part.is_away,
        "reached": [_line(line) for line in part.reached],
        "tried": [_tried(one) for one in part.tried],
        "meetings": [_line(line) for line in part.meetings],
        "email_share": round(part.share, 4) if part.share is not None else None,
        "letters": part.email.letters if part.email and part.email.is_known else None,
        "letters_left": part.email.letters_left if part.email and part.email.is_known else None,
        "letters_granted": [{"by": one.by, "because": one.because, "count": one.count, "used": one.used} for one in part.granted],
        "overdue": len(part.overdue),
        "postponed_twice": len(part.postponed),
        "given_up_early": len(part.given_up),
        "hints": [{"kind": hint.kind, "count": hint.count, "names": [one.name for one in hint.people]} for hint in part.hints],
    }


def _person(person: Person) -> dict[str, Any]:
    return {"ref": person.ref, "name": person.name, "firm": person.firm}


def _line(line: Line) -> dict[str, Any]:
    questions = [
        {"by": one.by, "text": one.text, "answers": [{"by": said.by, "text": said.text} for said in one.answers]} for one in line.questions
    ]
    return {
        **_person(line.person),
        "learned": line.learned or "nothing noted",
        "at": line.at,
        "disposition": line.ending,
        "rang_us": line.theirs,
        "questions": questions,
    }


def _tried(one: Tried) -> dict[str, Any]:
    return {
        **_person(one.person),
        "attempts": one.attempts,
        "in_round": one.in_round,
        "dispositions": list(one.endings),
        "reached": one.reached,
    }


def _waiting(one: Waiting) -> dict[str, Any]:
    return {**_person(one.person), "whose": one.whose, "since": one.since_at, "postponed": one.times, "because": one.because}


def _given_up(one: GivenUp) -> dict[str, Any]:
    return {**_person(one.person), "by": one.by, "attempts": one.attempts, "agreed": one.agreed, "because": one.because, "at": one.at}


def _list(line: ListLine) -> dict[str, Any]:
    tally = line.tally
    return {
        "name": line.name,
        "people": tally.people,
        "worked": tally.worked,
        "touches": tally.touches,
        "minutes": tally.minutes,
        "leads": tally.leads,
        "customers": tally.customers,
        "cost_minor": line.cost_minor,
        "currency": line.currency,
        "touches_per_lead": line.touches_per_lead,
        "cost_per_lead_minor": line.cost_per_lead_minor,
        "wrong_numbers_share": line.wrong_share,
        "verdict": VERDICTS.get(line.verdict, ""),
    }
