"""What the open opportunities may bring: by the house's own history, beside the reps' words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from keepwarm.engine.forecast import Chance, Closed, Forecast, Open, forecast
from keepwarm.lib.money import money
from keepwarm.selling.models import Opportunity, OpportunityChange, Outcome
from keepwarm.selling.queries.pages import Line, shape, with_all
from keepwarm.selling.queries.permissions import visible_opportunities
from keepwarm.selling.queries.rates import house_currency, in_house
from keepwarm.staff.models import User

MOST_PAST: Final = 20_000
MOST_OPEN: Final = 2_000
"""How many closed ones teach, the newest, and how many open ones are foretold. Our choice."""
DECIDED: Final = (Outcome.WON, Outcome.LOST)
"""What teaches: a postponed one is not decided yet, and who ended was not asked."""


@dataclass(frozen=True, slots=True)
class Expected:
    """The forecast for one reader. `lines`: each open one with its chance; `cut`: there are more open ones than are foretold."""

    forecast: Forecast
    lines: tuple[tuple[Line, Chance], ...]
    expected: str
    low: str
    high: str
    by_word: str
    cut: bool


def expect(*, for_: User, mine: bool, now: datetime) -> Expected:
    """Of the open ones that the reader sees; taught by all that the house closed."""
    rows = visible_opportunities(for_).filter(closed_at__isnull=True)
    rows = rows.filter(seat__user=for_) if mine else rows
    found = list(with_all(rows).order_by("expected_on", "pk")[: MOST_OPEN + 1])
    shown = found[:MOST_OPEN]
    result = forecast(history(), [_open(row, now) for row in shown])
    return Expected(
        forecast=result,
        lines=tuple(zip(shape(shown, for_=for_, now=now), result.chances, strict=True)),
        expected=money(result.expected, house_currency()),
        low=money(result.expected_low, house_currency()),
        high=money(result.expected_high, house_currency()),
        by_word=money(result.by_word, house_currency()) if result.by_word is not None else "",
        cut=len(found) > MOST_OPEN,
    )


def chance_of(row: Opportunity, *, now: datetime) -> tuple[Chance, Forecast]:
    """One open opportunity, foretold."""
    result = forecast(history(), [_open(row, now)])
    return result.chances[0], result


def history() -> list[Closed]:
    """What was won or lost, the newest closed ones. Two queries."""
    wanted = Opportunity.objects.filter(outcome__in=DECIDED).order_by("-closed_at", "-pk")[:MOST_PAST]
    rows = list(wanted.values_list("pk", "offering_id", "opened_at", "closed_at", "outcome", "word_percent"))
    passed = _passed()
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


def _passed() -> dict[int, list[tuple[date, str]]]:
    """When each closed one came into which stage, in order."""
    moves = OpportunityChange.objects.filter(what__in=[OpportunityChange.What.OPENED, OpportunityChange.What.STAGE])
    found: dict[int, list[tuple[date, str]]] = {}
    for pk, at, stage in moves.filter(opportunity__outcome__in=DECIDED).order_by("at", "pk").values_list("opportunity_id", "at", "new"):
        found.setdefault(pk, []).append((at.date(), stage))
    return found


def _open(row: Opportunity, now: datetime) -> Open:
    return Open(
        ref=row.ref,
        offering=str(row.offering_id),
        stage=row.stage.key,
        age_days=max(0, (now - row.opened_at).days),
        amount=in_house(row.amount_minor, row.currency, row.rate),
        word=row.word_percent / 100 if row.word_percent is not None else None,
    )
