"""What all chunks of one import share, read once."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from django.db.models import Max

from keepwarm.decisions.actions.newcomers import House
from keepwarm.intake.actions.keeping import answers_from, wishes_from
from keepwarm.intake.firms import Firms
from keepwarm.intake.mapping.plan import Plan
from keepwarm.intake.models import Import
from keepwarm.intake.owners import Staffing, gather_staffing
from keepwarm.intake.recognizing.recognizer import Recognizer
from keepwarm.intake.spreading import Spreader, open_spreader
from keepwarm.prospects.actions.inserting import Keys
from keepwarm.prospects.models import Prospect
from keepwarm.prospects.search import Merger
from keepwarm.staff.models import User
from keepwarm.touches.actions import find_or_create_source
from keepwarm.touches.models import Source

_BLOCK: Final = 4_000  # keys reserved at once; those of the last block that stay unused are gaps, and harmless


@dataclass(slots=True)
class Landing:
    """What all chunks of one import share. `piece`: how many new people are written in one transaction."""

    imported: Import
    plan: Plan
    house: House
    staffing: Staffing
    spreader: Spreader
    recognizer: Recognizer
    by: User | None
    answers_from: str
    wishes_from: str
    firms: Firms = field(default_factory=Firms)
    sources: dict[str, int] = field(default_factory=dict)
    piece: int = 200
    merger: Merger = field(default_factory=Merger)

    def source_id(self, name: str) -> int:
        """The row's own source, else the list's."""
        if not name or self.imported.source is None:
            assert self.imported.source_id is not None
            return self.imported.source_id
        if name not in self.sources:
            source = find_or_create_source(name)
            self.sources[name] = source.pk
            self.house.sources[source.pk] = source.name
        return self.sources[name]


def open_landing(imported: Import, plan: Plan, *, now: datetime) -> Landing:
    """Read the house once for all chunks."""
    house = House(now=now, reserved=Keys(block=_BLOCK))
    population = Prospect.objects.aggregate(newest=Max("pk"))["newest"] or 0
    return Landing(
        imported=imported,
        plan=plan,
        house=house,
        staffing=gather_staffing(now=now),
        spreader=open_spreader(house.policy, now=now),
        recognizer=Recognizer(population=population + imported.total),
        by=imported.by,
        firms=Firms(reserved=house.reserved),
        answers_from=answers_from(imported),
        wishes_from=wishes_from(imported),
        sources=dict(Source.objects.values_list("name", "pk")),
    )
