"""The turns whose minute has come, and whether each may still go: asked right before, for all at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from keepwarm.consent.queries import Mail, Sending, may_send
from keepwarm.content.models import Item, Received
from keepwarm.engine.words import NextStep
from keepwarm.facts.pacing import Pace, open_from
from keepwarm.programs.models import Turn
from keepwarm.programs.queries.fitting import goes_by, is_offered, ready_among
from keepwarm.prospects.models import Address, Prospect
from keepwarm.touches.models import Channel

NOT_OFFERED = "not_offered"
EARLY = timedelta(hours=1)
"""A turn of which so little is missing goes; a later date means that something came in between."""


@dataclass(frozen=True, slots=True)
class Ready:
    """A turn that goes now, and to whom. On paper there is no mail address."""

    turn: Turn
    prospect_ref: str
    name: str
    address_id: int | None = None
    address_ref: str = ""
    email: str = ""
    language: str = ""  # theirs, of two letters


@dataclass(frozen=True, slots=True)
class Held:
    """A turn that does not go. `to_at` None: something else came first, and the person has that as their next touch."""

    turn: Turn
    because: str
    to_at: datetime | None = None


def due_turns(limit: int, channels: Sequence[str], *, now: datetime) -> list[Turn]:
    """Turns by these channels whose minute has come, the oldest first."""
    rows = Turn.objects.planned().filter(due_at__lte=now, channel__in=channels).select_related("item").defer("item__html", "item__body")
    return list(rows.order_by("due_at", "pk")[:limit])


def sort_out(turns: Sequence[Turn], *, carried: Sequence[str], now: datetime) -> tuple[list[Ready], list[Held]]:
    """Which of these go now, and what becomes of the others."""
    people = Prospect.objects.in_bulk({turn.prospect_id for turn in turns})
    unfit = _unfit(turns, now=now)
    paces = {
        channel: open_from([t.prospect_id for t in turns if t.channel == channel], channel=channel, now=now) for channel in _channels(turns)
    }
    ready: list[Ready] = []
    held: list[Held] = []
    for turn in turns:
        why = _overtaken(turn, people.get(turn.prospect_id), carried, now=now)
        why = why or (Held(turn, NOT_OFFERED) if turn.pk in unfit else None)
        why = why or _paced(turn, paces[turn.channel].get(turn.prospect_id), now=now)
        if why is None:
            ready.append(_ready(turn, people[turn.prospect_id]))
        else:
            held.append(why)
    return _addressed(ready, held, now=now)


def _unfit(turns: Sequence[Turn], *, now: datetime) -> set[int]:
    """Turns whose item was taken out of use, went stale, was rewritten or had another way since it was chosen: something else is chosen.

    Had another way: they signed up, answered, downloaded, or became one with somebody who had it.
    """
    items = Item.objects.defer("body", "html").in_bulk({turn.item_id for turn in turns if turn.item_id is not None})
    with_item = [(turn, items[turn.item_id]) for turn in turns if turn.item_id is not None]
    ready = ready_among({turn.prospect_id for turn, item in with_item if item.asks_to_buy})
    received = Received.objects.filter(prospect__in={turn.prospect_id for turn, _item in with_item}, item__in=items)
    had = set(received.values_list("prospect_id", "item_id")) if with_item else set()
    return {
        turn.pk
        for turn, item in with_item
        if (turn.prospect_id, item.pk) in had
        or not is_offered(item, now)
        or not goes_by(item, turn.channel)
        or (item.asks_to_buy and turn.prospect_id not in ready)
    }


def _channels(turns: Sequence[Turn]) -> set[str]:
    return {turn.channel for turn in turns}


def _overtaken(turn: Turn, person: Prospect | None, carried: Sequence[str], *, now: datetime) -> Held | None:
    """They ended, a call or a letter is next, or their date was moved meanwhile: then their next touch stands already."""
    if person is None or person.ended_at is not None or person.next_touch_at is None:
        return Held(turn, "ended")
    if person.next_step != NextStep.KEEP_WARM or person.because_rule not in carried:
        return Held(turn, "other_step")
    if person.next_touch_at > max(turn.due_at, now) + EARLY:
        return Held(turn, "other_date")
    return None


def _paced(turn: Turn, pace: Pace | None, *, now: datetime) -> Held | None:
    if pace is None:
        return Held(turn, "ended")
    if pace.at is None:
        return Held(turn, "not_permitted", now)  # chosen anew at once: another way may be open
    return Held(turn, pace.because, pace.at) if pace.at > now + EARLY else None


def _ready(turn: Turn, person: Prospect) -> Ready:
    return Ready(turn, person.ref, person.name, language=person.language[:2].lower())


def _addressed(ready: Sequence[Ready], held: list[Held], *, now: datetime) -> tuple[list[Ready], list[Held]]:
    """With the address that each mail goes to, by the answer of consent; paper goes without."""
    mails = [one for one in ready if one.turn.channel == Channel.MAILING]
    addresses = _addresses([one.turn.prospect_id for one in mails])
    sendings = [Sending(one.turn.prospect_id, Mail.MAILING, addresses.get(one.turn.prospect_id, (None,))[0]) for one in mails]
    answers = may_send(sendings, now=now) if sendings else []
    going = [one for one in ready if one.turn.channel != Channel.MAILING]
    for one, answer in zip(mails, answers, strict=True):
        if answer.yes:
            pk, ref, email = addresses[one.turn.prospect_id]
            going.append(replace(one, address_id=pk, address_ref=ref, email=email))
        else:
            held.append(Held(one.turn, "not_permitted", answer.until_at or now))
    return going, held


def _addresses(prospect_ids: Sequence[int]) -> dict[int, tuple[int, str, str]]:
    """The first address in use of each."""
    rows = Address.objects.filter(prospect_id__in=prospect_ids, kind=Address.Kind.EMAIL, state=Address.State.OK).order_by("-rank", "-pk")
    return {prospect or 0: (pk, ref, value) for prospect, pk, ref, value in rows.values_list("prospect_id", "pk", "ref", "value")}
