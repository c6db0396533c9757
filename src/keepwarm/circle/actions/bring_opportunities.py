"""The opportunities of a list whose people are here: written in short transactions; broken off, it goes on when asked again."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import islice
from typing import Any, Final

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext

from keepwarm.circle.actions.take_back_opportunities import forget_refused
from keepwarm.circle.queries.opportunity_look import Look, look_through
from keepwarm.circle.queries.opportunity_map import OpportunityPlan, Row, moment_of, read_opportunities
from keepwarm.decisions.actions import settle
from keepwarm.decisions.long_work import long_work
from keepwarm.intake import files
from keepwarm.intake.actions.starting import MAY_IMPORT, NotThatWay
from keepwarm.intake.models import Import, ImportedRow, Reject
from keepwarm.intake.reading.tables import open_table
from keepwarm.intake.shaping.shapes import Flawed
from keepwarm.lib.refusal import Refusal
from keepwarm.prospects.models import Prospect
from keepwarm.prospects.queries.remaining import remaining
from keepwarm.selling.actions.absorbing import source_of
from keepwarm.selling.actions.offerings import add_offering
from keepwarm.selling.actions.signalling import begins_at
from keepwarm.selling.actions.stages import ensure_stages
from keepwarm.selling.models import Offering, Opportunity, OpportunityChange, OpportunityPerson, Outcome, Sale, SalePart, SellingStage
from keepwarm.selling.queries.rates import rate_on
from keepwarm.staff.models import User
from keepwarm.staff.queries import require_role
from keepwarm.touches.actions import raise_signals
from keepwarm.touches.models import Signal

CHUNK: Final = 50  # rows whose writing holds SQLite's one write lock for well under a tenth of a second
WAKES: Final = timedelta(days=90)  # when somebody is heard of again whose next touch is not known
What = OpportunityChange.What


@dataclass(slots=True)
class Brought:
    """What came in. `same`: names of offerings that were taken for another one."""

    rows: int = 0
    created: int = 0
    already: int = 0
    rejected: int = 0
    offerings: int = 0
    outcomes: dict[str, int] = field(default_factory=dict)
    same: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class _House:
    """What all chunks share."""

    imported: Import
    plan: OpportunityPlan
    look: Look
    offerings: dict[str, Offering]
    stages: dict[str, SellingStage]
    first: SellingStage
    imports: list[int]
    refs: list[str]
    by: User | None


def keep_section(imported: Import, section: Mapping[str, Any], *, by: User | None) -> None:
    """What the columns of an import mean for its opportunities, before they are brought in. Raises NotThatWay, MapWrong, Unreadable."""
    require_role(by, *MAY_IMPORT)
    map_ = {**imported.map, "opportunity": dict(section)}
    table = open_table(files.path_of(imported.file_hash), name=imported.file_name)
    read_opportunities(map_, table.header, called=gettext("the chosen columns"), file=imported.file_name)
    with transaction.atomic():
        if not Import.objects.filter(pk=imported.pk, state=Import.State.DONE).update(map=map_):
            raise NotThatWay(gettext("The people of import %s are not all here yet; their opportunities come after them.") % imported.ref)
        forget_refused(imported)


def bring_opportunities(
    ref: str, *, by: User | None, clock: Callable[[], datetime], progress: Callable[[int], None] | None = None
) -> Brought:
    """Write the opportunity of every line of an import whose people came in, once. Raises NotThatWay, MapWrong, Unreadable."""
    require_role(by, *MAY_IMPORT)
    house = _open(ref, by=by, now=clock())
    brought = Brought(offerings=len(house.look.new), same=house.look.same)
    rows = open_table(files.path_of(house.imported.file_hash), name=house.imported.file_name).rows()
    with long_work():
        while lines := list(islice(rows, CHUNK)):
            now = clock()
            shaped = [house.plan.of(one.line, one.cells, today=now.date()) for one in lines if not one.problem]
            _write(house, shaped, brought, now=now)
            brought.rows += len(lines)
            if progress is not None:
                progress(brought.rows)
    return brought


def _open(ref: str, *, by: User | None, now: datetime) -> _House:
    imported = Import.objects.filter(ref=ref).first()
    if imported is None:
        raise NotThatWay(gettext("There is no import %s.") % ref)
    if imported.state != Import.State.DONE:
        raise NotThatWay(gettext("The people of import %s are not all here yet; their opportunities come after them.") % ref)
    ensure_stages()
    path = files.path_of(imported.file_hash)
    called = str(imported.map.get("called", "the map"))
    plan = read_opportunities(imported.map, open_table(path, name=imported.file_name).header, called=called, file=imported.file_name)
    look = look_through(path, plan, called=imported.file_name, today=now.date())
    _add_offerings(plan, look, imported, by=by, now=now)
    stages = {one.key: one for one in SellingStage.objects.filter(retired_at__isnull=True)}
    same_file = Import.objects.filter(file_hash=imported.file_hash).exclude(state=Import.State.UNDONE)
    offerings = {one.name: one for one in Offering.objects.all()}
    keys = same_file.values_list("pk", "ref")
    return _House(
        imported, plan, look, offerings, stages, next(iter(stages.values())), [pk for pk, _ in keys], [ref for _, ref in keys], by
    )


def _add_offerings(plan: OpportunityPlan, look: Look, imported: Import, *, by: User | None, now: datetime) -> None:
    """Those that the house does not have, with the first price that the file tells."""
    if not look.new:
        return
    prices: dict[str, tuple[int | None, str]] = {}
    for line in open_table(files.path_of(imported.file_hash), name=imported.file_name).rows():
        row = plan.of(line.line, line.cells, today=now.date())
        name = look.same.get(row.offering, row.offering) if isinstance(row, Row) else ""
        if isinstance(row, Row) and name in look.new and prices.get(name, (None, ""))[0] is None:
            prices[name] = (row.price_minor, row.currency)
    with transaction.atomic():
        for name, (price, currency) in prices.items():
            add_offering(by=by, now=now, name=name, price_minor=price, currency=currency)


def _write(house: _House, shaped: Sequence[Row | Flawed], brought: Brought, *, now: datetime) -> None:
    """A chunk. What each line becomes is made ready before the write begins; what stands already is asked within it."""
    rows = [one for one in shaped if isinstance(one, Row)]
    refused = [one for one in shaped if isinstance(one, Flawed)]
    people = _people(house, [one.line for one in rows])
    refused += [Flawed(one.line, gettext("Nobody came in with this line."), ()) for one in rows if one.line not in people]
    built = [(one, _build(house, one, people[one.line], now=now)) for one in rows if one.line in people]
    refused += [one for _row, one in built if isinstance(one, Flawed)]
    with transaction.atomic():
        here = _here(house, rows, people)
        made = [(row, one) for row, one in built if isinstance(one, Opportunity) and row.line not in here]
        _keep(house, made, now=now)
        brought.rejected += _keep_rejects(house, refused)
    brought.created += len(made)
    brought.already += len(here)
    for row, _one in made:
        brought.outcomes[row.outcome or "open"] = brought.outcomes.get(row.outcome or "open", 0) + 1


def _people(house: _House, lines: Sequence[int]) -> dict[int, Prospect]:
    """Whom each line became, when this file came in or an earlier time; of merged ones who remains."""
    found = ImportedRow.objects.filter(imported__in=house.imports, line__in=lines).order_by("pk").values_list("line", "prospect_id")
    who = dict(found)
    stay = remaining(set(who.values()))
    rows = Prospect.objects.select_related("owner", "organization").in_bulk([stay.get(pk, pk) for pk in who.values()])
    return {line: rows[stay.get(pk, pk)] for line, pk in who.items() if stay.get(pk, pk) in rows}


def _here(house: _House, rows: Sequence[Row], people: dict[int, Prospect]) -> set[int]:
    """Lines whose opportunity stands already."""
    ids = {one.pk for one in people.values()}
    sources = set(Opportunity.objects.filter(prospect_id__in=ids, source__startswith="import:").values_list("source", flat=True))
    return {row.line for row in rows if any(_source(ref, row.line) in sources for ref in house.refs)}


def _source(ref: str, line: int) -> str:
    return f"import:{ref}:{line}"


def _build(house: _House, row: Row, prospect: Prospect, *, now: datetime) -> Opportunity | Flawed:
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
        source=_source(house.imported.ref, row.line),
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


def _keep(house: _House, made: Sequence[tuple[Row, Opportunity]], *, now: datetime) -> None:
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


def _history(house: _House, one: Opportunity) -> Iterator[OpportunityChange]:
    because = gettext("brought in with the list %(name)s") % {"name": house.imported.file_name}
    told: Any = {"opportunity": one, "by": house.by, "because": because[:300]}
    yield OpportunityChange(what=What.OPENED, new=one.stage.key, at=one.opened_at, **told)
    if one.closed_at is not None:
        yield OpportunityChange(what=What.OUTCOME, new=one.outcome, at=one.closed_at, **told)


def _sale(one: Opportunity, house: _House, *, now: datetime) -> Sale:
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


def _keep_rejects(house: _House, refused: Sequence[Flawed]) -> int:
    """Each line once, however often it is tried. How many are new."""
    lines = [one.line for one in refused]
    have = set(Reject.objects.filter(imported=house.imported, line__in=lines).values_list("line", flat=True))
    fresh = [one for one in refused if one.line not in have]
    Reject.objects.bulk_create(
        [Reject(imported=house.imported, line=one.line, reason=one.reason[:300], raw=list(one.cells)) for one in fresh]
    )
    if fresh:
        Import.objects.filter(pk=house.imported.pk).update(rejected=F("rejected") + len(fresh))
    return len(fresh)
