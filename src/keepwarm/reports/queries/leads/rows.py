"""The rows behind each figure of the report: hand-offs, the newest first and page by page; and who was given up early."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy, ngettext

from keepwarm.handoff.models import HandOff
from keepwarm.handoff.queries.page_list import HandOffLine, shape_line, with_all
from keepwarm.lib.paging import key_of, read_key
from keepwarm.lib.text import read_number
from keepwarm.reports.queries.giving_up import reason_of
from keepwarm.reports.queries.leads.figures import (
    OFFERED,
    Outcome,
    askings_in,
    came_back,
    of_asking,
    offered_in,
    once_put_back,
    once_returned,
    sales_in,
)
from keepwarm.reports.queries.leads.given_up import count_given_up, given_up_page
from keepwarm.reports.queries.leads.page import say_reason
from keepwarm.reports.queries.leads.period import Period
from keepwarm.reports.queries.rows import NoSuchRows
from keepwarm.reports.queries.shapes import GivenUp, Person
from keepwarm.staff.models import User

SHOWN = 50
TITLES = {
    "offered": gettext_lazy("Leads offered to sales"),
    "accepted": gettext_lazy("Leads that sales accepted"),
    "returned": gettext_lazy("Leads that sales gave back"),
    "waiting": gettext_lazy("Leads that wait for an answer"),
    "fell_away": gettext_lazy("Leads that needed no answer any more"),
    "bought": gettext_lazy("Leads that became customers"),
    "asked": gettext_lazy("Leads that a rep was asked about"),
    "took": gettext_lazy("Leads that this rep accepted"),
    "gave_back": gettext_lazy("Leads that a rep gave back, also to another rep"),
    "passed_on": gettext_lazy("Leads that were passed on to another rep"),
    "waits": gettext_lazy("Leads that wait for this rep"),
    "late": gettext_lazy("Leads not answered in the agreed time"),
    "came_back": gettext_lazy("Who came back from sales?"),
    "back_bought": gettext_lazy("Came back, and became customers"),
    "back_accepted": gettext_lazy("Came back, and were accepted later"),
    "back_offered": gettext_lazy("Came back, and were offered again"),
    "back_kept_warm": gettext_lazy("Came back, and are kept warm"),
    "back_ended": gettext_lazy("Came back, and ended"),
    "sales": gettext_lazy("Sales out of leads that were offered"),
    "sales_returned": gettext_lazy("Sales to people whom sales had once returned"),
    "sales_put_back": gettext_lazy("Sales to people whom sales had once put back to keep warm"),
    "given_up": gettext_lazy("Who was given up before the agreed attempts?"),
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which figure, narrowed to a source, a version, a rep or a reason by its key; and where the page goes on."""

    what: str
    source: str = ""
    version: str = ""
    rep: str = ""
    reason: str = ""
    after: str = ""

    @classmethod
    def read(cls, what: str, sent: Mapping[str, str]) -> Wanted:
        """From a query string."""
        return cls(what, *(sent.get(name, "")[:60] for name in ("source", "version", "rep", "reason", "after")))


@dataclass(frozen=True, slots=True)
class UpLine:
    """Somebody who was given up, by whom, after how many attempts, and why."""

    person: Person
    by: str
    attempts: str
    reason: str
    day: str


@dataclass(frozen=True, slots=True)
class LeadRows:
    """A page of what stands behind a figure; `after` is the key of the next, "" on the last.

    `of_whom`: for each line, in its place, the key of the person and when they were offered.
    """

    title: str
    count: int
    lines: tuple[HandOffLine, ...] = ()
    given_up: tuple[UpLine, ...] = ()
    after: str = ""
    of_whom: tuple[tuple[str, datetime], ...] = ()


