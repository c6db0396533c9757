"""Rows of a list as arrivals: each with an owner, a source, what it says, and a first date."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from keepwarm.decisions.batch import Arrival, NewAnswer, NewWish
from keepwarm.engine.words import RecycleReason
from keepwarm.intake.actions.arrivals import arrival_of, as_moment
from keepwarm.intake.actions.opening import Landing
from keepwarm.intake.firms import former_owners
from keepwarm.intake.mapping.plan import Plan
from keepwarm.intake.owners import Chosen, Wanted, choose_owner
from keepwarm.intake.recognizing.recognizer import Chunk, Recognized
from keepwarm.intake.shaping.shapes import Shaped
from keepwarm.intake.wordings import Named, wordings_of


class When(NamedTuple):
    """Not before which moment the first touch of a row comes, whether its wish for contact is one of this hour, and when one who was
    lost to somebody else wakes up."""

    spread_at: datetime | None
    asks_now: bool
    wake_at: datetime | None = None


def list_arrivals(landing: Landing, chunk: Chunk, *, now: datetime) -> list[Arrival]:
    """The rows of a chunk, in their order."""
    firms = {pk for one in chunk.rows if (pk := landing.firms.id_of(one.shaped))}
    former, words = dict(former_owners(firms)), wordings_of(landing.plan)
    return [_arrival(landing, one, former, chunk.common, words, now=now) for one in chunk.rows]


def _arrival(landing: Landing, one: Recognized, former: dict[int, int], common: set[int], words: Named, *, now: datetime) -> Arrival:
    row, inquired = one.shaped, as_moment(one.shaped.inquired)
    firm = landing.firms.id_of(row)
    owner = _owner(landing, one, firm, former)
    when = _when(landing, one, owner.seat_id, inquired, now=now)
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
        spread_at=when.spread_at,
        asks_now=when.asks_now,
        permissions=tuple([(channel, kind, proof, words.get((name, channel))) for channel, kind, proof, name in row.permissions]),
        wishes=tuple([NewWish(kind, channel, as_moment(until), words) for kind, channel, until, words in row.wishes]),
        answers=_answers(landing.plan, row),
        stage=row.stage,
        stage_since=as_moment(row.since),
        end_reason=row.end,
        wake_at=when.wake_at,
        recycle_reason=RecycleReason.LOST_TO if when.wake_at else "",
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


def _when(landing: Landing, one: Recognized, owner: int, inquired: datetime | None, *, now: datetime) -> When:
    """Somebody known is decided by what is known. Who asked these days is promised the hour while there is room."""
    row, policy = one.shaped, landing.house.policy
    if row.is_lost and one.is_new:
        return When(None, asks_now=False, wake_at=_moment(landing, one, owner))
    age = (now - inquired).days if inquired else None
    is_new = age is not None and age <= policy.first_call_within_days
    if not landing.plan.spread or (is_new and row.wants_contact and landing.spreader.has_room(owner)):
        return When(None, asks_now=True)
    if not one.is_new:
        return When(None, asks_now=False)
    asked = row.wants_contact and (age is None or age < policy.inquiry_fresh_days)
    return When(_moment(landing, one, owner, soon=is_new or asked), asks_now=False)


def _moment(landing: Landing, one: Recognized, owner: int, *, soon: bool = False) -> datetime:
    """A day of the coming weeks, which the owner's minutes allow when it is a call."""
    row = one.shaped
    closed = any(kind != "not_before" and channel in {"phone", ""} for kind, channel, _until, _words in row.wishes)
    may_be_called = any(address[0] == "phone" for address in row.addresses) and not closed and not row.cold
    return landing.spreader.moment(owner, may_be_called=may_be_called, soon=soon)
