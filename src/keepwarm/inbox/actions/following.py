"""What follows each kind of reply: one touch with all that it brings, in the transaction of whoever calls."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.utils.translation import gettext

from keepwarm.consent.actions import lift_wish, suppress, withdraw_all
from keepwarm.consent.models import Channel as ConsentChannel
from keepwarm.consent.models import Suppression, Wish
from keepwarm.customers.actions import open_case
from keepwarm.customers.models import Case
from keepwarm.decisions.actions import log_touch, settle
from keepwarm.decisions.batch import NewTouch, NewWish
from keepwarm.decisions.wishes import keeps_from_calling, what_stays
from keepwarm.engine.replies.calls import asks_for_no_calls
from keepwarm.engine.words import Disposition, RecycleReason, ReplyKind, Stage
from keepwarm.inbox.actions.proposing import propose
from keepwarm.inbox.models import Received
from keepwarm.inbox.words import Kind
from keepwarm.letters.actions.noting import note_point
from keepwarm.outbox.models import Kind as MessageKind
from keepwarm.programs.actions.choosing import NO_SIGN
from keepwarm.prospects.models import Address, Prospect
from keepwarm.staff.models import User
from keepwarm.touches.models import Channel, Direction

FARTHEST: Final = timedelta(days=400)
"""A day named that is farther away is not believed: most often a year was read wrong. Our choice."""
MORNING: Final = time(9)
PUT_BACK_FOR: Final = timedelta(days=90)
"""How long the wrong person is kept warm before anybody looks again. Our choice."""
_NOTHING_AT_ALL: Final = re.compile(
    r"never (?:contact|write|call|e?mail)|(?:stop|cease) (?:all )?contact|do(?: not|n't) (?:ever )?contact|no (?:further|more) contact"
    r"|leave me alone|delete (?:all )?my (?:data|details)|keine(?:n|rlei)? (?:weiteren? )?kontakt|kontaktieren sie mich nicht|in ruhe"
    r"|ne me contactez plus|plus aucun contact|no me contacten?|ning[úu]n contacto|não me contate|nenhum contato",
    re.IGNORECASE,
)
Brings = Mapping[str, Any]


def follow(row: Received, prospect: Prospect, kind: Kind | None, *, by: User | None, now: datetime) -> None:
    """Log the reply with what follows its kind; None: a person is to choose, and until then a reply waits."""
    brings = _BRINGS[kind](row, prospect, now) if kind is not None else _waits_for(ReplyKind.OTHER)
    if kind is Kind.WANTS_CALL and by is not None:
        brings = {**brings, "wishes": _overtaken(prospect, now)}
    if kind not in OF_MACHINES_OR_CALLS and asks_for_no_calls(row.text):
        no_calls = NewWish(Wish.Kind.NO_CHANNEL, ConsentChannel.PHONE, words=row.text[:300])
        brings = {**brings, "wishes": (*brings.get("wishes", ()), no_calls)}
    if kind is Kind.UNSUBSCRIBE:
        _close(row, prospect, brings, now=now)
    args = {"subject": row.subject, "received": row.ref, **brings.get("args", {})}
    if kind is Kind.LEFT_COMPANY and (left := _leave(row, prospect)):
        args["address"] = left
    touch = NewTouch(**{**_theirs(row, prospect, now), **brings, "args": args})
    row.touch = log_touch(touch, by=by, now=now).touch
    if kind is Kind.COMPLAINT and _has_bought(prospect):
        what = row.text.strip() or row.subject or gettext("They complained by mail.")
        open_case(prospect.pk, what[:1000], channel=Case.Channel.MAIL, source=f"received:{row.ref}", by=None, now=now)
    if kind is Kind.OBJECTION:
        note_point(prospect.pk, prospect.owner_id, point_of(row), now=now)
    if kind in NAMES_SOMEBODY:
        propose(row, prospect, kind, now=now)


OF_MACHINES_OR_CALLS: Final = frozenset({Kind.WANTS_CALL, Kind.OUT_OF_OFFICE, Kind.AUTO_ACK})
"""Kinds that say nothing against calls: a machine's, and whoever wants one, though perhaps not on that number."""
COUNTS_A_DAY: Final = frozenset({Kind.NOT_NOW, Kind.WANTS_CALL, Kind.OUT_OF_OFFICE})
"""Kinds after which somebody comes back on the day that is given."""
NAMES_SOMEBODY: Final = frozenset({Kind.REFERRAL, Kind.WRONG_PERSON, Kind.LEFT_COMPANY, Kind.OUT_OF_OFFICE})


