"""Facts of people who are not in the database yet: the same columns that `gather` would read after they are written.

An import writes each new person complete with their decision; so the facts are built from what is about to be written. A test
holds the two against each other.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from keepwarm.consent.models import Channel, Wish
from keepwarm.engine.facts import AnswerColumn, Bools, Facts, Times
from keepwarm.engine.policy import Policy
from keepwarm.facts.gather import moment, questions_of
from keepwarm.facts.permits import BEFORE, MAY
from keepwarm.facts.said import number
from keepwarm.facts.scope import columns, epoch, no_times, rows
from keepwarm.facts.waiting import LIVE_SQL

NAT: Final = np.iinfo(np.int64).min


@dataclass(slots=True)
class Newcomer:
    """What is about to be written of one new person. Moments are seconds since 1970 in UTC, None when unknown.

    `answers`: key of the question to folded value, evidence, and when it was learned.
    """

    owner_id: int
    hours_key: str
    stage: int
    warm: bool
    phone: bool  # a number in use, their own
    email: bool
    post: bool
    blocked_phone: bool = False  # they have numbers, and none may be used
    mailing: bool = False  # permitted, with proof
    organization_id: int | None = None
    inquired: int | None = None
    progressed: int | None = None
    contact_asked: int | None = None
    contact_due: int | None = None
    spread: int | None = None
    wake: int | None = None  # put back to keep warm until then
    recycled: int | None = None  # and since when
    wishes: Sequence[tuple[str, str, int | None]] = ()  # kind, channel, until
    answers: Mapping[str, tuple[str, int, int]] | None = None


def fresh_facts(
    people: Sequence[Newcomer],
    policy: Policy,
    *,
    place_rows: Mapping[str, int],
    number_questions: frozenset[str],
    now: datetime,
) -> Facts:
    """Facts of these people as they will be, in their order. `number_questions`: keys of the questions answered by a number."""
    count = len(people)
    facts = _nothing(count)
    facts["stage"] = np.array([one.stage for one in people], np.int8)
    facts["warm"] = np.array([one.warm for one in people], bool)
    facts["place"] = np.array([place_rows.get(one.hours_key, 0) for one in people], np.int32)
    facts |= _permits(people)
    facts |= _moments(people)
    owners = np.array([one.owner_id for one in people], np.int64)
    _firms(facts, people, owners)
    facts["may_call"] &= np.array([not one.hours_key or one.hours_key in place_rows for one in people], bool)
    answers = _answers(people, questions_of(policy), number_questions)
    return Facts(now=moment(now), **facts, answers=answers)


def _moments(people: Sequence[Newcomer]) -> dict[str, NDArray[Any]]:
    """Their inquiry is their last touch; what they asked for, and when the first touch may be."""
    inquired = _times([one.inquired for one in people])
    return {
        "inquired_at": inquired,
        "last_touch_at": inquired.copy(),
        "last_progress_at": _times([one.progressed for one in people]),
        "contact_asked_at": _times([one.contact_asked for one in people]),
        "contact_due_at": _times([one.contact_due for one in people]),
        "spread_at": _times([one.spread for one in people]),
        "wake_at": _times([one.wake for one in people]),
        "recycled_at": _times([one.recycled for one in people]),
    }


_TYPES: Final[Mapping[str, Any]] = {"stage": np.int8, "place": np.int32, "chosen_step": np.int8, "reply_kind": np.int8}


def _nothing(count: int) -> dict[str, NDArray[Any]]:
    """Every column as it is for someone of whom nothing is known."""
    facts: dict[str, NDArray[Any]] = {}
    for name, kind in Facts.__annotations__.items():
        if name in {"now", "answers"}:
            continue
        if kind == Times:
            facts[name] = no_times(count)
        else:
            facts[name] = np.zeros(count, bool if kind == Bools else _TYPES.get(name, np.int16))
    return facts


def _times(seconds: Sequence[int | None]) -> NDArray[np.datetime64]:
    return np.array([NAT if one is None else one for one in seconds], np.int64).view("datetime64[s]")


def _permits(people: Sequence[Newcomer]) -> dict[str, NDArray[Any]]:
    email = np.array([one.email for one in people], bool)
    facts: dict[str, NDArray[Any]] = {
        "may_call": np.array([one.phone for one in people], bool),
        "phone_dead": np.array([one.blocked_phone and not one.phone for one in people], bool),
        "may_write": email,
        "may_mail": email & np.array([one.mailing for one in people], bool),
        "may_post": np.array([one.post for one in people], bool),
        "may_message": np.zeros(len(people), bool),  # nobody arrives with a permission for short messages
        "written_only": np.zeros(len(people), bool),
    }
    return facts | {name: no_times(len(people)) for name in BEFORE.values()}


def apply_wishes(facts: dict[str, NDArray[Any]], people: Sequence[Newcomer]) -> None:
    """Close what their wishes close; the same reading as `permits`."""
    for at, one in enumerate(people):
        for kind, channel, until in one.wishes:
            _close(facts, at, kind, channel, until)


def _close(facts: dict[str, NDArray[Any]], at: int, kind: str, channel: str, until: int | None) -> None:
    for closed in MAY:
        meant = channel in {closed, ""} or (closed == Channel.MAILING and channel == Channel.EMAIL)
        if kind == Wish.Kind.STOP or (kind == Wish.Kind.NO_CHANNEL and meant):
            facts[MAY[closed]][at] = False
        elif kind == Wish.Kind.NOT_BEFORE and meant and until is not None:
            before = facts[BEFORE[closed]]
            before[at] = np.fmax(before[at], np.datetime64(until, "s"))
    if kind == Wish.Kind.NO_CHANNEL and channel == Channel.PHONE:
        facts["written_only"][at] = True


def _firms(facts: dict[str, NDArray[Any]], people: Sequence[Newcomer], owners: NDArray[np.int64]) -> None:
    """A number of the firm, and who of us spoke with the firm and when; then the wishes, which close even that."""
    firms = sorted({one.organization_id for one in people if one.organization_id})
    if firms:
        listed = ", ".join(str(int(firm)) for firm in firms)
        _firm_phones(facts, people, listed)
        _firm_talks(facts, people, owners, listed)
    apply_wishes(facts, people)


def _firm_phones(facts: dict[str, NDArray[Any]], people: Sequence[Newcomer], listed: str) -> None:
    found = rows(
        f"SELECT DISTINCT organization_id FROM prospects_address WHERE organization_id IN ({listed}) AND kind = 'phone' AND state = 'ok'"
    )
    having = {row[0] for row in found}
    for at, one in enumerate(people):
        if one.organization_id in having:
            facts["may_call"][at] = True


def _firm_talks(facts: dict[str, NDArray[Any]], people: Sequence[Newcomer], owners: NDArray[np.int64], listed: str) -> None:
    found = rows(
        f"SELECT organization_id, seat_id, max(CASE WHEN disposition IN ({LIVE_SQL}) THEN {epoch('happened_at')} END),"
        f" max(CASE WHEN direction = 'out' THEN {epoch('happened_at')} END) FROM touches_touch"
        f" WHERE organization_id IN ({listed}) AND channel IN ('phone', 'meeting') AND voided_at IS NULL"
        " GROUP BY organization_id, seat_id"
    )
    by_firm: dict[int, list[tuple[int | None, int | None, int | None]]] = {}
    for firm, seat, talked, called in zip(*columns(found, 4), strict=True):
        by_firm.setdefault(firm, []).append((seat, talked, called))
    for at, one in enumerate(people):
        for seat, talked, called in by_firm.get(one.organization_id or 0, ()):
            _newest(facts["org_talk_at"], at, talked)
            if seat is not None and seat != owners[at]:
                _newest(facts["org_talk_other_at"], at, called)


def _newest(column: NDArray[Any], at: int, seconds: int | None) -> None:
    if seconds is not None:
        column[at] = np.fmax(column[at], np.datetime64(int(seconds), "s"))


def _answers(people: Sequence[Newcomer], keys: set[str], number_questions: frozenset[str]) -> dict[str, AnswerColumn]:
    """Columns of those questions that the lead definition reads and anyone here answered."""
    said: dict[str, list[tuple[int, str, int, int]]] = {}
    for at, one in enumerate(people):
        for key, (folded, evidence, learned) in (one.answers or {}).items():
            if key in keys:
                said.setdefault(key, []).append((at, folded, evidence, learned))
    return {key: _column(len(people), told, key in number_questions) for key, told in said.items()}


def _column(count: int, told: Sequence[tuple[int, str, int, int]], is_number: bool) -> AnswerColumn:
    at = np.array([one[0] for one in told], np.intp)
    evidence, learned_at, known = np.zeros(count, np.int8), no_times(count), np.zeros(count, bool)
    evidence[at] = [one[2] for one in told]
    learned_at[at] = np.array([one[3] for one in told], np.int64).view("datetime64[s]")
    known[at] = True
    values: NDArray[Any]
    if is_number:
        values = np.full(count, np.nan)
        values[at] = [number(one[1]) for one in told]
        known &= ~np.isnan(values)
    else:
        values = np.full(count, "", dtype=object)
        values[at] = [one[1] for one in told]
    return AnswerColumn(values, known, evidence, learned_at)
