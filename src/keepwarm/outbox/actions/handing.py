"""The one commit for all connections in flight: results of what was handed over, and the gate for what is ready for its dot."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from keepwarm.engine.policy import Policy
from keepwarm.outbox import protocol, statements
from keepwarm.outbox.actions.sending_house import count_handed
from keepwarm.outbox.gate import Asked, held_back
from keepwarm.outbox.models import Account, Attempt, Kind, Message, State
from keepwarm.outbox.protocol import Verdict
from keepwarm.prospects.actions.inserting import insert_objects

FILED = (Kind.PERSONAL, Kind.ANSWER)
"""What belongs into the Sent folder of the account."""


@dataclass(frozen=True, slots=True)
class Ready:
    """A message whose body was sent, and whose dot waits for the gate."""

    id: int
    fence: int


@dataclass(frozen=True, slots=True)
class Done:
    """What came of a try. `outcome` and `step` as in `Attempt`; `because` a key of `words.BECAUSE` for an end."""

    id: int
    fence: int
    outcome: str
    step: str
    at: datetime
    code: int = 0
    reply: str = ""
    because: str = ""


@dataclass(frozen=True, slots=True)
class _Row:
    """A message as it stands in the transaction, locked."""

    state: str
    fence: int
    lease_until: datetime | None
    tries: int
    first_tried_at: datetime | None
    asked: Asked


def hand_over(
    ready: Sequence[Ready], done: Sequence[Done], *, worker: str, policy: Policy, now: datetime, lease: timedelta = protocol.LEASE
) -> dict[int, Verdict]:
    """Settles `done`, and says of each `ready` whether its dot may be sent: durable when this returns, in one transaction.

    A message that passes is `handing_over` from then on and never passes again by itself. One that the gate holds back is
    cancelled with the reason; of one that is another sender's by now nothing is sent.
    """
    with transaction.atomic():
        rows = _lock({one.id for one in ready} | {one.id for one in done})
        attempts = _settle(done, rows, worker)
        verdicts, held = _ask(ready, rows, policy, now)
        passed = [pk for pk, verdict in verdicts.items() if verdict == Verdict.GO]
        statements.let_pass(passed, until=now + lease, now=now)
        attempts += _hold_back(held, rows, worker, now)
        insert_objects(attempts)
        if passed:
            count_handed(len(passed))
    return verdicts


def _lock(ids: set[int]) -> dict[int, _Row]:
    """All rows at once, by rising id, with what the gate asks of their neighbours."""
    found = statements.lock_messages(ids)
    rows = (_Row(state, fence, until, tries, first, Asked(*asked)) for state, fence, until, tries, first, *asked in found)
    return {row.asked.id: row for row in rows}


def _ask(ready: Sequence[Ready], rows: Mapping[int, _Row], policy: Policy, now: datetime) -> tuple[dict[int, Verdict], dict[int, str]]:
    mine = [one.id for one in ready if one.id in rows and _is_mine(rows[one.id], one.fence, now)]
    held = held_back([rows[pk].asked for pk in mine], policy=policy, now=now)
    verdicts = {one.id: Verdict.LOST for one in ready}
    verdicts |= {pk: Verdict.CANCELLED if pk in held else Verdict.GO for pk in mine}
    return verdicts, held


def _is_mine(row: _Row, fence: int, now: datetime) -> bool:
    return protocol.may_pass(row.state, row.fence, row.lease_until, mine=fence, now=now)


def _hold_back(held: Mapping[int, str], rows: Mapping[int, _Row], worker: str, now: datetime) -> list[Attempt]:
    for because in set(held.values()):
        ids = [pk for pk, its in held.items() if its == because]
        ended = {"state": State.CANCELLED, "because": because, "settled_at": now, "told_at": None, "lease_until": None}
        Message.objects.filter(pk__in=ids).update(**ended)
    cancelled = Attempt.Outcome.CANCELLED
    return [
        Attempt(message_id=pk, number=rows[pk].tries + 1, worker=worker, at=now, step="body", outcome=cancelled, reply=why)
        for pk, why in held.items()
    ]


def _settle(done: Sequence[Done], rows: Mapping[int, _Row], worker: str) -> list[Attempt]:
    """Writes what came of each try, as far as it is still this sender's to say; every try is kept in any case."""
    believed = [one for one in done if one.id in rows and _may_settle(one, rows[one.id])]
    accepted = [one for one in believed if one.outcome == Attempt.Outcome.ACCEPTED]
    _accept(accepted, rows)
    for one in believed:
        if one.outcome != Attempt.Outcome.ACCEPTED:
            Message.objects.filter(pk=one.id).update(**_change(one, rows[one.id]))
    return [_attempt(one, rows[one.id].tries + 1, worker) for one in done if one.id in rows]


def _may_settle(one: Done, row: _Row) -> bool:
    return protocol.may_settle(row.state, row.fence, one.outcome, mine=one.fence)


def _accept(accepted: Sequence[Done], rows: Mapping[int, _Row]) -> None:
    """Set-based, for this is what nearly all become."""
    if not accepted:
        return
    settled = max(one.at for one in accepted)
    statements.accept([one.id for one in accepted], at=settled)
    kept = [one.id for one in accepted if rows[one.id].asked.kind in FILED]
    if kept:
        with_folder = Account.objects.exclude(imap_host="").values("pk")
        Message.objects.filter(pk__in=kept, account__in=with_folder).update(file_next_at=settled)


def _change(one: Done, row: _Row) -> dict[str, Any]:
    tries = row.tries + 1
    state = protocol.becomes(one.outcome, tries=tries, first_tried_at=row.first_tried_at, now=one.at)
    change: dict[str, Any] = {
        "state": state,
        "tries": tries,
        "lease_until": None,
        "last_reply": f"{one.code or ''} {one.reply}".strip()[:300],
    }
    if state == State.QUEUED:
        return {**change, "next_try_at": protocol.next_try(tries, now=one.at), "because": "", "settled_at": None, "told_at": None}
    because = one.because or ("too_long" if state == State.FAILED and one.outcome != Attempt.Outcome.REFUSED else "refused")
    return {**change, "because": "line_broke" if state == State.UNCERTAIN else because, "settled_at": one.at, "told_at": None}


def _attempt(one: Done, number: int, worker: str) -> Attempt:
    said = {"step": one.step, "outcome": one.outcome, "code": one.code, "reply": one.reply[:300]}
    return Attempt(message_id=one.id, number=number, worker=worker, at=one.at, **said)
