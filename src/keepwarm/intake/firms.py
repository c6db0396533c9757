"""Organizations of a list: found by their folded name, made when they are new."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from keepwarm.decisions.rows import fetch
from keepwarm.intake.shaping.shapes import Shaped
from keepwarm.lib.ids import new_refs
from keepwarm.prospects.actions.inserting import Keys, at, insert_rows
from keepwarm.prospects.matching.records import _PROVIDERS
from keepwarm.prospects.models import Organization

_REMEMBERED: Final = 50_000  # names; about 10 MB


@dataclass(slots=True)
class Firms:
    """The firms of a list. `find` gives keys, also for new ones, which `write` inserts in the transaction of their people."""

    ids: dict[str, int] = field(default_factory=dict)
    new: list[tuple[int, Shaped]] = field(default_factory=list)
    reserved: Keys = field(default_factory=Keys)

    def find(self, rows: Iterable[Shaped]) -> None:
        """Know the firms of these rows; keys are reserved for those that the house does not have."""
        if len(self.ids) > _REMEMBERED:
            self.ids.clear()
        wanted: dict[str, Shaped] = {}
        for row in rows:
            if row.organization_folded and row.organization_folded not in self.ids:
                wanted.setdefault(row.organization_folded, row)
        if not wanted:
            return
        found = fetch(
            "SELECT name_folded, min(id) FROM prospects_organization WHERE name_folded IN {those} GROUP BY name_folded",
            list(wanted),
        )
        self.ids.update({str(name): int(str(pk)) for name, pk in found})
        missing = [name for name in wanted if name not in self.ids]
        for name, pk in zip(missing, self.reserved.take(Organization, len(missing)), strict=True):
            self.ids[name] = pk
            self.new.append((pk, wanted[name]))

    def id_of(self, row: Shaped) -> int | None:
        """The key of the row's firm."""
        return self.ids.get(row.organization_folded) if row.organization_folded else None

    def write(self, *, now: datetime) -> None:
        """Insert the new ones; the caller holds the transaction. After it has committed, call `written`."""
        refs = new_refs(len(self.new))
        insert_rows(
            Organization,
            ("id", "ref", "name", "name_folded", "domain", "place", "zone", "town", "created_at"),
            [
                (pk, ref, row.organization, row.organization_folded, _domain(row), row.place,
                 row.zones.partition(",")[0], row.town, at(now))
                for (pk, row), ref in zip(self.new, refs, strict=True)
            ],
        )  # fmt: skip

    def written(self) -> None:
        """The new ones stand in the database."""
        self.new.clear()

    def forget_new(self) -> None:
        """The transaction failed: they do not stand."""
        for _pk, row in self.new:
            self.ids.pop(row.organization_folded, None)
        self.new.clear()


def _domain(row: Shaped) -> str:
    """The firm's own mail domain, if the row shows one."""
    for one in row.addresses:
        if one[0] == "email" and (domain := one[2].rpartition("@")[2]) not in _PROVIDERS:
            return str(domain)[:120]
    return ""


def former_owners(firm_ids: Iterable[int]) -> Mapping[int, int]:
    """The owner of the newest prospect of each firm: who knows others there."""
    ids = sorted(set(firm_ids))
    if not ids:
        return {}
    rows = fetch(
        "SELECT p.organization_id, p.owner_id FROM prospects_prospect p JOIN"
        " (SELECT organization_id, max(id) AS newest FROM prospects_prospect WHERE organization_id IN {those}"
        " GROUP BY organization_id) n ON p.id = n.newest",
        ids,
        kind="bigint",
    )
    return {int(str(firm)): int(str(owner)) for firm, owner in rows}
