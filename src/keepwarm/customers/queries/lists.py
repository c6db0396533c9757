"""Customers on a list, the unhappy first, then the quiet; promises by how they stand; cases that wait."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _

from keepwarm.customers.models import Case, Companion, Loss, Promise, PromiseChange
from keepwarm.customers.queries.mood import Told, healths_of, say_health, talks_of
from keepwarm.customers.queries.promised import promised_to
from keepwarm.lib.days import begins_in
from keepwarm.lib.paging import key_of, read_key
from keepwarm.prospects.models import FORGOTTEN, Prospect, Stage
from keepwarm.prospects.queries import visible_to
from keepwarm.selling.models import Sale
from keepwarm.staff.models import Role, User
from keepwarm.touches.models import Inquiry

LINES = 100
NO_SOURCE = "none"
COUNTED = 9_999
"""How many customers a page counts at most."""
JUDGED = 400
"""So many customers are judged for a page, those who may be unhappy or quiet first; more than a page can show."""


@dataclass(frozen=True, slots=True)
class CustomerLine:
    """One customer. `open`, `kept`, `broken`: promises. `talk_at`: the last talk with anyone of the firm, `own_talk_at` with them."""

    ref: str
    name: str
    firm: str
    owner: str
    seller: str
    health: Told
    open: int
    kept: int
    broken: int
    talk_at: datetime | None
    own_talk_at: datetime | None
    next_at: datetime | None


def my_customers(for_: User | None) -> QuerySet[Prospect]:
    """Customers whom the reader may read about: those they see, those they sold to or had a part in, those they stand beside."""
    customers = Prospect.objects.filter(stage=Stage.CUSTOMER, ended_at__isnull=True)
    return customers if for_ is None else customers.filter(readable(for_))


def readable(for_: User) -> Q:
    """The condition that a reader may read about a prospect as a customer. Service reads whoever bought, also when they left since.

    To whom something was promised at a sale is read as whoever bought is.
    """
    sold = Sale.objects.filter(prospect=OuterRef("pk"), parts__seat__user=for_)
    told = Promise.objects.filter(prospect=OuterRef("pk"), sale__parts__seat__user=for_)
    beside = Companion.objects.filter(prospect=OuterRef("pk"), user=for_)
    settles = Case.objects.filter(prospect=OuterRef("pk"), owner__user=for_)
    mine = Q(pk__in=visible_to(for_).values("pk")) | Q(Exists(sold)) | Q(Exists(told)) | Q(Exists(beside)) | Q(Exists(settles))
    if not for_.has_role(Role.SERVICE):
        return mine
    bought = Sale.objects.filter(prospect=OuterRef("pk"), undone_at__isnull=True)
    promised = Promise.objects.filter(prospect=OuterRef("pk"), sale__undone_at__isnull=True)
    return mine | Q(Exists(bought)) | Q(Exists(promised))


@dataclass(frozen=True, slots=True)
class CustomerList:
    """A page of customers. `moods`: how many of the `judged` ones are how; `all`: how many there are, `COUNTED` at most."""

    lines: list[CustomerLine]
    moods: dict[str, int]
    judged: int
    all: int
    page: int
    pages: int


def list_customers(*, for_: User | None, mood: str = "", now: datetime, limit: int = LINES) -> list[CustomerLine]:
    """The unhappy first, then those at risk and the quiet; the first `limit` of them."""
    return page_of_customers(for_=for_, mood=mood, now=now, limit=limit).lines


def page_of_customers(*, for_: User | None, mood: str = "", page: int = 1, now: datetime, limit: int = LINES) -> CustomerList:
    """The unhappy first, then those at risk and the quiet. Judged are those with a case and those due soonest, `JUDGED` at most."""
    rows = my_customers(for_).select_related("organization", "owner")
    unhappy = Case.objects.filter(settled_at__isnull=True).order_by("due_at").values_list("prospect_id", flat=True)
    first = list(rows.filter(pk__in=list(unhappy[:JUDGED])))
    found = [*first, *rows.exclude(pk__in=[one.pk for one in first]).order_by("next_touch_at", "pk")[: JUDGED - len(first)]]
    healths = healths_of(found, now=now)
    talks = talks_of(found)
    ordered = sorted(found, key=lambda one: (healths[one.pk].mood, talks.get(one.pk) or one.created_at, one.pk))
    moods = Counter(healths[one.pk].mood.name.lower() for one in ordered)
    if mood:
        ordered = [one for one in ordered if healths[one.pk].mood.name.lower() == mood]
    pages = max(1, -(-len(ordered) // limit))
    begins = (min(max(1, page), pages) - 1) * limit
    lines = _lines(ordered[begins : begins + limit], {pk: say_health(health) for pk, health in healths.items()}, now=now)
    every = len(found) if len(found) < JUDGED else my_customers(for_)[:COUNTED].count()
    return CustomerList(lines, moods, len(found), every, begins // limit + 1, pages)


def _lines(rows: list[Prospect], told: dict[int, Told], *, now: datetime) -> list[CustomerLine]:
    ids = [one.pk for one in rows]
    promised, talks = promised_to(ids, today=now.date()), talks_of(rows)
    sales = Sale.objects.filter(prospect_id__in=ids, undone_at__isnull=True).order_by("sold_at")
    sellers = dict(sales.values_list("prospect_id", "seat__name"))
    return [
        CustomerLine(
            ref=one.ref,
            name=one.name,
            firm=one.organization.name if one.organization else "",
            owner=one.owner.name,
            seller=str(sellers.get(one.pk, "")),
            health=told[one.pk],
            open=promised[one.pk].open,
            kept=promised[one.pk].kept,
            broken=promised[one.pk].broken,
            talk_at=talks.get(one.pk),
            own_talk_at=one.last_reached_at,
            next_at=one.next_touch_at,
        )
        for one in rows
    ]


TABS = ("due", "open", "broken", "kept", "unrecorded")


@dataclass(frozen=True, slots=True)
class PromiseLine:
    """One promise, read `with_all`. `said_no_to`: the newest change that they refused; `key`: where the list goes on after it."""

    ref: str
    what: str
    due_on: date
    state: str
    state_label: str
    recorded: bool
    source: str
    customer: str
    customer_ref: str
    offering: str
    seller: str
    proof: str
    settled_by: str
    settled_at: datetime | None
    waits_for_yes: bool
    said_no_to: str
    key: str


def list_promises(
    *,
    for_: User | None,
    tab: str = "due",
    now: datetime,
    limit: int = LINES,
    offering: str = "",
    rep: str = "",
    source: str = "",
    after: str = "",
) -> list[PromiseLine]:
    """By their day: those that are due first the oldest, those that are settled the newest first. `after`: the key of the last one seen."""
    rows = _visible_promises(for_)
    wanted = {
        "due": Q(state=Promise.State.OPEN, due_on__lte=now.date()),
        "open": Q(state=Promise.State.OPEN),
        "broken": Q(state=Promise.State.BROKEN),
        "kept": Q(state=Promise.State.KEPT),
        "unrecorded": Q(recorded=False),
        "left": Q(state=Promise.State.BROKEN) & left_after(),
        "settled": Q(state__in=[Promise.State.KEPT, Promise.State.BROKEN]) | Q(recorded=False),
    }
    rows = _narrowed(rows.filter(wanted.get(tab, Q())), offering=offering, rep=rep, source=source)
    is_rising = tab in {"due", "open"}
    if (key := read_key(after)) is not None:
        day, pk = key[0].date(), key[1]
        rising, falling = Q(due_on__gt=day) | Q(due_on=day, pk__gt=pk), Q(due_on__lt=day) | Q(due_on=day, pk__lt=pk)
        rows = rows.filter(rising if is_rising else falling)
    order = ("due_on", "pk") if is_rising else ("-due_on", "-pk")
    return [promise_line(row) for row in rows.order_by(*order)[:limit]]


def _narrowed(rows: QuerySet[Promise], *, offering: str, rep: str, source: str) -> QuerySet[Promise]:
    """Of one offering, of who sold, of a source, each by reference; `NO_SOURCE`: of customers who came from none."""
    if offering:
        rows = rows.filter(sale__offering__ref=offering)
    if rep:
        rows = rows.filter(sale__seat__ref=rep)
    if source:
        first = Inquiry.objects.filter(prospect=OuterRef("sale__prospect"), voided_at__isnull=True).order_by("received_at", "pk")
        rows = rows.alias(source_ref=first.values("source__ref")[:1])
        rows = rows.filter(source_ref__isnull=True) if source == NO_SOURCE else rows.filter(source_ref=source)
    return rows


def left_after() -> Q:
    """The customer left us, or ended, after it was settled; whoever was forgotten or merged left nobody."""
    left = Loss.objects.filter(prospect=OuterRef("sale__prospect"), at__gte=OuterRef("settled_at"))
    stays = Q(sale__prospect__end_reason=FORGOTTEN) | Q(sale__prospect__merged_into__isnull=False)
    ended = Q(sale__prospect__ended_at__gte=F("settled_at")) & ~stays
    return Q(Exists(left)) | ended


def with_all(rows: QuerySet[Promise]) -> QuerySet[Promise]:
    """With all that a line tells: whose they are, whether a change waits for the customer's yes, and what they last said no to."""
    changes = PromiseChange.objects.filter(promise=OuterRef("pk"))
    refused = changes.filter(answer=PromiseChange.Answer.NO).order_by("-answered_at").values("what")[:1]
    named = rows.select_related("prospect", "sale__offering", "sale__seat", "settled_by")
    return named.annotate(waits=Exists(changes.filter(answer="")), refused=Subquery(refused))


