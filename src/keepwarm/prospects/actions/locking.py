"""Taking one prospect for a write: locked, seen, and at the version that the form showed."""

from __future__ import annotations

from django.db import connection
from django.utils.translation import gettext

from keepwarm.prospects.models import Prospect
from keepwarm.prospects.queries.visibility import UnknownProspect, may_change
from keepwarm.staff.models import User
from keepwarm.staff.queries import NotYours


def take_prospect(*, by: User | None, ref: str = "", pk: int | None = None) -> Prospect:
    """The prospect, locked until the transaction ends. Raises UnknownProspect, and NotYours for one that `by` may not change."""
    rows = Prospect.objects.select_related("organization")
    if connection.vendor == "postgresql":
        rows = rows.select_for_update(of=("self",))
    found = rows.filter(ref=ref).first() if pk is None else rows.filter(pk=pk).first()
    if found is None:
        raise UnknownProspect
    if by is not None and not may_change(found, by):
        raise NotYours(gettext("%(name)s belongs to somebody else: ask them, or your manager.") % {"name": found.name})
    return found
