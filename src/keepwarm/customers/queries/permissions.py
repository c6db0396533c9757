"""Who may read and keep which customer."""

from __future__ import annotations

from django.db.models import Q

from keepwarm.customers.models import Case, Companion
from keepwarm.prospects.models import Prospect
from keepwarm.prospects.queries import may_change
from keepwarm.selling.models import Sale, SalePart
from keepwarm.staff.models import Role, User

KEEPS = frozenset(Role) - {Role.DIRECTOR}
"""A director reads everything and changes nothing."""


def may_keep(prospect: Prospect, for_: User) -> bool:
    """Whoever works with the prospect; service with any customer; who had a part in a sale, stands beside them, or settles a case.

    To whom something was promised at a sale is kept as whoever bought is.
    """
    if may_change(prospect, for_):
        return True
    theirs = Sale.objects.filter(Q(prospect=prospect) | Q(promises__prospect=prospect))
    if for_.has_role(Role.SERVICE) and theirs.filter(undone_at__isnull=True).exists():
        return True
    beside = Companion.objects.filter(prospect=prospect, user=for_).exists()
    settles = Case.objects.filter(prospect=prospect, owner__user=for_, settled_at__isnull=True).exists()
    return beside or settles or SalePart.objects.filter(sale__in=theirs, seat__user=for_).exists()
