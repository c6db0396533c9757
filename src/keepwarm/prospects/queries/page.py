"""One person as this room knows them: who they are, how to reach them, who else is at their firm."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models import Q

from keepwarm.prospects.models import Address, Doubt, Organization, Prospect, StandingChange
from keepwarm.prospects.queries.visibility import UnknownProspect, may_change, visible_to
from keepwarm.prospects.zones import is_zone, split_zones
from keepwarm.staff.models import User

COLLEAGUES = 20
CHANGES = 50


@dataclass(frozen=True, slots=True)
class AddressLine:
    """One address in use or out of use; `shared` ones are the firm's."""

    ref: str
    kind: str
    value: str
    normalized: str
    label: str
    shared: bool
    state: str
    zones: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Colleague:
    """Someone else at the same firm."""

    ref: str
    name: str
    title: str
    owner: str
    stage: str
    next_step: str
    last_reached_at: datetime | None


@dataclass(frozen=True, slots=True)
class ProspectPage:
    """What this room tells the page of one prospect. `local_now`: the wall time there, None where the zone is unknown."""

    prospect: Prospect
    organization: Organization | None
    owner: str
    addresses: tuple[AddressLine, ...]
    colleagues: tuple[Colleague, ...]
    more_colleagues: bool
    changes: tuple[StandingChange, ...]
    doubts: tuple[Doubt, ...]
    local_now: datetime | None
    may_change: bool

    def usable(self, kind: str) -> list[AddressLine]:
        """The addresses of a kind that are in use, the first to try first."""
        return [line for line in self.addresses if line.kind == kind and line.state == Address.State.OK]


def prospect_page(ref: str, *, for_: User, now: datetime) -> ProspectPage:
    """The prospect `ref`, or the one it was merged into. Raises UnknownProspect."""
    prospect = _find(ref, for_)
    colleagues = _colleagues(prospect)
    pairs = Doubt.objects.filter(Q(a=prospect) | Q(b=prospect), settled_at__isnull=True)
    return ProspectPage(
        prospect=prospect,
        organization=prospect.organization,
        owner=prospect.owner.name,
        addresses=tuple(addresses_of(prospect)),
        colleagues=tuple(colleagues[:COLLEAGUES]),
        more_colleagues=len(colleagues) > COLLEAGUES,
        changes=tuple(prospect.changes.select_related("by", "seat").order_by("-at", "-pk")[:CHANGES]),
        doubts=tuple(pairs.select_related("a", "b").order_by("-weight")[:10]),
        local_now=now.astimezone(ZoneInfo(prospect.zone)) if is_zone(prospect.zone) else None,
        may_change=may_change(prospect, for_),
    )


def _find(ref: str, for_: User) -> Prospect:
    rows = visible_to(for_).select_related("organization", "owner", "merged_into")
    seen: set[str] = set()
    while ref not in seen:
        seen.add(ref)
        found = rows.filter(ref=ref).first()
        if found is None:
            break
        if found.merged_into is None:
            return found
        ref = found.merged_into.ref
    raise UnknownProspect


def addresses_of(prospect: Prospect) -> list[AddressLine]:
    """Their own addresses, then their firm's, each once; in use before out of use, in the order in which they are tried."""
    of_firm = Q(organization=prospect.organization_id) if prospect.organization_id else Q(pk__in=())
    rows: Iterable[Address] = Address.objects.filter(Q(prospect=prospect) | of_firm)
    order = sorted(rows, key=lambda row: (row.prospect_id != prospect.pk, row.rank, row.pk))
    once = {(row.kind, row.normalized): row for row in reversed(order)}
    ordered = sorted(once.values(), key=lambda row: (row.state != Address.State.OK, row.prospect_id != prospect.pk, row.rank, row.pk))
    return [
        AddressLine(
            ref=row.ref,
            kind=row.kind,
            value=row.value,
            normalized=row.normalized,
            label=row.label,
            shared=row.shared,
            state=row.state,
            zones=split_zones(row.zones),
        )
        for row in ordered
    ]


def _colleagues(prospect: Prospect) -> list[Colleague]:
    """Others at the firm, those spoken with last first; one more than shown tells that there are more."""
    if prospect.organization_id is None:
        return []
    rows = Prospect.objects.filter(organization=prospect.organization_id, merged_into__isnull=True).exclude(pk=prospect.pk)
    newest = rows.select_related("owner").order_by("-pk")[:200]
    ordered = sorted(newest, key=lambda row: row.last_reached_at.timestamp() if row.last_reached_at else 0, reverse=True)
    return [
        Colleague(
            ref=row.ref,
            name=row.name,
            title=row.title,
            owner=row.owner.name,
            stage=row.get_stage_display(),
            next_step=row.next_step,
            last_reached_at=row.last_reached_at,
        )
        for row in ordered[: COLLEAGUES + 1]
    ]
