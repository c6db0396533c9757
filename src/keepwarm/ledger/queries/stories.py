"""The story of a sale: all contacts of the person before it, from the first inquiry on, what they cost, and what the sale owes to each.

Inquiries, touches and sales go with a person when they are merged, and back when that is undone: so the story is that of one person.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models.functions import Coalesce

from keepwarm.engine.credit import Model, credit
from keepwarm.engine.spending import our_seconds, worth
from keepwarm.ledger.contacts import EARLY_DAYS, INQUIRY, LATE_MONTHS, kind_of
from keepwarm.ledger.models import Credit
from keepwarm.ledger.queries.house import House
from keepwarm.selling.models import Sale
from keepwarm.selling.queries.rates import in_house
from keepwarm.touches.models import Inquiry, Touch

AT_ONCE = 400
MODELS = tuple(str(model) for model in Model)
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Contact:
    """One contact before a sale. Keys are 0 where there is none; `item` is of the library. `ref`: of the touch, "" of an inquiry."""

    at: datetime
    kind: str
    source: int = 0
    seat: int = 0
    item: int = 0
    ref: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """A sale with its contacts, the earliest first. `minor` in the house's currency; `months` None when no inquiry is known."""

    sale: Sale
    minor: int
    first_at: datetime | None
    source: int
    months: int | None
    cost_minor: int
    contacts: tuple[Contact, ...]
    is_first: bool

    @property
    def is_late(self) -> bool:
        """Whether a late buyer bought."""
        return self.months is not None and self.months >= LATE_MONTHS

    def shares(self) -> dict[Model, tuple[int, ...]]:
        """What the sale owes to each contact."""
        return credit(self.minor, [(self.sale.sold_at - one.at) / DAY for one in self.contacts])

    def is_later(self, contact: Contact) -> bool:
        """Whether it came when others had given up: long after the first inquiry."""
        return self.first_at is not None and contact.at - self.first_at >= EARLY_DAYS * DAY


def tell(sales: Sequence[Sale], house: House) -> list[Told]:
    """The stories of these sales, in their order. Four reads for each 400 people."""
    people = sorted({sale.prospect_id for sale in sales})
    told: dict[int, Told] = {}
    for start in range(0, len(people), AT_ONCE):
        ids = people[start : start + AT_ONCE]
        inquiries, touches, firsts = _inquiries(ids), _touches(ids, house), _first_sales(ids)
        for sale in sales:
            if sale.prospect_id in firsts:
                told[sale.pk] = _tell(sale, inquiries[sale.prospect_id], touches[sale.prospect_id], firsts[sale.prospect_id], house)
    return [told[sale.pk] for sale in sales if sale.pk in told]


def _tell(sale: Sale, inquiries: Sequence[Contact], touches: Sequence[tuple[Contact, int]], first: int, house: House) -> Told:
    asked = [one for one in inquiries if one.at <= sale.sold_at]
    before = [(one, cost) for one, cost in touches if one.at <= sale.sold_at]
    contacts = sorted([*asked, *(one for one, _cost in before if one.kind)], key=lambda one: one.at)
    begin = asked[0] if asked else None
    return Told(
        sale=sale,
        minor=in_house(sale.amount_minor, sale.currency, sale.rate),
        first_at=begin.at if begin else None,
        source=begin.source if begin else 0,
        months=months_between(house.day_of(begin.at), house.day_of(sale.sold_at)) if begin else None,
        cost_minor=sum(cost for _one, cost in before),
        contacts=tuple(contacts),
        is_first=first == sale.pk,
    )


def months_between(since: date, until: date) -> int:
    """Whole months; none when it is less than one."""
    return max(12 * (until.year - since.year) + until.month - since.month - (until.day < since.day), 0)


def _inquiries(people: Sequence[int]) -> dict[int, list[Contact]]:
    """The earliest first."""
    rows = Inquiry.objects.filter(prospect__in=people, voided_at__isnull=True).annotate(at=Coalesce("happened_at", "received_at"))
    found: dict[int, list[Contact]] = defaultdict(list)
    for person, at, source, topic in rows.order_by("at", "pk").values_list("prospect_id", "at", "source_id", "topic"):
        found[person].append(Contact(at, INQUIRY, source=source, title=topic))
    return found


def _touches(people: Sequence[int], house: House) -> dict[int, list[tuple[Contact, int]]]:
    """Each with what it cost; those that reached nobody have no kind and cost all the same."""
    rows = Touch.objects.filter(prospect__in=people, voided_at__isnull=True).exclude(channel="note").order_by("happened_at", "pk")
    found: dict[int, list[tuple[Contact, int]]] = defaultdict(list)
    columns = ("prospect_id", "happened_at", "channel", "direction", "disposition", "purpose", "seat_id", "seconds", "cost_minor", "ref")
    for *row, item, subject in rows.values_list(*columns, "args__item", "args__subject"):
        person, at, channel, direction, disposition, purpose, seat, seconds, cost, ref = row
        kind = kind_of(channel, direction, disposition, purpose)
        spent = cost + worth(our_seconds(channel, seconds), house.hours.get(seat or 0, 0))
        contact = Contact(at, kind, seat=seat or 0, item=item if isinstance(item, int) else 0, ref=ref, title=str(subject or ""))
        found[person].append((contact, spent))
    return found


def _first_sales(people: Sequence[int]) -> dict[int, int]:
    """The key of the first sale of each that stands."""
    found: dict[int, int] = {}
    rows = Sale.objects.filter(prospect__in=people, undone_at__isnull=True).order_by("sold_at", "pk")
    for person, pk in rows.values_list("prospect_id", "pk"):
        found.setdefault(person, pk)
    return found


def credits_of(told: Told, on: date) -> list[Credit]:
    """Rows to keep: the whole sale shared among all contacts by kind, among its inquiries by source, and so on by seat and by item."""
    by_what = {
        Credit.What.KIND: [(one, one.kind) for one in told.contacts],
        Credit.What.SOURCE: [(one, str(one.source)) for one in told.contacts if one.source],
        Credit.What.SEAT: [(one, str(one.seat)) for one in told.contacts if one.seat],
        Credit.What.ITEM: [(one, str(one.item)) for one in told.contacts if one.item],
    }
    return [row for what, contacts in by_what.items() for row in _rows_of(told, on, what, contacts)]


def _rows_of(told: Told, on: date, what: Credit.What, contacts: Sequence[tuple[Contact, str]]) -> Iterable[Credit]:
    shares = credit(told.minor, [(told.sale.sold_at - one.at) / DAY for one, _key in contacts])
    rows: dict[str, Credit] = {}
    for place, (one, key) in enumerate(contacts):
        empty = Credit(sale=told.sale.pk, on=on, what=what, key=key, contacts=0, later=0, is_late=told.is_late, **dict.fromkeys(MODELS, 0))
        row = rows.setdefault(key, empty)
        row.contacts += 1
        row.later += told.is_later(one)
        for model, parts in shares.items():
            setattr(row, model, getattr(row, model) + parts[place])
    return rows.values()
