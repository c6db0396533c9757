"""Opportunities as lists and as a board, for one reader."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Count, Q, QuerySet, Sum
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from keepwarm.lib.days import begins_in
from keepwarm.lib.money import money
from keepwarm.lib.paging import key_of, read_key
from keepwarm.selling.models import Opportunity, Outcome, SellingStage
from keepwarm.selling.queries.permissions import may_sell_for, visible_opportunities
from keepwarm.selling.queries.rates import house_currency, in_house
from keepwarm.staff.models import User

PAGE, ON_BOARD = 40, 30
TABS: Mapping[str, tuple[str | Promise, Q]] = {
    "open": (gettext_lazy("Open"), Q(closed_at__isnull=True)),
    "won": (gettext_lazy("Won"), Q(outcome=Outcome.WON)),
    "lost": (gettext_lazy("Lost"), Q(outcome=Outcome.LOST)),
    "postponed": (gettext_lazy("Postponed"), Q(outcome=Outcome.POSTPONED)),
}
COUNTED = 999
"""A tab says at most this many."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the reader asked to see: a tab, whether only their own, from which key on; of which offering (its ref) and stage (its key)."""

    tab: str = "open"
    mine: bool = False
    after: str = ""
    offering: str = ""
    stage: str = ""

    @classmethod
    def read(cls, sent: Mapping[str, str]) -> Wanted:
        """From a query string; what is unknown in it is left out."""
        tab = sent.get("tab", "")
        offering, stage = sent.get("offering", "")[:16], sent.get("stage", "")[:40]
        return cls(tab if tab in TABS else "open", sent.get("whose") == "mine", sent.get("after", ""), offering, stage)


@dataclass(frozen=True, slots=True)
class Line:
    """One opportunity in a list or on the board. `worth`: its amount in words; `word`: the rep's own, in percent, None when not given."""

    ref: str
    version: int
    name: str
    firm: str
    offering: str
    worth: str
    stage: str
    stage_key: str
    expected_on: date | None
    word: int | None
    rep: str
    next_on: date | None
    next_what: str
    is_late: bool
    is_past_decision: bool
    closed_at: datetime | None
    reason: str
    wake_on: date | None
    may_move: bool


@dataclass(frozen=True, slots=True)
class ListPage:
    """A page of lines; `older` is the key of the next, "" on the last. `tabs`: name, label, count, and whether there are more."""

    wanted: Wanted
    lines: tuple[Line, ...]
    older: str
    tabs: tuple[tuple[str, str, int, bool], ...]


@dataclass(frozen=True, slots=True)
class Lane:
    """One stage of the board: how many there are, their sum, the first of them, and the stages beside it (key and label, or None)."""

    key: str
    label: str
    count: int
    worth: str
    lines: tuple[Line, ...]
    before: tuple[str, str] | None
    behind: tuple[str, str] | None

    @property
    def more(self) -> int:
        """How many are not shown."""
        return self.count - len(self.lines)


def list_opportunities(wanted: Wanted, *, for_: User, now: datetime) -> ListPage:
    """The page the reader asked for; open ones by their next touch, closed ones the newest first."""
    mine = _whose(visible_opportunities(for_), for_, mine=wanted.mine)
    mine = mine.filter(offering__ref=wanted.offering) if wanted.offering else mine
    mine = mine.filter(stage__key=wanted.stage) if wanted.stage else mine
    rows, older = _page(wanted, mine.filter(TABS[wanted.tab][1]))
    counts = {name: mine.filter(which)[: COUNTED + 1].count() for name, (_label, which) in TABS.items()}
    tabs = tuple((name, str(TABS[name][0]), min(count, COUNTED), count > COUNTED) for name, count in counts.items())
    return ListPage(wanted, tuple(shape(rows, for_=for_, now=now)), older, tabs)