def _theirs(row: Received, prospect: Prospect, now: datetime) -> dict[str, Any]:
    happened = row.dated_at if row.dated_at and now - timedelta(days=30) < row.dated_at <= now else row.received_at
    return {
        "prospect_id": prospect.pk,
        "channel": Channel.EMAIL,
        "direction": Direction.IN,
        "disposition": Disposition.RECEIVED,
        "happened_at": min(happened, now),
        "seat_id": row.about.seat_id if row.about else None,
        "note": row.text[:4_000],
    }


def _waits_for(kind: ReplyKind) -> dict[str, Any]:
    return {"args": {"kind": kind.name.lower()}}


def _noted(row: Received, prospect: Prospect, now: datetime) -> Brings:
    """Of a machine: a note, which is nobody's touch."""
    return {
        "channel": Channel.NOTE,
        "direction": Direction.OUT,
        "disposition": Disposition.DONE,
        "args": {"kind": "none", "reply": row.kind},
    }


def _thanks(row: Received, prospect: Prospect, now: datetime) -> Brings:
    """Whoever said no and thanks us has not come back; who was given up for silence has."""
    if prospect.ended_at is not None and prospect.end_reason != NO_SIGN:
        return _noted(row, prospect, now)
    return _waits_for(ReplyKind.NONE)


def _call(row: Received, prospect: Prospect, now: datetime) -> Brings:
    at = moment_named(row, prospect, now)
    return {**_waits_for(ReplyKind.NONE), "call_back_at": at} if at else _waits_for(ReplyKind.CALL_ME)


def may_not_be_called(prospect: Prospect, now: datetime) -> list[Wish]:
    """Wishes of theirs against calls that hold."""
    holding = Wish.objects.filter(prospect=prospect, lifted_at__isnull=True).exclude(kind=Wish.Kind.NOT_BEFORE, until_at__lte=now)
    return [wish for wish in holding if keeps_from_calling(wish)]


def _overtaken(prospect: Prospect, now: datetime) -> tuple[NewWish, ...]:
    """Whoever asks for a call has overtaken their wish against calls, by the word of the person who read it. What of the wishes stays."""
    over = may_not_be_called(prospect, now)
    for wish in over:
        lift_wish(wish, because=gettext("asked for a call in a reply"), now=now)
    return what_stays(over)


def _not_now(row: Received, prospect: Prospect, now: datetime) -> Brings:
    if is_over(row, prospect, now):
        return _waits_for(ReplyKind.OTHER)  # read late: they wait by now
    at = moment_named(row, prospect, now) or now + PUT_BACK_FOR
    wishes = tuple(NewWish(Wish.Kind.NOT_BEFORE, channel, at, row.text[:300]) for channel in (ConsentChannel.PHONE, ConsentChannel.EMAIL))
    because = gettext("not before the day they named in their reply")
    more = {"recycle_until": at, "because": because, "recycle_reason": RecycleReason.NOT_NOW, "wishes": wishes}
    return {**_waits_for(ReplyKind.NONE), **more}


def _wrong_person(row: Received, prospect: Prospect, now: datetime) -> Brings:
    because = gettext("wrote that they are the wrong person")
    more = {"recycle_until": now + PUT_BACK_FOR, "because": because, "recycle_reason": RecycleReason.WRONG_PERSON}
    return {**_waits_for(ReplyKind.NONE), **more}


def _away(row: Received, prospect: Prospect, now: datetime) -> Brings:
    return {**_noted(row, prospect, now), "rest_until": moment_named(row, prospect, now)}


def _end(row: Received, prospect: Prospect, now: datetime) -> Brings:
    return {**_waits_for(ReplyKind.NONE), "end": "said_no", "because": gettext("said no in a reply")}


def _no_more(row: Received, prospect: Prospect, now: datetime) -> Brings:
    if _NOTHING_AT_ALL.search(row.text):
        wishes: tuple[NewWish, ...] = (NewWish(Wish.Kind.STOP, words=row.text[:300]),)
    else:
        wishes = tuple(NewWish(Wish.Kind.NO_CHANNEL, channel, words=row.text[:300]) for channel in _closed(row))
    return {"disposition": Disposition.UNSUBSCRIBED, "wishes": wishes, **_waits_for(ReplyKind.NONE)}


def _closed(row: Received) -> tuple[str, ...]:
    """What they close: mailings, and, when they answer a letter of a rep, letters too."""
    is_mailing = row.about is not None and row.about.kind == MessageKind.MAILING
    return (ConsentChannel.MAILING,) if is_mailing else (ConsentChannel.MAILING, ConsentChannel.EMAIL)


