"""The rows behind the figures of the quotas: sales, what is expected, and whose rhythm was left."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext

from keepwarm.lib.money import money
from keepwarm.prospects.models import Prospect
from keepwarm.prospects.queries import visible_to
from keepwarm.reports.queries.aims.quotas import QuotaLine, QuotasPage, bounds
from keepwarm.reports.queries.aims.rhythm import people_moved
from keepwarm.reports.queries.row_page import Amount
from keepwarm.reports.queries.rows import SHOWN, NoSuchRows, Row, Rows
from keepwarm.reports.queries.shapes import Person
from keepwarm.selling.models import Opportunity, Sale
from keepwarm.selling.queries.expecting import as_open, learned
from keepwarm.selling.queries.rates import in_house
from keepwarm.staff.models import User

Found = Iterator[tuple[int, tuple[str, ...]]]


def quota_rows(what: str, page: QuotasPage, *, rep: str, for_: User, now: datetime, most: int = SHOWN) -> Rows:
    """Of one rep of the page, `most` of them. Raises NoSuchRows for a word that is no figure, or whoever does not stand on it."""
    line = next((one for one in page.lines if one.seat.ref == rep), None)
    if line is None or what not in {"sold", "expected", "pushed", "dropped"}:
        raise NoSuchRows
    told = gettext("%(name)s, %(since)s to %(until)s") % {
        "name": line.seat.name,
        "since": date_format(page.starts_on, "j F"),
        "until": date_format(page.ends_on, "j F Y"),
    }
    if what == "sold":
        columns = (gettext("Day"), gettext("What"), gettext("Amount"), gettext("Worth"))
        return _rows(gettext("What was sold?"), told, columns, _sold(line, page, for_, most), for_, most)
    if what == "expected":
        named = (
            gettext("Expected"),
            gettext("What"),
            gettext("Amount"),
            gettext("Stage"),
            gettext("Chance, of 100"),
            gettext("Counts with"),
        )
        return _rows(gettext("What may still be sold?"), told, named, _expected(line, page, most, now), for_, most)
    title = (
        gettext("Who was called or written to long before their day?")
        if what == "pushed"
        else gettext("Who was put back or ended at the end?")
    )
    moved = people_moved(what, line.seat, page.ends_on) if line.rhythm else []
    return _rows(title, told, (gettext("Day"),), ((pk, (date_format(day, "D j M Y"),)) for pk, day in moved), for_, most)


def _sold(line: QuotaLine, page: QuotasPage, for_: User, most: int) -> Found:
    begins, ends = bounds(page.starts_on, page.ends_on)
    rows = Sale.objects.filter(seat=line.seat, sold_at__gte=begins, sold_at__lt=ends, undone_at__isnull=True).order_by("-sold_at", "-pk")
    for row in rows.select_related("offering")[: most + 1]:
        day = date_format(row.sold_at.astimezone(ZoneInfo(for_.zone)), "D j M Y")
        worth = Amount(in_house(row.amount_minor, row.currency, row.rate), page.currency)
        yield row.prospect_id, (day, row.offering.name, money(row.amount_minor, row.currency), worth)


def _expected(line: QuotaLine, page: QuotasPage, most: int, now: datetime) -> Found:
    """Each with its chance: so many of a hundred are sold, and so much of its worth is in the figure."""
    known = learned()
    rows = Opportunity.objects.filter(seat=line.seat, closed_at__isnull=True, expected_on__lte=page.ends_on).order_by("expected_on", "pk")
    for row in rows.select_related("offering", "stage")[: most + 1]:
        day = date_format(row.expected_on, "D j M Y") if row.expected_on else "–"
        chance = known.chance(as_open(row, now=now)).chance
        counts = Amount(round(chance * in_house(row.amount_minor, row.currency, row.rate)), page.currency)
        said = (day, row.offering.name, money(row.amount_minor, row.currency), row.stage.label, f"{100 * chance:.1f}", counts)
        yield row.prospect_id, said


def _rows(title: str, told: str, columns: tuple[str, ...], found: Found, for_: User, most: int) -> Rows:
    told_of = list(found)
    ids = {pk for pk, _ in told_of}
    visible = set(visible_to(for_).filter(pk__in=ids).values_list("pk", flat=True))
    rows = Prospect.objects.filter(pk__in=ids).values_list("pk", "ref", "name", "organization__name")
    people = {pk: Person(pk, ref, name, firm or "", pk in visible) for pk, ref, name, firm in rows}
    shown = tuple(Row(people[pk], cells) for pk, cells in told_of[:most] if pk in people)
    return Rows(title, told, columns, shown, is_cut=len(told_of) > most)
