"""Which days are to be counted again, since rows of theirs were written, voided, moved or undone below. It reads; it marks nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

from django.db.models import F, Manager, Max, Min, Q, QuerySet

from keepwarm.circle.models import Merge
from keepwarm.intake.models import Import
from keepwarm.ledger.models import Watch
from keepwarm.ledger.queries.house import House
from keepwarm.prospects.models import FORGOTTEN, StandingChange
from keepwarm.selling.models import Sale
from keepwarm.touches.models import Inquiry, Touch
from keepwarm.touches.queries import Seconds

HOUR: Final = 3600
WATCHED: Final[Mapping[str, Manager[Any]]] = {
    "touch": Touch.objects,
    "inquiry": Inquiry.objects,
    "change": StandingChange.objects,
    "sale": Sale.objects,
    "merge": Merge.objects,
}
"""Tables whose new rows are found by their keys."""


@dataclass(slots=True)
class News:
    """`days` to be counted again; `everything`: all of them. `upto`: the newest key of each table."""

    upto: dict[str, int]
    days: set[date] = field(default_factory=set)
    everything: bool = False


def read_news(house: House) -> News:
    """What was written since the watch. The first call of a house, another zone, rate or currency, and an undone import: everything."""
    upto = {name: rows.aggregate(last=Max("pk"))["last"] or 0 for name, rows in WATCHED.items()}
    watch = Watch.objects.first()
    if watch is None or watch.house != house.as_json() or _undone_imports(watch.safe_at).exists():
        return News(upto, everything=True)
    news = News(upto)
    for days in (_of_touches(watch, upto), _of_inquiries(watch, upto), _of_merges(watch, upto)):
        news.days.update(house.day_of(at) for at in days)
    news.days.update(house.day_of(at) for at in _of_changes(watch, upto))
    news.days.update(house.day_of(at) for at in _of_sales(watch, upto))
    return news


def whole_span(house: House) -> Iterator[date]:
    """Every day from the first on which anything happened to the last."""
    ends: list[datetime] = []
    for rows, column in ((Touch.objects, "happened_at"), (Sale.objects, "sold_at"), (StandingChange.objects, "at")):
        found = rows.aggregate(first=Min(column), last=Max(column)).values()
        ends += [at for at in found if at is not None]
    if ends:
        first, last = house.day_of(min(ends)), house.day_of(max(ends))
        yield from (first + timedelta(days=number) for number in range((last - first).days + 1))


def _undone_imports(since: datetime) -> QuerySet[Import]:
    """They deleted rows, of which nothing is left to be read."""
    return Import.objects.filter(state__in=[Import.State.UNDOING, Import.State.UNDONE], done_at__gte=since)


def _between(name: str, watch: Watch, upto: Mapping[str, int]) -> dict[str, int]:
    return {"pk__gt": watch.safe_to.get(name, 0), "pk__lte": upto[name]}


def _hours(rows: QuerySet[Any], column: str) -> Iterator[datetime]:
    """The hours in which these happened: few, however many rows there are."""
    hours = rows.order_by().annotate(hour=Seconds(F(column)) / HOUR).values_list("hour", flat=True).distinct()
    return (datetime.fromtimestamp(hour * HOUR, UTC) for hour in hours)


def _of_touches(watch: Watch, upto: Mapping[str, int]) -> Iterator[datetime]:
    """New and voided ones; and the sales after them, which owe something to them."""
    for rows in (
        Touch.objects.filter(**_between("touch", watch, upto)),
        Touch.objects.filter(voided_at__isnull=False, voided_at__gte=watch.safe_at),
    ):
        yield from _hours(rows, "happened_at")
        later = Sale.objects.filter(prospect__touches__in=rows, sold_at__gte=F("prospect__touches__happened_at"))
        yield from _hours(later, "sold_at")


def _of_inquiries(watch: Watch, upto: Mapping[str, int]) -> Iterator[datetime]:
    """Where somebody came from first may be another now: all touches and sales of theirs are counted there."""
    for rows in (
        Inquiry.objects.filter(**_between("inquiry", watch, upto)),
        Inquiry.objects.filter(voided_at__isnull=False, voided_at__gte=watch.safe_at),
    ):
        yield from _of_people(rows.values("prospect"))


def _of_merges(watch: Watch, upto: Mapping[str, int]) -> Iterator[datetime]:
    """New and undone ones, in which touches, inquiries and sales went from one to another."""
    fresh = Q(**_between("merge", watch, upto)) | Q(undone_at__gte=watch.safe_at)
    for winner, loser in Merge.objects.filter(fresh).values_list("winner", "loser"):
        yield from _of_people([winner, loser])


def _of_people(people: Iterable[int] | QuerySet[Any]) -> Iterator[datetime]:
    yield from _hours(Touch.objects.filter(prospect__in=people), "happened_at")
    yield from _hours(Sale.objects.filter(prospect__in=people), "sold_at")


def _of_changes(watch: Watch, upto: Mapping[str, int]) -> Iterator[datetime]:
    """New ones; and of whom was forgotten, what their touches carried is gone: their sales owe nothing to it any more."""
    rows = StandingChange.objects.filter(**_between("change", watch, upto))
    yield from _hours(rows, "at")
    yield from _of_people(rows.filter(what=StandingChange.What.END, new=FORGOTTEN).values("prospect"))


def _of_sales(watch: Watch, upto: Mapping[str, int]) -> Iterator[datetime]:
    """New and undone ones; and what we do for somebody after the first sale is keeping, so touches since then are counted there."""
    for rows in (Sale.objects.filter(**_between("sale", watch, upto)), Sale.objects.filter(undone_at__gte=watch.safe_at)):
        yield from _hours(rows, "sold_at")
        since = Touch.objects.filter(prospect__sales__in=rows, happened_at__gte=F("prospect__sales__sold_at"))
        yield from _hours(since, "happened_at")
        others = Sale.objects.filter(prospect__in=rows.values("prospect"))  # which of them was the first may be another now
        yield from _hours(others, "sold_at")
