"""What the open opportunities may bring: by the house's own history, beside the reps' words. However many they are, the database sums
them by their kind, and a page of them is read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.db.models import Case, Count, F, FloatField, IntegerField, Q, QuerySet, Sum, Value, When
from django.db.models.functions import Cast

from keepwarm.engine.forecast import Chance, Kind, Known, Open, Total
from keepwarm.engine.past_sales import Closed
from keepwarm.lib.money import digits_of, money
from keepwarm.selling.models import Opportunity, OpportunityChange, Outcome
from keepwarm.selling.queries.pages import Line, shape, with_all
from keepwarm.selling.queries.permissions import visible_opportunities
from keepwarm.selling.queries.rates import house_currency, in_house
from keepwarm.staff.models import User

MOST_PAST: Final = 4_000
"""How many closed ones teach, the newest: their share won is known to within 2 of 100 then. Our choice."""
PAGE: Final = 100
DECIDED: Final = (Outcome.WON, Outcome.LOST)
"""What teaches: a postponed one is not decided yet, and who ended was not asked."""


@dataclass(frozen=True, slots=True)
class Expected:
    """The forecast for one reader. `total` is of all their open ones; `lines` a page of them with their chances, then its next key."""

    known: Known
    total: Total
    lines: tuple[tuple[Line, Chance], ...]
    after: str
    expected: str
    low: str
    high: str
    by_word: str


def expect(*, for_: User, mine: bool, now: datetime, after: str = "", most: int = PAGE) -> Expected:
    """Of the open ones that the reader sees; taught by all that the house closed. `most` of them are named, by the day they decide."""
    rows, known = open_ones(for_, mine=mine), learned()
    total = total_of(rows, known, now=now)
    found, key = _lot(rows, after, most)
    chances = (known.chance(as_open(row, now=now)) for row in found)
    said = [_whole(value) for value in (total.expected, total.low, total.high, total.by_word or 0)]
    return Expected(
        known=known,
        total=total,
        lines=tuple(zip(shape(found, for_=for_, now=now), chances, strict=True)),
        after=key,
        expected=said[0],
        low=said[1],
        high=said[2],
        by_word=said[3] if total.by_word is not None else "",
    )


def _whole(minor: float) -> str:
    """Money in whole units: what is foretold has no cents."""
    unit = 10 ** digits_of(house_currency())
    return money(round(minor / unit) * unit, house_currency())


def open_ones(for_: User, *, mine: bool) -> QuerySet[Opportunity]:
    """The open opportunities that the reader sees, or only their own."""
    rows = visible_opportunities(for_).filter(closed_at__isnull=True)
    return rows.filter(seat__user=for_) if mine else rows


def chance_of(row: Opportunity, *, now: datetime) -> tuple[Chance, Known]:
    """One open opportunity, foretold."""
    known = learned()
    return known.chance(as_open(row, now=now)), known


def learned() -> Known:
    """What the house's own history teaches. Three queries."""
    return Known(history())


def history() -> list[Closed]:
    """What was won or lost, the newest closed ones."""
    wanted = Opportunity.objects.filter(outcome__in=DECIDED).order_by("-closed_at", "-pk")[:MOST_PAST]
    rows = list(wanted.values_list("pk", "offering_id", "opened_at", "closed_at", "outcome", "word_percent"))
    passed = _passed(rows[-1][3]) if rows else {}
    return [
        Closed(
            offering=str(offering),
            opened_on=opened.date(),
            closed_on=closed.date(),
            won=outcome == Outcome.WON,
            passed=tuple(passed.get(pk, ())),
            word=word / 100 if word is not None else None,
        )
        for pk, offering, opened, closed, outcome, word in rows
        if closed is not None
    ]


