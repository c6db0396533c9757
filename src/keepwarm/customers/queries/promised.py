"""What was promised to customers, read for many at once: at their sales, to whomever of them it was said, and to them at a colleague's."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q

from keepwarm.customers.models import Promise
from keepwarm.selling.models import Sale

STATE = Promise.State


@dataclass(slots=True)
class Counts:
    """How many promises of one customer stand how. `overdue`: open ones whose day is over."""

    open: int = 0
    kept: int = 0
    broken: int = 0
    unrecorded: int = 0
    overdue: int = 0


def promised_to(ids: Sequence[int], *, today: date) -> Mapping[int, Counts]:
    """By customer. Of a sale that was undone nothing is counted. Two queries."""
    found: dict[int, Counts] = defaultdict(Counts)
    rows = Promise.objects.filter(sale__undone_at__isnull=True)
    sold = rows.filter(sale__in=Sale.objects.filter(prospect_id__in=ids)).values_list("sale__prospect_id", "state", "recorded", "due_on")
    others = rows.filter(prospect_id__in=ids).exclude(sale__prospect_id=F("prospect_id"))
    for who, state, recorded, due_on in [*sold, *others.values_list("prospect_id", "state", "recorded", "due_on")]:
        mine = found[who]
        mine.open += state == STATE.OPEN
        mine.kept += state == STATE.KEPT
        mine.broken += state == STATE.BROKEN
        mine.unrecorded += not recorded
        mine.overdue += state == STATE.OPEN and due_on < today
    return found


def concerns(prospect_id: int) -> Q:
    """The condition that a promise stands on this customer's page: promised to them, or at a sale to them."""
    return Q(sale__undone_at__isnull=True) & (Q(prospect_id=prospect_id) | Q(sale__prospect_id=prospect_id))
