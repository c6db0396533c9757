"""What the letter check is told about a person and the writer: `engine.letter.draft.About`, from the rows."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from keepwarm.engine.letter.draft import About, Enclosure, Sent, Talk
from keepwarm.engine.words import Stage
from keepwarm.letters.models import Enclosure as EnclosureRow
from keepwarm.letters.models import Letter
from keepwarm.letters.queries.fields import values_for
from keepwarm.letters.queries.known import Known
from keepwarm.lib.text import fold
from keepwarm.outbox.models import Account
from keepwarm.prospects.models import Prospect
from keepwarm.staff.models import Seat, User
from keepwarm.touches.models import Direction, Inquiry, Touch

LATELY = timedelta(days=14)
MIXED_UP_WITH = 60
"""The rep's people of late, whose name could stand in a letter by mistake."""
COLLEAGUES = 60
TOPICS = 300


def read_about(known: Known, seat: Seat, *, is_answer: bool = False, now: datetime) -> About:
    """About ten short queries, each bounded."""
    prospect, zone = known.prospect, ZoneInfo(seat.zone)
    topics = topics_of(prospect)
    people, firms = _mixed_up_with(prospect, seat, now)
    return About(
        today=now.astimezone(zone).date(),
        given=prospect.given_name,
        family=prospect.family_name,
        also_called=tuple(word for word in (prospect.name,) if word),
        firm=prospect.organization.name if prospect.organization is not None else "",
        colleagues=_colleagues(prospect),
        other_people=people,
        other_firms=firms,
        our_people=tuple(User.objects.filter(is_active=True).values_list("name", flat=True)[:MIXED_UP_WITH]),
        our_firm=_our_firm(),
        products=_products(),
        fields=values_for(prospect, seat, topic=topics[0] if topics else ""),
        talks=tuple(Talk(one.at.astimezone(zone).date()) for one in known.past if one.is_talk),
        attempts=tuple(Talk(one.at.astimezone(zone).date()) for one in known.past if one.is_attempt),
        they_wrote=any(one.direction == Direction.IN and not one.is_talk for one in known.past) or _wrote_in_a_form(prospect),
        asked_in_writing=known.asked,
        may_phone=not known.written_only,
        stage=Stage(prospect.stage),
        interests=frozenset(fold(topic) for topic in topics),
        sent=_sent(prospect, zone),
        is_answer=is_answer,
        introduction=known.introduction or "",
    )


def topics_of(prospect: Prospect) -> tuple[str, ...]:
    """What they inquired about, the newest first."""
    rows = Inquiry.objects.filter(prospect=prospect, voided_at__isnull=True).exclude(topic="")
    return tuple(dict.fromkeys(rows.order_by("-received_at", "-pk").values_list("topic", flat=True)[:20]))


def shape_enclosures(rows: QuerySet[EnclosureRow] | Collection[EnclosureRow]) -> tuple[Enclosure, ...]:
    """Files as the check sees them."""
    return tuple(
        Enclosure(
            ref=row.hashed,
            title=row.title,
            reading_minutes=row.reading_minutes,
            stages=frozenset(Stage(one) for one in row.stages),
            interests=frozenset(row.interests),
        )
        for row in rows
    )


def _mixed_up_with(prospect: Prospect, seat: Seat, now: datetime) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Names and firms of others whom this rep had to do with lately."""
    rows = Touch.objects.filter(seat=seat, happened_at__gt=now - LATELY, happened_at__lte=now).exclude(prospect=prospect)
    lately = list(rows.order_by("-happened_at").values_list("prospect__name", "prospect__organization__name")[:MIXED_UP_WITH])
    own = prospect.organization.name if prospect.organization is not None else ""
    return tuple(dict.fromkeys(name for name, _ in lately)), tuple(dict.fromkeys(firm for _, firm in lately if firm and firm != own))


def _colleagues(prospect: Prospect) -> tuple[str, ...]:
    if prospect.organization_id is None:
        return ()
    rows = Prospect.objects.filter(organization_id=prospect.organization_id, merged_into__isnull=True).exclude(pk=prospect.pk)
    return tuple(rows.values_list("name", flat=True)[:COLLEAGUES])


def _our_firm() -> str:
    house = Account.objects.filter(seat__isnull=True, retired_at__isnull=True).order_by("pk").first()
    return house.from_name if house is not None else ""


def _products() -> tuple[str, ...]:
    """What people inquire about, by the newest inquiries: our own words for what we sell."""
    newest = Inquiry.objects.order_by("-pk").values_list("topic", flat=True)[:TOPICS]
    return tuple(dict.fromkeys(topic for topic in newest if topic))


def _wrote_in_a_form(prospect: Prospect) -> bool:
    return Inquiry.objects.filter(prospect=prospect, voided_at__isnull=True).exclude(text="").exists()


def _sent(prospect: Prospect, zone: ZoneInfo) -> tuple[Sent, ...]:
    """What any of us has enclosed to them before, and did not take back."""
    rows = Letter.objects.filter(prospect=prospect, touch__voided_at__isnull=True, enclosures__isnull=False)
    return tuple(
        Sent(hashed, at.astimezone(zone).date(), who)
        for hashed, at, who in rows.values_list("enclosures__hashed", "queued_at", "seat__name")
    )
