"""What `may_send` reads, in five short statements of plain SQL: the outbox asks before every dot, and building the same by the ORM takes
six times as long as asking.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple

from django.db import connection
from django.utils.dateparse import parse_datetime

CHUNK = 5000
"""Keys in one statement: SQLite takes 32,766 values."""


class Standing(NamedTuple):
    """Whether the conversation has ended, why, and into whom somebody was merged."""

    has_ended: bool
    end_reason: str
    merged_into: int | None


class ReadWish(NamedTuple):
    """A wish in force."""

    kind: str
    channel: str
    until_at: datetime | None


class ReadAddress(NamedTuple):
    """An address as it stands."""

    kind: str
    normalized: str
    state: str


def read_standings(ids: Collection[int]) -> dict[int, Standing]:
    """How these prospects stand."""
    sql = "SELECT id, ended_at IS NOT NULL, end_reason, merged_into_id FROM prospects_prospect WHERE id IN ({those})"
    return {pk: Standing(bool(ended), reason, merged) for pk, ended, reason, merged in _fetch(sql, ids)}


def read_addresses(ids: Collection[int]) -> dict[int, ReadAddress]:
    """These addresses, as far as they are there."""
    sql = "SELECT id, kind, normalized, state FROM prospects_address WHERE id IN ({those})"
    return {pk: ReadAddress(kind, normalized, state) for pk, kind, normalized, state in _fetch(sql, ids)}


def read_wishes(ids: Collection[int]) -> Mapping[int, Sequence[ReadWish]]:
    """The wishes in force of these prospects."""
    found: dict[int, list[ReadWish]] = defaultdict(list)
    sql = "SELECT prospect_id, kind, channel, until_at FROM consent_wish WHERE lifted_at IS NULL AND prospect_id IN ({those})"
    for pk, kind, channel, until_at in _fetch(sql, ids):
        found[pk].append(ReadWish(kind, channel, _moment(until_at)))
    return found


def read_mailable(ids: Collection[int], *, now: datetime) -> dict[int, bool]:
    """Of whom there is a permission for mailings: whether one of them holds."""
    sql = (
        "SELECT prospect_id, max(CASE WHEN withdrawn_at IS NULL AND (expires_at IS NULL OR expires_at > %s) THEN 1 ELSE 0 END)"
        " FROM consent_permission WHERE channel = 'mailing' AND prospect_id IN ({those}) GROUP BY prospect_id"
    )
    return {pk: bool(holds) for pk, holds in _fetch(sql, ids, [connection.ops.adapt_datetimefield_value(now)])}


def read_suppressed(hashes: Collection[str]) -> list[tuple[str, str, str]]:
    """Kind, hash and scope of those in force among these hashes."""
    found: list[tuple[str, str, str]] = []
    wanted = list(hashes)
    with connection.cursor() as cursor:
        for start in range(0, len(wanted), CHUNK):
            piece = wanted[start : start + CHUNK]
            marks = ", ".join(["%s"] * len(piece))
            sql = f"SELECT kind, hashed, scope FROM consent_suppression WHERE lifted_at IS NULL AND hashed IN ({marks})"  # noqa: S608 - marks
            cursor.execute(sql, piece)
            found += cursor.fetchall()
    return found


def _fetch(sql: str, ids: Collection[int], before: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    """The rows of a statement about these keys; `before` fills the marks that stand before them."""
    found: list[tuple[Any, ...]] = []
    wanted = list(ids)
    with connection.cursor() as cursor:
        for start in range(0, len(wanted), CHUNK):
            those = ", ".join(str(int(pk)) for pk in wanted[start : start + CHUNK])
            cursor.execute(sql.format(those=those), [*before])
            found += cursor.fetchall()
    return found


def _moment(value: datetime | str | None) -> datetime | None:
    """SQLite keeps a moment in UTC without saying so, as text or as the driver reads it."""
    found = parse_datetime(value) if isinstance(value, str) else value
    return found.replace(tzinfo=UTC) if found is not None and found.tzinfo is None else found
