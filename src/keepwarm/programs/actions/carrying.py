"""Turns are carried out at their minute: touch, message and what was received in one transaction, in chunks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db import transaction

from keepwarm.answers.actions import record_asked
from keepwarm.answers.models import Way
from keepwarm.content.actions import NewReceived, record_received
from keepwarm.content.queries.fields import values_of
from keepwarm.courier.queries import has_gateway
from keepwarm.decisions.actions import Logged, PutOff, log_touches, put_off, settle
from keepwarm.decisions.actions.results import settle_results_of
from keepwarm.decisions.actions.settling import lock_remaining, ready_hours
from keepwarm.decisions.batch import NewSignal, NewTouch
from keepwarm.engine.words import Disposition
from keepwarm.lib.ids import new_refs
from keepwarm.outbox.actions import build_messages, queue_messages
from keepwarm.outbox.actions.preparing import list_id_named
from keepwarm.outbox.addressing import is_usable
from keepwarm.outbox.new import NewMessage
from keepwarm.policy.queries import policy_in_force
from keepwarm.programs.actions.writing import key_of, message_of, prepare_texts
from keepwarm.programs.carried import CARRIED
from keepwarm.programs.models import Turn
from keepwarm.programs.queries.carrying import Held, Ready, due_turns, sort_out
from keepwarm.programs.queries.people import MISSING_FIELD
from keepwarm.programs.queries.results import OURS
from keepwarm.prospects.models import Address
from keepwarm.touches.models import Channel, Direction, Signal
from keepwarm.touches.overtaking import ours_lately, was_overtaken

AT_ONCE = 40  # turns of one transaction: touches, messages and next touches of so many stay under 100 ms of the write lock
PURPOSE = "keep_warm"
BAD_ADDRESS = "bad_address"


@dataclass(slots=True)
class Carried:
    """What a run did. `no_account`: no mail account is set up, so what goes by mail waits."""

    sent: int = 0
    held: int = 0
    no_account: bool = False


@dataclass(frozen=True, slots=True)
class _Going:
    """A turn with its touch and, by mail, its message."""

    ready: Ready
    touch: NewTouch
    message: NewMessage | None
    asks: frozenset[int] = frozenset()


def carry_out(*, now: datetime, most: int = 5_000) -> Carried:
    """Send the turns whose minute has come, at most `most`. A crash between two chunks leaves the rest planned."""
    total, list_id = Carried(), _list_id()
    channels = [Channel.POST, *([Channel.MAILING] if list_id else []), *([Channel.MESSAGE] if has_gateway() else [])]
    total.no_account = not list_id
    while total.sent + total.held < most:
        turns = due_turns(AT_ONCE, channels, now=now)
        if not turns:
            break
        done = _carry(turns, list_id, now=now)
        total.sent, total.held = total.sent + done.sent, total.held + done.held
    return total


def _carry(turns: Sequence[Turn], list_id: str, *, now: datetime) -> Carried:
    before = ours_lately([turn.prospect_id for turn in turns], now=now)
    ready, held = sort_out(turns, carried=CARRIED, now=now)
    ready, unusable = _usable(ready)
    going, blocked = _write(ready, list_id, now=now)
    held += blocked + [Held(one.turn, BAD_ADDRESS) for one in unusable]
    hold_back(held, now=now)
    _close(unusable, now=now)
    if going:
        _send(going, before, now=now)
    return Carried(sent=len(going), held=len(held))


def _write(ready: Sequence[Ready], list_id: str, *, now: datetime) -> tuple[list[_Going], list[Held]]:
    """Touch and message of each, and those that a merge field without a value holds back."""
    mails = [one for one in ready if one.turn.channel == Channel.MAILING]
    texts, known = prepare_texts(mails, now=now), values_of([one.turn.prospect_id for one in mails], now=now)
    going: list[_Going] = []
    held: list[Held] = []
    for one, ref in zip(ready, new_refs(len(ready)), strict=True):
        if one.turn.channel != Channel.MAILING:
            going.append(_Going(one, _touch(one, ref, "", now=now), None))
            continue
        text = texts[key_of(one)]
        message, missing = message_of(one, text, known[one.turn.prospect_id], touch_ref=ref, list_id=list_id)
        if missing:
            held.append(Held(one.turn, MISSING_FIELD, now))
        else:
            going.append(_Going(one, _touch(one, ref, text.subject_of(message), now=now), message, text.asks))
    return going, held


def _usable(ready: Sequence[Ready]) -> tuple[list[Ready], list[Ready]]:
    """Those that go, and those whose address no mail can bear: one of them would hold up all."""
    bad = {one.turn.pk for one in ready if one.turn.channel == Channel.MAILING and not is_usable(one.email)}
    return [one for one in ready if one.turn.pk not in bad], [one for one in ready if one.turn.pk in bad]


def _close(unusable: Sequence[Ready], *, now: datetime) -> None:
    """Such an address is used no more; their next touch goes another way, or a person looks."""
    if not unusable:
        return
    with transaction.atomic():
        lock_remaining(sorted({one.turn.prospect_id for one in unusable}))
        Address.objects.filter(pk__in=[one.address_id or 0 for one in unusable], state=Address.State.OK).update(state=Address.State.WRONG)
        settle([one.turn.prospect_id for one in unusable], by=None, now=now)


def has_account() -> bool:
    """Whether mail can leave at all."""
    return bool(_list_id())


def _list_id() -> str:
    """The name of what we send, by the domain of the house's mail account; "" while the house has none: then no mail can go."""
    return list_id_named("Keep warm", "keep-warm")


