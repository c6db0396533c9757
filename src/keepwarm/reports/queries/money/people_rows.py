"""The people behind who came, and behind the comparison of those who got something with those who did not."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import gettext

from keepwarm.engine.words import TRAITS
from keepwarm.ledger.contacts import ARRIVED, COMPARED, EARLY_DAYS
from keepwarm.ledger.queries.house import the_house
from keepwarm.lib.text import read_number
from keepwarm.prospects.models import Prospect
from keepwarm.reports.queries.leads.period import Period
from keepwarm.reports.queries.money.narrowing import TITLES, Wanted, first_of, narrowed_to, source_key
from keepwarm.reports.queries.row_page import RowPage, day_of, line_of, page_of
from keepwarm.reports.queries.rows import NoSuchRows
from keepwarm.selling.models import Sale
from keepwarm.staff.models import User
from keepwarm.touches.models import Inquiry, Touch

EARLY = timedelta(days=EARLY_DAYS)
LIVE = [str(one) for one, traits in TRAITS.items() if traits.is_live]
OF_KIND = {
    "call": Q(channel="phone", disposition__in=LIVE),
    "meeting": Q(channel="meeting", disposition__in=ARRIVED),
    "letter": Q(channel="email", direction="out", disposition__in=ARRIVED),
    "article": Q(channel="mailing", direction="out", disposition__in=ARRIVED),
    "post": Q(channel="post", direction="out", disposition__in=ARRIVED),
    "seminar": Q(channel="web", purpose="attended", disposition__in=ARRIVED),
    "answer": Q(channel="web", purpose="survey", disposition__in=ARRIVED),
}
"""As `ledger.contacts.kind_of` tells them apart."""


def came_rows(wanted: Wanted, reader: User, period: Period) -> RowPage:
    """People whose first inquiry falls into the months of the period; of one source, or of all."""
    house = the_house()
    last = period.until.replace(day=1)
    over = date(last.year + last.month // 12, last.month % 12 + 1, 1)
    begins, ends = house.span(period.since.replace(day=1))[0], house.span(over)[0]
    rows = Inquiry.objects.filter(voided_at__isnull=True, prospect__merged_into__isnull=True)
    rows = rows.annotate(at=Coalesce("happened_at", "received_at")).filter(at__gte=begins, at__lt=ends)
    if wanted.source:
        rows = rows.filter(source=source_key(wanted.source))
    earlier = Inquiry.objects.filter(prospect=OuterRef("prospect"), voided_at__isnull=True).annotate(
        at=Coalesce("happened_at", "received_at")
    )
    rows = rows.exclude(Exists(earlier.filter(Q(at__lt=OuterRef("at")) | Q(at=OuterRef("at"), pk__lt=OuterRef("pk")))))
    if after := read_number(wanted.after):
        rows = rows.filter(pk__lt=after)
    found, after_this = page_of(rows.select_related("prospect__organization", "source").order_by("-pk"), lambda row: str(row.pk))
    lines = tuple(line_of(one.prospect, one.source.name, day_of(one.happened_at or one.received_at, reader)) for one in found)
    columns = (gettext("Source"), gettext("First inquiry"))
    return RowPage(str(TITLES["came"]), columns, lines, after_this, narrowed_to(wanted))


def compared_rows(wanted: Wanted, reader: User, period: Period, now: datetime) -> RowPage:
    """People still undecided 90 days after their first inquiry who had got this kind of contact by then (`got` "1"), or had not."""
    if wanted.kind not in COMPARED:
        raise NoSuchRows
    rows: QuerySet[Any] = Prospect.objects.filter(merged_into__isnull=True).annotate(first_at=first_of("at", "pk"))
    rows = rows.filter(first_at__lte=now - EARLY).annotate(early=F("first_at") + EARLY)
    rows = rows.filter(Q(ended_at__isnull=True) | Q(ended_at__gte=F("early")))
    sold = Sale.objects.filter(prospect=OuterRef("pk"), undone_at__isnull=True)
    rows = rows.filter(~Exists(sold.filter(sold_at__lt=OuterRef("early"))))
    got = Touch.objects.filter(OF_KIND[wanted.kind], prospect=OuterRef("pk"), voided_at__isnull=True)
    had = Exists(got.filter(happened_at__gte=OuterRef("first_at"), happened_at__lt=OuterRef("early")))
    rows = rows.filter(had if wanted.got == "1" else ~had).annotate(bought=Exists(sold))
    rows = rows.filter(pk__gt=read_number(wanted.after) or 0).select_related("organization").order_by("pk")
    found, after = page_of(rows, lambda row: str(row.pk))
    yes, no = gettext("bought afterwards"), "–"
    lines = tuple(line_of(one, day_of(one.first_at, reader), yes if one.bought else no) for one in found)
    told = gettext("Those who had it in their first 90 days.") if wanted.got == "1" else gettext("Those who had not.")
    columns = (gettext("First inquiry"), gettext("What came of it"))
    return RowPage(str(TITLES["compared"]), columns, lines, after, f"{narrowed_to(wanted)}. {told}")
