"""What is allowed with each prospect: usable addresses, wishes in force, permissions; turned into the engine's columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

from keepwarm.consent.models import Channel, Wish
from keepwarm.facts.scope import Scope, columns, epoch, no_times, places_of, rows, times

BEFORE = {
    Channel.PHONE: "no_call_before",
    Channel.EMAIL: "no_write_before",
    Channel.MAILING: "no_mail_before",
    Channel.POST: "no_post_before",
    Channel.MESSAGE: "no_message_before",
}
MAY = {
    Channel.PHONE: "may_call",
    Channel.EMAIL: "may_write",
    Channel.MAILING: "may_mail",
    Channel.POST: "may_post",
    Channel.MESSAGE: "may_message",
}
ASKED_FIRST = (Channel.MAILING, Channel.MESSAGE)
"""The law asks a permission for these before anything is sent."""


@dataclass(frozen=True, slots=True)
class CallPermits:
    """The facts that say whether someone may be phoned, a row for each prospect."""

    may_call: NDArray[np.bool_]
    written_only: NDArray[np.bool_]
    phone_dead: NDArray[np.bool_]
    no_call_before: NDArray[np.datetime64]


def read_permits(scope: Scope, ids: NDArray[np.int64], *, now: datetime) -> dict[str, NDArray[Any]]:
    """The columns may_*, no_*_before, phone_dead and written_only for these prospects, `ids` sorted."""
    facts = _addresses(scope, ids)
    for channel, permitted in _permitted(scope, ids, now).items():
        facts[MAY[channel]] &= permitted
    _apply_wishes(facts, scope, ids)
    return facts


def read_call_permits(scope: Scope, ids: NDArray[np.int64]) -> CallPermits:
    """The same of the phone alone, for whoever asks at the click: three queries."""
    facts = _addresses(scope, ids)
    _apply_wishes(facts, scope, ids)
    return CallPermits(**{field.name: facts[field.name] for field in fields(CallPermits)})


def _addresses(scope: Scope, ids: NDArray[np.int64]) -> dict[str, NDArray[Any]]:
    """A personal number first; else one of the firm's, since a switchboard can put us through."""
    facts: dict[str, NDArray[Any]] = {name: np.zeros(len(ids), bool) for name in (*MAY.values(), "phone_dead")}
    own = rows(
        "SELECT prospect_id, max(CASE WHEN kind = 'phone' AND state = 'ok' THEN 1 ELSE 0 END),"
        " max(CASE WHEN kind = 'phone' THEN 1 ELSE 0 END), max(CASE WHEN kind = 'email' AND state = 'ok' THEN 1 ELSE 0 END),"
        " max(CASE WHEN kind = 'post' AND state = 'ok' THEN 1 ELSE 0 END),"
        " max(CASE WHEN kind IN ('phone', 'handle') AND state = 'ok' THEN 1 ELSE 0 END)"
        f" FROM prospects_address WHERE {scope.sql('prospect_id')} GROUP BY prospect_id ORDER BY prospect_id"
    )
    who, phone, had_phone, email, post, message = columns(own, 6)
    at, kept = known(ids, who)
    facts["may_call"][at] = np.array(phone, bool)[kept]
    facts["phone_dead"][at] = (np.array(had_phone, bool) & ~np.array(phone, bool))[kept]
    facts["may_write"][at] = np.array(email, bool)[kept]
    facts["may_mail"][at] = np.array(email, bool)[kept]
    facts["may_post"][at] = np.array(post, bool)[kept]
    facts["may_message"][at] = np.array(message, bool)[kept]
    firm = rows(
        # CROSS JOIN keeps SQLite to this order: from the people to their firm's numbers, never from all numbers there are
        "SELECT DISTINCT p.id FROM prospects_prospect p CROSS JOIN prospects_address a WHERE a.organization_id = p.organization_id"
        f" AND a.organization_id IS NOT NULL AND a.kind = 'phone' AND a.state = 'ok' AND {scope.sql('p.id')}"
    )
    at, _ = known(ids, [row[0] for row in firm])
    facts["may_call"][at] = True
    return facts


def _permitted(scope: Scope, ids: NDArray[np.int64], now: datetime) -> dict[Channel, NDArray[np.bool_]]:
    """By channel, of those that need a permission."""
    permitted = {channel: np.zeros(len(ids), bool) for channel in ASKED_FIRST}
    found = rows(
        f"SELECT DISTINCT prospect_id, channel FROM consent_permission WHERE {scope.sql('prospect_id')}"
        " AND channel IN ('mailing', 'message') AND withdrawn_at IS NULL AND (expires_at IS NULL OR expires_at > %s)",
        [now],
    )
    for channel, marks in permitted.items():
        at, _ = known(ids, [row[0] for row in found if row[1] == channel])
        marks[at] = True
    return permitted


def _apply_wishes(facts: dict[str, NDArray[Any]], scope: Scope, ids: NDArray[np.int64]) -> None:
    facts["written_only"] = np.zeros(len(ids), bool)
    facts |= {name: no_times(len(ids)) for name in BEFORE.values()}
    wishes = rows(
        f"SELECT prospect_id, kind, channel, {epoch('until_at')} FROM consent_wish WHERE lifted_at IS NULL AND {scope.sql('prospect_id')}"
    )
    who, kinds, channels, until = columns(wishes, 4)
    at, kept = known(ids, who)
    kind, channel, moment = np.array(kinds, dtype=np.str_)[kept], np.array(channels, dtype=np.str_)[kept], times(until)[kept]
    for closed in MAY:
        meant = (channel == closed) | (channel == "")
        if closed == Channel.MAILING:
            meant |= channel == Channel.EMAIL  # who wants no email wants no mailing either
        never = (kind == Wish.Kind.STOP) | ((kind == Wish.Kind.NO_CHANNEL) & meant)
        facts[MAY[closed]][at[never]] = False
        later = (kind == Wish.Kind.NOT_BEFORE) & meant
        np.fmax.at(facts[BEFORE[closed]], at[later], moment[later])
    facts["written_only"][at[(kind == Wish.Kind.NO_CHANNEL) & (channel == Channel.PHONE)]] = True


def known(ids: NDArray[np.int64], who: Sequence[int]) -> tuple[NDArray[np.intp], NDArray[np.bool_]]:
    """Places in `ids` of those in `who` that stand there (ended prospects do not), and which of `who` those are."""
    wanted = np.array(who, dtype=np.int64)
    if not len(ids):
        return np.zeros(0, np.intp), np.zeros(len(wanted), bool)
    at = np.minimum(places_of(ids, who), len(ids) - 1)
    kept = ids[at] == wanted
    return at[kept], kept