def _complaint(row: Received, prospect: Prospect, now: datetime) -> Brings:
    """Of a customer it is a case, which silences marketing until it is settled: they said nothing against mailings for good."""
    if _has_bought(prospect):
        return _waits_for(ReplyKind.OTHER)
    return {**_waits_for(ReplyKind.OTHER), "wishes": (NewWish(Wish.Kind.NO_CHANNEL, ConsentChannel.MAILING, words=row.text[:300]),)}


def _has_bought(prospect: Prospect) -> bool:
    """A customer, or somebody who was one: what they bought of us may still be put right."""
    return prospect.stage == Stage.CUSTOMER or prospect.sales.filter(undone_at__isnull=True).exists()


_BRINGS: Final[Mapping[Kind, Callable[[Received, Prospect, datetime], Brings]]] = {
    Kind.INTERESTED: lambda row, prospect, now: _waits_for(ReplyKind.INTEREST),
    Kind.WANTS_CALL: _call,
    Kind.QUESTION: lambda row, prospect, now: _waits_for(ReplyKind.QUESTION),
    Kind.NOT_NOW: _not_now,
    Kind.NOT_INTERESTED: _end,
    Kind.OBJECTION: lambda row, prospect, now: _waits_for(ReplyKind.OTHER),
    Kind.REFERRAL: lambda row, prospect, now: _waits_for(ReplyKind.OTHER),
    Kind.WRONG_PERSON: _wrong_person,
    Kind.LEFT_COMPANY: _noted,
    Kind.OUT_OF_OFFICE: _away,
    Kind.AUTO_ACK: _noted,
    Kind.UNSUBSCRIBE: _no_more,
    Kind.THANKS_ONLY: _thanks,
    Kind.COMPLAINT: _complaint,
}
"""For each kind what its touch brings beside itself; how to add one: docs/how-to/add-a-reply-kind.md."""


def moment_named(row: Received, prospect: Prospect, now: datetime) -> datetime | None:
    """The morning of the day that they named, at their place; None without one, and for one gone by or very far away."""
    at = _morning_named(row, prospect)
    return at if at is not None and now < at < now + FARTHEST else None


def is_over(row: Received, prospect: Prospect, now: datetime) -> bool:
    """Whether they named a day, and its morning has come."""
    at = _morning_named(row, prospect)
    return at is not None and at <= now


def is_too_far(row: Received, prospect: Prospect, now: datetime) -> bool:
    """Whether they named a day that is not believed: a person says what it is."""
    at = _morning_named(row, prospect)
    return at is not None and at >= now + FARTHEST


def _morning_named(row: Received, prospect: Prospect) -> datetime | None:
    try:
        day = date.fromisoformat(str(row.reading.get("wake_on") or ""))
    except ValueError:
        return None
    return datetime.combine(day, MORNING, ZoneInfo(prospect.zone or "UTC"))


def _close(row: Received, prospect: Prospect, brings: Brings, *, now: datetime) -> None:
    """The address is closed for whoever has it, and what permitted it is withdrawn."""
    stops = any(wish.kind == Wish.Kind.STOP for wish in brings["wishes"])
    closed = ConsentChannel.values if stops else _closed(row)
    withdraw_all(prospect.pk, closed, by=None, now=now)
    address = row.about.to_email if row.about else row.from_email
    if row.is_verified or row.about:
        reason = Suppression.Reason.ASKED if stops else Suppression.Reason.UNSUBSCRIBED
        scope, source = Suppression.Scope.MAILING, f"mail:{row.ref}"
        holders = suppress("email", address, reason=reason, scope=scope, source=source, by=None, now=now)
        others = [pk for pk in holders if pk != prospect.pk]
        settle(others, by=None, now=now, because=gettext("their address is not to be used"))


def _leave(row: Received, prospect: Prospect) -> list[object]:
    """The address of whoever left is used no more: where our letter went, or the mail came from. Its key and state before; [] for none."""
    email = row.about.to_email if row.about else row.from_email
    held = Address.objects.filter(prospect=prospect, kind="email", normalized=email, state=Address.State.OK).first()
    if held is None:
        return []
    Address.objects.filter(pk=held.pk).update(state=Address.State.LEFT)
    return [held.pk, str(held.state)]


def point_of(row: Received) -> str:
    """What stands on the call sheet of somebody who objected."""
    return gettext("They wrote: %(words)s") % {"words": row.text[:400]}
