"""What a rep sends from elsewhere to somebody we know: it stands on the timeline, counts like any letter, and is named.

A From is easily forged. So only what lies in the rep's own Sent folder counts, and a blind copy to their own copy address.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models.functions import Lower

from keepwarm.decisions.actions import log_touches
from keepwarm.decisions.batch import NewTouch
from keepwarm.engine.words import Disposition
from keepwarm.inbox.models import Mailbox, Received
from keepwarm.inbox.queries.copies import is_copy_address
from keepwarm.inbox.queries.threading import holders_of
from keepwarm.inbox.reading.understanding import Understood
from keepwarm.inbox.words import Kind
from keepwarm.outbox.models import Account
from keepwarm.outbox.queries.finding import find_by_message_id
from keepwarm.prospects.models import FORGOTTEN, Prospect
from keepwarm.staff.models import Seat, User
from keepwarm.touches.actions import note_sent_folder_read
from keepwarm.touches.models import Channel, Direction, Touch

SAME_LETTER = timedelta(days=1)
MOST_PEOPLE = 20
"""Known people to whom one mail went; more is a mailing of their own, and stands on the first ones. Our choice."""


def says_it_is_ours(email: str) -> bool:
    """Whether it names somebody of the house as its sender; that alone proves nothing."""
    return bool(email) and seat_of(email) is not None


def is_proven(row: Received, understood: Understood) -> bool:
    """Whether it lies in the rep's own Sent folder, or came as a blind copy to the address that only this rep knows."""
    if row.mailbox is not None and row.mailbox.kind == Mailbox.Kind.SENT:
        return True
    seat = seat_of(row.from_email)
    return seat is not None and any(is_copy_address(one, seat) for one in understood.envelope.hidden_to)


def set_aside_unproven(row: Received) -> None:
    """It stands in the list of what was read, and nothing follows. The caller holds the transaction and saves the row."""
    row.kind, row.state, row.is_verified = Kind.UNPROVEN, Received.State.DONE, False


def seat_of(email: str) -> Seat | None:
    """The seat in whose name this address writes."""
    account = Account.objects.filter(from_email__iexact=email, seat__isnull=False, retired_at__isnull=True).first()
    if account is not None:
        return account.seat
    user = User.objects.annotate(lowered=Lower("email")).filter(lowered=email.lower()).first()
    return Seat.objects.filter(user=user, kind=Seat.Kind.PERSON).first() if user is not None else None


def concerns_somebody(understood: Understood) -> bool:
    """Whether a mail in a rep's own folder concerns a prospect and is new to us; everything else there is none of ours, and is not kept."""
    envelope = understood.envelope
    if envelope.message_id and find_by_message_id(f"<{envelope.message_id}>") is not None:
        return False  # a letter of the outbox, filed: it stands on the timeline already
    people = holders_of([envelope.from_email, *envelope.shown_to])
    if people or understood.bounces:
        return bool(people) or any(find_by_message_id(f"<{one}>") for one in understood.returned)
    return any(find_by_message_id(f"<{one}>") for one in envelope.answers[:5])


def follow_sent(row: Received, understood: Understood, *, now: datetime) -> None:
    """One touch for each known person to whom it went. The caller holds the transaction and saves the row."""
    row.kind, row.state, row.confidence, row.is_verified = Kind.SENT, Received.State.DONE, 1.0, True
    row.text = understood.words.text[:20_000]
    from_sent_folder = row.mailbox is not None and row.mailbox.kind == Mailbox.Kind.SENT
    if row.message_id and find_by_message_id(f"<{row.message_id}>") is not None:
        return  # a letter of the outbox, filed: it stands on the timeline already
    seat = row.mailbox.seat if from_sent_folder and row.mailbox else seat_of(row.from_email)
    to = holders_of(understood.envelope.shown_to)
    alive = Prospect.objects.filter(pk__in=sorted(to)[:MOST_PEOPLE]).exclude(end_reason=FORGOTTEN).order_by("pk")
    told = [_touch(row, one.pk, seat, now=now) for one in alive]
    noted = [touch for new in told if (touch := _noted(new)) is not None]
    known = {touch.prospect_id for touch in noted}
    logged = log_touches([new for new in told if new.prospect_id not in known], by=None, now=now)
    touches = [*noted, *(one.touch for one in logged)]
    if touches:
        row.touch, row.prospect_id, row.linked = touches[0], touches[0].prospect_id, Received.Linked.SENDER
    if seat is not None and not from_sent_folder:
        note_sent_folder_read(seat.pk, now=now)  # they copy us in


def _noted(new: NewTouch) -> Touch | None:
    """The letter that its writer noted by hand within a day: it is this one, proven now, and counts once."""
    if new.seat_id is None:
        return None
    near = (new.happened_at - SAME_LETTER, new.happened_at + SAME_LETTER)
    rows = Touch.objects.filter(prospect_id=new.prospect_id, seat_id=new.seat_id, happened_at__range=near, voided_at__isnull=True)
    touch = rows.filter(channel=Channel.EMAIL, direction=Direction.OUT, by_hand=True).order_by("pk").first()
    if touch is not None:
        touch.by_hand, touch.args = False, {**touch.args, **new.args}
        touch.save(update_fields=["by_hand", "args"])
    return touch


def _touch(row: Received, prospect_id: int, seat: Seat | None, *, now: datetime) -> NewTouch:
    happened = row.dated_at if row.dated_at and now - timedelta(days=365) < row.dated_at <= now else row.received_at
    return NewTouch(
        prospect_id=prospect_id,
        channel=Channel.EMAIL,
        direction=Direction.OUT,
        disposition=Disposition.DELIVERED,
        happened_at=min(happened, now),
        seat_id=seat.pk if seat else None,
        note=row.text[:4_000],
        args={"subject": row.subject, "received": row.ref, "elsewhere": True},
    )
