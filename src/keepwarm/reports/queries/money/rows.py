"""The rows behind each figure of costs and sales, page by page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from keepwarm.reports.queries.leads.period import Period
from keepwarm.reports.queries.money.narrowing import Wanted
from keepwarm.reports.queries.money.paid_rows import list_rows, outlay_rows
from keepwarm.reports.queries.money.people_rows import came_rows, compared_rows
from keepwarm.reports.queries.money.sale_rows import STORIES, owed_rows, sale_rows
from keepwarm.reports.queries.money.touch_rows import touch_rows
from keepwarm.reports.queries.row_page import RowPage
from keepwarm.reports.queries.rows import NoSuchRows
from keepwarm.staff.models import SEES_ALL, User
from keepwarm.staff.queries import require_role

KINDS_OF_ROWS: dict[str, Callable[[Wanted, User, Period], RowPage]] = {
    "touches": touch_rows,
    **dict.fromkeys(STORIES, sale_rows),
    "owed": owed_rows,
    "kept": owed_rows,
    "came": came_rows,
    "lists": list_rows,
    "outlays": outlay_rows,
}


def money_rows(wanted: Wanted, *, for_: User, period: Period, now: datetime) -> RowPage:
    """The rows that a figure counts. Raises NoSuchRows for a name that is no figure."""
    require_role(for_, *SEES_ALL)
    if wanted.what == "compared":
        return compared_rows(wanted, for_, period, now)
    make = KINDS_OF_ROWS.get(wanted.what)
    if make is None:
        raise NoSuchRows
    return make(wanted, for_, period)
