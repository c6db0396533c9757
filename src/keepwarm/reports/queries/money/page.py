"""What does it cost, and what does it bring? Read from the kept sums: nothing of a large house is counted for a page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Sum as Total

from keepwarm.content.models import Item
from keepwarm.engine.comparing import Difference, Each, cost_each
from keepwarm.ledger.contacts import KINDS
from keepwarm.ledger.models import Outlay, Phase, Round
from keepwarm.ledger.queries.earned import Earned, Owed, differences, earned, earned_by, owed
from keepwarm.ledger.queries.house import the_house
from keepwarm.ledger.queries.spent import (
    Came,
    Spent,
    State,
    bought_lists,
    came_of,
    newest_round,
    outlays_between,
    spent_by_channel,
    spent_by_source,
    state_of,
)
from keepwarm.reports.queries.leads.period import Period, period_of
from keepwarm.reports.queries.money.paid_rows import KEEPS_WARM
from keepwarm.selling.models import Offering
from keepwarm.staff.models import SEES_ALL, Seat, User
from keepwarm.staff.queries import require_role
from keepwarm.touches.models import Source

MOST = 12
"""Lines of a table of seats or content; the rest is small. Our choice."""
OUTLAYS = 20


@dataclass(frozen=True, slots=True)
class Way:
    """One of the two ways to a customer. `besides_minor`: bought or paid besides the touches; `among` who could buy so."""

    key: str
    spent: Spent
    besides_minor: int
    customers: int
    among: int
    each: Each

    @property
    def cost_minor(self) -> int:
        """All of it."""
        return self.spent.minor + self.besides_minor


@dataclass(frozen=True, slots=True)
class SourceLine:
    """One source: who came in these days, what was spent on its people, and what they bought. `ref` "": nobody knows where from."""

    ref: str
    name: str
    is_cold: bool
    came: int
    spent: Spent
    bought_minor: int
    earned: Earned
    each: Each

    @property
    def cost_minor(self) -> int:
        """Touches, and what the list cost."""
        return self.spent.minor + self.bought_minor


@dataclass(frozen=True, slots=True)
class OwedLine:
    """What sales owe to something, by all models; `compared` only for kinds of contact."""

    key: str
    name: str
    owed: Owed
    compared: Difference | None = None


@dataclass(frozen=True, slots=True)
class NamedEarned:
    """What was earned with one offering."""

    key: str
    name: str
    earned: Earned


@dataclass(frozen=True, slots=True)
class Owing:
    """To what the sales are owed, one table a way of looking."""

    kinds: tuple[OwedLine, ...]
    inquiries: tuple[OwedLine, ...]
    seats: tuple[OwedLine, ...]
    items: tuple[OwedLine, ...]


@dataclass(frozen=True, slots=True)
class MoneyReport:
    """Everything on the page. Money in minor units of `currency`."""

    period: Period
    currency: str
    state: State
    looked_at: datetime | None
    earned: Earned
    channels: tuple[tuple[str, Spent], ...]
    spent: Spent
    bought_minor: int
    outlays_minor: int
    outlays: tuple[Outlay, ...]
    ways: tuple[Way, ...]
    sources: tuple[SourceLine, ...]
    offerings: tuple[NamedEarned, ...]
    owing: Owing
    counts_minutes: bool
    unpriced: int
    unpriced_lists: tuple[str, ...]
    lists: int
    outlays_count: int

    @property
    def cost_minor(self) -> int:
        """Touches, lists and outlays."""
        return self.spent.minor + self.bought_minor + self.outlays_minor

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all is to be told of these days."""
        return not (self.earned.sales or self.spent.touches or self.outlays_minor or self.bought_minor)


def money_report(*, for_: User | None, since: date | None = None, until: date | None = None, now: datetime) -> MoneyReport:
    """Costs and sales of these days. `for_` None: the house itself, at the command line. Reps are refused."""
    require_role(for_, *SEES_ALL)
    period, house, round_ = period_of(for_=for_, since=since, until=until, now=now), the_house(), newest_round()
    days, came = (period.since, period.until), came_of(round_)
    by_source, lists = spent_by_source(*days), bought_lists(*days, came, house)
    channels, all_earned, outlays = spent_by_channel(*days), earned(*days), outlays_between(*days)
    paid = {kind: int(minor) for kind, minor in outlays.order_by().values_list("kind").annotate(all=Total("amount_minor"))}
    sources = {source.pk: source for source in Source.objects.all()}
    return MoneyReport(
        period=period,
        currency=house.currency,
        state=state_of(*days),
        looked_at=came.at,
        earned=all_earned,
        channels=tuple(sorted(channels.items(), key=lambda one: -one[1].minor)),
        spent=sum(channels.values(), Spent()),
        bought_minor=sum(lists.minor.values()),
        outlays_minor=sum(paid.values()),
        outlays=tuple(outlays[:OUTLAYS]),
        ways=_ways(by_source, lists.minor, paid, all_earned, came, period),
        sources=_sources(by_source, lists.minor, came, period, sources),
        offerings=_offerings(*days),
        owing=_owing(*days, sources, round_),
        counts_minutes=bool(house.hours),
        unpriced=len(house.unpriced),
        unpriced_lists=lists.unpriced,
        lists=len(lists.minor),
        outlays_count=outlays.count(),
    )