def _visible_promises(for_: User | None) -> QuerySet[Promise]:
    rows = with_all(Promise.objects.filter(sale__undone_at__isnull=True))
    return rows if for_ is None else rows.filter(prospect__in=Prospect.objects.filter(readable(for_)))


def promise_line(row: Promise) -> PromiseLine:
    """A row as the lists show it."""
    return PromiseLine(
        ref=row.ref,
        what=row.what or _("(cleared)"),
        due_on=row.due_on,
        state=row.state,
        state_label=row.get_state_display(),
        recorded=row.recorded,
        source=row.get_source_display(),
        customer=row.prospect.name,
        customer_ref=row.prospect.ref,
        offering=row.sale.offering.name,
        seller=row.sale.seat.name,
        proof=row.proof,
        settled_by=row.settled_by.name if row.settled_by else (_("the customer") if row.settled_at else ""),
        settled_at=row.settled_at,
        waits_for_yes=bool(getattr(row, "waits", False)),
        said_no_to=str(getattr(row, "refused", None) or ""),
        key=key_of(begins_in("UTC", row.due_on), row.pk),
    )


@dataclass(frozen=True, slots=True)
class CaseLine:
    """One case on a list. `key`: where the list goes on after it."""

    ref: str
    what: str
    customer: str
    customer_ref: str
    owner: str
    beside: str
    channel: str
    opened_at: datetime
    due_at: datetime
    is_late: bool
    settled_at: datetime | None
    outcome: str
    is_promise: bool
    key: str


