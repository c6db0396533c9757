"""The library as people see it: the list with its filter, and the map of interest and stage with its holes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from keepwarm.answers.models import Question
from keepwarm.content.models import CellCount, Item, ItemCount, Proposal, State
from keepwarm.content.queries.items import ItemLine, items_in_use
from keepwarm.prospects.models import Stage

PAGE = 100
WORN_OUT = 0.8
"""The share of those whom an item fits, had by whom it is worn out: few are left to offer it to. Our choice."""
STAGES = (Stage.NEW, Stage.CONVERSING, Stage.LEAD, Stage.IN_SALES, Stage.CUSTOMER)


@dataclass(frozen=True, slots=True)
class Filters:
    """What the list shows; "" shows all. `state` "stale": in use, and no longer fresh."""

    words: str = ""
    kind: str = ""
    interest: str = ""
    state: str = ""
    page: int = 1


@dataclass(frozen=True, slots=True)
class Topic:
    """An interest, by its key and in words."""

    key: str
    label: str


@dataclass(frozen=True, slots=True)
class Cell:
    """What there is for an interest at a stage. `fresh`: items to offer; `stale` and `worn`: those that are used up; `people` waiting."""

    interest: str
    stage: int
    fresh: int
    stale: int
    worn: int
    people: int | None

    @property
    def is_hole(self) -> bool:
        """Nothing to offer that is neither stale nor worn out."""
        return self.fresh <= self.worn


@dataclass(frozen=True, slots=True)
class Row:
    """An interest with its cells, in the order of the stages."""

    topic: Topic
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Worn:
    """An item that is used up, and why in words."""

    ref: str
    title: str
    why: str


@dataclass(frozen=True, slots=True)
class Map:
    """Interest by stage. `counted_at` None: nobody has counted yet."""

    stages: tuple[str, ...]
    rows: tuple[Row, ...]
    worn: tuple[Worn, ...]
    counted_at: datetime | None

    @property
    def holes(self) -> int:
        return sum(cell.is_hole for row in self.rows for cell in row.cells)


def topics() -> tuple[Topic, ...]:
    """The interests of the house."""
    return tuple(Topic(key, label) for key, label in Question.objects.filter(group="topic").values_list("key", "label"))


def say_stage(stage: int) -> str:
    """A stage in a word."""
    return {
        Stage.NEW: _("new"),
        Stage.CONVERSING: _("in conversation"),
        Stage.LEAD: _("lead"),
        Stage.IN_SALES: _("with sales"),
        Stage.CUSTOMER: _("customer"),
    }.get(Stage(stage), "")


def find_items(filters: Filters, *, now: datetime) -> tuple[list[Item], bool]:
    """A page of items, the best first, and whether more follow."""
    rows = listed(filters, now=now)
    found = list(rows.defer("body", "html").order_by("-worth", "pk")) if filters.interest else None
    start = (filters.page - 1) * PAGE
    if found is not None:  # a list within JSON is not searched alike by both databases
        page = [item for item in found if filters.interest in item.interests][start : start + PAGE + 1]
    else:
        page = list(rows.defer("body", "html").order_by("-worth", "pk")[start : start + PAGE + 1])
    return page[:PAGE], len(page) > PAGE


def listed(filters: Filters, *, now: datetime) -> QuerySet[Item]:
    """The items of the list, in no order; the interest, which the database does not search, is left to the caller."""
    rows = _by_state(Item.objects.select_related("owner", "count"), filters.state, now.date())
    if filters.kind:
        rows = rows.filter(kind=filters.kind)
    if filters.words:
        rows = rows.filter(Q(title__icontains=filters.words) | Q(teaser__icontains=filters.words))
    return rows


def _by_state(rows: QuerySet[Item], state: str, today: date) -> QuerySet[Item]:
    if state == "stale":
        return rows.filter(state=State.IN_USE, fresh_until_on__lt=today)
    if state in State.values:
        return rows.filter(state=state)
    return rows.exclude(state=State.RETIRED)


def count_proposals() -> int:
    """Entries of feeds that nobody has taken in or dismissed, at most 1,000."""
    return Proposal.objects.filter(settled_at__isnull=True, feed__retired_at__isnull=True)[:1000].count()


def read_map(*, now: datetime) -> Map:
    """The map; four queries however many people there are."""
    shelf = items_in_use(now, stale_too=True)
    counts = {row.item_id: row for row in ItemCount.objects.all()}
    people = {(row.interest, row.stage): row for row in CellCount.objects.all()}
    worn = {line.id for line in shelf if line.id in counts and _is_worn(counts[line.id])}
    known = (*topics(), Topic("", _("for every interest")))
    counted_at = next((row.counted_at for row in people.values()), None)
    rows = tuple(Row(topic, tuple(_cell(topic.key, stage, shelf, worn, people, now) for stage in STAGES)) for topic in known)
    return Map(tuple(say_stage(stage) for stage in STAGES), rows, _worn(shelf, worn, counts, now), counted_at)


def _cell(
    interest: str,
    stage: int,
    shelf: Sequence[ItemLine],
    worn: set[int],
    people: dict[tuple[str, int], CellCount],
    now: datetime,
) -> Cell:
    here = [line for line in shelf if (interest in line.interests if interest else not line.interests)]
    here = [line for line in here if not line.stages or stage in line.stages]
    fresh = [line for line in here if not _is_stale(line, now)]
    counted = people.get((interest, stage))
    known = (counted.people if counted else 0) if people else None
    return Cell(interest, stage, len(fresh), len(here) - len(fresh), sum(line.id in worn for line in fresh), known)


def _worn(shelf: Sequence[ItemLine], worn: set[int], counts: dict[int, ItemCount], now: datetime) -> tuple[Worn, ...]:
    found = []
    for line in shelf:
        if _is_stale(line, now):
            found.append(
                Worn(line.ref, line.title, _("It was fresh until %(day)s.") % {"day": date_format(line.fresh_until_on or now, "j M Y")})
            )
        elif line.id in worn:
            row = counts[line.id]
            said = _("%(had)s of the %(fits)s people whom it fits have had it.") % {"had": row.had, "fits": row.fits}
            found.append(Worn(line.ref, line.title, said))
    return tuple(found)


def _is_stale(line: ItemLine, now: datetime) -> bool:
    return line.fresh_until_on is not None and line.fresh_until_on < now.date()


def _is_worn(row: ItemCount) -> bool:
    return row.fits > 0 and row.had >= WORN_OUT * row.fits
