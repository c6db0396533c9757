"""The story of one sale: each contact before it, and what the sale owes to each by every model. Told live: it is one person's."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from keepwarm.content.models import Item
from keepwarm.ledger.contacts import KINDS
from keepwarm.ledger.queries.house import the_house
from keepwarm.ledger.queries.stories import MODELS, Contact, Told, tell
from keepwarm.reports.queries.rows import NoSuchRows
from keepwarm.selling.models import Sale
from keepwarm.staff.models import SEES_ALL, Seat, User
from keepwarm.staff.queries import require_role
from keepwarm.touches.models import Source


@dataclass(frozen=True, slots=True)
class StoryLine:
    """One contact. `who` did it; `what` it was about: a source, an article, a subject."""

    at: datetime
    kind: str
    who: str
    what: str
    is_later: bool
    shares: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class SaleStory:
    """A sale and what led to it, the earliest first."""

    sale: Sale
    told: Told
    currency: str
    lines: tuple[StoryLine, ...]


def sale_story(ref: str, *, for_: User | None) -> SaleStory:
    """Raises NoSuchRows for a sale that is not there or was undone."""
    require_role(for_, *SEES_ALL)
    sale = Sale.objects.select_related("prospect__organization", "offering", "seat").filter(ref=ref, undone_at__isnull=True).first()
    if sale is None:
        raise NoSuchRows
    house = the_house()
    told = tell([sale], house)[0]
    shares = told.shares()
    names = _names(told.contacts)
    lines = [
        StoryLine(
            one.at,
            str(KINDS[one.kind]),
            names["seat"].get(one.seat, ""),
            names["source"].get(one.source, "") or names["item"].get(one.item, "") or one.title,
            told.is_later(one),
            tuple(shares[model][place] for model in shares),
        )
        for place, one in enumerate(told.contacts)
    ]
    return SaleStory(sale, told, house.currency, tuple(lines))


def _names(contacts: tuple[Contact, ...]) -> dict[str, dict[int, str]]:
    found: dict[str, dict[int, str]] = {}
    for what, rows, column in (("seat", Seat.objects, "name"), ("source", Source.objects, "name"), ("item", Item.objects, "title")):
        keys = {getattr(one, what) for one in contacts}
        found[what] = dict(rows.filter(pk__in=keys).values_list("pk", column))
    return found


__all__ = ["MODELS", "SaleStory", "StoryLine", "sale_story"]
