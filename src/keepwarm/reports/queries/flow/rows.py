"""The people behind the circle's figures: who is where, who is stuck there, and who went from one stage to another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext, gettext_lazy

from keepwarm.ledger.moving import STUCK_DAYS
from keepwarm.ledger.queries.everyone import stuck_key, there_key
from keepwarm.ledger.queries.house import the_house
from keepwarm.ledger.queries.move_days import MOVES, is_move, moves
from keepwarm.ledger.queries.spent import few_of
from keepwarm.lib.paging import key_of, read_key
from keepwarm.lib.text import read_number
from keepwarm.prospects.models import Prospect, Stage, StandingChange
from keepwarm.reports.queries.flow.page import moves_of, name_of
from keepwarm.reports.queries.leads.period import Period
from keepwarm.reports.queries.row_page import RowPage, day_of, line_of, page_of, page_of_people
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


def flow_rows(wanted: Wanted, *, for_: User, period: Period, now: datetime) -> RowPage:
    """Raises NoSuchRows for a name that is no figure."""
    require_role(for_, *SEES_ALL)
    if wanted.what in {"there", "stuck"}:
        return _people(wanted, for_, now)
    if wanted.what == "moved":
        return _moved(wanted, for_, period)
    if wanted.what in BACK:
        return _back(wanted, for_, period)
    raise NoSuchRows


def _people(wanted: Wanted, reader: User, now: datetime) -> RowPage:
    stage = _stage(wanted.stage)
    changes = StandingChange.objects.filter(prospect=OuterRef("pk"), what__in=MOVES).order_by().values("prospect")
    since = Coalesce(Subquery(changes.annotate(last=Max("at")).values("last")), "created_at")
    rows: QuerySet[Any] = Prospect.objects.filter(stage=stage, merged_into__isnull=True, ended_at__isnull=stage != Stage.ENDED)
    rows = rows.annotate(since=since)
    if wanted.step:
        rows = rows.filter(next_step=wanted.step)
    if wanted.what == "stuck":
        rows = rows.filter(since__lte=now - timedelta(days=STUCK_DAYS))
    known = few_of(stuck_key(stage)) if wanted.what == "stuck" else few_of(there_key(stage, wanted.step)) if wanted.step else None
    found, after = page_of_people(rows.select_related("organization", "owner"), read_number(wanted.after) or 0, known)
    lines = tuple(line_of(one, day_of(one.since, reader), one.owner.name) for one in found)
    title = gettext("Too long here: %(stage)s") if wanted.what == "stuck" else gettext("Who is here: %(stage)s")
    columns = (gettext("Since"), gettext("Whose"))
    return RowPage(title % {"stage": name_of(stage)}, columns, lines, after)


def _moved(wanted: Wanted, reader: User, period: Period) -> RowPage:
    came_from, went_to = _stage(wanted.came_from or "0", wherever=True), _stage(wanted.went_to)
    said = {"before": name_of(came_from) or gettext("wherever they were"), "after": name_of(went_to)}
    return _changes(is_move(came_from, went_to), gettext("From %(before)s to %(after)s") % said, wanted, reader, period)


def _back(wanted: Wanted, reader: User, period: Period) -> RowPage:
    """Who had ended and came back, or was put back from further on: the moves that the page adds up."""
    pairs = [(one.came_from, one.went_to) for one in moves_of(period) if one.is_back]
    ended = int(Stage.ENDED)
    mine = [is_move(*pair) for pair in pairs if (pair[0] == ended) == (wanted.what == "came_back")]
    return _changes(reduce(or_, mine, Q(pk__in=[])), str(BACK[wanted.what]), wanted, reader, period)


def _changes(which: Q, title: str, wanted: Wanted, reader: User, period: Period) -> RowPage:
    house = the_house()
    begins, ends = house.span(period.since)[0], house.span(period.until)[1]
    rows = moves().filter(which, at__gte=begins, at__lt=ends)
    if key := read_key(wanted.after):
        at, pk = key
        rows = rows.filter(Q(at__lt=at) | Q(at=at, pk__lt=pk))
    rows = rows.select_related("prospect__organization").order_by("-at", "-pk")
    found, after = page_of(rows, lambda row: key_of(row.at, row.pk))
    lines = tuple(line_of(one.prospect, day_of(one.at, reader), one.because) for one in found)
    return RowPage(title, (gettext("When"), gettext("Why")), lines, after)


def _stage(text: str, *, wherever: bool = False) -> int:
    if text == "0" and wherever:
        return 0
    if text not in {str(int(stage)) for stage in Stage}:
        raise NoSuchRows
    return int(text)
