"""Who may get a letter on paper, and where it would go: asked for many at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from keepwarm.consent.models import Channel as Way
from keepwarm.consent.models import Suppression
from keepwarm.consent.queries.suppressed import suppressed
from keepwarm.engine.pacing import KEYS
from keepwarm.facts.gather import aware, moment
from keepwarm.facts.pacing import Calendar, read_calendar
from keepwarm.facts.permits import BEFORE
from keepwarm.facts.scope import Scope
from keepwarm.prospects.models import Address
from keepwarm.touches.models import Channel

MOST_LINES = 4
"""Of the address below name and firm: six lines stand in the window."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether a letter may go to somebody now. `held` "": yes. `until_at`: held until then; None: for good, as things stand."""

    held: str = ""
    until_at: datetime | None = None
    address_id: int | None = None
    lines: tuple[str, ...] = ()


def lines_of(value: str) -> tuple[str, ...]:
    """The lines of a postal address as it is kept: divided by lines or commas. Too many are joined at the end."""
    parts = [" ".join(part.split()) for part in value.replace("\r", "\n").replace("\n", ",").split(",")]
    parts = [part for part in parts if part]
    return (*parts[: MOST_LINES - 1], ", ".join(parts[MOST_LINES - 1 :])) if len(parts) > MOST_LINES else tuple(parts)


def standings(prospect_ids: Sequence[int], *, now: datetime, is_paced: bool) -> dict[int, Standing]:
    """How each of these stands. `is_paced`: cap, gap and sales are asked too, as of a letter that is to be written yet."""
    ids = sorted(set(prospect_ids))
    if not ids:
        return {}
    calendar, addresses = read_calendar(Scope(ids=ids), now=now), _addresses(ids)
    closed = suppressed({(Address.Kind.POST, row.normalized) for row in addresses.values()})
    held = _held(calendar, now=now, is_paced=is_paced)
    return {pk: _stands(held.get(pk), addresses.get(pk), closed) for pk in ids}


def _stands(held: tuple[str, datetime | None] | None, address: Address | None, closed: Mapping[tuple[str, str], str]) -> Standing:
    if held is None:
        return Standing("ended")
    if address is None:
        return Standing("no_address")
    if closed.get((Address.Kind.POST, address.normalized)) == Suppression.Scope.ALL:
        return Standing("suppressed")
    lines = lines_of(address.value)
    if len(lines) < 2:
        return Standing("bad_address", address_id=address.pk)
    return Standing(held[0], held[1], address.pk, lines)


def _held(calendar: Calendar, *, now: datetime, is_paced: bool) -> dict[int, tuple[str, datetime | None]]:
    """By prospect: the reason ("" for none) and until when. Who has ended is not in it."""
    if is_paced:
        at, because = calendar.opens(Channel.POST)
        held = [_until(None if np.isnat(when) else aware(when), KEYS[why], now) for when, why in zip(at, because.tolist(), strict=True)]
        return dict(zip(calendar.ids.tolist(), held, strict=True))
    before, may = calendar.permits[BEFORE[Way.POST]], calendar.may(Channel.POST)
    waits = before > moment(now)
    told = [
        ("not_permitted", None) if not may[row] else ("wish", aware(before[row])) if waits[row] else ("", None)
        for row in range(len(calendar.ids))
    ]
    return dict(zip(calendar.ids.tolist(), told, strict=True))


def _until(at: datetime | None, because: str, now: datetime) -> tuple[str, datetime | None]:
    if at is None:
        return because, None
    return (because, at) if at > now else ("", None)


def _addresses(ids: Sequence[int]) -> dict[int, Address]:
    """The first postal address in use of each: the lowest rank."""
    rows = Address.objects.filter(prospect_id__in=ids, kind=Address.Kind.POST, state=Address.State.OK).order_by("-rank", "-pk")
    return {row.prospect_id or 0: row for row in rows}


def is_usable(address: str) -> bool:
    """Whether an address can stand in the window of an envelope."""
    return len(lines_of(address)) >= 2


__all__ = ["Standing", "is_usable", "lines_of", "standings"]
