"""The people behind who came, and behind the comparison of those who got something with those who did not."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import gettext

from keepwarm.engine.words import TRAITS
from keepwarm.ledger.contacts import ARRIVED, COMPARED, EARLY_DAYS
from keepwarm.ledger.queries.everyone import got_key
from keepwarm.ledger.queries.house import the_house
from keepwarm.ledger.queries.spent import came_of, few_of, newest_round
from keepwarm.lib.paging import key_of, read_key
from keepwarm.lib.text import read_number
from keepwarm.prospects.models import Prospect
from keepwarm.reports.queries.leads.period import Period
from keepwarm.reports.queries.money.narrowing import TITLES, Wanted, first_of, narrowed_to, source_key
from keepwarm.reports.queries.row_page import SHOWN, RowPage, day_of, line_of, page_of_people
from keepwarm.reports.queries.rows import NoSuchRows
from keepwarm.selling.models import Sale
from keepwarm.staff.models import User
from keepwarm.touches.models import Inquiry, Source, Touch

EARLY = timedelta(days=EARLY_DAYS)
READ_FIRST = timedelta(hours=12)
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
    """People whose first inquiry falls into the months of the period, the newest first; of one source, or of all."""
    house = the_house()
    last = period.until.replace(day=1)
    over = date(last.year + last.month // 12, last.month % 12 + 1, 1)
    begins, ends = house.span(period.since.replace(day=1))[0], house.span(over)[0]
    key = read_key(wanted.after)
    sources = [source_key(wanted.source)] if wanted.source else _sources_between(period)
    keys = _newest_of(sources, begins, ends, key)
    shown = Inquiry.objects.select_related("prospect__organization", "source").in_bulk([pk for _at, pk in keys[:SHOWN]])
    lines = tuple(line_of(shown[pk].prospect, shown[pk].source.name, day_of(at, reader)) for at, pk in keys[:SHOWN] if pk in shown)
    columns = (gettext("Source"), gettext("First inquiry"))
    after = key_of(*keys[SHOWN - 1]) if len(keys) > SHOWN else ""
    return RowPage(str(TITLES["came"]), columns, lines, after, narrowed_to(wanted))


def _first_inquiries() -> QuerySet[Any]:
    """With `at`: when it was."""
    dated = Inquiry.objects.filter(voided_at__isnull=True).annotate(at=Coalesce("happened_at", "received_at"))
    earlier = Q(at__lt=OuterRef("at")) | Q(at=OuterRef("at"), pk__lt=OuterRef("pk"))
    return dated.exclude(Exists(dated.filter(earlier, prospect=OuterRef("prospect"))))


def _newest_of(sources: Sequence[int], begins: datetime, ends: datetime, key: tuple[datetime, int] | None) -> list[tuple[datetime, int]]:
    """A page and one more, the newest first. First some hours are read, then twice as many: about as many people as are shown."""
    rows = _first_inquiries().filter(source__in=sources, prospect__merged_into__isnull=True)
    if key is not None:
        at, pk = key
        rows, ends = rows.filter(Q(at__lt=at) | Q(at=at, pk__lt=pk)), min(ends, at + timedelta(microseconds=1))
    width, found = READ_FIRST, list[tuple[datetime, int]]()
    while ends > begins and len(found) <= SHOWN:
        lower = max(begins, ends - width)
        found += sorted(rows.filter(at__gte=lower, at__lt=ends).order_by().values_list("at", "pk"), reverse=True)
        ends, width = lower, 2 * width
    return found[: SHOWN + 1]


def _sources_between(period: Period) -> list[int]:
    """Those from which anybody came; as long as nobody was looked at, all."""
    came = came_of(newest_round())
    every = came.by_month if came.at else Source.objects.values_list("pk", flat=True)
    return [pk for pk in every if not came.at or came.between(pk, period.since, period.until)]


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
    known = few_of(got_key(wanted.kind, wanted.got == "1"))
    found, after = page_of_people(rows.select_related("organization"), read_number(wanted.after) or 0, known)
    yes, no = gettext("bought afterwards"), "–"
    lines = tuple(line_of(one, day_of(one.first_at, reader), yes if one.bought else no) for one in found)
    told = gettext("Those who had it in their first 90 days.") if wanted.got == "1" else gettext("Those who had not.")
    columns = (gettext("First inquiry"), gettext("What came of it"))
    return RowPage(str(TITLES["compared"]), columns, lines, after, f"{narrowed_to(wanted)}. {told}")
