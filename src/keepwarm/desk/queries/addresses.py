"""The addresses of a prospect, what they wished, and what they permitted, with proof and end."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from keepwarm.consent.models import Permission, Wish
from keepwarm.consent.words import say_permission, say_wish
from keepwarm.desk.queries.knowledge import wishes_in_force
from keepwarm.desk.queries.record import HISTORY, Line
from keepwarm.lib.text import joined
from keepwarm.prospects.models import Address, Prospect
from keepwarm.prospects.places import show_number
from keepwarm.staff.models import User
from keepwarm.touches.words import say_when


@dataclass(frozen=True, slots=True)
class AddressLine:
    """An address with its state; `may_change` is false for the firm's."""

    ref: str
    kind: str
    shown: str
    small: str
    is_ok: bool
    is_shared: bool
    is_blocked: bool
    may_change: bool


def addresses_of(prospect: Prospect, home: str) -> tuple[AddressLine, ...]:
    """Their own and the firm's, those in use first. `home`: the place of the reader, whose own numbers need no country."""
    mine = Q(prospect=prospect)
    if prospect.organization_id is not None:
        mine |= Q(organization_id=prospect.organization_id)
    rows = sorted(Address.objects.filter(mine)[:60], key=lambda row: (row.state != Address.State.OK, row.kind, row.rank, row.pk))
    return tuple(_address(row, prospect, home) for row in rows)


def _address(row: Address, prospect: Prospect, home: str) -> AddressLine:
    firms = row.prospect_id != prospect.pk
    about = [row.label, _("the firm's") if firms else "", _("shared by several") if row.shared else "", row.place]
    state = "" if row.state == Address.State.OK else str(Address.State(row.state).label)
    return AddressLine(
        ref=row.ref,
        kind=str(Address.Kind(row.kind).label),
        shown=show_number(row.normalized, home=home) if row.kind == Address.Kind.PHONE else row.value,
        small=joined(state, *about),
        is_ok=row.state == Address.State.OK,
        is_shared=row.shared,
        is_blocked=row.state == Address.State.BLOCKED,
        may_change=not firms,
    )


def wishes_of(prospect: Prospect, for_: User, now: datetime) -> tuple[Line, ...]:
    """What they wished and still holds."""
    return tuple(_wish(wish, for_, now) for wish in wishes_in_force(prospect))


def _wish(wish: Wish, for_: User, now: datetime) -> Line:
    source = _("in their own words") if wish.source.startswith("touch:") else wish.source
    if wish.source == "suppression":
        source = _("wished by somebody who had the same address")
    return Line(wish.ref, say_wish(wish, zone=for_.zone), joined(source, say_when(wish.said_at, zone=for_.zone, now=now)))


def permissions_of(prospect: Prospect, for_: User, now: datetime) -> tuple[Line, ...]:
    """With words, proof and end; those that are over last, each with its day and by whom."""
    rows = Permission.objects.filter(prospect=prospect).select_related("withdrawn_by", "wording").order_by("-given_at")[:HISTORY]
    lines = [_permission(row, for_, now) for row in rows]
    return tuple(sorted(lines, key=lambda line: line.is_over))


def _permission(row: Permission, for_: User, now: datetime) -> Line:
    def day(at: datetime) -> str:
        return say_when(at, zone=for_.zone, now=now)

    parts = [row.proof, _("to the words “%(wording)s”") % {"wording": row.wording} if row.wording else "", row.source, day(row.given_at)]
    parts.append(_("last used %(day)s") % {"day": day(row.last_used_at)} if row.last_used_at else "")
    is_over = row.expires_at is not None and row.expires_at <= now
    if row.expires_at is not None:
        parts.append((_("over since %(day)s") if is_over else _("until %(day)s")) % {"day": day(row.expires_at)})
    if row.withdrawn_at is not None:
        parts.append(_("withdrawn %(day)s") % {"day": day(row.withdrawn_at)})
        parts.append(row.withdrawn_by.name if row.withdrawn_by else "")
    over = is_over or row.withdrawn_at is not None
    return Line(str(row.pk), say_permission(row.channel, row.kind), joined(*parts), is_over=over, has_file=bool(row.proof_file))
