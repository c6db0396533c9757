"""One customer on a page: how they are and why, what was promised, who is around them, what waits, what was told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from keepwarm.customers.links import asked_path
from keepwarm.customers.models import Asked, Case, CustomerFact, Keeping, Loss, Promise
from keepwarm.customers.queries.lists import CaseLine, PromiseLine, case_line, promise_line, readable, with_all
from keepwarm.customers.queries.mood import Told, healths_of, say_health
from keepwarm.customers.queries.people import people_to_promise
from keepwarm.customers.queries.permissions import may_keep
from keepwarm.customers.queries.promised import concerns
from keepwarm.customers.queries.team import Member, team_of
from keepwarm.decisions.queries import sentence_of
from keepwarm.prospects.models import Prospect, Stage
from keepwarm.prospects.queries import UnknownProspect
from keepwarm.selling.models import Sale
from keepwarm.staff.models import User


@dataclass(frozen=True, slots=True)
class SoldThing:
    """A sale, and what was asked about it. `people`: ref and name of those to whom more may have been promised, who bought first."""

    ref: str
    offering: str
    sold_at: datetime
    seller: str
    runs_until_on: date | None
    nothing_beyond: bool
    answered_at: datetime | None
    words: str
    page: str
    people: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Coming:
    """A call that keeps them, planned for a day."""

    label: str
    due_on: date


@dataclass(frozen=True, slots=True)
class Figure:
    """What another system told."""

    label: str
    value: float
    at: datetime


@dataclass(frozen=True, slots=True)
class CustomerPage:
    """All of it, in the reader's language. `why_next`: why the next touch is what it is."""

    ref: str
    name: str
    firm: str
    is_customer: bool
    health: Told
    promises: tuple[PromiseLine, ...]
    cases: tuple[CaseLine, ...]
    team: tuple[Member, ...]
    sales: tuple[SoldThing, ...]
    coming: tuple[Coming, ...]
    figures: tuple[Figure, ...]
    losses: tuple[Loss, ...]
    why_next: str
    next_at: datetime | None
    may_keep: bool


def find_customer(ref: str, *, for_: User | None) -> Prospect:
    """The prospect, read as a customer; of one that was merged whom they became. Raises UnknownProspect."""
    rows = Prospect.objects.select_related("organization", "owner", "merged_into")
    found = (rows if for_ is None else rows.filter(readable(for_))).filter(ref=ref).first()
    if found is None:
        raise UnknownProspect
    return found if found.merged_into is None else find_customer(found.merged_into.ref, for_=for_)


def customer_page(prospect: Prospect, *, for_: User, now: datetime) -> CustomerPage:
    """Everything about one customer; a dozen short queries."""
    promises = with_all(Promise.objects.filter(concerns(prospect.pk)))
    theirs = Q(prospect=prospect) | Q(promise__sale__prospect=prospect)
    cases = Case.objects.filter(theirs).select_related("prospect", "owner", "beside").order_by("-opened_at")
    keepings = Keeping.objects.filter(prospect=prospect, raised_at__isnull=True, dropped_at__isnull=True).order_by("due_on")
    figures = CustomerFact.objects.filter(prospect=prospect).order_by("-at")[:8]
    return CustomerPage(
        ref=prospect.ref,
        name=prospect.name,
        firm=prospect.organization.name if prospect.organization else "",
        is_customer=prospect.stage == Stage.CUSTOMER or Sale.objects.filter(prospect=prospect).exists(),
        health=say_health(healths_of([prospect], now=now)[prospect.pk]),
        promises=tuple(promise_line(row) for row in promises.order_by("due_on", "pk")),
        cases=tuple(case_line(row, now=now) for row in cases[:20]),
        team=tuple(team_of(prospect)),
        sales=_sales(prospect, show_page=may_keep(prospect, for_)),
        coming=tuple(Coming(row.get_kind_display(), row.due_on) for row in keepings[:8]),
        figures=tuple(Figure(row.get_kind_display(), row.value, row.at) for row in figures),
        losses=tuple(Loss.objects.filter(prospect=prospect).order_by("-at")),
        why_next=sentence_of(prospect.because_rule, prospect.because_args, zone=for_.zone) if prospect.because_rule else "",
        next_at=prospect.next_touch_at,
        may_keep=may_keep(prospect, for_),
    )


def _sales(prospect: Prospect, *, show_page: bool) -> tuple[SoldThing, ...]:
    rows = (
        Sale.objects.filter(prospect=prospect, undone_at__isnull=True)
        .select_related("offering", "seat", "opportunity")
        .order_by("-sold_at")
    )
    asked = {one.sale_id: one for one in Asked.objects.filter(sale__in=rows)}
    return tuple(
        SoldThing(
            ref=row.ref,
            offering=row.offering.name,
            sold_at=row.sold_at,
            seller=row.seat.name,
            runs_until_on=row.runs_until_on,
            nothing_beyond=row.nothing_beyond,
            answered_at=asked[row.pk].answered_at if row.pk in asked else None,
            words=asked[row.pk].words if row.pk in asked else "",
            page=asked_path(asked[row.pk].ref) if row.pk in asked and show_page else "",
            people=tuple((one.ref, one.name) for one in people_to_promise(prospect, row.opportunity)) if show_page else (),
        )
        for row in rows
    )
