"""A chunk of a mailing: touch, message and recipient in one transaction; what does not fit gets a date, or its reason.

What can be read and made ahead is, for many at once; what must be true together is written in pieces that hold the lock shortly.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import islice
from time import thread_time
from typing import Final

from django.db import transaction

from keepwarm.answers.actions import record_asked
from keepwarm.answers.models import Way
from keepwarm.content.queries.fields import values_of
from keepwarm.decisions.actions.logging import write_touches
from keepwarm.decisions.actions.settling import lock_remaining, ready_hours, ready_letters
from keepwarm.decisions.batch import NewSignal, NewTouch
from keepwarm.engine.words import Disposition
from keepwarm.lib.ids import new_refs
from keepwarm.lib.remembering import remembering
from keepwarm.mailings.actions.writing import message_of
from keepwarm.mailings.models import Mailing, Recipient
from keepwarm.mailings.queries.due import Held, Ready, sort_out
from keepwarm.mailings.queries.holding import all_wait, is_running
from keepwarm.mailings.words import MISSING_FIELD
from keepwarm.outbox.actions import Built, build_messages, queue_messages
from keepwarm.outbox.actions.preparing import Prepared
from keepwarm.outbox.new import NewMessage
from keepwarm.prospects.actions.inserting import at, update_rows
from keepwarm.touches.models import Channel, Direction, Signal
from keepwarm.touches.overtaking import ours_lately, was_overtaken

PURPOSE = "newsletter"
AIM: Final = 0.06
"""Seconds of processor that a piece may take while it holds the write lock; the limit is 0.1 on the clock. Not by the clock: on a busy
machine pieces would shrink to nothing, and what each costs beside its letters would hold the lock far longer in all."""
FEWEST, MOST = 25, 200  # recipients of a piece
BEGIN = 40
AHEAD = 200
"""Recipients who are read, and whose mails are made, at once: some forty queries cost the same for few as for many."""


@dataclass(slots=True)
class Run:
    """What a run did, and how it does it. `no_account`: no mail account is set up, so everything waits.

    `piece`: recipients of the next transaction; it grows and shrinks with what one takes while it holds the write lock.
    `letters`: letters left to the owners of the people, read once a run.
    """

    now: datetime
    sent: int = 0
    moved: int = 0
    skipped: int = 0
    no_account: bool = False
    piece: int = field(default_factory=lambda: BEGIN)
    longest: float = 0.0  # seconds of processor within the lock
    letters: dict[int, int] = field(default_factory=dict)

    @property
    def done(self) -> int:
        """How many recipients were looked at."""
        return self.sent + self.moved + self.skipped

    def held_for(self, seconds: float) -> None:
        """A piece took so long within the lock."""
        self.longest = max(self.longest, seconds)
        self.piece = max(FEWEST, min(MOST, int(self.piece * (1.25 if seconds < AIM else 0.7))))


@dataclass(frozen=True, slots=True)
class _Going:
    ready: Ready
    touch: NewTouch
    message: NewMessage
    asks: frozenset[int]


def send_chunk(mailing: Mailing, rows: Sequence[Recipient], texts: Mapping[str, Prepared], list_id: str, run: Run) -> int:
    """These recipients; returns how many messages wait in the outbox now, at least one, so that a run comes to its end."""
    with remembering():  # a chunk changes nothing of policy and zones
        return _send_chunk(mailing, rows, texts, list_id, run)


def _send_chunk(mailing: Mailing, rows: Sequence[Recipient], texts: Mapping[str, Prepared], list_id: str, run: Run) -> int:
    for row in rows:
        row.arm = mailing.better if mailing.better and not row.ahead else row.arm
    before = ours_lately([row.prospect_id for row in rows], now=run.now)
    ready, held = sort_out(rows, now=run.now)
    going, blocked = _write(ready, texts, list_id, now=run.now)
    held += blocked
    hold_back(held, now=run.now)
    run.moved += sum(one.to_at is not None for one in held)
    run.skipped += sum(one.to_at is None for one in held)
    sent = _send(mailing, going, before, run) if going else 0
    run.sent += sent
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
            going.append(_Going(one, _touch(one, ref, text.subject_of(message), now=now), message, text.asks))
    return going, held


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


def _send(mailing: Mailing, going: Sequence[_Going], before: Mapping[int, int], run: Run) -> int:
    """Piece by piece, as far as it comes. Bytes are made before the lock is taken."""
    built, people = build_messages([one.message for one in going], now=run.now), sorted({one.touch.prospect_id for one in going})
    ready_hours(people, now=run.now)
    run.letters = run.letters or ready_letters(people, now=run.now)
    sent, left = 0, iter(going)
    while piece := list(islice(left, run.piece)):
        if not _send_piece(mailing, piece, built.part(sent, sent + len(piece)), before, run):
            break
        sent += len(piece)
    return sent


def _send_piece(mailing: Mailing, going: Sequence[_Going], built: Built, before: Mapping[int, int], run: Run) -> bool:
    """All of it or nothing; nothing when somebody held the mailing, or another run or another sender was faster."""
    people = sorted(one.touch.prospect_id for one in going)
    with transaction.atomic():
        began = thread_time()
        if not is_running(mailing.pk) or not all_wait([one.ready.row.pk for one in going]):
            return False
        lock_remaining(people)
        if was_overtaken(people, before, now=run.now):
            return False
        touches = {one.ref: one.pk for one in write_touches([one.touch for one in going], by=None, now=run.now, letters=run.letters)}
        _note_sent(going, touches, _queue(going, touches, built, now=run.now), now=run.now)
        record_asked([(one.touch.prospect_id, asked) for one in going for asked in one.asks], way=Way.MAIL, now=run.now)
    run.held_for(thread_time() - began)
    return True


def _queue(going: Sequence[_Going], touches: Mapping[str, int], built: Built, *, now: datetime) -> dict[str, int]:
    """The keys of the messages, by the key that makes each unique."""
    news = [replace(one.message, touch_id=touches[one.touch.ref]) for one in going]
    return {row.once_key: row.pk for row in queue_messages(news, now=now, built=built)}


def _note_sent(going: Sequence[_Going], touches: Mapping[str, int], messages: Mapping[str, int], *, now: datetime) -> None:
    rows = ((one.ready.row.arm, touches[one.touch.ref], messages[one.message.once_key], one.ready.row.pk) for one in going)
    names = ("state", "ended_at", "because", "arm", "touch_id", "message_id")
    update_rows(Recipient, names, [(Recipient.State.SENT.value, at(now), "", *row) for row in rows])


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
    names = ("state", "ended_at", "because", "due_at", "moved")
    with transaction.atomic():
        rows = [(str(one.row.state), at(one.row.ended_at), one.because, at(one.row.due_at), one.row.moved, one.row.pk) for one in held]
        update_rows(Recipient, names, rows)