def _owing(since: date, until: date, sources: Mapping[int, Source], round_: Round | None) -> Owing:
    seats = Seat.objects.values_list("pk", "ref", "name")
    items = owed("item", since, until)[:MOST]
    return Owing(
        kinds=_kinds(owed("kind", since, until), differences(round_)),
        inquiries=_named(owed("source", since, until), {str(pk): (source.ref, source.name) for pk, source in sources.items()}),
        seats=_named(owed("seat", since, until), {str(pk): (ref, name) for pk, ref, name in seats}),
        items=_named(items, _titles(items)),
    )


def _ways(
    by_source: Mapping[int, Mapping[str, Spent]],
    lists: Mapping[int, int],
    paid: Mapping[str, int],
    found: Earned,
    came: Came,
    period: Period,
) -> tuple[Way, ...]:
    """Winning: what somebody costs who buys at once. Nurturing: what the conversation costs that keeps all others until they buy."""
    spent = {phase: sum((its[phase] for its in by_source.values()), Spent()) for phase in (Phase.WINNING, Phase.NURTURING)}
    kept = sum(paid.get(kind, 0) for kind in KEEPS_WARM)
    fresh = came.between(None, _months_before(period.since, 3), period.until)
    known = came.between(None, date.min, _months_before(period.until, 3))
    return (
        _way("winning", spent[Phase.WINNING], sum(lists.values()), found.won, fresh),
        _way("nurturing", spent[Phase.NURTURING], kept, found.nurtured, known),
    )


def _way(key: str, spent: Spent, besides: int, customers: int, among: int) -> Way:
    return Way(key, spent, besides, customers, among, cost_each(spent.minor + besides, customers, max(among, customers)))


def _months_before(on: date, months: int) -> date:
    """The first of a month so many months before; whole months are all that is known of who came."""
    count = on.year * 12 + on.month - 1 - months
    return date(count // 12, count % 12 + 1, 1) if count >= 12 else date.min


def _sources(
    by_source: Mapping[int, Mapping[str, Spent]], lists: Mapping[int, int], came: Came, period: Period, sources: Mapping[int, Source]
) -> tuple[SourceLine, ...]:
    by_first, lines = earned_by("source", period.since, period.until), []
    for pk in {*by_source, *lists, *by_first, *came.by_month}:
        spent = sum(by_source.get(pk, {}).values(), Spent())
        found, people, bought = by_first.get(pk, Earned()), came.between(pk, period.since, period.until), lists.get(pk, 0)
        if not (spent.touches or found.sales or people or bought):
            continue
        source, among = sources.get(pk), came.between(pk, date.min, period.until)
        each = cost_each(spent.minor + bought, found.new, max(among, found.new))
        ref, name, cold = (source.ref, source.name, source.cold) if source else ("", "", False)
        lines.append(SourceLine(ref, name, cold, people, spent, bought, found, each))
    return tuple(sorted(lines, key=lambda one: (-one.earned.minor, -one.cost_minor, one.name)))


def _offerings(since: date, until: date) -> tuple[NamedEarned, ...]:
    found = earned_by("offering", since, until)
    names = Offering.objects.filter(pk__in=found).values_list("pk", "ref", "name")
    lines = [NamedEarned(ref, name, found[pk]) for pk, ref, name in names]
    return tuple(sorted(lines, key=lambda one: (-one.earned.minor, one.name)))


def _kinds(found: Iterable[Owed], compared: Mapping[str, Difference]) -> tuple[OwedLine, ...]:
    """In the order of the words; and kinds to which no sale owes anything, but of which the comparison tells something."""
    by_key = {one.key: one for one in found}
    nothing = dict.fromkeys(("first", "last", "equal", "fading"), 0)
    return tuple(
        OwedLine(key, str(name), by_key.get(key, Owed(key, 0, 0, 0, nothing)), compared.get(key))
        for key, name in KINDS.items()
        if key in by_key or (key in compared and compared[key].known)
    )


def _named(found: Iterable[Owed], names: Mapping[str, tuple[str, str]]) -> tuple[OwedLine, ...]:
    return tuple(OwedLine(*names[one.key], one) for one in found if one.key in names)[:MOST]


def _titles(found: Iterable[Owed]) -> dict[str, tuple[str, str]]:
    rows = Item.objects.filter(pk__in=[int(one.key) for one in found])
    return {str(pk): (ref, title) for pk, ref, title in rows.values_list("pk", "ref", "title")}
