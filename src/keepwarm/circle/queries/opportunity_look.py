"""What the opportunities of a file would be: counted, with the offerings that are new or written twice, before anything is written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from django.utils.translation import gettext

from keepwarm.circle.queries.alike_offerings import alike
from keepwarm.circle.queries.opportunity_map import OpportunityPlan, Row, read_opportunities
from keepwarm.intake import files
from keepwarm.intake.models import Import
from keepwarm.intake.reading.opening import open_table
from keepwarm.intake.shaping.shapes import Flawed
from keepwarm.selling.models import Offering, Opportunity, Outcome

SHOWN = 12


@dataclass(slots=True)
class Look:
    """Counts over the whole file, the first rows, and the first refused ones. `same`: names taken for another one."""

    rows: int = 0
    refused: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)
    offerings: Counter[str] = field(default_factory=Counter)
    same: dict[str, str] = field(default_factory=dict)
    new: list[str] = field(default_factory=list)
    sample: list[Row] = field(default_factory=list)
    flawed: list[Flawed] = field(default_factory=list)

    @property
    def told(self) -> dict[str, int]:
        """How many are open, won, lost and postponed."""
        return {str(Outcome(one).label): self.outcomes[one] for one in Outcome.values if self.outcomes[one]}


def look_through(path: Path, plan: OpportunityPlan, *, called: str, today: date) -> Look:
    """Read the file once; nothing is written. Raises Unreadable."""
    look = Look()
    for row in open_table(path, name=called).rows():
        look.rows += 1
        shaped = Flawed(row.line, row.problem, tuple(row.cells)) if row.problem else plan.of(row.line, row.cells, today=today)
        if isinstance(shaped, Flawed):
            look.refused += 1
            look.flawed += [shaped] if len(look.flawed) < SHOWN else []
            continue
        look.outcomes[shaped.outcome] += 1
        look.offerings[shaped.offering] += 1
        look.sample += [shaped] if len(look.sample) < SHOWN else []
    known = set(Offering.objects.values_list("name", flat=True))
    look.same = {} if plan.apart else alike(look.offerings, known)
    look.new = sorted({look.same.get(name, name) for name in look.offerings} - known)
    return look


def look_at(imported: Import, section: Mapping[str, Any], *, today: date) -> Look:
    """The file of an import, with these columns. Raises MapWrong, Unreadable."""
    path = files.path_of(imported.file_hash)
    header = header_of(imported)
    plan = read_opportunities(
        {**imported.map, "opportunity": section}, header, called=gettext("the chosen columns"), file=imported.file_name
    )
    return look_through(path, plan, called=imported.file_name, today=today)


def header_of(imported: Import) -> tuple[str, ...]:
    """The columns of its file. Raises Unreadable when it was swept."""
    return open_table(files.path_of(imported.file_hash), name=imported.file_name).header


def count_brought(imported: Import) -> int:
    """How many opportunities of it are here."""
    return Opportunity.objects.filter(source__startswith=f"import:{imported.ref}:").count()