def _touch(one: Ready, ref: str, subject: str, *, now: datetime) -> NewTouch:
    """On its way; what comes next is decided when we know whether it arrived."""
    item = {"item": one.turn.item_id} if one.turn.item is not None else {}
    raises = () if one.turn.channel == Channel.POST else (NewSignal(Signal.Kind.LETTER),)  # a letter on paper raises it by itself
    return NewTouch(
        prospect_id=one.turn.prospect_id,
        channel=one.turn.channel,
        direction=Direction.OUT,
        disposition=Disposition.QUEUED,
        purpose=PURPOSE,
        happened_at=now,
        cost_minor=one.turn.item.copy_minor if one.turn.item is not None else 0,
        args={"turn": one.turn.ref, "kind": one.turn.kind, **item, **({"subject": subject} if subject else {})},
        raises=raises,
        ref=ref,
    )


def _send(going: Sequence[_Going], before: Mapping[int, int], *, now: datetime) -> None:
    """All of it or nothing. Where somebody stopped or changed a turn since it was read, or another sender was faster, its whole chunk is
    tried again."""
    messages = [one.message for one in going if one.message is not None]
    built = build_messages(messages, now=now) if messages else None
    ready_hours([one.touch.prospect_id for one in going], now=now)
    with transaction.atomic():
        people = sorted({one.touch.prospect_id for one in going})
        lock_remaining(people)
        if was_overtaken(people, before, now=now):
            return
        wanted = {(one.ready.turn.pk, one.ready.turn.item_id) for one in going}
        planned = Turn.objects.planned().select_for_update(of=("self",)).filter(pk__in=[pk for pk, _item in wanted])
        if set(planned.values_list("pk", "item_id")) != wanted:
            return
        logged = {one.touch.ref: one for one in log_touches([one.touch for one in going], by=None, now=now)}
        queued = _queue(going, logged, messages, built, now=now)
        received = [one for one in going if one.ready.turn.item_id is not None]
        record_received(
            [
                NewReceived(logged[one.touch.ref].touch.prospect_id, one.ready.turn.item_id or 0, logged[one.touch.ref].touch.pk)
                for one in received
            ],
            now=now,
        )
        record_asked([(one.touch.prospect_id, asked) for one in going for asked in one.asks], way=Way.MAIL, now=now)
        _note_sent(going, logged, queued, now=now)


def _queue(
    going: Sequence[_Going], logged: Mapping[str, Logged], messages: Sequence[NewMessage], built: object, *, now: datetime
) -> dict[str, int]:
    """The keys of the messages, by the reference of the turn."""
    if not messages:
        return {}
    told = [replace(one.message, touch_id=logged[one.touch.ref].touch.pk) for one in going if one.message is not None]
    rows = queue_messages(told, now=now, built=built)  # type: ignore[arg-type]
    return {row.once_key.removeprefix("turn:"): row.pk for row in rows}


def _note_sent(going: Sequence[_Going], logged: Mapping[str, Logged], queued: Mapping[str, int], *, now: datetime) -> None:
    for one in going:
        turn = one.ready.turn
        turn.state, turn.ended_at = Turn.State.SENT, now
        turn.touch_id = logged[one.touch.ref].touch.pk
        turn.message_id = queued.get(turn.ref)
    Turn.objects.bulk_update([one.ready.turn for one in going], ["state", "ended_at", "touch", "message"], batch_size=100)


def hold_back(held: Sequence[Held], *, now: datetime) -> None:
    """Move each to its date, with its reason; whatever came first stands as their next touch already."""
    for start in range(0, len(held), AT_ONCE):
        with transaction.atomic():
            _hold_back(held[start : start + AT_ONCE], now=now)


def _hold_back(held: Sequence[Held], *, now: datetime) -> None:
    rest = now + timedelta(days=policy_in_force().gap_days)
    for one in held:
        one.turn.state = Turn.State.OVERTAKEN if one.to_at is None else Turn.State.MOVED
        one.turn.ended_at, one.turn.ended_because = now, one.because
        one.turn.moved_to_at = one.to_at if one.to_at is None or one.to_at > now else rest
    put_off([PutOff(one.turn.prospect_id, one.turn.moved_to_at, one.because) for one in held if one.turn.moved_to_at], by=None, now=now)
    stand = Turn.objects.planned().filter(pk__in=[one.turn.pk for one in held]).values_list("pk", flat=True)
    changed = [one.turn for one in held if one.turn.pk in set(stand)]
    Turn.objects.bulk_update(changed, ["state", "ended_at", "ended_because", "moved_to_at"], batch_size=100)


def settle_results(*, now: datetime) -> int:
    """What became of the mails of programs, into their touches, with the next touch of each. Returns how many."""
    return settle_results_of(OURS, now=now)
