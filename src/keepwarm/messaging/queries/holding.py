"""Who may get a short message, and where it would go: asked for many at once, also right before it is handed over."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np

from keepwarm.consent.models import Channel as Way
from keepwarm.consent.models import Suppression
from keepwarm.consent.queries.suppressed import suppressed
from keepwarm.courier.new import Held
from keepwarm.engine.calling import next_open
from keepwarm.engine.pacing import KEYS
from keepwarm.facts.gather import aware, moment
from keepwarm.facts.pacing import Calendar, read_calendar
from keepwarm.facts.permits import BEFORE
from keepwarm.facts.scope import Scope
from keepwarm.messaging.models import Message
from keepwarm.policy.queries import policy_in_force
from keepwarm.prospects.models import Address
from keepwarm.touches.models import Channel, Direction, Signal, Touch

KINDS = (Address.Kind.PHONE, Address.Kind.HANDLE)
"""In the order of trying."""
WRITTEN = (Channel.EMAIL, Channel.MAILING, Channel.POST, Channel.MESSAGE)
"""What the cap counts, as `facts.waiting.read_window` does."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether a message may go to somebody now. `held` "": yes. `until_at`: held until then; None: for good, as things stand."""

    held: str = ""
    until_at: datetime | None = None
    address: Address | None = None


def standings(prospect_ids: Sequence[int], *, now: datetime, is_paced: bool) -> dict[int, Standing]:
    """How each of these stands. `is_paced`: cap, gap and sales are asked too, as of a message that is to be written yet."""
    ids = sorted(set(prospect_ids))
    if not ids:
        return {}
    calendar, addresses = read_calendar(Scope(ids=ids), now=now), _addresses(ids)
    held = _paced(calendar, now) if is_paced else _permitted(calendar, now)
    closed = suppressed({(row.kind, row.normalized) for row in addresses.values()})
    return {pk: _stands(held.get(pk), addresses.get(pk), closed) for pk in ids}


def _stands(held: Held | None, address: Address | None, closed: Mapping[tuple[str, str], str]) -> Standing:
    if held is None:
        return Standing("ended")
    if address is None:
        return Standing("no_address")
    if closed.get((address.kind, address.normalized)) == Suppression.Scope.ALL:
        return Standing("suppressed")
    return Standing(held.because, held.until_at, address)


def _paced(calendar: Calendar, now: datetime) -> dict[int, Held]:
    at, because = calendar.opens(Channel.MESSAGE)
    told = [
        Held("not_permitted") if np.isnat(when) else Held(KEYS[why], aware(when)) if when > moment(now) else Held("")
        for when, why in zip(at, because.tolist(), strict=True)
    ]
    return dict(zip(calendar.ids.tolist(), told, strict=True))


def _permitted(calendar: Calendar, now: datetime) -> dict[int, Held]:
    """Wishes, law and the hours of their place, without cap and gap."""
    may, before, at = calendar.may(Channel.MESSAGE), calendar.permits[BEFORE[Way.MESSAGE]], moment(now)
    opening = next_open(calendar.hours, calendar.place, np.full(len(may), at))
    told = [
        Held("not_permitted")
        if not may[row]
        else Held("wish", aware(before[row]))
        if before[row] > at
        else Held("hours", aware(opening[row]))
        if opening[row] > at
        else Held("")
        for row in range(len(may))
    ]
    return dict(zip(calendar.ids.tolist(), told, strict=True))


def _addresses(ids: Sequence[int]) -> dict[int, Address]:
    """The first number or name in use of each: phones before messengers, the lowest rank first."""
    rows = list(Address.objects.filter(prospect_id__in=ids, kind__in=KINDS, state=Address.State.OK))
    rows.sort(key=lambda row: (KINDS.index(Address.Kind(row.kind)), row.rank, row.pk), reverse=True)
    return {row.prospect_id or 0: row for row in rows}


def held_back(messages: Sequence[Message], *, now: datetime) -> dict[int, Held]:
    """The last question before they go, by the key of their parcel: what holds them. A date: they wait; none: they are not sent."""
    found: dict[int, Held] = {}
    stands = standings([one.prospect_id for one in messages], now=now, is_paced=False)
    unhappy, over = _unhappy(messages), _over_the_cap(messages, now=now)
    for one in messages:
        because = _because(one, stands[one.prospect_id], unhappy, over)
        if because.because:
            found[one.parcel_id or 0] = because
    return found


def _because(one: Message, stand: Standing, unhappy: set[int], over: set[int]) -> Held:
    if one.touch is None or one.touch.voided_at is not None:
        return Held("undone")
    if stand.address is None or stand.address.pk != one.address_id:
        return Held(stand.held or "no_address")  # it was written to another number than the one in use now
    if stand.held and stand.until_at is None:
        return Held(stand.held)
    if not one.is_answer and one.prospect_id in unhappy:
        return Held("unhappy")
    return Held("cap") if one.pk in over else Held(stand.held, stand.until_at)


def _unhappy(messages: Iterable[Message]) -> set[int]:
    kinds = [Signal.Kind.CASE, Signal.Kind.BROKEN_PROMISE]
    waits = Signal.objects.open().filter(prospect_id__in={one.prospect_id for one in messages}, kind__in=kinds)
    return set(waits.values_list("prospect_id", flat=True))


def _over_the_cap(messages: Iterable[Message], *, now: datetime) -> set[int]:
    """A message took its place when it was queued: of what they had lately only what came before it counts."""
    policy, counted = policy_in_force(), [one for one in messages if not one.is_answer]
    ours = Touch.objects.filter(prospect_id__in={one.prospect_id for one in counted}, direction=Direction.OUT, channel__in=WRITTEN)
    ours = ours.filter(happened_at__gte=now - timedelta(days=policy.cap_days), voided_at__isnull=True)
    before: dict[int, list[int]] = {}
    for prospect_id, pk in ours.exclude(purpose="answer").exclude(disposition="failed").values_list("prospect_id", "pk"):
        before.setdefault(prospect_id, []).append(pk)
    return {one.pk for one in counted if sum(pk <= (one.touch_id or 0) for pk in before.get(one.prospect_id, ())) > policy.cap_touches}
