"""Which lists are worth it: what it took to find one lead that meets the definition, per source.

A person belongs to the source of their first inquiry, as on the page of money. Counted are our touches until they first met the
definition: what comes afterwards is selling. The cost is that of the source and of the touches, each as money counts it
(`ledger`), in the currency of the house.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import connection
from django.db.models import Max

from keepwarm.ledger.queries.house import newest_rates, the_house
from keepwarm.ledger.queries.touch_days import costs_in_sql
from keepwarm.policy.models import DefinitionVersion
from keepwarm.policy.queries import definition_in_force
from keepwarm.reports.queries.worth import FEW_PEOPLE, Tally, verdict
from keepwarm.selling.queries.rates import in_house
from keepwarm.staff.models import Seat
from keepwarm.touches.models import Source, SourceTally, Touch

COUNTED_LIVE = 60_000
"""With more touches than this the page shows what the background counted last. Counting 60,000 takes about 0.1 s."""

COUNT = """
WITH hours(seat_id, minor) AS (VALUES {hours}), ranked AS (
    SELECT prospect_id, source_id, ROW_NUMBER() OVER (PARTITION BY prospect_id ORDER BY COALESCE(happened_at, received_at), id) AS place
    FROM touches_inquiry WHERE voided_at IS NULL
), came AS (SELECT prospect_id, source_id FROM ranked WHERE place = 1),
found AS (
    SELECT prospect_id, MIN(judged_at) AS at FROM qualification_judgement WHERE is_lead GROUP BY prospect_id
), took AS (
    SELECT touch.prospect_id, COUNT(*) AS touches, SUM({took}) AS seconds, SUM({minor}) AS minor,
        MAX(CASE WHEN touch.channel = 'phone' THEN 1 ELSE 0 END) AS dialled,
        MAX(CASE WHEN touch.disposition = 'wrong_number' THEN 1 ELSE 0 END) AS wrong
    FROM touches_touch touch LEFT JOIN found ON found.prospect_id = touch.prospect_id LEFT JOIN hours ON hours.seat_id = touch.seat_id
    WHERE touch.voided_at IS NULL AND touch.direction = 'out' AND touch.channel <> 'note'
        AND (found.at IS NULL OR touch.happened_at <= found.at)
    GROUP BY touch.prospect_id
)
SELECT came.source_id, COUNT(*), COUNT(took.prospect_id), COALESCE(SUM(took.dialled), 0), COALESCE(SUM(took.wrong), 0),
    COALESCE(SUM(took.touches), 0), COALESCE(SUM(took.seconds), 0), COALESCE(SUM(took.minor), 0), COUNT(found.prospect_id),
    SUM(CASE WHEN prospect.stage = 5 THEN 1 ELSE 0 END)
