"""What the touches of one day took: by seat, and by source and phase. One read of the day's rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import connection

from keepwarm.engine.spending import HOUR, UNTIMED, our_seconds, their_seconds
from keepwarm.engine.words import Disposition, traits_of
from keepwarm.ledger.contacts import EARLY_DAYS
from keepwarm.ledger.models import SeatSum, SourceSum
from keepwarm.ledger.queries.house import House

LATER = {"sqlite": "datetime(firsts.at, '+{days} days')", "postgresql": "firsts.at + interval '{days} days'"}
TOOK = "(CASE WHEN touch.seconds > 0 THEN touch.seconds {untimed} ELSE 0 END)"
"""Seconds of ours, as `spending.our_seconds` says them."""
MINOR = "touch.cost_minor + (2 * {took} * CAST(COALESCE(hours.minor, 0) AS bigint) + {hour}) / (2 * {hour})"
"""What one touch cost, as `spending.worth` says it: each is rounded by itself, else the rows behind a figure would not sum to it."""
COUNT = """
WITH hours(seat_id, minor) AS (VALUES {hours}), these AS (
    SELECT prospect_id, touch.seat_id, channel, direction, disposition, seconds, happened_at, {minor} AS minor
    FROM touches_touch touch LEFT JOIN hours ON hours.seat_id = touch.seat_id
    WHERE happened_at >= %s AND happened_at < %s AND voided_at IS NULL AND channel <> 'note'
), people AS (SELECT DISTINCT prospect_id FROM these),
ranked AS (
    SELECT inquiry.prospect_id, inquiry.source_id, COALESCE(inquiry.happened_at, inquiry.received_at) AS at, ROW_NUMBER() OVER (
        PARTITION BY inquiry.prospect_id ORDER BY COALESCE(inquiry.happened_at, inquiry.received_at), inquiry.id) AS place
    FROM people JOIN touches_inquiry inquiry ON inquiry.prospect_id = people.prospect_id WHERE inquiry.voided_at IS NULL
), firsts AS (SELECT prospect_id, source_id, at FROM ranked WHERE place = 1),
sold AS (
    SELECT sale.prospect_id, MIN(sale.sold_at) AS at FROM people JOIN selling_sale sale ON sale.prospect_id = people.prospect_id
    WHERE sale.undone_at IS NULL GROUP BY sale.prospect_id
)
SELECT COALESCE(these.seat_id, 0), COALESCE(firsts.source_id, 0), CASE WHEN these.happened_at >= sold.at THEN 'keeping'
        WHEN these.happened_at >= {later} THEN 'nurturing' ELSE 'winning' END AS phase,
    these.channel, these.direction, these.disposition, COUNT(*), SUM(these.seconds),
    SUM(CASE WHEN these.seconds = 0 THEN 1 ELSE 0 END), SUM(these.minor)
FROM these LEFT JOIN firsts ON firsts.prospect_id = these.prospect_id LEFT JOIN sold ON sold.prospect_id = these.prospect_id
GROUP BY 1, 2, 3, 4, 5, 6
"""
FIGURES = ("touches", "seconds", "theirs", "minor")
SEAT_KEY = ("seat", "channel", "direction", "disposition")
SOURCE_KEY = ("source", "phase", "channel", "direction")


@dataclass(slots=True)
class TouchDay:
    """The sums of a day by their keys, and how many letters of it are on their way."""

    seats: dict[tuple[Any, ...], list[int]] = field(default_factory=lambda: defaultdict(lambda: [0, 0, 0, 0]))
    sources: dict[tuple[Any, ...], list[int]] = field(default_factory=lambda: defaultdict(lambda: [0, 0, 0, 0]))
    unsettled: int = 0
    read: int = 0


def count_touches(on: date, house: House) -> TouchDay:
    """Counted from the rows. Both tables sum to the same."""
    day = TouchDay()
    for seat, source, phase, channel, direction, disposition, touches, seconds, untimed, minor in _rows(on, house):
        ours = seconds + untimed * our_seconds(channel, 0)
        traits = traits_of(disposition)
        once = their_seconds(channel, direction, 1, is_live=traits.is_live, arrived=traits.arrived)
        theirs = ours if traits.is_live and channel in UNTIMED else once * touches
        figures = (touches, ours, theirs, minor)
        for sums, key in ((day.seats, (seat, channel, direction, disposition)), (day.sources, (source, phase, channel, direction))):
            sums[key] = [before + more for before, more in zip(sums[key], figures, strict=True)]
        day.unsettled += touches if disposition == Disposition.QUEUED else 0
        day.read += touches
    return day


def _rows(on: date, house: House) -> Iterator[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        span = [connection.ops.adapt_datetimefield_value(at) for at in house.span(on)]
        cursor.execute(_statement(house), span)
        for row in cursor.fetchall():
            yield (*map(int, row[:2]), *row[2:6], *map(int, row[6:]))


def _statement(house: House) -> str:
    return COUNT.format(later=LATER[connection.vendor].format(days=EARLY_DAYS), **costs_in_sql(house))


def costs_in_sql(house: House) -> dict[str, str]:
    """Parts of a statement: `hours` of the seats as rows, what a `touch` `took` of ours, and its `minor` units.

    `hours.minor` is what an hour of the seat of the touch costs. Whole numbers and words of ours, nothing that anybody typed.
    """
    took = TOOK.format(untimed=" ".join(f"WHEN touch.channel = '{channel}' THEN {seconds:d}" for channel, seconds in UNTIMED.items()))
    hours = ", ".join(f"({seat:d}, {minor:d})" for seat, minor in {0: 0, **house.hours}.items())
    return {"hours": hours, "took": took, "minor": MINOR.format(took=took, hour=HOUR)}


def kept_seats(on: date) -> dict[tuple[Any, ...], list[int]]:
    """As they were kept, in the same shape."""
    return _kept(SeatSum.objects.filter(on=on).values_list(*SEAT_KEY, *FIGURES))


def kept_sources(on: date) -> dict[tuple[Any, ...], list[int]]:
    """As they were kept, in the same shape."""
    return _kept(SourceSum.objects.filter(on=on).values_list(*SOURCE_KEY, *FIGURES))


def _kept(rows: Iterable[tuple[Any, ...]]) -> dict[tuple[Any, ...], list[int]]:
    return {tuple(row[:4]): list(row[4:]) for row in rows}
