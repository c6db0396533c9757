"""The sums are brought up to date: days of which something was written are marked, and marked days are counted again, whole.

A day is counted from its rows and written only where it says something else, so that counting twice, or a crash between any two days,
does no harm. Each day is a transaction of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import models, transaction

from keepwarm.ledger.models import Credit, CreditSum, Day, MoveSum, SeatSum, SourceSum, Story, Watch
from keepwarm.ledger.queries.house import House, the_house
from keepwarm.ledger.queries.move_days import count_moves, kept_moves
from keepwarm.ledger.queries.news import News, read_news, whole_span
from keepwarm.ledger.queries.sale_days import as_figures, count_sales, kept_sales
from keepwarm.ledger.queries.touch_days import FIGURES, SEAT_KEY, SOURCE_KEY, count_touches, kept_seats, kept_sources

DAYS_AT_ONCE = 400
TOUCHES_AT_ONCE = 500_000
"""In one call; the next is a minute away."""
IN_TURN, TURN_MINUTES = 2, 5
"""So many days every five minutes are counted whether anything is known of them or not: all in turn, so that nothing stays unseen."""
Key = tuple[Any, ...]
OVERLAP = timedelta(minutes=2)
"""Longer than any transaction: what was being written when the rows were read is read again."""


@dataclass(frozen=True, slots=True)
class Counted:
    """How many days were counted, how many of them said something else, and how many still wait."""

    days: int
    changed: int
    left: int


def count_up(*, now: datetime) -> Counted:
    """Mark what is new and count the marked days, the newest first. Cheap when nothing happened."""
    house = the_house()
    _mark(house, now=now)
    in_turn = _days_in_turn() if now.minute % TURN_MINUTES == 0 else []
    marked = list(Day.objects.filter(stale=True).order_by("-on").values_list("on", flat=True)[:DAYS_AT_ONCE])
    days, changed, read = 0, 0, 0
    for on in dict.fromkeys([*marked, *in_turn]):
        did_change, touches = count_day(on, house, now=now)
        days, changed, read = days + 1, changed + did_change, read + touches
        if read > TOUCHES_AT_ONCE:
            break
    return Counted(days, changed, Day.objects.filter(stale=True).count())


def count_day(on: date, house: House, *, now: datetime) -> tuple[bool, int]:
    """Count one day. Whether it said something else, and how many touches were read."""
    touches, moves, sales = count_touches(on, house), count_moves(on, house), count_sales(on, house)
    kept = kept_sales(on)
    with transaction.atomic():
        changed = [
            _write(SeatSum, on, SEAT_KEY, touches.seats, kept_seats(on)),
            _write(SourceSum, on, SOURCE_KEY, touches.sources, kept_sources(on)),
            _write_moves(on, moves),
            _write_rows(Story, on, sales.stories, kept.stories),
            _write_rows(Credit, on, sales.credits, kept.credits),
            _write_rows(CreditSum, on, sales.sums, kept.sums),
        ]
        stands = {"stale": False, "unsettled": touches.unsettled, "counted_at": now}
        Day.objects.update_or_create(on=on, defaults=stands)
    return any(changed), touches.read


def _mark(house: House, *, now: datetime) -> None:
    """Mark the days, and keep how far was read: both or neither."""
    news = read_news(house)
    days = set(whole_span(house)) if news.everything else news.days
    kept = set(Day.objects.values_list("on", flat=True)) if news.everything else set()
    with transaction.atomic():
        mark_days({*days, *kept, *_open_days(house, now)})
        _keep(news, house, now=now)


def mark_days(days: Iterable[date]) -> None:
    """They are to be counted again."""
    wanted = sorted({*days})
    for start in range(0, len(wanted), DAYS_AT_ONCE):
        some = wanted[start : start + DAYS_AT_ONCE]
        Day.objects.filter(on__in=some, stale=False).update(stale=True)
        Day.objects.bulk_create([Day(on=on) for on in some], ignore_conflicts=True)


def _open_days(house: House, now: datetime) -> set[date]:
    """Days with letters on their way; and today and yesterday meanwhile, since their result may come to stand there."""
    waiting = set(Day.objects.filter(unsettled__gt=0).values_list("on", flat=True))
    today = house.day_of(now)
    return {*waiting, today, today - timedelta(days=1)} if waiting else set()


def _days_in_turn() -> list[date]:
    """The next days after those that were counted in turn by the call before; after the last the first again."""
    watch = Watch.objects.first()
    days = Day.objects.filter(stale=False).order_by("on")
    after = days.filter(on__gt=watch.swept_on) if watch is not None and watch.swept_on else days
    found = list(after.values_list("on", flat=True)[:IN_TURN])
    Watch.objects.update(swept_on=found[-1] if len(found) == IN_TURN else None)
    return found


def _keep(news: News, house: House, *, now: datetime) -> None:
    """How far was read. The older of two marks is where the next call begins."""
    watch = Watch.objects.first()
    if watch is None:
        Watch.objects.get_or_create(
            pk=1, defaults={"safe_to": news.upto, "read_to": news.upto, "safe_at": now - OVERLAP, "read_at": now, "house": house.as_json()}
        )
        return
    marks: dict[str, Any] = {"house": house.as_json()}
    if now - watch.read_at >= OVERLAP or now < watch.read_at:
        marks |= {"safe_to": watch.read_to, "read_to": news.upto, "safe_at": min(watch.read_at, now) - OVERLAP, "read_at": now}
    Watch.objects.filter(pk=watch.pk).update(**marks)


def _write(
    model: type[models.Model], on: date, names: tuple[str, ...], counted: Mapping[Key, list[int]], kept: Mapping[Key, list[int]]
) -> bool:
    """The sums of a day, where they say something else."""
    if counted == kept:
        return False
    rows: models.QuerySet[Any] = models.QuerySet(model)
    rows.filter(on=on).delete()
    columns = (*names, *FIGURES)
    rows.bulk_create([model(on=on, **dict(zip(columns, (*key, *its), strict=True))) for key, its in counted.items()], batch_size=200)
    return True


def _write_moves(on: date, counted: dict[tuple[int, int, int], int]) -> bool:
    if counted == kept_moves(on):
        return False
    MoveSum.objects.filter(on=on).delete()
    names = ("came_from", "went_to", "waited")
    MoveSum.objects.bulk_create([MoveSum(on=on, people=people, **dict(zip(names, key, strict=True))) for key, people in counted.items()])
    return True


def _write_rows(model: type[models.Model], on: date, counted: tuple[models.Model, ...], kept: tuple[models.Model, ...]) -> bool:
    if as_figures(counted) == as_figures(kept):
        return False
    rows: models.QuerySet[Any] = models.QuerySet(model)
    rows.filter(on=on).delete()
    if model in (Story, Credit):  # a sale whose day is another now
        rows.filter(sale__in=[row.sale for row in counted]).delete()  # type: ignore[attr-defined]
    rows.bulk_create(counted, batch_size=200)
    return True
