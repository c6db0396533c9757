"""Letters, what was overruled, who was given up, replies, leads, sales and answers as events."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Exists, OuterRef

from keepwarm.answers.models import Answer
from keepwarm.engine.conditions.tree import answers_of
from keepwarm.engine.words import LIVE
from keepwarm.inbox.models import Received
from keepwarm.inbox.words import Kind
from keepwarm.letters.models import Letter
from keepwarm.lib.money import exchanged
from keepwarm.policy.queries import definition_in_force, policy_in_force
from keepwarm.prospects.models import Prospect
from keepwarm.qualification.models import Judgement
from keepwarm.reports.queries.giving_up import given_up_early, reason_of
from keepwarm.reports.queries.talking import IS_RARE
from keepwarm.reports.queries.weeks.span import Span
from keepwarm.reports.queries.weeks.talk_events import Event
from keepwarm.selling.models import Sale
from keepwarm.staff.models import Seat
from keepwarm.touches.models import Channel, Direction, Touch

BY_PEOPLE = (
    Kind.INTERESTED, Kind.WANTS_CALL, Kind.QUESTION, Kind.NOT_NOW, Kind.NOT_INTERESTED, Kind.OBJECTION, Kind.REFERRAL, Kind.WRONG_PERSON,
    Kind.LEFT_COMPANY, Kind.UNSUBSCRIBE, Kind.THANKS_ONLY, Kind.COMPLAINT,
)  # fmt: skip
"""Kinds of replies that a person wrote; what a machine sent is no reply."""
LOOK_BACK = timedelta(days=90)
"""What led to a lead or a sale is looked for in these days before it: the last conversation or reply. Our choice."""
UNKNOWN = "unknown"
AT_ONCE = 4_000


def letter_events(span: Span) -> Iterator[Event]:
    """letters: what reps wrote, by purpose."""
    rows = Touch.objects.filter(IS_RARE, channel=Channel.EMAIL, direction=Direction.OUT, voided_at__isnull=True, seat__isnull=False)
    rows = _of_seat(_within(rows, span, "happened_at").exclude(disposition="failed"), span)
    for at, seat_id, prospect_id, purpose in rows.values_list("happened_at", "seat_id", "prospect_id", "purpose"):
        yield Event(at, seat_id, prospect_id, "letters", purpose or UNKNOWN)


def overruled_events(span: Span) -> Iterator[Event]:
    """overruled: letters sent although the check advised otherwise, by what it had found first."""
    rows = _of_seat(_within(Letter.objects.filter(touch__voided_at__isnull=True).exclude(overruled=[]), span, "queued_at"), span)
    columns = ("queued_at", "seat_id", "prospect_id", "overruled")
    for at, seat_id, prospect_id, overruled in rows.order_by().values_list(*columns):
        yield Event(at, seat_id, prospect_id, "overruled", str(overruled[0][0])[:40])


def given_up_events(span: Span) -> Iterator[Event]:
    """gave_up: people given up before the agreed attempts, by how many were made; gave_up_why: by the day of the house and the reason."""
    seats = _of_seat(Seat.objects.select_related("user"), span, "pk")
    for one in given_up_early(list(seats), span.begins, span.ends, agreed=policy_in_force().call_attempts, enough=span.enough):
        yield Event(one.at, one.seat_id, one.person.pk, "gave_up", str(one.attempts))
        yield Event(one.at, one.seat_id, one.person.pk, "gave_up_why", f"{span.local(one.at, None):%Y-%m-%d}|{reason_of(one)}")


def reply_events(span: Span) -> Iterator[Event]:
    """replied: what people wrote back, by kind; whose the person was when they are read now."""
    rows = Received.objects.filter(touch__isnull=False, touch__voided_at__isnull=True, kind__in=BY_PEOPLE, prospect__isnull=False)
    rows = _of_seat(_within(rows, span, "touch__happened_at"), span, "prospect__owner")
    columns = ("touch__happened_at", "prospect__owner_id", "prospect_id", "kind")
    for at, seat_id, prospect_id, kind in rows.order_by().values_list(*columns):
        yield Event(at, seat_id, prospect_id, "replied", kind)


def lead_events(span: Span) -> Iterator[Event]:
    """leads_met: who met the definition for the first time, by what came last before; of whoever did that, else of the owner."""
    earlier = Judgement.objects.filter(prospect=OuterRef("prospect"), is_lead=True, judged_at__lt=OuterRef("judged_at"))
    rows = _within(Judgement.objects.filter(~Exists(earlier), is_lead=True), span, "judged_at")
    first: dict[int, datetime] = {}
    for prospect_id, at in rows.order_by().values_list("prospect_id", "judged_at"):
        first[prospect_id] = min(at, first.get(prospect_id, at))
    led = last_before(first)
    owners = _owners_of(first)
    for prospect_id, at in first.items():
        key, seat_id = led.get(prospect_id, (UNKNOWN, None))
        whose = seat_id or owners[prospect_id]
        if span.seat_id in {None, whose}:
            yield Event(at, whose, prospect_id, "leads_met", key)


def sale_events(span: Span) -> Iterator[Event]:
    """sold: sales that stand, by what came last before; sold_minor: their money, in minor units of the house's currency."""
    rows = _of_seat(_within(Sale.objects.filter(undone_at__isnull=True), span, "sold_at"), span)
    found = list(rows.order_by().values_list("sold_at", "seat_id", "prospect_id", "amount_minor", "currency", "rate"))
    led = last_before({prospect_id: at for at, _seat, prospect_id, *_money in found})
    for at, seat_id, prospect_id, amount, currency, rate in found:
        yield Event(at, seat_id, prospect_id, "sold", led.get(prospect_id, (UNKNOWN, None))[0])
        yield Event(at, seat_id, prospect_id, "sold_minor", "", exchanged(amount, currency, rate, settings.CURRENCY))


