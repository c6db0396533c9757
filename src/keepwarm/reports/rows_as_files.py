"""The rows behind the figures of weeks, money, flow and quotas, as files: what the page shows, and all of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any, Protocol

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from keepwarm.reports.forms import PeriodForm, WeekForm
from keepwarm.reports.queries.aims.quota_rows import quota_rows
from keepwarm.reports.queries.aims.quotas import quotas_page
from keepwarm.reports.queries.flow.rows import Wanted as FlowWanted
from keepwarm.reports.queries.flow.rows import flow_rows
from keepwarm.reports.queries.leads.period import Period, period_of
from keepwarm.reports.queries.list_rows import Wanted as ListWanted
from keepwarm.reports.queries.list_rows import list_rows
from keepwarm.reports.queries.money.narrowing import Wanted as MoneyWanted
from keepwarm.reports.queries.money.rows import money_rows
from keepwarm.reports.queries.morning import SEES_EVERY_REP
from keepwarm.reports.queries.row_page import Amount
from keepwarm.reports.queries.rows import Row, Rows
from keepwarm.reports.queries.weeks.rows import READ, week_rows
from keepwarm.reports.queries.weeks.rows import Asked as AskedWeek
from keepwarm.reports.queries.weeks.span import this_week
from keepwarm.staff.exporting import Asked, Column, Columns, Export
from keepwarm.staff.models import REPS, SEES_ALL, Role

PERSON: Columns = (Column(_("Reference"), "person.ref"), Column(_("Name"), "person.name"), Column(_("Firm"), "person.firm"))
LINE: Columns = (Column(_("Reference"), "ref"), Column(_("Name"), "name"), Column(_("Firm"), "firm"))


class Page(Protocol):
    """A page of rows, and the key of the next."""

    @property
    def columns(self) -> tuple[str, ...]: ...
    @property
    def lines(self) -> tuple[Any, ...]: ...
    @property
    def after(self) -> str: ...


def _period(asked: Asked) -> Period:
    form = PeriodForm(dict(asked.filters))
    return period_of(for_=asked.for_, since=form.day("since"), until=form.day("until"), now=asked.now)


def _money(asked: Asked, after: str = "") -> Page:
    wanted = replace(MoneyWanted.read(asked.get("of"), asked.filters), after=after)
    return money_rows(wanted, for_=asked.for_, period=_period(asked), now=asked.now)


def _flow(asked: Asked, after: str = "") -> Page:
    wanted = replace(FlowWanted.read(asked.get("of"), asked.filters), after=after)
    return flow_rows(wanted, for_=asked.for_, period=_period(asked), now=asked.now)


def _of_list(asked: Asked, after: str = "") -> Page:
    return list_rows(replace(ListWanted.read(asked.get("of"), asked.filters), after=after), for_=asked.for_)


def _every(page_of: Callable[[Asked, str], Page]) -> Callable[[Asked], Iterable[Any]]:
    """Page by page, each a short read of its own."""

    def lines(asked: Asked) -> Iterator[Any]:
        page = page_of(asked, "")
        yield from page.lines
        while page.after:
            page = page_of(asked, page.after)
            yield from page.lines

    return lines


def _week(asked: Asked) -> Rows:
    form = WeekForm(dict(asked.filters))
    wanted = AskedWeek(asked.get("of"), form.day or this_week(asked.now), form.weeks, form.rep, form.key)
    return week_rows(wanted, for_=asked.for_, now=asked.now, most=READ)


def _quota(asked: Asked) -> Rows:
    day = WeekForm({"week": asked.get("on")}).day
    page = quotas_page(for_=asked.for_, period=asked.get("period"), on=day, now=asked.now)
    return quota_rows(asked.get("of"), page, rep=asked.get("rep")[:16], for_=asked.for_, now=asked.now, most=READ)


def _cells(person: Columns, titles: Iterable[str], rows: Sequence[Any] = ()) -> Columns:
    """What the page shows; money as numbers, with its currency in the title, so that a spreadsheet can add it up."""
    first = rows[0].cells if rows else ()
    return (*person, *(_cell(place, _titled(title, first[place : place + 1])) for place, title in enumerate(titles)))


def _titled(title: str, cells: Sequence[str]) -> str:
    return next((f"{title} ({cell.currency})" for cell in cells if isinstance(cell, Amount)), title)


def _cell(place: int, title: str) -> Column[Any]:
    return Column(title or _("What"), lambda row: _plain(row.cells[place]) if place < len(row.cells) else "")


def _plain(cell: str) -> str | Decimal:
    return cell.major if isinstance(cell, Amount) else cell


def _paged(page: Page) -> Columns:
    return _cells(LINE, page.columns, page.lines)


def _by_pages(name: str, label: str | Promise, page_of: Callable[..., Page], filters: tuple[str, ...]) -> Export[Any]:
    """All pages of a kind of rows, for whoever sees all."""
    return Export(name, label, lambda asked: _paged(page_of(asked)), _every(page_of), roles=SEES_ALL, filters=filters, of="of")


def _listed(found: Rows) -> Columns:
    return _cells(PERSON, found.columns, found.rows)


ROWS = (
    Export[Row](
        "week-rows",
        _("Names behind a figure of the weeks"),
        lambda asked: _listed(_week(asked)),
        lambda asked: _week(asked).rows,
        roles=REPS | SEES_ALL,
        filters=("week", "weeks_back", "rep", "key"),
        of="of",
    ),
    Export[Row](
        "quota-rows",
        _("Names behind a figure of the quotas"),
        lambda asked: _listed(_quota(asked)),
        lambda asked: _quota(asked).rows,
        roles=frozenset({Role.CLOSING_REP, *SEES_EVERY_REP}),
        filters=("period", "on", "rep"),
        of="of",
    ),
    _by_pages(
        "money-rows",
        _("Rows behind a figure of money"),
        _money,
        ("since", "until", "source", "channel", "phase", "offering", "months", "kind", "seat", "item", "inquiry", "got"),
    ),
    _by_pages("list-rows", _("Rows behind a figure of the lists"), _of_list, ("list",)),
    _by_pages("flow-rows", _("Names behind a figure of the circle"), _flow, ("since", "until", "stage", "step", "from", "to")),
)
