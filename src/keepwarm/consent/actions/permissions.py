"""Writes of permissions: given with wording and proof, used, ended, taken back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import connection
from django.utils.translation import gettext

from keepwarm.consent.models import Channel, Permission
from keepwarm.consent.terms import end_of
from keepwarm.lib.refusal import Refusal
from keepwarm.staff.actions import note_in_audit
from keepwarm.staff.models import User

CHUNK = 500
EARLIEST, LATEST = 1990, 2100
"""Years within which a permission lies: others are slips."""


class PermissionAlreadyWithdrawn(Refusal):
    """Someone withdrew it before."""


class ProofMissing(Refusal):
    """A permission without its proof is worth nothing."""


class BadEnd(Refusal):
    """A permission that would end before it was given, or be longer than the law lets it."""


def record_permissions(rows: Sequence[Permission]) -> list[Permission]:
    """Write permissions as they came, each with the end that the law gives its kind. The caller settles the prospects."""
    for row in rows:
        row.expires_at = row.expires_at or end_of(row.kind, row.given_at)
    return Permission.objects.bulk_create(rows, batch_size=CHUNK)


def record_permission(row: Permission, *, by: User | None, now: datetime) -> Permission:
    """Write one permission that a person took down. Raises ProofMissing and BadEnd. The caller settles the prospect."""
    if not (row.proof.strip() or row.proof_file):
        raise ProofMissing(gettext("Say how we know: their words, where and when they said so, or a file that shows it."))
    if row.given_at > now:
        raise BadEnd(gettext("This permission would be given in the future."))
    if row.given_at.year < EARLIEST or (row.expires_at is not None and row.expires_at.year > LATEST):
        raise BadEnd(gettext("Look at the years: a permission begins after 1990 and ends before 2100."))
    _check_end(row, row.expires_at)
    kept = record_permissions([row])[0]
    told = {"prospect": row.prospect.ref, "permission": row.ref, "channel": row.channel, "kind": row.kind}
    note_in_audit("permission_recorded", told, by=by, now=now)
    return kept


def end_permission(permission: Permission, *, expires_at: datetime | None, by: User | None, now: datetime) -> Permission:
    """Another end of a permission; None lets it end when the law says, or never. Raises BadEnd. The caller settles the prospect."""
    _check_withdrawn(permission)
    _check_end(permission, expires_at)
    old = permission.expires_at
    permission.expires_at = expires_at or end_of(permission.kind, permission.given_at)
    permission.save(update_fields=["expires_at"])
    note_in_audit("permission_end_set", {**_named(permission), "old": _day(old), "new": _day(permission.expires_at)}, by=by, now=now)
    return permission


def withdraw_permission(permission: Permission, *, by: User | None, now: datetime) -> Permission:
    """A permission is taken back by the person's word. The row stays, with its proof. The caller settles the prospect."""
    _check_withdrawn(permission)
    permission.withdrawn_at, permission.withdrawn_by = now, by
    permission.save(update_fields=["withdrawn_at", "withdrawn_by"])
    note_in_audit("permission_withdrawn", _named(permission), by=by, now=now)
    return permission


def withdraw_all(prospect_id: int, channels: Iterable[str], *, by: User | None, now: datetime) -> int:
    """All permissions for these channels are taken back at once. Gives how many held. The caller settles the prospect."""
    holding = Permission.objects.filter(prospect_id=prospect_id, channel__in=list(channels), withdrawn_at__isnull=True)
    return holding.update(withdrawn_at=now, withdrawn_by=by)


def restore_withdrawn(prospect_id: int, withdrawn_at: datetime, *, by: User, now: datetime) -> int:
    """What was taken back at that moment because a mail was read wrongly holds again. Gives how many do."""
    rows = Permission.objects.filter(prospect_id=prospect_id, withdrawn_at=withdrawn_at, withdrawn_by__isnull=True).select_related(
        "prospect"
    )
    for row in rows:
        note_in_audit("permission_restored", _named(row), by=by, now=now)
    return rows.update(withdrawn_at=None)


def stamp_used(used: Iterable[tuple[int, str]], *, now: datetime) -> None:
    """We reached out by these channels to these prospects: what permits it was used (UWG section 7a: kept five years from then).

    Set-based: one statement for each channel and 500 prospects. A moment before the newest use changes nothing.
    """
    by_channel: dict[str, set[int]] = {channel: set() for channel in Channel.values}
    for prospect_id, channel in used:
        by_channel.get(channel, set()).add(prospect_id)
    for channel, wanted in by_channel.items():
        ids = sorted(wanted)
        for start in range(0, len(ids), CHUNK):
            _stamp(ids[start : start + CHUNK], channel, connection.ops.adapt_datetimefield_value(now))


def _stamp(ids: Sequence[int], channel: str, now: Any) -> None:
    """In plain SQL: every chunk of a mailing does it, and the ORM would take longer than the database."""
    those = ", ".join(str(int(pk)) for pk in ids)
    sql = (
        f"UPDATE consent_permission SET last_used_at = %s WHERE prospect_id IN ({those}) AND channel = %s AND withdrawn_at IS NULL"  # noqa: S608
        " AND (last_used_at IS NULL OR last_used_at < %s) AND (expires_at IS NULL OR expires_at > %s) AND given_at <= %s"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [now, channel, now, now, now])


def _check_end(row: Permission, expires_at: datetime | None) -> None:
    latest = end_of(row.kind, row.given_at)
    if expires_at is not None and expires_at <= row.given_at:
        raise BadEnd(gettext("It would end before it was given."))
    if expires_at is not None and latest is not None and expires_at > latest:
        text = gettext("A permission of this kind ends on %(day)s at the latest: what they did stands for it, and not a yes.")
        raise BadEnd(text % {"day": f"{latest:%Y-%m-%d}"})


def _check_withdrawn(permission: Permission) -> None:
    if permission.withdrawn_at is not None:
        raise PermissionAlreadyWithdrawn(gettext("This permission was withdrawn before."))


def _named(row: Permission) -> dict[str, str]:
    return {"prospect": row.prospect.ref, "permission": row.ref, "channel": row.channel}


def _day(at: datetime | None) -> str:
    return f"{at:%Y-%m-%d}" if at else ""
