"""A mail of somebody: read by kind. What is sure enough is followed at once; else a person chooses, and knows that a reply waits."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

from keepwarm.engine.replies.kinds import SURE
from keepwarm.inbox.actions.following import COUNTS_A_DAY, follow, is_too_far, may_not_be_called
from keepwarm.inbox.models import Lesson, Received
from keepwarm.inbox.queries.threading import Whose
from keepwarm.inbox.reading.kinds import ReplyRead, read_kind
from keepwarm.inbox.reading.understanding import Understood
from keepwarm.inbox.words import Kind
from keepwarm.outbox.actions.bouncing import record_sign_of_arrival
from keepwarm.prospects.models import Prospect

SURE_OF: Final = {
    Kind.NOT_INTERESTED: 0.9,  # an end is a person's, unless there is no doubt
    Kind.WRONG_PERSON: 0.9,
    Kind.LEFT_COMPANY: 0.85,
    Kind.COMPLAINT: 0.6,
}
"""Below it a person chooses; meanwhile a reply waits, and while one waits no mailing goes to them (`facts/pacing.py`). So nothing is
gained by closing every way for somebody who perhaps only said no; any other kind needs SURE.
"""
WHOEVER_WRITES: Final = frozenset({Kind.UNSUBSCRIBE, Kind.COMPLAINT})
"""Followed from an address that is not known as theirs, too: it only reduces what we send."""
MOST_LESSONS: Final = 200
"""Of so many choices, the newest, the reading learns: more would slow each mail. Our choice."""


def follow_reply(row: Received, understood: Understood, whose: Whose, *, now: datetime) -> None:
    """Read it, and do what follows or leave it to a person. The caller holds the transaction and saves the row."""
    prospect = whose.prospect
    row.prospect, row.about, row.linked, row.is_verified = prospect, whose.message, whose.linked, whose.is_verified
    told = read_kind(
        understood.envelope.subject, understood.words.text, _day(row, prospect, now), automatic=understood.automatic, lessons=lessons()
    )
    _write_down(row, told)
    if whose.message is not None and not understood.automatic:
        record_sign_of_arrival(whose.message, now=now)
    if prospect is None:
        row.state = Received.State.DONE if understood.automatic else Received.State.WAITS
        row.kind = Kind.MACHINE if understood.automatic else row.kind
    elif understood.automatic:
        _from_a_machine(row, prospect, understood, now=now)
    elif is_sure(row) and not _is_for_people(row, prospect, now):
        follow(row, prospect, Kind(row.kind), by=None, now=now)
        row.state = Received.State.DONE
    else:
        row.state = Received.State.WAITS
        follow(row, prospect, None, by=None, now=now)


def is_sure(row: Received) -> bool:
    """Whether the kind is followed without asking anybody."""
    if row.kind not in set(Kind) or row.confidence < SURE_OF.get(Kind(row.kind), SURE):
        return False
    if row.kind == Kind.NOT_NOW and not row.reading.get("wake_on"):
        return False  # until when is for a person to say
    return row.is_verified or row.kind in WHOEVER_WRITES


def _is_for_people(row: Received, prospect: Prospect, now: datetime) -> bool:
    """However sure: a day that is not believed, or a call asked for by somebody who wished for none. A wish is not lifted by a machine."""
    is_far = row.kind in COUNTS_A_DAY and is_too_far(row, prospect, now)
    return is_far or (row.kind == Kind.WANTS_CALL and bool(may_not_be_called(prospect, now)))


def lessons() -> tuple[tuple[str, str, str], ...]:
    """Subject, words and kind of what people chose, the newest first."""
    rows = Lesson.objects.exclude(text="").order_by("-pk").values_list("subject", "text", "kind")
    return tuple(rows[:MOST_LESSONS])


def _from_a_machine(row: Received, prospect: Prospect, understood: Understood, *, now: datetime) -> None:
    """No reply: nobody is in conversation by it, and nobody waits for an answer."""
    row.state = Received.State.DONE
    is_reply = understood.automatic.kind == "reply" or row.linked in {Received.Linked.TAG, Received.Linked.THREAD}
    if not is_reply:
        row.kind = Kind.MACHINE
        return
    known = {Kind.OUT_OF_OFFICE, Kind.LEFT_COMPANY, Kind.AUTO_ACK}
    row.kind = row.kind if row.kind in known else Kind.OUT_OF_OFFICE if row.reading.get("wake_on") else Kind.AUTO_ACK
    if row.kind == Kind.LEFT_COMPANY and not (row.is_verified and row.confidence >= SURE_OF[Kind.LEFT_COMPANY]):
        row.state = Received.State.WAITS
        return
    follow(row, prospect, Kind(row.kind), by=None, now=now)


def _write_down(row: Received, told: ReplyRead) -> None:
    row.kind, row.confidence, row.text = told.kind[:16], told.confidence, told.new_part
    row.reading = {
        "ranking": [[kind, round(share, 3)] for kind, share in told.ranking[:5]],
        "wake_on": told.wake_on.isoformat() if told.wake_on else "",
        "name": told.name[:200],
        "email": told.email[:320],
    }


def _day(row: Received, prospect: Prospect | None, now: datetime) -> date:
    """The day on which they wrote, as their calendar has it."""
    at = min(row.dated_at or row.received_at, now)
    return at.astimezone(ZoneInfo(prospect.zone if prospect and prospect.zone else "UTC")).date()
