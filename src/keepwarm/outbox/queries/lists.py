"""What waits, what is doubtful, what failed: lines for the page, the API and the command line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from keepwarm.outbox.models import SETTLED, Account, Kind, Message, Sender, SendingHouse, State
from keepwarm.outbox.words import say_because
from keepwarm.staff.models import REPS, User
from keepwarm.staff.queries import may_see_everyone

LINES = 50
COUNTED = 1000
"""A number above it is shown as "1,000+"."""
SILENT_AFTER = timedelta(minutes=2)
TABS = ("waiting", "uncertain", "failed", "sent")
_IN = {
    "waiting": Q(state__in=[State.QUEUED, State.CLAIMED, State.HANDING_OVER]),
    "uncertain": Q(state=State.UNCERTAIN, ruled_at__isnull=True),
    "failed": Q(state__in=[State.FAILED, State.BOUNCED, State.CANCELLED]),
    "sent": Q(state=State.ACCEPTED) | Q(state=State.UNCERTAIN, ruled_at__isnull=False),
}


def tab_filter(tab: str) -> Q:
    """Which messages a tab shows."""
    return _IN[tab]


@dataclass(frozen=True, slots=True)
class Line:
    """One message as lists show it. `said`: why, and what their server said."""

    id: int
    ref: str
    kind: str
    state: str
    state_label: str
    to_email: str
    to_name: str
    subject: str
    seat: str
    account: str
    prospect_ref: str
    queued_at: datetime
    next_try_at: datetime | None
    settled_at: datetime | None
    tries: int
    because: str
    last_reply: str
    can_be_held_back: bool
    can_be_sent_again: bool


def visible_messages(for_: User) -> QuerySet[Message]:
    """All of them for whoever sees everyone, a rep those in their name."""
    rows = Message.objects.all()
    return rows if may_see_everyone(for_) else rows.filter(seat__user=for_) if for_.has_role(*REPS) else rows.none()


def list_messages(tab: str, *, for_: User, before: int | None = None, limit: int = LINES) -> list[Line]:
    """The newest first, by id, those before `before`."""
    rows = visible_messages(for_).filter(_IN[tab])
    return lines_of(rows.filter(pk__lt=before) if before else rows, limit=limit)


def lines_of(rows: QuerySet[Message], *, limit: int) -> list[Line]:
    """At most `limit` of them, the newest first."""
    return [_line(row) for row in rows.select_related("account", "seat", "prospect").defer("values").order_by("-id")[:limit]]


def _line(row: Message) -> Line:
    has_bytes = row.frozen_id is not None or row.template_id is not None
    return Line(
        id=row.pk,
        ref=row.ref,
        kind=str(Kind(row.kind).label),
        state=row.state,
        state_label=str(State(row.state).label),
        to_email=row.to_email,
        to_name=row.to_name,
        subject=row.subject,
        seat=row.seat.name if row.seat else "",
        account=row.account.name,
        prospect_ref=row.prospect.ref if row.prospect else "",
        queued_at=row.queued_at,
        next_try_at=None if row.state in SETTLED else row.next_try_at,
        settled_at=row.settled_at,
        tries=row.tries,
        because=say_because(row.because),
        last_reply=row.last_reply,
        can_be_held_back=row.state in {State.QUEUED, State.CLAIMED},
        can_be_sent_again=row.state in {State.UNCERTAIN, State.FAILED} and has_bytes,
    )


@dataclass(frozen=True, slots=True)
class Standing:
    """How the mail of the house stands: its accounts, whether anybody sends, and whether sending is held back."""

    accounts: Sequence[Account]
    counts: dict[str, int]
    frozen_because: str
    frozen_at: datetime | None
    is_anybody_sending: bool


def mail_standing(*, for_: User, now: datetime) -> Standing:
    """For the head of the page. Counts stop at COUNTED."""
    rows = visible_messages(for_)
    house = SendingHouse.objects.filter(pk=1).first()
    return Standing(
        accounts=list(Account.objects.filter(retired_at__isnull=True).select_related("seat").order_by("seat__name", "name")),
        counts={tab: rows.filter(_IN[tab])[:COUNTED].count() for tab in TABS if tab != "sent"},
        frozen_because=house.frozen_because if house else "",
        frozen_at=house.frozen_at if house else None,
        is_anybody_sending=Sender.objects.filter(seen_at__gte=now - SILENT_AFTER).exists(),
    )
