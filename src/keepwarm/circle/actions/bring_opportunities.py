"""The opportunities of a list whose people are here: written in short transactions; broken off or stopped, it goes on where it stood."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from itertools import islice
from typing import Any, Final

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext

from keepwarm.circle.actions.listed_opportunities import ListHouse, build_opportunity, keep_opportunities, line_source
from keepwarm.circle.actions.pipelines import ask_for, at_work, go_further, is_to_stop
from keepwarm.circle.actions.take_back_opportunities import forget_refused
from keepwarm.circle.models import Pipeline
from keepwarm.circle.queries.opportunity_look import Look, look_through
from keepwarm.circle.queries.opportunity_map import OpportunityPlan, Row, read_opportunities
from keepwarm.decisions.long_work import long_work
from keepwarm.intake import files
from keepwarm.intake.actions.starting import MAY_IMPORT, NotThatWay
from keepwarm.intake.models import Import, ImportedRow, Reject
from keepwarm.intake.reading.opening import open_table
from keepwarm.intake.shaping.shapes import Flawed
from keepwarm.prospects.models import Prospect
from keepwarm.prospects.queries.remaining import remaining
from keepwarm.selling.actions.offerings import add_offering
from keepwarm.selling.actions.stages import ensure_stages
from keepwarm.selling.models import Offering, Opportunity, SellingStage
from keepwarm.staff.models import User
from keepwarm.staff.queries import require_role

CHUNK: Final = 50  # rows whose writing holds SQLite's one write lock for well under a tenth of a second


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


def ask_for_opportunities(imported: Import, section: Mapping[str, Any], *, by: User | None, now: datetime) -> None:
    """What the columns of an import mean for its opportunities, and that they are to come in. Raises NotThatWay, MapWrong, Unreadable."""
    require_role(by, *MAY_IMPORT)
    map_ = {**imported.map, "opportunity": dict(section)}
    table = open_table(files.path_of(imported.file_hash), name=imported.file_name)
    read_opportunities(map_, table.header, called=gettext("the chosen columns"), file=imported.file_name)
    with transaction.atomic():
        if not Import.objects.filter(pk=imported.pk, state=Import.State.DONE).update(map=map_):
            raise NotThatWay(gettext("The people of import %s are not all here yet; their opportunities come after them.") % imported.ref)
        forget_refused(imported)
        ask_for(imported, Pipeline.State.RUNNING, by=by, now=now)


def bring_opportunities(
    ref: str,
    *,
    by: User | None,
    clock: Callable[[], datetime],
    progress: Callable[[Pipeline], None] | None = None,
    again: bool = True,
) -> Brought:
    """Write the opportunity of every line of an import whose people came in, once, from where it stands. By one process at a time.

    `again`: also what nobody asked for yet, or was stopped; else only what is to run, so that a call from before a stop starts nothing.
    Raises NotThatWay, MapWrong, Unreadable. A kill at any time leaves whole chunks; asked again it goes on behind them.
    """
    require_role(by, *MAY_IMPORT)
    imported = _imported(ref)
    row = Pipeline.objects.filter(imported=imported).first()
    if not again and (row is None or row.state != Pipeline.State.RUNNING):
        raise NotThatWay(gettext("There is nothing of import %s to go on with.") % ref)
    if row is None or row.state not in {Pipeline.State.RUNNING, Pipeline.State.STOPPED, Pipeline.State.FAILED}:
        row = ask_for(imported, Pipeline.State.RUNNING, by=by, now=clock())
    elif row.state != Pipeline.State.RUNNING:
        row = ask_for(imported, Pipeline.State.RUNNING, by=by, now=clock(), anew=False)
    with at_work(row, clock=clock), long_work():
        return _bring(_open(imported, by=by, now=clock()), row, clock, progress)


def _bring(house: ListHouse, row: Pipeline, clock: Callable[[], datetime], progress: Callable[[Pipeline], None] | None) -> Brought:
    brought = Brought(offerings=len(house.look.new), same=house.look.same)
    rows = open_table(files.path_of(house.imported.file_hash), name=house.imported.file_name).rows(from_line=row.next_line)
    while not is_to_stop(row) and (lines := list(islice(rows, CHUNK))):
        now = clock()
        shaped = [house.plan.of(one.line, one.cells, today=now.date()) for one in lines if not one.problem]
        _write(house, shaped, brought, now=now, after=partial(go_further, row, len(lines), now=now, next_line=lines[-1].line + 1))
        brought.rows += len(lines)
        if progress is not None:
            progress(row)
    return brought


def _imported(ref: str) -> Import:
    imported = Import.objects.filter(ref=ref).first()
    if imported is None:
        raise NotThatWay(gettext("There is no import %s.") % ref)
    if imported.state != Import.State.DONE:
        raise NotThatWay(gettext("The people of import %s are not all here yet; their opportunities come after them.") % ref)
    return imported


def _open(imported: Import, *, by: User | None, now: datetime) -> ListHouse:
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
    return ListHouse(
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


def _write(house: ListHouse, shaped: Sequence[Row | Flawed], brought: Brought, *, now: datetime, after: Callable[[], None]) -> None:
    """A chunk. What each line becomes is made ready before the write begins; what stands already is asked within it.

    `after` is done in the same transaction: it says how far the list is in.
    """
    rows = [one for one in shaped if isinstance(one, Row)]
    refused = [one for one in shaped if isinstance(one, Flawed)]
    people = _people(house, [one.line for one in rows])
    refused += [Flawed(one.line, gettext("Nobody came in with this line."), ()) for one in rows if one.line not in people]
    built = [(one, build_opportunity(house, one, people[one.line], now=now)) for one in rows if one.line in people]
    refused += [one for _row, one in built if isinstance(one, Flawed)]
    with transaction.atomic():
        here = _here(house, rows, people)
        made = [(row, one) for row, one in built if isinstance(one, Opportunity) and row.line not in here]
        keep_opportunities(house, made, now=now)
        brought.rejected += _keep_rejects(house, refused)
        after()
    brought.created += len(made)
    brought.already += len(here)
    for row, _one in made:
        brought.outcomes[row.outcome or "open"] = brought.outcomes.get(row.outcome or "open", 0) + 1


def _people(house: ListHouse, lines: Sequence[int]) -> dict[int, Prospect]:
    """Whom each line became, when this file came in or an earlier time; of merged ones who remains."""
    found = ImportedRow.objects.filter(imported__in=house.imports, line__in=lines).order_by("pk").values_list("line", "prospect_id")
    who = dict(found)
    stay = remaining(set(who.values()))
    rows = Prospect.objects.select_related("owner", "organization").in_bulk([stay.get(pk, pk) for pk in who.values()])
    return {line: rows[stay.get(pk, pk)] for line, pk in who.items() if stay.get(pk, pk) in rows}


def _here(house: ListHouse, rows: Sequence[Row], people: dict[int, Prospect]) -> set[int]:
    """Lines whose opportunity stands already."""
    ids = {one.pk for one in people.values()}
    sources = set(Opportunity.objects.filter(prospect_id__in=ids, source__startswith="import:").values_list("source", flat=True))
    return {row.line for row in rows if any(line_source(ref, row.line) in sources for ref in house.refs)}


def _keep_rejects(house: ListHouse, refused: Sequence[Flawed]) -> int:
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
