"""A line of a list as an opportunity: what it becomes, and the rows beside it, the sale of one that was won among them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.utils.translation import gettext

from keepwarm.circle.queries.opportunity_look import Look
from keepwarm.circle.queries.opportunity_map import OpportunityPlan, Row, moment_of
from keepwarm.decisions.actions import settle
from keepwarm.intake.models import Import
from keepwarm.intake.shaping.shapes import Flawed
from keepwarm.lib.refusal import Refusal
from keepwarm.prospects.models import Prospect
from keepwarm.selling.actions.absorbing import source_of
from keepwarm.selling.actions.signalling import begins_at
from keepwarm.selling.models import Offering, Opportunity, OpportunityChange, OpportunityPerson, Outcome, Sale, SalePart, SellingStage
from keepwarm.selling.queries.rates import rate_on
from keepwarm.staff.models import User
from keepwarm.touches.actions import raise_signals
from keepwarm.touches.models import Signal

WAKES: Final = timedelta(days=90)  # when somebody is heard of again whose next touch is not known
What = OpportunityChange.What


@dataclass(slots=True)
class ListHouse:
    """What all lines of a list share. `imports`, `refs`: this import and earlier ones of the same file."""

    imported: Import
    plan: OpportunityPlan
    look: Look
    offerings: dict[str, Offering]
    stages: dict[str, SellingStage]
    first: SellingStage
    imports: list[int]
    refs: list[str]
    by: User | None


def line_source(ref: str, line: int) -> str:
    """By which an opportunity is known again as the one of a line."""
    return f"import:{ref}:{line}"


def build_opportunity(house: ListHouse, row: Row, prospect: Prospect, *, now: datetime) -> Opportunity | Flawed:
    """What a line becomes, unsaved; or why it cannot."""
    opened = moment_of(row.opened_on, now)
    closed = moment_of(row.closed_on, now) if row.closed_on else None
    built = Opportunity(
        prospect=prospect,
        organization=prospect.organization,
        offering=house.offerings[house.look.same.get(row.offering, row.offering)],
        name=row.name,
        expected_on=row.expected_on,
        stage=house.stages[row.stage] if row.stage else house.first,
        stage_at=min(opened, closed or opened),
        word_percent=row.word,
        seat=prospect.owner,
        opened_at=min(opened, closed or opened),
        closed_at=closed,
        outcome=row.outcome,
        reason=row.reason,
        lost_to=row.lost_to,
        source=line_source(house.imported.ref, row.line),
        by=house.by,
    )
    _go_on(built, now=now)
    return _priced(built, row)


def _go_on(built: Opportunity, *, now: datetime) -> None:
    """What comes next, on the day that is planned for its prospect anyway: nobody is hurried because a list came in."""
    comes = max(built.prospect.next_touch_at or now + WAKES, now).date()
    if built.closed_at is None:
        built.next_on, built.next_what = comes, gettext("Talk about %(offering)s") % {"offering": built.offering.name}
    elif built.outcome in {Outcome.LOST, Outcome.POSTPONED}:
        built.wake_on = comes


def _priced(built: Opportunity, row: Row) -> Opportunity | Flawed:
    """With the amount of its line, else the price of its offering, and the rate of its first day."""
    offering = built.offering
    amount, currency = (row.amount_minor, row.currency) if row.amount_minor else (offering.price_minor, offering.currency)
    if amount is None:
        return Flawed(row.line, gettext("It has no amount, and %(name)s has no price.") % {"name": offering.name}, (row.offering,))
    try:
        built.amount_minor, built.currency, built.rate = amount, currency, rate_on(currency, built.opened_at.date())
    except Refusal as refusal:
        return Flawed(row.line, refusal.sentence, (row.offering, currency))
    return built


def keep_opportunities(house: ListHouse, made: Sequence[tuple[Row, Opportunity]], *, now: datetime) -> None:
    """Write them with their people, history, sales and next touches. The caller holds the transaction."""
    rows = Opportunity.objects.bulk_create([one for _row, one in made])
    OpportunityPerson.objects.bulk_create(
        [OpportunityPerson(opportunity=one, prospect_id=one.prospect_id, role=OpportunityPerson.Role.DECIDES) for one in rows]
    )
    OpportunityChange.objects.bulk_create([line for one in rows for line in _history(house, one)])
    sales = Sale.objects.bulk_create([_sale(one, house, now=now) for one in rows if one.outcome == Outcome.WON])
    SalePart.objects.bulk_create([SalePart(sale=sale, seat_id=sale.seat_id, part=SalePart.Part.SOLD) for sale in sales])
    open_ = [one for one in rows if one.closed_at is None]
    raise_signals([_signal(one, now=now) for one in open_])
    settle([one.prospect_id for one in open_], by=None, now=now)  # nobody's hand: an undo asks whom somebody worked with


def _history(house: ListHouse, one: Opportunity) -> Iterator[OpportunityChange]:
    because = gettext("brought in with the list %(name)s") % {"name": house.imported.file_name}
    told: Any = {"opportunity": one, "by": house.by, "because": because[:300]}
    yield OpportunityChange(what=What.OPENED, new=one.stage.key, at=one.opened_at, **told)
    if one.closed_at is not None:
        yield OpportunityChange(what=What.OUTCOME, new=one.outcome, at=one.closed_at, **told)


def _sale(one: Opportunity, house: ListHouse, *, now: datetime) -> Sale:
    """What was promised then nobody knows: neither promises nor the word that there were none."""
    assert one.closed_at is not None
    return Sale(
        opportunity=one,
        prospect_id=one.prospect_id,
        organization_id=one.organization_id,
        offering=one.offering,
        amount_minor=one.amount_minor,
        currency=one.currency,
        rate=one.rate,
        sold_at=one.closed_at,
        seat_id=one.seat_id,
        by=house.by,
        made_at=now,
    )


def _signal(one: Opportunity, *, now: datetime) -> Signal:
    assert one.next_on is not None
    due = begins_at(one.next_on, one.prospect.zone or one.seat.zone)
    signal = Signal(prospect_id=one.prospect_id, kind=Signal.Kind.OPPORTUNITY, raised_at=now, due_at=due, source=source_of(one.ref))
    signal.seat_id, signal.args = one.seat_id, {"what": one.next_what, "opportunity": one.ref}
    return signal
