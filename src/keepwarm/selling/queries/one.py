"""One opportunity: people, fit, history, the house's figure beside the rep's word, and what can be done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from keepwarm.lib.money import money
from keepwarm.prospects.models import Prospect, Stage
from keepwarm.prospects.queries import visible_to
from keepwarm.selling.models import Opportunity, OpportunityChange, OpportunityPerson, Sale, SalePart, SellingStage
from keepwarm.selling.queries.fit import ShownFit, fit_of, shown_from
from keepwarm.selling.queries.permissions import find_opportunity, may_sell_for
from keepwarm.staff.models import Seat, User
from keepwarm.touches.words import say_when

What = OpportunityChange.What
HISTORY = 100


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody around it. `ref` is empty when the reader may not open their page."""

    ref: str
    name: str
    role: str
    may_remove: bool


@dataclass(frozen=True, slots=True)
class Event:
    """A line of the history."""

    text: str
    because: str
    small: str


@dataclass(frozen=True, slots=True)
class SaleLine:
    """What was sold of it. `parts`: who had which part."""

    ref: str
    worth: str
    when: str
    parts: tuple[str, ...]
    fit: ShownFit | None
    unfit_because: str
    runs_until: str
    nothing_beyond: bool
    is_undone: bool
    undone_because: str


@dataclass(frozen=True, slots=True)
class Page:
    """Everything on the page of one opportunity."""

    row: Opportunity
    worth: str
    fit: ShownFit
    people: tuple[Person, ...]
    events: tuple[Event, ...]
    sales: tuple[SaleLine, ...]
    stages: tuple[SellingStage, ...]
    may_change: bool
    may_see_prospect: bool
    is_late: bool
    is_past_decision: bool

    @property
    def is_open(self) -> bool:
        return self.row.closed_at is None

    @property
    def may_take_up(self) -> bool:
        return self.may_change and self.row.outcome in {"lost", "postponed"} and self.row.prospect.stage != Stage.ENDED


def show_opportunity(ref: str, *, for_: User, now: datetime) -> Page:
    """The page for one reader. Raises UnknownOpportunity."""
    row = find_opportunity(ref, for_=for_)
    seen = visible_to(for_)
    return Page(
        row=row,
        worth=money(row.amount_minor, row.currency),
        fit=fit_of(row.offering, row.prospect, now=now),
        people=_people(row, set(seen.filter(pk__in=row.people.values("prospect")).values_list("pk", flat=True))),
        events=_events(row, for_=for_, now=now),
        sales=tuple(_sale(one, for_=for_, now=now) for one in row.sales.order_by("-sold_at", "-pk")),
        stages=tuple(SellingStage.objects.filter(retired_at__isnull=True)),
        may_change=may_sell_for(for_, row.seat_id),
        may_see_prospect=seen.filter(pk=row.prospect_id).exists(),
        is_late=row.closed_at is None and row.next_on is not None and row.next_on < now.date(),
        is_past_decision=row.closed_at is None and row.expected_on is not None and row.expected_on < now.date(),
    )


def others_of_firm(row: Opportunity, *, for_: User) -> list[Prospect]:
    """People of the same firm who do not stand there yet, for the form; at most 100."""
    firm = row.organization_id or row.prospect.organization_id
    if firm is None:
        return []
    there = OpportunityPerson.objects.filter(opportunity=row).values("prospect")
    found = visible_to(for_).filter(organization_id=firm, ended_at__isnull=True).exclude(pk__in=there)
    return list(found.order_by("name_folded", "pk")[:100])


def _people(row: Opportunity, seen: set[int]) -> tuple[Person, ...]:
    rows = row.people.select_related("prospect").order_by("pk")
    return tuple(
        Person(
            ref=one.prospect.ref if one.prospect_id in seen else "",
            name=one.prospect.name,
            role=one.get_role_display(),
            may_remove=one.prospect_id != row.prospect_id,
        )
        for one in rows
    )


