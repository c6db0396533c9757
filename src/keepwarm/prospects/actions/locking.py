"""Taking one prospect for a write: locked, seen, and at the version that the form showed."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext

from keepwarm.lib.refusal import Refusal
from keepwarm.prospects.models import FORGOTTEN, Prospect
from keepwarm.prospects.queries.visibility import UnknownProspect, may_change
from keepwarm.staff.models import User
from keepwarm.staff.queries import NotYours


class MergedMeanwhile(Refusal):
    """The form was shown of somebody who has become part of another since."""

    def __init__(self, name: str) -> None:
        super().__init__(
            gettext("%(name)s was merged into another meanwhile. Look at what stands there, then save again.") % {"name": name}
        )


def take_prospect(*, by: User | None, ref: str = "", pk: int | None = None, version: int | None = None) -> Prospect:
    """The prospect, locked until the transaction ends; of one that was merged the one who remains.

    Raises UnknownProspect, NotYours for one that `by` may not change, and MergedMeanwhile when a form showed a `version` of
    the one who was merged.
    """
    found = _locked().filter(ref=ref).first() if pk is None else _locked().filter(pk=pk).first()
    while found is not None and found.merged_into_id is not None:
        if version is not None:
            raise MergedMeanwhile(found.name)
        found = _locked().filter(pk=found.merged_into_id).first()
    if found is None or found.end_reason == FORGOTTEN:
        raise UnknownProspect
    if by is not None and not may_change(found, by):
        raise NotYours(gettext("%(name)s belongs to somebody else: ask them, or your manager.") % {"name": found.name})
    return found


def _locked() -> QuerySet[Prospect]:
    return Prospect.objects.select_related("organization").select_for_update(of=("self",))
