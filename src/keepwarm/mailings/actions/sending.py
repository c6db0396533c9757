"""A mailing leaves in chunks: touch, message and recipient in one transaction each; what does not fit gets a date, or its reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Max, Q

from keepwarm.content.queries.fields import values_of
from keepwarm.decisions.actions import log_touches
from keepwarm.decisions.actions.results import settle_results_of
from keepwarm.decisions.actions.settling import lock_remaining, ready_hours
from keepwarm.decisions.batch import NewSignal, NewTouch
from keepwarm.engine.blast import Limits, compare
from keepwarm.engine.words import Disposition
from keepwarm.lib.ids import new_refs
from keepwarm.mailings.actions.editing import take
from keepwarm.mailings.actions.listing import choose_who_goes_ahead
from keepwarm.mailings.actions.steering import pause_by_itself
from keepwarm.mailings.actions.writing import ONCE, Prepared, list_id_of, message_of, prepare_texts
from keepwarm.mailings.models import Mailing, Recipient
from keepwarm.mailings.queries.due import Held, Ready, due, room_in_the_outbox, running, sort_out
from keepwarm.mailings.queries.figures import has_two
from keepwarm.mailings.queries.turning_away import arm
from keepwarm.mailings.words import MISSING_FIELD
from keepwarm.outbox.actions import Built, build_messages, queue_messages
from keepwarm.outbox.new import NewMessage
from keepwarm.touches.models import Channel, Direction, Signal

AT_ONCE = 40  # recipients of one transaction: under 100 ms of the write lock
HOUR = timedelta(hours=1)
PURPOSE = "newsletter"
OURS = Q(kind="mailing", once_key__startswith=ONCE)
"""The messages of mailings, known by the key that makes each unique."""


@dataclass(slots=True)
class Sent:
    """What a run did. `no_account`: no mail account is set up, so everything waits."""

    sent: int = 0
    moved: int = 0
    skipped: int = 0
    no_account: bool = False


@dataclass(frozen=True, slots=True)
class _Going:
    ready: Ready
    touch: NewTouch
    message: NewMessage


def send_what_is_due(*, now: datetime, most: int = 20_000) -> Sent:
    """Every running mailing, as far as its pace, its share and its limits let it. A crash between two chunks leaves the rest waiting."""
    total = Sent()
    for mailing in running(now=now):
        list_id = list_id_of(mailing)
        if not list_id:
            total.no_account = True
        elif not pause_by_itself(mailing, now=now):
            release_the_rest(mailing, now=now)
            _send_one(mailing, list_id, total, most, now=now)
            end_when_done(mailing, now=now)
    return total


def _send_one(mailing: Mailing, list_id: str, total: Sent, most: int, *, now: datetime) -> None:
    texts, room = prepare_texts(mailing, now=now), room_in_the_outbox(mailing)
    while room > 0 and total.sent + total.moved + total.skipped < most:
        rows = due(mailing, min(AT_ONCE, room), now=now)
        if not rows:
            return
        room -= _send_chunk(mailing, rows, texts, list_id, total, now=now)


def _send_chunk(
    mailing: Mailing, rows: Sequence[Recipient], texts: Mapping[str, Prepared], list_id: str, total: Sent, *, now: datetime
) -> int:
    for row in rows:
        row.mailing = mailing
        row.arm = mailing.better if mailing.better and not row.ahead else row.arm
    ready, held = sort_out(rows, now=now)
    going, blocked = _write(ready, texts, list_id, now=now)
    held += blocked
    hold_back(held, now=now)
    total.moved += sum(one.to_at is not None for one in held)
    total.skipped += sum(one.to_at is None for one in held)
    sent = _send(mailing, going, now=now) if going else 0
    total.sent += sent
    return max(sent, 1)


def _write(ready: Sequence[Ready], texts: Mapping[str, Prepared], list_id: str, *, now: datetime) -> tuple[list[_Going], list[Held]]:
    """Touch and message of each, and those that a merge field without a value holds back."""
    known = values_of([one.row.prospect_id for one in ready], now=now)
    going: list[_Going] = []
    held: list[Held] = []
    for one, ref in zip(ready, new_refs(len(ready)), strict=True):
        text = texts[one.row.arm if one.row.arm in texts else "a"]
        message, missing = message_of(one, text, known[one.row.prospect_id], touch_ref=ref, list_id=list_id)
        if missing:
            held.append(Held(one.row, MISSING_FIELD))
        else:
            going.append(_Going(one, _touch(one, ref, _subject(text, message), now=now), message))
    return going, held


def _subject(text: Prepared, message: NewMessage) -> str:
    return text.pattern.subject.format_map(_Blank(message.values))[:200]


class _Blank(dict[str, str]):
    """What is no place stays empty."""

    def __missing__(self, key: str) -> str:
        return ""


def _touch(one: Ready, ref: str, subject: str, *, now: datetime) -> NewTouch:
    """On its way; what comes next is decided when we know whether it arrived."""
    return NewTouch(
        prospect_id=one.row.prospect_id,
        channel=Channel.MAILING,
        direction=Direction.OUT,
        disposition=Disposition.QUEUED,
        purpose=PURPOSE,
        happened_at=now,
        args={"mailing": one.row.mailing.ref, "subject": subject},
        raises=(NewSignal(Signal.Kind.LETTER),),
        ref=ref,
    )


def _send(mailing: Mailing, going: Sequence[_Going], *, now: datetime) -> int:
    """All of it or nothing; nothing when somebody held the mailing, or another run was faster."""
    built = build_messages([one.message for one in going], now=now)
    ready_hours([one.touch.prospect_id for one in going], now=now)
    with transaction.atomic():
        if take(mailing.ref).state != Mailing.State.RUNNING:
            return 0
        lock_remaining(sorted({one.touch.prospect_id for one in going}))
        keys = {one.ready.row.pk for one in going}
        if Recipient.objects.filter(pk__in=keys, state=Recipient.State.WAITS).count() != len(keys):
            return 0
        logged = {one.touch.ref: one.touch.pk for one in log_touches([one.touch for one in going], by=None, now=now)}
        _note_sent(going, logged, _queue(going, logged, built, now=now), now=now)
    return len(going)


def _queue(going: Sequence[_Going], touches: Mapping[str, int], built: Built, *, now: datetime) -> dict[str, int]:
    """The keys of the messages, by the key that makes each unique."""
    news = [replace(one.message, touch_id=touches[one.touch.ref]) for one in going]
    return {row.once_key: row.pk for row in queue_messages(news, now=now, built=built)}


def _note_sent(going: Sequence[_Going], touches: Mapping[str, int], messages: Mapping[str, int], *, now: datetime) -> None:
    for one in going:
        row = one.ready.row
        row.state, row.ended_at, row.because = Recipient.State.SENT, now, ""
        row.touch_id, row.message_id = touches[one.touch.ref], messages[one.message.once_key]
    Recipient.objects.bulk_update([one.ready.row for one in going], ["state", "ended_at", "because", "touch", "message", "arm"])


def hold_back(held: Sequence[Held], *, now: datetime) -> None:
    """Each gets its date, or the reason why it does not come."""
    if not held:
        return
    for one in held:
        one.row.because = one.because
        if one.to_at is None:
            one.row.state, one.row.ended_at = Recipient.State.SKIPPED, now
        else:
            one.row.due_at, one.row.moved = one.to_at, one.row.moved + 1
    with transaction.atomic():
        Recipient.objects.bulk_update([one.row for one in held], ["state", "ended_at", "because", "due_at", "moved"])


def release_the_rest(mailing: Mailing, *, now: datetime) -> None:
    """When the first share is out and was watched long enough, the rest gets its date, and the better text when one is better."""
    if not mailing.first or mailing.rest_at is not None:
        return
    ahead = mailing.recipients.filter(ahead=True)
    newest = ahead.filter(state=Recipient.State.SENT).aggregate(at=Max("ended_at"))["at"]
    if ahead.filter(state=Recipient.State.WAITS, due_at__lte=now).exists():
        return
    if newest is None:
        choose_who_goes_ahead(mailing)
        return
    rest_at = newest + Limits().watch_hours * HOUR
    if rest_at <= now:
        better = compare(arm(mailing, "a"), arm(mailing, "b")).better if has_two(mailing) else ""
        mailing.rest_at, mailing.better = now, better
        Mailing.objects.filter(pk=mailing.pk, rest_at__isnull=True).update(rest_at=now, better=better)


def end_when_done(mailing: Mailing, *, now: datetime) -> None:
    """Nobody waits any more: it is gone."""
    if not mailing.recipients.filter(state=Recipient.State.WAITS).exists():
        Mailing.objects.filter(pk=mailing.pk, state=Mailing.State.RUNNING).update(state=Mailing.State.DONE, ended_at=now)


def settle_results(*, now: datetime) -> int:
    """What became of the mails of mailings, into their touches, with the next touch of each. Returns how many."""
    return settle_results_of(OURS, now=now)