def _events(row: Opportunity, *, for_: User, now: datetime) -> tuple[Event, ...]:
    rows = list(row.changes.select_related("by").order_by("-at", "-pk")[:HISTORY])
    stages = dict(SellingStage.objects.values_list("key", "label"))
    named = [ref for one in rows if one.what == What.SEAT for ref in (one.old, one.new)]
    seats = dict(Seat.objects.filter(ref__in=named).values_list("ref", "name"))
    return tuple(_event(run, stages, seats, for_=for_, now=now) for run in _runs(rows))


def _runs(rows: list[OpportunityChange]) -> list[list[OpportunityChange]]:
    """The newest first; where the next touch moved by itself again and again for the same reason, the moves stand together."""
    runs: list[list[OpportunityChange]] = []
    for one in rows:
        last = runs[-1][-1] if runs else one
        is_same = last is not one and last.what == one.what == What.NEXT and last.by is one.by is None and last.because == one.because
        if is_same:
            runs[-1].append(one)
        else:
            runs.append([one])
    return runs


def _event(run: list[OpportunityChange], stages: dict[str, str], seats: dict[str, str], *, for_: User, now: datetime) -> Event:
    """One change, or several of the same kind: from where the first began to where the newest led."""
    newest, first = run[0], run[-1]
    newest.old = first.old
    often = [ngettext("%(count)d move", "%(count)d moves", len(run)) % {"count": len(run)}] if len(run) > 1 else []
    small = [say_when(newest.at, zone=for_.zone, now=now), newest.by.name if newest.by else _("the system"), *often]
    return Event(text=_say(newest, stages, seats), because=newest.because, small=" · ".join(small))


def _say(one: OpportunityChange, stages: dict[str, str], seats: dict[str, str]) -> str:
    """A change in words."""
    old, new = (_value(one.what, text, stages, seats) for text in (one.old, one.new))
    label = {"what": one.get_what_display(), "old": old, "new": new}
    if one.what == What.OPENED:
        return _("Opened, at the stage: %(new)s") % label
    if one.what in {What.OUTCOME, What.SALE_UNDONE}:
        return (_("Closed: %(new)s") if one.new else _("Open again, after: %(old)s")) % label
    if not old:
        return _("%(what)s: %(new)s") % label
    if one.what == What.NEXT and (words := one.new.partition(" ")[2]):  # the same thing on another day is not said twice
        label["old"] = old.removesuffix(words).rstrip(" :") or old
    return (_("%(what)s: from %(old)s to %(new)s") if new else _("%(what)s: %(old)s is gone")) % label


def _value(what: str, text: str, stages: dict[str, str], seats: dict[str, str]) -> str:
    if what in {What.STAGE, What.OPENED}:
        return stages.get(text, text)
    if what == What.SEAT:
        return seats.get(text, text)
    if what == What.AMOUNT and text:
        minor, _blank, code = text.partition(" ")
        return money(int(minor), code)
    if what in {What.EXPECTED, What.NEXT} and text:
        day, _blank, words = text.partition(" ")
        found = parse_date(day)
        return ": ".join([date_format(found, "j M Y"), *([words] if words else [])]) if found else text
    if what == What.WORD and text:
        return f"{text} %"
    if what in {What.OUTCOME, What.SALE_UNDONE} and text:
        return str(dict(Opportunity._meta.get_field("outcome").flatchoices).get(text, text))
    if what == What.PERSON and ": " in text:
        name, _colon, role = text.rpartition(": ")
        return f"{name} ({dict(OpportunityPerson.Role.choices).get(role, role)})"
    return text


def _sale(sale: Sale, *, for_: User, now: datetime) -> SaleLine:
    parts = SalePart.objects.filter(sale=sale).select_related("seat").order_by("pk")
    return SaleLine(
        ref=sale.ref,
        worth=money(sale.amount_minor, sale.currency),
        when=say_when(sale.sold_at, zone=for_.zone, now=now),
        parts=tuple(f"{one.seat.name} {one.get_part_display()}" for one in parts),
        fit=shown_from(sale.fit),
        unfit_because=sale.unfit_because,
        runs_until=date_format(sale.runs_until_on, "j M Y") if sale.runs_until_on else "",
        nothing_beyond=sale.nothing_beyond,
        is_undone=sale.undone_at is not None,
        undone_because=sale.undone_because,
    )