FROM came
JOIN prospects_prospect prospect ON prospect.id = came.prospect_id
LEFT JOIN took ON took.prospect_id = came.prospect_id
LEFT JOIN found ON found.prospect_id = came.prospect_id
GROUP BY came.source_id
"""


@dataclass(frozen=True, slots=True)
class ListLine:
    """One source. Money in minor units of `currency`; figures per lead are None where no lead was found, or too few people came.

    `unpriced`: the currency in which it was bought, where that has no rate; then nobody knows what it cost.
    """

    ref: str
    name: str
    is_cold: bool
    tally: Tally
    cost_minor: int  # of the source and of its touches
    currency: str
    verdict: str
    unpriced: str = ""

    @property
    def is_told(self) -> bool:
        """Whether enough people came to speak of rates."""
        return self.tally.people >= FEW_PEOPLE

    @property
    def touches_per_lead(self) -> float | None:
        """Touches that it took to find one lead."""
        return self.tally.touches / self.tally.leads if self.is_told and self.tally.leads else None

    @property
    def cost_per_lead_minor(self) -> int | None:
        """Money that it took to find one lead; None as well when no cost is known."""
        is_known = self.is_told and self.tally.leads and self.cost_minor and not self.unpriced
        return round(self.cost_minor / self.tally.leads) if is_known else None

    @property
    def wrong_share(self) -> float | None:
        """People with a wrong number among those called."""
        return self.tally.wrong / self.tally.dialled if self.tally.dialled >= FEW_PEOPLE else None


@dataclass(frozen=True, slots=True)
class Lists:
    """All sources, those with the most people first. `counted_at` is None when counted just now."""

    lines: tuple[ListLine, ...]
    counted_at: datetime | None
    is_counted: bool
    definition: int
    is_provisional: bool
    counts_minutes: bool  # some seat has an hourly rate
    is_signed_by_one: bool  # by the declared exception: one person for marketing and sales


def list_quality() -> Lists:
    """What each source took and gave: counted now in a house of usual size, else as the background counted it last."""
    definition = definition_in_force()
    if _is_small():
        tallies, counted_at, is_counted = count_sources(), None, True
    else:
        tallies, counted_at = kept_tallies()
        is_counted = counted_at is not None
    lines = tuple(sorted(_lines(tallies), key=lambda line: (-line.tally.people, line.name))) if is_counted else ()
    counts_minutes = Seat.objects.filter(hour_minor__gt=0).exists()
    by_one = DefinitionVersion.objects.filter(number=definition.version, signed_by_one=True).exists()
    return Lists(lines, counted_at, is_counted, definition.version, definition.provisional, counts_minutes, by_one)


def count_sources() -> dict[int, Tally]:
    """Each source's tally, counted anew in one read."""
    with connection.cursor() as cursor:
        cursor.execute(COUNT.format(**costs_in_sql(the_house())))
        rows = cursor.fetchall()
    return {
        source: Tally(people, worked, dialled, wrong, touches, round(seconds / 60), cost, leads, customers)
        for source, people, worked, dialled, wrong, touches, seconds, cost, leads, customers in (map(int, row) for row in rows)
    }


def count_rows(*, now: datetime) -> list[SourceTally]:
    """The same as rows to keep; every source has one, so that one whose people are gone counts none."""
    counted = count_sources()
    return [_row(pk, counted.get(pk, Tally()), now) for pk in Source.objects.values_list("pk", flat=True)]


def kept_tallies() -> tuple[dict[int, Tally], datetime | None]:
    """What the background counted last, and when."""
    rows = list(SourceTally.objects.all())
    tallies = {
        row.source_id: Tally(
            row.people,
            row.worked,
            row.dialled,
            row.wrong,
            row.touches,
            round(row.seconds / 60),
            row.cost_minor,
            row.leads,
            row.customers,
        )
        for row in rows
    }
    return tallies, min((row.counted_at for row in rows), default=None)


def is_recount_due(*, now: datetime, hours: int) -> bool:
    """Whether the kept tallies are needed and missing or older than `hours`."""
    counted_at = kept_tallies()[1]
    return not _is_small() and (counted_at is None or (now - counted_at).total_seconds() >= hours * 3600)


def _is_small() -> bool:
    """By the highest key, which costs nothing to ask; there are never more rows than that."""
    return (Touch.objects.aggregate(highest=Max("pk"))["highest"] or 0) <= COUNTED_LIVE


def _lines(tallies: Mapping[int, Tally]) -> Iterator[ListLine]:
    everything, currency = Tally(), the_house().currency
    rates = newest_rates() | {currency: Decimal(1)}
    for tally in tallies.values():
        everything = everything.with_(tally)
    for source in Source.objects.filter(pk__in=tallies):
        tally = tallies[source.pk]
        if tally.people:
            rate = rates.get(source.currency)
            bought = in_house(source.cost_minor, source.currency, rate) if rate is not None else 0
            yield ListLine(
                ref=source.ref,
                name=source.name,
                is_cold=source.cold,
                tally=tally,
                cost_minor=tally.cost_minor + bought,
                currency=currency,
                unpriced=source.currency if rate is None and source.cost_minor else "",
                verdict=verdict(tally, everything.without(tally), is_bought=source.cold or source.cost_minor > 0),
            )


def _row(source_id: int, tally: Tally, now: datetime) -> SourceTally:
    return SourceTally(
        source_id=source_id,
        people=tally.people,
        worked=tally.worked,
        dialled=tally.dialled,
        wrong=tally.wrong,
        touches=tally.touches,
        seconds=tally.minutes * 60,
        cost_minor=tally.cost_minor,
        leads=tally.leads,
        customers=tally.customers,
        counted_at=now,
    )