def _passed(since: datetime | None) -> dict[int, list[tuple[date, str]]]:
    """When each that was closed since then came into which stage, in order."""
    moves = OpportunityChange.objects.filter(what__in=[OpportunityChange.What.OPENED, OpportunityChange.What.STAGE])
    moves = moves.filter(opportunity__outcome__in=DECIDED, opportunity__closed_at__gte=since).order_by("at", "pk")
    found: dict[int, list[tuple[date, str]]] = {}
    for pk, at, stage in moves.values_list("opportunity_id", "at", "new"):
        found.setdefault(pk, []).append((at.date(), stage))
    return found


def total_of(rows: QuerySet[Opportunity], known: Known, *, now: datetime) -> Total:
    """What these open ones may bring together."""
    return known.total(kind for _seat, kind in kinds_of(rows, known, now=now))


def kinds_of(rows: QuerySet[Opportunity], known: Known, *, now: datetime, by_seat: bool = False) -> Iterator[tuple[int, Kind]]:
    """Open ones summed by the database, in the house's currency, each sum beside the seat that it belongs to (0 where none was asked)."""
    amount = Cast("amount_minor", FloatField()) * Cast("rate", FloatField())
    sums: dict[str, Any] = {
        "count": Count("pk"),
        "total": Sum(amount),
        "squares": Sum(amount * amount),
        "worded": Count("word_percent"),
        "by_word": Sum(amount * F("word_percent")),
    }
    by = ("stage__key", "offering_id", "band", "currency", *(("seat_id",) if by_seat else ()))
    grouped = rows.order_by().annotate(band=_band(known, now)).values(*by).annotate(**sums)
    for row in grouped.iterator(2_000):
        yield row.get("seat_id", 0), _kind(row)


def _band(known: Known, now: datetime) -> Case:
    """The youngest age of its kind, in days."""
    ages = (When(opened_at__lte=now - timedelta(days=days), then=Value(days)) for days in reversed(known.bands))
    return Case(*ages, default=Value(0), output_field=IntegerField())


def _kind(row: dict[str, Any]) -> Kind:
    worth = 10.0 ** (digits_of(house_currency()) - digits_of(row["currency"]))  # of their minor unit, in ours
    return Kind(
        stage=row["stage__key"],
        age_days=row["band"],
        offering=str(row["offering_id"]),
        count=row["count"],
        amount=row["total"] * worth,
        squares=row["squares"] * worth**2,
        by_word=(row["by_word"] or 0.0) / 100 * worth,
        worded=row["worded"],
    )


def as_open(row: Opportunity, *, now: datetime) -> Open:
    """One that is open, as the forecast asks for it; `stage` is read already."""
    return Open(
        ref=row.ref,
        offering=str(row.offering_id),
        stage=row.stage.key,
        age_days=max(0, (now - row.opened_at).days),
        amount=in_house(row.amount_minor, row.currency, row.rate),
        word=row.word_percent / 100 if row.word_percent is not None else None,
    )


def _lot(rows: QuerySet[Opportunity], after: str, most: int) -> tuple[list[Opportunity], str]:
    """Those behind the key: by the day on which they decide, without a day at the end. Each part is in the order of an index."""
    on, pk = _read_key(after)
    dated, undated = rows.filter(expected_on__isnull=False), rows.filter(expected_on__isnull=True)
    if on is not None:
        dated = dated.filter(Q(expected_on__gt=on) | Q(pk__gt=pk), expected_on__gte=on)
    found = [] if pk and on is None else list(with_all(dated).order_by("expected_on", "pk")[: most + 1])
    if len(found) <= most:
        undated = undated.filter(pk__gt=pk) if on is None else undated
        found += with_all(undated).order_by("pk")[: most + 1 - len(found)]
    last = found[most - 1] if len(found) > most else None
    return found[:most], f"{last.expected_on or ''}~{last.pk}" if last is not None else ""


def _read_key(text: str) -> tuple[date | None, int]:
    """The day and key of the last one shown; no day: it had none. Nothing: from the beginning."""
    day, _tilde, pk = text.rpartition("~")
    try:
        return date.fromisoformat(day) if day else None, int(pk or 0)
    except ValueError:
        return None, 0