def lead_rows(wanted: Wanted, *, for_: User, period: Period, now: datetime) -> LeadRows:
    """A page of the rows. Raises NoSuchRows for a name that is no figure."""
    title = TITLES.get(wanted.what)
    if title is None:
        raise NoSuchRows
    if wanted.what == "given_up":
        return _given_up(wanted, str(title), period, for_, now=now)
    rows = handoffs_behind(wanted, for_=for_, period=period, now=now)
    key = read_key(wanted.after)
    older = rows.filter(Q(offered_at__lt=key[0]) | Q(offered_at=key[0], pk__lt=key[1])) if key else rows
    found = list(with_all(older).order_by("-offered_at", "-pk")[: SHOWN + 1])
    lines = tuple(shape_line(row, for_=for_, now=now) for row in found[:SHOWN])
    of_whom = tuple((row.prospect.ref, row.offered_at) for row in found[:SHOWN])
    after = key_of(found[SHOWN - 1].offered_at, found[SHOWN - 1].pk) if len(found) > SHOWN else ""
    return LeadRows(str(title), rows.count(), lines, after=after, of_whom=of_whom)


def handoffs_behind(wanted: Wanted, *, for_: User | None, period: Period, now: datetime) -> QuerySet[HandOff]:
    """The hand-offs that the figure counts."""
    return _narrowed(_kind(wanted, for_, period, now), wanted)


def _kind(wanted: Wanted, for_: User | None, period: Period, now: datetime) -> QuerySet[HandOff]:
    what = wanted.what
    if what in OFFERED:
        return offered_in(period, for_).filter(OFFERED[what])
    if what in (asking := of_asking(now)):
        mine = askings_in(period, for_).filter(asking[what])
        mine = mine.filter(seat__ref=wanted.rep) if wanted.rep else mine
        mine = mine.filter(_reason("reason__key", wanted.reason), outcome=Outcome.RETURNED) if wanted.reason else mine
        return HandOff.objects.filter(pk__in=mine.values("handoff"))
    if what.startswith(("came_back", "back_")):
        back = came_back(period, for_)
        rows: QuerySet[HandOff] = back if what == "came_back" else back.filter(fate=what.removeprefix("back_"))
        return rows
    return SALES[what](sales_in(period, for_))


SALES: dict[str, Callable[[QuerySet[HandOff]], QuerySet[HandOff]]] = {
    "sales": lambda rows: rows,
    "sales_returned": lambda rows: rows.filter(once_returned()),
    "sales_put_back": lambda rows: rows.filter(once_put_back()),
}


def _narrowed(rows: QuerySet[HandOff], wanted: Wanted) -> QuerySet[HandOff]:
    if wanted.source:
        rows = rows.filter(Q(source__isnull=True) if wanted.source == "-" else Q(source__ref=wanted.source))
    if wanted.version:
        rows = rows.filter(definition=-1 if (version := read_number(wanted.version, most=10**9)) is None else version)
    return rows.filter(_reason("return_reason__key", wanted.reason)) if wanted.reason and wanted.what in OFFERED else rows


def _reason(column: str, key: str) -> Q:
    return Q(**{f"{column}__isnull": True}) if key == "-" else Q(**{column: key})


def _given_up(wanted: Wanted, title: str, period: Period, for_: User, *, now: datetime) -> LeadRows:
    """The newest first."""
    counts = count_given_up(period, for_, now=now)
    count = counts[wanted.reason] if wanted.reason else counts.total()
    found, after = given_up_page(period, for_, reason=wanted.reason, after=wanted.after, most=SHOWN)
    return LeadRows(title, count, given_up=tuple(_up_line(one, for_.zone) for one in found), after=after)


def _up_line(one: GivenUp, zone: str) -> UpLine:
    attempts = ngettext("%(made)d of %(agreed)d attempt", "%(made)d of %(agreed)d attempts", one.agreed)
    because = f"{say_reason(reason_of(one))}: {one.because}" if one.because else say_reason(reason_of(one))
    day = date_format(one.at.astimezone(ZoneInfo(zone)), "D j M Y")
    return UpLine(one.person, one.by, attempts % {"made": one.attempts, "agreed": one.agreed}, because, day)
