"""Rows of a list as arrivals: each with an owner, a source, what it says, and a first date."""

from __future__ import annotations

from datetime import datetime

from keepwarm.decisions.batch import Arrival, NewAnswer, NewWish
from keepwarm.intake.actions.arrivals import arrival_of, as_moment
from keepwarm.intake.actions.opening import Landing
from keepwarm.intake.firms import former_owners
from keepwarm.intake.mapping.plan import Plan
from keepwarm.intake.owners import Chosen, Wanted, choose_owner
from keepwarm.intake.recognizing.recognizer import Chunk, Recognized
from keepwarm.intake.shaping.shapes import Shaped


def list_arrivals(landing: Landing, chunk: Chunk, *, now: datetime) -> list[Arrival]:
    """The rows of a chunk, in their order."""
    firms = {pk for one in chunk.rows if (pk := landing.firms.id_of(one.shaped))}
    former = dict(former_owners(firms))
    return [_arrival(landing, one, former, chunk.common, now=now) for one in chunk.rows]


def _arrival(landing: Landing, one: Recognized, former: dict[int, int], common: set[int], *, now: datetime) -> Arrival:
    row, inquired = one.shaped, as_moment(one.shaped.inquired)
    firm = landing.firms.id_of(row)
    owner = _owner(landing, one, firm, former)
    return arrival_of(
        one,
        owner,
        source_id=landing.source_id(row.source),
        firm=firm,
        common=common,
        fingerprint=row.fingerprint,
        inquired_at=inquired,
        wants_contact=row.wants_contact,
        cold=row.cold,
        history_unknown=landing.plan.spread,
        spread_at=_spread(landing, one, owner.seat_id, inquired, now=now),
        permissions=row.permissions,
        wishes=tuple([NewWish(kind, channel, as_moment(until), words) for kind, channel, until, words in row.wishes]),
        answers=_answers(landing.plan, row),
        stage=row.stage,
        answers_from=landing.answers_from,
        wishes_from=landing.wishes_from,
    )


def _owner(landing: Landing, one: Recognized, firm: int | None, former: dict[int, int]) -> Chosen:
    """Of someone new, and why; who is known keeps theirs."""
    if not one.is_new:
        return Chosen(landing.staffing.fallback, "")
    row = one.shaped
    known_to = former.get(firm) if firm else None
    chosen = choose_owner(Wanted(row.owner, row.place, row.topic, row.source, known_to), landing.staffing)
    if firm:
        former.setdefault(firm, chosen.seat_id)
    return chosen


def _answers(plan: Plan, row: Shaped) -> tuple[NewAnswer, ...]:
    pairs = zip(plan.answers, row.answers, strict=True)
    return tuple([NewAnswer(asked.key, value, asked.evidence, "", folded) for asked, (value, folded) in pairs if value])


def _spread(landing: Landing, one: Recognized, owner: int, inquired: datetime | None, *, now: datetime) -> datetime | None:
    """Not before this moment; None for those known, and for news that came in these days."""
    row, policy = one.shaped, landing.house.policy
    if not one.is_new or not landing.plan.spread:
        return None
    age = (now - inquired).days if inquired else None
    if age is not None and age <= policy.first_call_within_days:
        return None
    if row.wants_contact and (age is None or age < policy.inquiry_fresh_days):
        return None
    closed = any(kind != "not_before" and channel in {"phone", ""} for kind, channel, _until, _words in row.wishes)
    has_phone = any(address[0] == "phone" for address in row.addresses)
    return landing.spreader.moment(owner, may_be_called=has_phone and not closed and not row.cold)
