"""What waits for a touch, what happened lately, and who else of the firm was spoken with."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

from keepwarm.engine.policy import Policy
from keepwarm.engine.words import LIVE, ReplyKind
from keepwarm.facts.permits import known
from keepwarm.facts.scope import Scope, columns, epoch, no_times, rows, times
from keepwarm.touches.models import Signal

LIVE_SQL = ", ".join(f"'{one}'" for one in sorted(LIVE))
RAISED, DUE = 0, 1
FILLED_BY = (
    ("promised_at", Signal.Kind.CALL_BACK, DUE),
    ("promise_made_at", Signal.Kind.CALL_BACK, RAISED),
    ("contact_asked_at", Signal.Kind.CONTACT_ASKED, RAISED),
    ("contact_due_at", Signal.Kind.CONTACT_ASKED, DUE),
    ("reply_at", Signal.Kind.REPLY, RAISED),
    ("voicemail_at", Signal.Kind.VOICEMAIL, RAISED),
    ("other_inquirer_at", Signal.Kind.COLLEAGUE, RAISED),
    ("handoff_at", Signal.Kind.HANDOFF, RAISED),
    ("handoff_due_at", Signal.Kind.HANDOFF, DUE),
    ("introduced_at", Signal.Kind.INTRODUCED, RAISED),
    ("introduced_due_at", Signal.Kind.INTRODUCED, DUE),
    ("letter_at", Signal.Kind.LETTER, RAISED),
    ("delivery_at", Signal.Kind.DELIVERY, DUE),
    ("broken_at", Signal.Kind.BROKEN_PROMISE, RAISED),
    ("broken_due_at", Signal.Kind.BROKEN_PROMISE, DUE),
    ("case_at", Signal.Kind.CASE, RAISED),
    ("case_due_at", Signal.Kind.CASE, DUE),
    ("renewal_at", Signal.Kind.RENEWAL, DUE),
    ("check_in_at", Signal.Kind.CHECK_IN, DUE),
    ("referral_at", Signal.Kind.REFERRAL, RAISED),
    ("win_back_at", Signal.Kind.WIN_BACK, DUE),
    ("opportunity_at", Signal.Kind.OPPORTUNITY, DUE),
    ("letter_missed_at", Signal.Kind.LETTER_MISSED, RAISED),
)
"""Which fact is filled by the open signal of which kind, and by which of its two moments."""


def read_signals(scope: Scope, ids: NDArray[np.int64]) -> dict[str, NDArray[Any]]:
    """The open signals as columns: of several of a kind, the one due first."""
    facts: dict[str, NDArray[Any]] = {name: no_times(len(ids)) for name, _, _ in FILLED_BY}
    facts["reply_kind"] = np.zeros(len(ids), np.int8)
    fetched = rows(
        f"SELECT prospect_id, kind, {epoch('raised_at')}, {epoch('coalesce(due_at, raised_at)')}, args FROM touches_signal"
        f" WHERE settled_at IS NULL AND voided_at IS NULL AND {scope.sql('prospect_id')} ORDER BY 4 DESC, id DESC"
    )
    who, kinds, raised, due, args = columns(fetched, 5)
    at, kept = known(ids, who)
    kind, raised_at, due_at = np.array(kinds, dtype=np.str_)[kept], times(raised)[kept], times(due)[kept]
    for name, which, moment in FILLED_BY:
        facts[name][at[kind == which]] = (raised_at, due_at)[moment][kind == which]
    replies = kind == Signal.Kind.REPLY
    said = [value for value, keep in zip(args, kept, strict=True) if keep]
    facts["reply_kind"][at[replies]] = [reply_kind(one) for one, is_reply in zip(said, replies, strict=True) if is_reply]
    return facts


def reply_kind(args: Any) -> int:
    """The kind of a reply as its signal keeps it; OTHER when it says nothing known."""
    kind = (json.loads(args) if isinstance(args, str) else args).get("kind", "")
    return int(ReplyKind[kind.upper()]) if kind.upper() in ReplyKind.__members__ else int(ReplyKind.OTHER)


def read_window(scope: Scope, ids: NDArray[np.int64], policy: Policy, *, now: datetime) -> dict[str, NDArray[Any]]:
    """Our written touches: those of the last `cap_days`, the oldest of them, and the last letter that asked how to reach them.

    Attempts by phone and answers to what was asked are not counted.
    """
    count, oldest, asked = np.zeros(len(ids), np.int16), no_times(len(ids)), no_times(len(ids))
    counted = "happened_at >= %s AND purpose <> 'answer'"
    since = now - timedelta(days=policy.cap_days)
    fetched = rows(
        f"SELECT prospect_id, sum(CASE WHEN {counted} THEN 1 ELSE 0 END),"
        f" min(CASE WHEN {counted} THEN {epoch('happened_at')} END),"
        f" max(CASE WHEN purpose IN ('find_contact', 'schedule', 'ask_referral') THEN {epoch('happened_at')} END)"
        f" FROM touches_touch WHERE {scope.sql('prospect_id')} AND direction = 'out' AND voided_at IS NULL"
        " AND channel IN ('email', 'mailing', 'post', 'message') AND disposition <> 'failed' GROUP BY prospect_id",
        [since, since],
    )
    who, counts, first, letter = columns(fetched, 4)
    at, kept = known(ids, who)
    count[at], oldest[at], asked[at] = np.array(counts, np.int16)[kept], _maybe(first)[kept], _maybe(letter)[kept]
    return {"touches_in_window": count, "oldest_in_window": oldest, "contact_letter_at": asked}


def read_firm(scope: Scope, ids: NDArray[np.int64]) -> dict[str, NDArray[Any]]:
    """Our last conversation with anyone of the firm, and the last call or conversation there by another rep than the owner.

    A prospect without a firm is their own firm.
    """
    talk, other = no_times(len(ids)), no_times(len(ids))
    fetched = rows(
        f"SELECT p.id, max(CASE WHEN t.disposition IN ({LIVE_SQL}) THEN {epoch('t.happened_at')} END),"
        f" max(CASE WHEN t.seat_id <> p.owner_id AND t.direction = 'out' THEN {epoch('t.happened_at')} END)"
        " FROM prospects_prospect p JOIN touches_touch t ON t.organization_id = p.organization_id"
        f" WHERE {scope.sql('p.id')} AND p.organization_id IS NOT NULL AND t.channel IN ('phone', 'meeting')"
        " AND t.voided_at IS NULL GROUP BY p.id"
    )
    who, talked, others = columns(fetched, 3)
    at, kept = known(ids, who)
    talk[at], other[at] = _maybe(talked)[kept], _maybe(others)[kept]
    return {"org_talk_at": talk, "org_talk_other_at": other}


def _maybe(column: tuple[int | None, ...]) -> NDArray[np.datetime64]:
    nothing = np.iinfo(np.int64).min
    return times([nothing if value is None else value for value in column])
