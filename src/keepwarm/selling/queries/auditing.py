"""What must hold between an opportunity, its next touch, its sale and its prospect; the audit of the house reads it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Concat

from keepwarm.decisions.auditing import Difference
from keepwarm.prospects.models import Prospect
from keepwarm.selling.models import Opportunity, Outcome, Sale
from keepwarm.touches.models import Signal

FOLLOWED_WITHIN = timedelta(minutes=15)
"""The clock of selling follows each minute what happened to a prospect."""


def find_differences(chunk: Sequence[Prospect], *, now: datetime) -> Iterator[Difference]:
    """Opportunities and sales of these prospects that contradict themselves or the prospect. Four queries a chunk."""
    refs = {prospect.pk: prospect.ref for prospect in chunk}
    rows = Opportunity.objects.filter(prospect_id__in=refs)
    for who, ref in _forgotten(rows.filter(closed_at__isnull=True), now).values_list("prospect_id", "ref"):
        yield Difference(refs[who], "opportunity", f"{ref} is open and waits for nothing", "a next touch")
    ended = rows.filter(closed_at__isnull=True, prospect__ended_at__lt=now - FOLLOWED_WITHIN)
    for who, ref in ended.values_list("prospect_id", "ref"):
        yield Difference(refs[who], "opportunity", f"{ref} is open", "closed: the prospect has ended")
    sold = Sale.objects.filter(opportunity=OuterRef("pk"), undone_at__isnull=True)
    for who, ref in rows.filter(~Exists(sold), outcome=Outcome.WON).values_list("prospect_id", "ref"):
        yield Difference(refs[who], "sale", f"{ref} is won, and nothing is sold", "a sale")
    strange = Sale.objects.filter(prospect_id__in=refs, undone_at__isnull=True, opportunity__isnull=False)
    for who, ref, outcome in strange.exclude(opportunity__outcome=Outcome.WON).values_list("prospect_id", "ref", "opportunity__outcome"):
        yield Difference(refs[who], "sale", f"{ref} is sold", f"its opportunity is {outcome or 'open'}")


def _forgotten(rows: QuerySet[Opportunity], now: datetime) -> QuerySet[Opportunity]:
    """Open ones of an open prospect by which nothing waits; those just put back are followed by the clock."""
    named = Signal.objects.open().filter(prospect=OuterRef("prospect"), source=Concat(Value("opportunity:"), OuterRef("ref")))
    just = Q(prospect__recycled_at__isnull=True) | Q(prospect__recycled_at__lt=now - FOLLOWED_WITHIN)
    return rows.filter(~Exists(named), just, prospect__ended_at__isnull=True)