def board(*, for_: User, mine: bool, now: datetime) -> tuple[Lane, ...]:
    """The open ones by the agreed stages; the first of each by their next touch."""
    stages = list(SellingStage.objects.filter(Q(retired_at__isnull=True) | Q(opportunities__closed_at__isnull=True)).distinct())
    rows = _whose(visible_opportunities(for_), for_, mine=mine).filter(closed_at__isnull=True)
    sums = _sums(rows)
    ends = [(one.key, one.label) for one in stages if one.retired_at is None]
    lanes = []
    for one in stages:
        shown = with_all(rows.filter(stage=one)).order_by("next_on", "pk")[:ON_BOARD]
        at = ends.index((one.key, one.label)) if (one.key, one.label) in ends else 0
        before, behind = ends[at - 1] if at > 0 else None, ends[at + 1] if at + 1 < len(ends) else None
        count, total = sums.get(one.pk, (0, 0))
        lines = tuple(shape(shown, for_=for_, now=now))
        lanes.append(Lane(one.key, one.label, count, money(total, house_currency()), lines, before, behind))
    return tuple(lanes)


def of_prospect(prospect_id: int, *, for_: User, now: datetime) -> tuple[Line, ...]:
    """All opportunities of one prospect whom the reader may see, the open ones first; at most 50."""
    rows = with_all(Opportunity.objects.filter(prospect_id=prospect_id)).order_by("closed_at", "next_on", "pk")
    found = sorted(rows[:50], key=lambda row: row.closed_at is not None)
    return tuple(shape(found, for_=for_, now=now))


def with_all(rows: QuerySet[Opportunity]) -> QuerySet[Opportunity]:
    """With everything a line shows."""
    return rows.select_related("prospect__organization", "organization", "offering", "stage", "seat")


def shape(rows: Iterable[Opportunity], *, for_: User, now: datetime) -> Iterable[Line]:
    """Rows read by `with_all`, as lines."""
    today = now.date()
    for row in rows:
        firm = row.organization or row.prospect.organization
        yield Line(
            ref=row.ref,
            version=row.version,
            name=row.prospect.name,
            firm=firm.name if firm else "",
            offering=row.name or row.offering.name,
            worth=money(row.amount_minor, row.currency),
            stage=row.stage.label,
            stage_key=row.stage.key,
            expected_on=row.expected_on,
            word=row.word_percent,
            rep=row.seat.name,
            next_on=row.next_on,
            next_what=row.next_what,
            is_late=row.closed_at is None and row.next_on is not None and row.next_on < today,
            is_past_decision=row.closed_at is None and row.expected_on is not None and row.expected_on < today,
            closed_at=row.closed_at,
            reason=f"{row.reason} ({row.lost_to})" if row.lost_to else row.reason,
            wake_on=row.wake_on,
            may_move=row.closed_at is None and may_sell_for(for_, row.seat_id),
        )


def _whose(rows: QuerySet[Opportunity], for_: User, *, mine: bool) -> QuerySet[Opportunity]:
    return rows.filter(seat__user=for_) if mine else rows


def _sums(rows: QuerySet[Opportunity]) -> dict[int, tuple[int, int]]:
    """Count and sum in the house's currency of each stage: amounts of one currency and rate are added before they are exchanged."""
    found: dict[int, tuple[int, int]] = {}
    grouped = rows.order_by().values_list("stage_id", "currency", "rate").annotate(count=Count("pk"), total=Sum("amount_minor"))
    for stage, currency, rate, count, total in grouped:
        had, sum_ = found.get(stage, (0, 0))
        found[stage] = (had + count, sum_ + in_house(total, currency, Decimal(rate)))
    return found


def _page(wanted: Wanted, rows: QuerySet[Opportunity]) -> tuple[list[Opportunity], str]:
    is_open = wanted.tab == "open"
    if key := read_key(wanted.after):
        at, pk = key
        later = Q(next_on__gt=at.date()) | Q(next_on=at.date(), pk__gt=pk)
        rows = rows.filter(later if is_open else Q(closed_at__lt=at) | Q(closed_at=at, pk__lt=pk))
    ordered = rows.order_by("next_on", "pk") if is_open else rows.order_by("-closed_at", "-pk")
    found = list(with_all(ordered)[: PAGE + 1])
    return found[:PAGE], _key(found[PAGE - 1], is_open=is_open) if len(found) > PAGE else ""


def _key(row: Opportunity, *, is_open: bool) -> str:
    at = begins_in("UTC", row.next_on) if is_open and row.next_on else row.closed_at
    assert at is not None
    return key_of(at, row.pk)
