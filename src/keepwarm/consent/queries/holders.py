"""Who is behind a signed link: over merges, and after forgetting."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q

from keepwarm.consent.links import Named
from keepwarm.prospects.models import FORGOTTEN, Address, Prospect
from keepwarm.prospects.queries.remaining import remaining


@dataclass(frozen=True, slots=True)
class Behind:
    """Whom a link leads to now. `prospect` None: forgotten, or gone with an import that was undone. `address`: where the mail went."""

    prospect: Prospect | None
    address: Address | None = None


def who_is_behind(named: Named) -> Behind:
    """The prospect whom the link named, or the one they were merged into, and the address while we have it."""
    first = Prospect.objects.filter(ref=named.prospect_ref).values_list("pk", flat=True).first()
    if first is None:
        return Behind(None)
    left = Prospect.objects.select_related("owner", "organization").get(pk=remaining([first])[first])
    if left.end_reason == FORGOTTEN:
        return Behind(None)
    return Behind(left, _address(named, left, first))


def _address(named: Named, left: Prospect, first: int) -> Address | None:
    """The address of the mail. One that the one who remains had too stayed with who was merged, so that row stands for it."""
    if not named.address_ref:
        return None
    rows = Address.objects.filter(ref=named.address_ref, kind=Address.Kind.EMAIL)
    theirs = Q(prospect_id__in={left.pk, first})
    if left.organization_id is not None:
        theirs |= Q(organization_id=left.organization_id)
    row = rows.filter(theirs).first()
    if row is None or row.prospect_id in {None, left.pk}:
        return row
    return Address.objects.filter(prospect=left, kind=row.kind, normalized=row.normalized).first() or row
