"""What every commit of a sender asks and writes, in plain SQL for both databases: each serves some twenty letters, and putting the same
together by the ORM takes several times as long as the database does.

The caller holds the transaction, where one is needed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

from django.db import connection

from keepwarm.outbox.models import State
from keepwarm.touches.models import Signal

_OWN = "m.state, m.fence, m.lease_until, m.tries, m.first_tried_at"
_ASKED = (
    "m.id, m.kind, m.to_email, m.budget_free, m.prospect_id, m.touch_id, m.seat_id, m.address_id, t.voided_at, t.purpose, t.happened_at"
)
"""In the order of `gate.Asked`."""
_AT_ONCE = 5_000  # values of one statement: SQLite takes 32,766
_UNHAPPY = ", ".join(f"'{kind.value}'" for kind in (Signal.Kind.CASE, Signal.Kind.BROKEN_PROMISE))


def lock_messages(ids: Collection[int]) -> list[tuple[Any, ...]]:
    """State, fence, lease, tries and first try of these messages by rising id, and what the gate asks; held until the end."""
    if not ids:
        return []
    held = " FOR UPDATE OF m" if connection.vendor == "postgresql" else ""
    sql = f"SELECT {_OWN}, {_ASKED} FROM outbox_message m LEFT JOIN touches_touch t ON t.id = m.touch_id"  # noqa: S608 - our own columns
    found = _rows(f"{sql} WHERE m.id IN ({_those(ids)}) ORDER BY m.id{held}")
    return [
        (state, fence, aware(until), tries, aware(first), *asked, aware(voided), purpose, aware(happened))
        for state, fence, until, tries, first, *asked, voided, purpose, happened in found
    ]


def let_pass(ids: Sequence[int], *, until: datetime, now: datetime) -> None:
    """These are being handed over from now on."""
    if not ids:
        return
    _write(
        f"UPDATE outbox_message SET state = %s, handed_at = %s, lease_until = %s WHERE id IN ({_those(ids)})",  # noqa: S608 - numbers
        [State.HANDING_OVER.value, _at(now), _at(until)],
    )


def accept(ids: Sequence[int], *, at: datetime) -> None:
    """Their server took these; an upper room has not yet been told."""
    if not ids:
        return
    _write(
        "UPDATE outbox_message SET state = %s, settled_at = %s, because = '', lease_until = NULL, told_at = NULL, ruled_at = NULL"  # noqa: S608
        f" WHERE id IN ({_those(ids)})",
        [State.ACCEPTED.value, _at(at)],
    )


def unhappy(prospect_ids: Collection[int]) -> set[int]:
    """Those of these people for whom a complaint or a broken promise waits."""
    if not prospect_ids:
        return set()
    sql = f"SELECT DISTINCT prospect_id FROM touches_signal WHERE settled_at IS NULL AND voided_at IS NULL AND kind IN ({_UNHAPPY})"  # noqa: S608
    return {pk for (pk,) in _rows(f"{sql} AND prospect_id IN ({_those(prospect_ids)})")}


def written_since(prospect_ids: Collection[int], channels: Iterable[str], since: datetime) -> list[tuple[int, int]]:
    """What was written to these people since then by these channels, as the cap counts it: prospect and touch."""
    if not prospect_ids:
        return []
    listed = ", ".join(f"'{channel}'" for channel in channels)
    sql = (
        f"SELECT prospect_id, id FROM touches_touch WHERE prospect_id IN ({_those(prospect_ids)}) AND direction = 'out'"  # noqa: S608
        f" AND channel IN ({listed}) AND happened_at >= %s AND voided_at IS NULL AND purpose <> 'answer' AND disposition <> 'failed'"
    )
    return [(prospect, touch) for prospect, touch in _rows(sql, [_at(since)])]


def versions_in_use(account_ids: Collection[int]) -> dict[int, int]:
    """The versions of these accounts, as far as they are in use."""
    if not account_ids:
        return {}
    return dict(_rows(f"SELECT id, version FROM outbox_account WHERE id IN ({_those(account_ids)}) AND retired_at IS NULL"))  # noqa: S608


def queued_for(touch_ids: Collection[int], once_keys: Collection[str]) -> list[tuple[int | None, str, str]]:
    """Touch, recipient and key of the messages that were queued for these touches, or under these keys."""
    found: list[tuple[Any, ...]] = []
    if touch_ids:
        found += _rows(f"SELECT touch_id, to_email, once_key FROM outbox_message WHERE touch_id IN ({_those(touch_ids)})")  # noqa: S608
    keys = list(once_keys)
    for start in range(0, len(keys), _AT_ONCE):
        some = keys[start : start + _AT_ONCE]
        marks = ", ".join(["%s"] * len(some))
        sql = f"SELECT touch_id, to_email, once_key FROM outbox_message WHERE once_key <> '' AND once_key IN ({marks})"  # noqa: S608 - marks
        found += _rows(sql, some)
    return [(touch, to, key) for touch, to, key in found]


def aware(value: datetime | None) -> datetime | None:
    """A moment as the driver reads it: SQLite keeps it in UTC without saying so."""
    return value.replace(tzinfo=UTC) if value is not None and value.tzinfo is None else value


def _at(moment: datetime) -> Any:
    return connection.ops.adapt_datetimefield_value(moment)


def _those(ids: Collection[int]) -> str:
    return ",".join(str(int(pk)) for pk in ids)


def _rows(sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, list(values))
        found: list[tuple[Any, ...]] = cursor.fetchall()
        return found


def _write(sql: str, values: Sequence[Any]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, list(values))
