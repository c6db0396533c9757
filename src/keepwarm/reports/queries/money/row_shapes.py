"""What a page of rows behind a figure of money is, and what its kinds share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from django.db.models import OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy

from keepwarm.ledger.contacts import KINDS
from keepwarm.ledger.models import Phase
from keepwarm.prospects.models import Prospect
from keepwarm.staff.models import User
from keepwarm.touches.models import Channel, Inquiry, Source

SHOWN = 50
MOMENT = "%Y%m%dT%H%M%S.%f"
TITLES = {
    "touches": gettext_lazy("Touches of these days, and what each cost"),
    "sales": gettext_lazy("Sales"),
    "late": gettext_lazy("Sales to late buyers"),
    "new": gettext_lazy("First sales to somebody"),
    "won": gettext_lazy("First sales within three months of the first inquiry"),
    "nurtured": gettext_lazy("First sales later than that"),
    "owed": gettext_lazy("Sales that owe something to it"),
    "kept": gettext_lazy("Sales to late buyers who had it later on"),
    "compared": gettext_lazy("People who are compared"),
    "came": gettext_lazy("People who came"),
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which figure, narrowed by keys as they stand in an address; and where the page goes on."""

    what: str
    source: str = ""
    channel: str = ""
    phase: str = ""
    offering: str = ""
    months: str = ""
    kind: str = ""
    seat: str = ""
    item: str = ""
    inquiry: str = ""
    got: str = ""
    after: str = ""

    @classmethod
    def read(cls, what: str, sent: Mapping[str, str]) -> Wanted:
        """From a query string."""
        return cls(what, **{one.name: sent.get(one.name, "")[:60] for one in fields(cls) if one.name != "what"})


@dataclass(frozen=True, slots=True)
class Line:
    """One row: who, where the link leads ("sale" or "prospect" and its key), and what the columns say."""

    name: str
    firm: str
    to: str
    ref: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MoneyRows:
    """A page of rows; `after` is the key of the next, "" on the last. `told`: what it is narrowed to."""

    title: str
    told: str
    columns: tuple[str, ...]
    lines: tuple[Line, ...]
    after: str = ""

    @property
    def labelled(self) -> list[tuple[Line, list[tuple[str, str]]]]:
        """Each row with its cells beside the names of their columns, as a phone shows them."""
        return [(line, list(zip(self.columns, line.cells, strict=True))) for line in self.lines]


def first_of(column: str, of: str = "prospect") -> Subquery:
    """Of the first inquiry of the prospect of a row; `of` is where the row names the prospect."""
    rows = Inquiry.objects.filter(prospect=OuterRef(of), voided_at__isnull=True).annotate(at=Coalesce("happened_at", "received_at"))
    return Subquery(rows.order_by("at", "pk").values(column)[:1])


def source_key(ref: str) -> int:
    """The key of a source by its reference; -1 when there is none."""
    found = Source.objects.filter(ref=ref).values_list("pk", flat=True).first()
    return -1 if found is None else found


def narrowed_to(wanted: Wanted) -> str:
    """What the figure is narrowed to, in words."""
    said = []
    if wanted.channel in Channel.values:
        said.append(str(Channel(wanted.channel).label))
    if wanted.phase in Phase.values:
        said.append(str(Phase(wanted.phase).label))
    if wanted.kind in KINDS:
        said.append(str(KINDS[wanted.kind]))
    for ref in (wanted.source, wanted.inquiry):
        said += Source.objects.filter(ref=ref).values_list("name", flat=True) if ref else []
    return ", ".join(said)


def name_of(prospect: Prospect) -> tuple[str, str]:
    """Name and firm."""
    return prospect.name, prospect.organization.name if prospect.organization else ""


def day_of(at: datetime, reader: User) -> str:
    """A moment as a day in the reader's zone."""
    return date_format(at.astimezone(ZoneInfo(reader.zone)), "D j M Y")


def key_of(at: datetime, pk: int) -> str:
    """Where the next page goes on, after a row of a moment."""
    return f"{at.astimezone(UTC):{MOMENT}}-{pk}"


def read_key(key: str) -> tuple[datetime | None, int]:
    """The other way round; None for what is no key."""
    moment, _dash, pk = key.rpartition("-")
    try:
        return datetime.strptime(moment, MOMENT).replace(tzinfo=UTC), min(int(pk), 2**62)
    except ValueError:
        return None, 0


def read_day(key: str) -> tuple[date | None, int]:
    """A day and a key; None for what is no key."""
    day, _dash, pk = key.rpartition("-")
    try:
        return datetime.strptime(day, "%Y%m%d").replace(tzinfo=UTC).date(), min(int(pk), 2**62)
    except ValueError:
        return None, 0
