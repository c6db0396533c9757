"""An item as a mail, for people met by chance and for extreme ones."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from keepwarm.content.brand import house_brand
from keepwarm.content.models import Item
from keepwarm.content.queries.fields import values_of
from keepwarm.content.queries.mail_of_item import source_of
from keepwarm.content.rendering import Rendered, render_mail
from keepwarm.engine.merging import Values
from keepwarm.prospects.models import Prospect
from keepwarm.prospects.queries import visible_to
from keepwarm.staff.models import User

BARE, LONG, ODD = "bare", "long", "odd"
_LONG_NAME = "Wolfgang-Maximilian Freiherr von und zu Hohenlohe-Waldenburg-Schillingsfürst"
_EXTREMES = {
    BARE: Values({}),
    LONG: Values(
        {
            "first_name": "Wolfgang-Maximilian Christoph",
            "last_name": "Freiherr von und zu Hohenlohe-Waldenburg-Schillingsfürst",
            "name": _LONG_NAME,
            "job": "Leiter der Abteilung für Rindfleischetikettierungsüberwachungsaufgabenübertragung",
            "firm": "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft mbH & Co. KG",
            "owner": "Annegret-Friederike Müller-Lüdenscheidt",
        }
    ),
    ODD: Values(
        {
            "first_name": "<b>{firm}</b>",
            "last_name": "O’Brien-Ñ",
            "name": '陈 "Bo" O\'Brien',
            "job": "R&D",
            "firm": "A & B <Ltd>",
            "owner": "Zoë",
        }
    ),
}


@dataclass(frozen=True, slots=True)
class Reader:
    """For whom a mail is shown: `key` is a prospect's reference or BARE, LONG, ODD."""

    key: str
    label: str


def readers_of(seed: int, *, for_: User) -> tuple[Reader, ...]:
    """Three extreme readers and three people by chance; the same seed meets the same people."""
    extremes = (Reader(BARE, _("Nothing known")), Reader(LONG, _("Everything long")), Reader(ODD, _("Odd signs")))
    last = Prospect.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    open_ones = visible_to(for_).filter(ended_at__isnull=True)
    found: dict[str, Reader] = {}
    for number in range(3):
        start = (seed * 7919 + number * 104_729 * (last // 3 + 1)) % (last + 1)
        row = open_ones.filter(pk__gte=start).order_by("pk").values_list("ref", "name").first()
        if row is not None:
            found[row[0]] = Reader(*row)
    return (*found.values(), *extremes)


def show_mail(item: Item, reader: str, *, for_: User, now: datetime) -> Rendered:
    """The mail of an item as `reader` would get it; of whoever is unknown, as somebody of whom nothing is known."""
    return render_mail(source_of(item), values_for(reader, for_=for_, now=now), house_brand())


def values_for(reader: str, *, for_: User, now: datetime) -> Values:
    """What may be said to `reader`: a prospect by reference whom `for_` may see, or an extreme one; nothing of anybody else."""
    if reader in _EXTREMES:
        return _EXTREMES[reader]
    found = visible_to(for_).filter(ref=reader).values_list("pk", flat=True).first()
    return values_of([found], now=now).get(found, Values({})) if found else Values({})