def answer_events(span: Span) -> Iterator[Event]:
    """learned: answers to what the definition of a lead asks, by the conversation or reply that brought them."""
    wanted = {key for criterion in definition_in_force().criteria for key in answers_of(criterion.condition)}
    rows = Answer.objects.filter(voided_at__isnull=True, question__key__in=wanted, touch__voided_at__isnull=True)
    rows = _of_seat(_within(rows, span, "touch__happened_at"), span, "touch__seat")
    columns = (
        "touch__happened_at",
        "touch__seat_id",
        "prospect_id",
        "touch_id",
        "touch__channel",
        "touch__direction",
        "touch__disposition",
    )
    found = list(rows.order_by().values_list(*columns))
    kinds = _kinds_of({row[3] for row in found if row[4] == Channel.EMAIL and row[5] == Direction.IN})
    for at, seat_id, prospect_id, touch_id, channel, direction, disposition in found:
        key = way_of(channel, direction, disposition, kinds.get(touch_id, ""))
        if key:
            yield Event(at, seat_id, prospect_id, "learned", key)


def last_before(moments: Mapping[int, datetime]) -> dict[int, tuple[str, int | None]]:
    """By person, which conversation or reply was the last at or before the moment, within LOOK_BACK, and whose it was."""
    led: dict[int, tuple[str, int | None]] = {}
    for some in _chunks(moments):
        led |= _last_before({pk: moments[pk] for pk in some})
    return led


def _last_before(moments: Mapping[int, datetime]) -> dict[int, tuple[str, int | None]]:
    since = min(moments.values()) - LOOK_BACK
    rows = Touch.objects.filter(prospect_id__in=moments, happened_at__gte=since, voided_at__isnull=True).order_by("happened_at", "pk")
    rows = rows.filter(channel__in=[Channel.PHONE, Channel.MEETING, Channel.EMAIL])
    columns = ("prospect_id", "happened_at", "pk", "channel", "direction", "disposition", "seat_id")
    found = [row for row in rows.values_list(*columns) if moments[row[0]] - LOOK_BACK <= row[1] <= moments[row[0]]]
    kinds = _kinds_of({row[2] for row in found if row[3] == Channel.EMAIL and row[4] == Direction.IN})
    led: dict[int, tuple[str, int | None]] = {}
    for prospect_id, _at, pk, channel, direction, disposition, seat_id in found:
        key = way_of(channel, direction, disposition, kinds.get(pk, ""))
        if key:
            led[prospect_id] = key, seat_id
    return led


def _owners_of(ids: Collection[int]) -> dict[int, int]:
    found: dict[int, int] = {}
    for some in _chunks(ids):
        found |= dict(Prospect.objects.filter(pk__in=some).values_list("pk", "owner_id"))
    return found


def _chunks(ids: Collection[int]) -> Iterator[list[int]]:
    """Some thousand at a time: a list that comes in may bring more than a database takes in one question."""
    every = list(ids)
    yield from (every[begins : begins + AT_ONCE] for begins in range(0, len(every), AT_ONCE))


def way_of(channel: str, direction: str, disposition: str, kind: str) -> str:
    """Which row of "replies beside conversations" a touch belongs to: reached, rang_us, met, or the kind of a reply; "" for none."""
    if channel == Channel.EMAIL:
        return kind if direction == Direction.IN else ""
    if disposition not in LIVE:
        return ""
    if channel == Channel.MEETING:
        return "met"
    return "rang_us" if direction == Direction.IN else "reached"


def _kinds_of(touch_ids: Collection[int]) -> dict[int, str]:
    found: dict[int, str] = {}
    for some in _chunks(touch_ids):
        rows = Received.objects.filter(touch_id__in=some, kind__in=BY_PEOPLE)
        found |= {touch_id or 0: kind for touch_id, kind in rows.values_list("touch_id", "kind")}
    return found


def _within(rows, span: Span, column: str):  # type: ignore[no-untyped-def]  # a queryset of any model
    return rows.filter(**{f"{column}__gte": span.begins, f"{column}__lt": span.ends})


def _of_seat(rows, span: Span, column: str = "seat"):  # type: ignore[no-untyped-def]  # the same
    return rows if span.seat_id is None else rows.filter(**{column: span.seat_id})
