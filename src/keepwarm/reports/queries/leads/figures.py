"""What each figure of the report counts, as a condition: the table counts by it, and the list behind the figure is read by it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Case, CharField, Exists, F, OuterRef, Q, QuerySet, Value, When

from keepwarm.engine.shares import wilson
from keepwarm.handoff.models import Asking, HandOff
from keepwarm.prospects.models import Stage
from keepwarm.qualification.review import FEW
from keepwarm.reports.queries.leads.period import Period
from keepwarm.staff.models import Seat, User
from keepwarm.staff.queries import may_see_everyone

State, Closed, Outcome = HandOff.State, HandOff.Closed, Asking.Outcome
OFFERED = {
    "offered": Q(),
    "accepted": Q(state=State.ACCEPTED),
    "returned": Q(state=State.RETURNED),
    "waiting": Q(state=State.OFFERED, closed_at__isnull=True),
    "fell_away": Q(state=State.WITHDRAWN) | Q(state=State.OFFERED, closed_at__isnull=False),
    "bought": Q(state=State.ACCEPTED, closed_as=Closed.CUSTOMER),
}
"""Of hand-offs. The four in the middle are all there are: each hand-off is in one of them."""
FATES = ("bought", "accepted", "offered", "kept_warm", "ended")
"""Where those stand today who came back; each is in one of them."""


@dataclass(frozen=True, slots=True)
class Share:
    """`found` of `among`, with the range in which the true share lies in 19 of 20 cases; not told of fewer than ten."""

    found: int
    among: int

    @property
    def is_told(self) -> bool:
        """Whether there are enough to speak of a share."""
        return self.among >= FEW

    @property
    def value(self) -> float | None:
        """The share as a fraction; None of too few."""
        return self.found / self.among if self.is_told else None

    @property
    def range(self) -> tuple[float, float] | None:
        """Wilson's 95 % interval; None of too few."""
        return wilson(self.found, self.among) if self.is_told else None


def of_asking(now: datetime) -> dict[str, Q]:
    """Figures of one rep: what they were asked, and what they did."""
    late = Q(ended_at__gt=F("due_at")) | Q(outcome=Outcome.WAITS, due_at__lte=now)
    return {
        "asked": Q(),
        "took": Q(outcome=Outcome.ACCEPTED),
        "gave_back": Q(outcome=Outcome.RETURNED),
        "passed_on": Q(outcome__in=[Outcome.PASSED_ON, Outcome.LEFT]),
        "waits": Q(outcome=Outcome.WAITS),
        "late": late,
    }


def theirs(for_: User | None) -> Q:
    """The condition that a hand-off is on this reader's report: a rep's are those they were asked about, offered, or had before."""
    if for_ is None or may_see_everyone(for_):
        return Q()
    mine = own_seats(for_)
    asked = Asking.objects.filter(seat__in=mine).values("handoff")
    return Q(pk__in=asked) | Q(from_seat__in=mine) | Q(offered_by=for_)


def own_seats(for_: User) -> QuerySet[Seat]:
    """The seats that this person holds or held."""
    return Seat.objects.filter(user=for_)


def offered_in(period: Period, for_: User | None) -> QuerySet[HandOff]:
    """Offered in these days."""
    return HandOff.objects.filter(theirs(for_), offered_at__gte=period.begins, offered_at__lt=period.ends)


def askings_in(period: Period, for_: User | None) -> QuerySet[Asking]:
    """Every time a rep was asked about one of those; of a rep their own only."""
    rows = Asking.objects.filter(handoff__offered_at__gte=period.begins, handoff__offered_at__lt=period.ends)
    return rows if for_ is None or may_see_everyone(for_) else rows.filter(seat__in=own_seats(for_))


def came_back(period: Period, for_: User | None) -> Any:
    """People who came back, each once, by their first return of these days; `fate` says where they stand today."""
    returned = offered_in(period, for_).filter(state=State.RETURNED)
    earlier = returned.filter(prospect=OuterRef("prospect"), pk__lt=OuterRef("pk"))
    later = HandOff.objects.filter(prospect=OuterRef("prospect"), offered_at__gte=OuterRef("answered_at")).exclude(pk=OuterRef("pk"))
    bought = Q(prospect__stage=Stage.CUSTOMER) | Exists(later.filter(closed_as=Closed.CUSTOMER))
    fate = Case(
        When(bought, then=Value("bought")),
        When(prospect__ended_at__isnull=False, then=Value("ended")),
        When(Exists(later.filter(state=State.ACCEPTED)), then=Value("accepted")),
        When(Exists(later), then=Value("offered")),
        default=Value("kept_warm"),
        output_field=CharField(),
    )
    return returned.filter(~Exists(earlier)).annotate(fate=fate)


def sales_in(period: Period, for_: User | None) -> QuerySet[HandOff]:
    """Hand-offs that became a sale in these days, whenever they were offered."""
    return HandOff.objects.filter(theirs(for_), closed_as=Closed.CUSTOMER, closed_at__gte=period.begins, closed_at__lt=period.ends)


def once_returned() -> Q:
    """The condition that sales had given the same person back before."""
    return Q(Exists(_before().filter(state=State.RETURNED)))


def once_put_back() -> Q:
    """The condition that sales had never given them back, but accepted before and then put back to keep warm."""
    return ~once_returned() & Q(Exists(_before().filter(closed_as=Closed.RECYCLED)))


def _before() -> QuerySet[HandOff]:
    return HandOff.objects.filter(prospect=OuterRef("prospect"), offered_at__lt=OuterRef("offered_at"))
