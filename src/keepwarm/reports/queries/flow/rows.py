"""The people behind the circle's figures: who is where, who is stuck there, and who went from one stage to another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import reduce
from operator import or_
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.formats import date_format
from django.utils.translation import gettext, gettext_lazy

from keepwarm.ledger.moving import STUCK_DAYS
from keepwarm.ledger.queries.house import the_house
from keepwarm.ledger.queries.move_days import MOVES, is_move, moves
from keepwarm.prospects.models import Prospect, Stage, StandingChange
from keepwarm.reports.queries.flow.page import moves_of, name_of
from keepwarm.reports.queries.leads.period import Period
from keepwarm.reports.queries.money.row_shapes import SHOWN, key_of, read_key
from keepwarm.reports.queries.rows import NoSuchRows
from keepwarm.staff.models import SEES_ALL, User
from keepwarm.staff.queries import require_role

BACK = {"came_back": gettext_lazy("Who had ended and came back"), "put_back": gettext_lazy("Who was put back to keep warm from further on")}


@dataclass(frozen=True, slots=True)
class Wanted:
    """`what`: there, stuck, moved, came_back (who had ended) or put_back (from further on).

    Stages by their numbers, as text; `step` is call, write or keep_warm.
    """

    what: str
    stage: str = ""
    step: str = ""
    came_from: str = ""
    went_to: str = ""
    after: str = ""

    @classmethod
    def read(cls, what: str, sent: Mapping[str, str]) -> Wanted:
        """From a query string."""
        return cls(what, *(sent.get(name, "")[:60] for name in ("stage", "step", "from", "to", "after")))


@dataclass(frozen=True, slots=True)
class FlowLine:
    """One person, and what the column says."""

    ref: str
    name: str
    firm: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FlowRows:
    """A page of people; `after` is the key of the next, "" on the last."""

    title: str
    columns: tuple[str, ...]
    lines: tuple[FlowLine, ...]
    after: str = ""

    @property
    def labelled(self) -> list[tuple[FlowLine, list[tuple[str, str]]]]:
        """Each row with its cells beside the names of their columns, as a phone shows them."""
        return [(line, list(zip(self.columns, line.cells, strict=True))) for line in self.lines]


def flow_rows(wanted: Wanted, *, for_: User, period: Period, now: datetime) -> FlowRows:
    """Raises NoSuchRows for a name that is no figure."""
    require_role(for_, *SEES_ALL)
    if wanted.what in {"there", "stuck"}:
        return _people(wanted, for_, now)
    if wanted.what == "moved":
        return _moved(wanted, for_, period)
    if wanted.what in BACK:
        return _back(wanted, for_, period)
    raise NoSuchRows


def _people(wanted: Wanted, reader: User, now: datetime) -> FlowRows:
    stage = _stage(wanted.stage)
    changes = StandingChange.objects.filter(prospect=OuterRef("pk"), what__in=MOVES).order_by().values("prospect")
    since = Coalesce(Subquery(changes.annotate(last=Max("at")).values("last")), "created_at")
    rows: QuerySet[Any] = Prospect.objects.filter(stage=stage, merged_into__isnull=True, ended_at__isnull=stage != Stage.ENDED)
    rows = rows.annotate(since=since)
    if wanted.step:
        rows = rows.filter(next_step=wanted.step)
    if wanted.what == "stuck":
        rows = rows.filter(since__lte=now - timedelta(days=STUCK_DAYS))
    after = int(wanted.after) if wanted.after.isdecimal() and len(wanted.after) < 19 else 0
    found = list(rows.filter(pk__gt=after).select_related("organization", "owner").order_by("pk")[: SHOWN + 1])
    lines = tuple(_line(one, (_day(one.since, reader), one.owner.name)) for one in found[:SHOWN])
    title = gettext("Too long here: %(stage)s") if wanted.what == "stuck" else gettext("Who is here: %(stage)s")
    columns = (gettext("Since"), gettext("Whose"))
    return FlowRows(title % {"stage": name_of(stage)}, columns, lines, str(found[SHOWN - 1].pk) if len(found) > SHOWN else "")


def _moved(wanted: Wanted, reader: User, period: Period) -> FlowRows:
    came_from, went_to = _stage(wanted.came_from or "0", wherever=True), _stage(wanted.went_to)
    said = {"before": name_of(came_from) or gettext("wherever they were"), "after": name_of(went_to)}
    return _changes(is_move(came_from, went_to), gettext("From %(before)s to %(after)s") % said, wanted, reader, period)


def _back(wanted: Wanted, reader: User, period: Period) -> FlowRows:
    """Who had ended and came back, or was put back from further on: the moves that the page adds up."""
    pairs = [(one.came_from, one.went_to) for one in moves_of(period) if one.is_back]
    ended = int(Stage.ENDED)
    mine = [is_move(*pair) for pair in pairs if (pair[0] == ended) == (wanted.what == "came_back")]
    return _changes(reduce(or_, mine, Q(pk__in=[])), str(BACK[wanted.what]), wanted, reader, period)


def _changes(which: Q, title: str, wanted: Wanted, reader: User, period: Period) -> FlowRows:
    house = the_house()
    begins, ends = house.span(period.since)[0], house.span(period.until)[1]
    rows = moves().filter(which, at__gte=begins, at__lt=ends)
    moment, pk = read_key(wanted.after)
    if moment:
        rows = rows.filter(Q(at__lt=moment) | Q(at=moment, pk__lt=pk))
    found = list(rows.select_related("prospect__organization").order_by("-at", "-pk")[: SHOWN + 1])
    lines = tuple(_line(one.prospect, (_day(one.at, reader), one.because)) for one in found[:SHOWN])
    after = key_of(found[SHOWN - 1].at.astimezone(UTC), found[SHOWN - 1].pk) if len(found) > SHOWN else ""
    return FlowRows(title, (gettext("When"), gettext("Why")), lines, after)


def _stage(text: str, *, wherever: bool = False) -> int:
    if text == "0" and wherever:
        return 0
    if text not in {str(int(stage)) for stage in Stage}:
        raise NoSuchRows
    return int(text)


def _line(one: Prospect, cells: tuple[str, ...]) -> FlowLine:
    return FlowLine(one.ref, one.name, one.organization.name if one.organization else "", cells)


def _day(at: datetime, reader: User) -> str:
    return date_format(at.astimezone(ZoneInfo(reader.zone)), "D j M Y")
