"""Writes of suppressions. Whatever comes in may add and widen; only a newer event of the person lifts, or that there was none."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext

from keepwarm.consent.hashing import address_hash
from keepwarm.consent.models import Suppression
from keepwarm.consent.queries.suppressed import addresses_closed_by, suppressed
from keepwarm.lib.refusal import Refusal
from keepwarm.prospects.models import Address
from keepwarm.staff.actions import note_in_audit
from keepwarm.staff.models import User

CHUNK = 500


class SuppressionHolds(Refusal):
    """Lifting without a newer event of the person, or without its reason."""


class NotSuppressed(Refusal):
    """There is nothing to lift."""


def suppress(
    kind: str,
    normalized: str,
    *,
    reason: str,
    by: User | None,
    now: datetime,
    scope: str = Suppression.Scope.ALL,
    source: str = "",
) -> list[int]:
    """An address, or a domain, is not to be used, whoever has it; only a keyed hash is kept.

    A suppression of mailings alone leaves the address in use for letters. Gives the prospects who have the address: the
    caller settles them, and gives them the wish that a suppression of mailings is to those who have it.
    """
    rows = addresses_closed_by(kind, normalized)
    with transaction.atomic():
        kept, made = _keep(kind, address_hash(kind, normalized), reason=reason, scope=scope, source=source, by=by, now=now)
        if kept.scope == Suppression.Scope.ALL:
            _set_state([row.pk for row in rows if row.state != Address.State.BLOCKED], Address.State.BLOCKED)
        if made:
            told = {"suppression": kept.ref, "kind": kind, "scope": kept.scope, "reason": kept.reason, "source": source}
            note_in_audit("suppressed", told, by=by, now=now)
    return sorted({row.prospect_id for row in rows if row.prospect_id is not None})


def _keep(kind: str, hashed: str, *, reason: str, scope: str, source: str, by: User | None, now: datetime) -> tuple[Suppression, bool]:
    """The row, and whether anything is new: one that holds is only ever widened, one that was lifted holds anew."""
    fresh = {"scope": scope, "reason": reason[:40], "source": source[:40], "by": by, "at": now}
    row, made = Suppression.objects.select_for_update().get_or_create(kind=kind, hashed=hashed, defaults=fresh)
    is_wider = scope == Suppression.Scope.ALL and row.scope != Suppression.Scope.ALL
    if made or (row.lifted_at is None and not is_wider):
        return row, made
    cleared = {"lifted_at": None, "lifted_by": None, "lifted_because": "", "lifted_event": ""}
    for name, value in {**fresh, **cleared}.items():
        setattr(row, name, value)
    row.save()
    return row, True


def suppress_hashes(rows: Sequence[tuple[str, str, str]], *, reason: str, source: str, now: datetime) -> None:
    """Keep suppressions of (kind, normalized, scope) without looking at addresses: of people whose addresses are about to go."""
    for kind, normalized, scope in rows:
        _keep(kind, address_hash(kind, normalized), reason=reason, scope=scope, source=source, by=None, now=now)


def lift_suppression(
    kind: str, normalized: str, *, event: str, event_at: datetime, because: str, by: User | None, now: datetime
) -> list[int]:
    """The person themselves asked to be reached there again, by an event of theirs (`touch:<ref>`) newer than the suppression.

    Gives the prospects whose address is in use again, for the caller to settle. Raises NotSuppressed and SuppressionHolds. A
    domain that is closed keeps its addresses closed.
    """
    rows = addresses_closed_by(kind, normalized)
    with transaction.atomic():
        held = Suppression.objects.select_for_update().filter(kind=kind, hashed=address_hash(kind, normalized), lifted_at__isnull=True)
        row = held.first()
        if row is None:
            raise NotSuppressed(gettext("This address is not suppressed."))
        _check_lifting(row, event=event, event_at=event_at, because=because)
        row.lifted_at, row.lifted_by, row.lifted_because, row.lifted_event = now, by, because.strip()[:200], event[:40]
        row.save(update_fields=["lifted_at", "lifted_by", "lifted_because", "lifted_event"])
        note_in_audit("suppression_lifted", {"suppression": row.ref, "kind": kind, "event": event}, by=by, now=now)
        return _open_again(rows)


def lift_misread(source: str, *, by: User, now: datetime) -> None:
    """What was closed because a mail was read wrongly never was asked for: a person has read it since. Nothing else is opened.

    One that held before, or was widened since, bears another source.
    """
    for row in Suppression.objects.select_for_update().filter(source=source, scope=Suppression.Scope.MAILING, lifted_at__isnull=True):
        row.lifted_at, row.lifted_by, row.lifted_event = now, by, source
        row.lifted_because = gettext("the mail was read wrongly")
        row.save(update_fields=["lifted_at", "lifted_by", "lifted_because", "lifted_event"])
        note_in_audit("suppression_lifted", {"suppression": row.ref, "kind": row.kind, "event": source}, by=by, now=now)


def _check_lifting(row: Suppression, *, event: str, event_at: datetime, because: str) -> None:
    if not event or event_at <= row.at:
        raise SuppressionHolds(gettext("Only they can lift this, by something they said or did after it. Nothing newer is known."))
    if not because.strip():
        raise SuppressionHolds(gettext("Say in a few words what they said."))


def _open_again(rows: Iterable[Address]) -> list[int]:
    """The blocked ones among them that nothing else closes are in use again."""
    blocked = [row for row in rows if row.state == Address.State.BLOCKED]
    still = suppressed((row.kind, row.normalized) for row in blocked)
    opened = [row for row in blocked if still.get((row.kind, row.normalized)) != Suppression.Scope.ALL]
    _set_state([row.pk for row in opened], Address.State.OK)
    return sorted({row.prospect_id for row in opened if row.prospect_id is not None})


def _set_state(ids: Sequence[int], state: str) -> None:
    for start in range(0, len(ids), CHUNK):
        Address.objects.filter(pk__in=ids[start : start + CHUNK]).update(state=state)