def list_cases(*, for_: User | None, settled: bool = False, now: datetime, limit: int = LINES, after: str = "") -> list[CaseLine]:
    """Those that wait, the one due first on top; or those that are settled, the newest first. `after`: the key of the last one seen."""
    rows = Case.objects.filter(settled_at__isnull=not settled).select_related("prospect", "owner", "beside")
    if for_ is not None:
        rows = rows.filter(Q(prospect__in=Prospect.objects.filter(readable(for_))) | Q(owner__user=for_))
    if (key := read_key(after)) is not None:
        at, pk = key
        rows = rows.filter(Q(settled_at__lt=at) | Q(settled_at=at, pk__gt=pk) if settled else Q(due_at__gt=at) | Q(due_at=at, pk__gt=pk))
    return [case_line(row, now=now) for row in rows.order_by("-settled_at" if settled else "due_at", "pk")[:limit]]


def case_line(row: Case, *, now: datetime) -> CaseLine:
    """A row as the lists show it."""
    return CaseLine(
        ref=row.ref,
        what=row.what,
        customer=row.prospect.name,
        customer_ref=row.prospect.ref,
        owner=row.owner.name,
        beside=row.beside.name if row.beside else "",
        channel=row.get_channel_display(),
        opened_at=row.opened_at,
        due_at=row.due_at,
        is_late=row.settled_at is None and row.due_at < now,
        settled_at=row.settled_at,
        outcome=row.outcome,
        is_promise=row.promise_id is not None,
        key=key_of(row.settled_at or row.due_at, row.pk),
    )
