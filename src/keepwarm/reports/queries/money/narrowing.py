"""Which figure of money rows are asked for, what it is narrowed to, and what its kinds are called."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields

from django.db.models import OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy

from keepwarm.ledger.contacts import KINDS
from keepwarm.ledger.models import Phase
from keepwarm.touches.models import Channel, Inquiry, Source

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
    "lists": gettext_lazy("Lists that were bought"),
    "outlays": gettext_lazy("What else was spent"),
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
