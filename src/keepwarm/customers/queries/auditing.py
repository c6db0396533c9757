"""What must hold between a sale, its promises, its calls and its cases: nobody who bought is forgotten. The audit of the house reads it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Final

from django.db.models import CharField, Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat

from keepwarm.customers.models import Case, Keeping, Promise
from keepwarm.decisions.auditing import Difference
from keepwarm.prospects.models import Prospect, Stage
from keepwarm.selling.models import Sale
from keepwarm.touches.models import Signal

RAISED_WITHIN: Final = timedelta(minutes=30)
"""The background looks every five minutes, at 200 rows."""
PLANNED_WITHIN: Final = timedelta(days=1)
"""A list with many sales is planned in pieces."""
CALL_AGAIN: Final = timedelta(days=7)
"""Days after the call at its day in which somebody says how a promise went; then the call waits again. Our choice."""
GRACE: Final = timedelta(days=1)


def find_differences(chunk: Sequence[Prospect], *, now: datetime) -> Iterator[Difference]:
    """Customers whom nobody keeps, promises nobody answers for, and cases nobody calls about. Five queries a chunk."""
    refs = {prospect.pk: prospect.ref for prospect in chunk}
    people = [prospect.pk for prospect in chunk if prospect.is_open]
    yield from _kept_by_nobody([one for one in chunk if one.is_open and one.stage == Stage.CUSTOMER], now)
    promises = Promise.objects.filter(prospect_id__in=refs)
    for who, ref in promises.filter(unanswered(now), prospect_id__in=people).values_list("prospect_id", "ref"):
        yield Difference(refs[who], "promise", f"{ref} is past its day and open", "kept, broken, or a call that waits")
    undone = promises.filter(state=Promise.State.OPEN, sale__undone_at__lt=now - RAISED_WITHIN)
    for who, ref in undone.values_list("prospect_id", "ref"):
        yield Difference(refs[who], "promise", f"{ref} is open", "withdrawn: its sale was undone")
    cases = Case.objects.filter(promise=OuterRef("pk"))
    for who, ref in promises.filter(~Exists(cases), state=Promise.State.BROKEN).values_list("prospect_id", "ref"):
        yield Difference(refs[who], "promise", f"{ref} is broken", "a case, open or settled")
    for who, ref in Case.objects.filter(_nobody_calls(now), prospect_id__in=people).values_list("prospect_id", "ref"):
        yield Difference(refs[who], "case", f"{ref} is open and waits for nothing", "a call about it")


def unanswered(now: datetime) -> Q:
    """Open promises whose day is over, by which no call waits, and whose last call is too long ago for somebody to be about to say."""
    called = Q(called_for_at__isnull=True) | Q(called_for_at__lt=now - CALL_AGAIN - GRACE)
    over = Q(due_on__lt=(now - GRACE).date(), state=Promise.State.OPEN, sale__undone_at__isnull=True)
    return Q(~Exists(calls_about())) & called & over


def calls_about() -> QuerySet[Signal]:
    """The calls that wait about a promise, for `Exists`: with whom it was made to, or with whoever bought."""
    theirs = Q(prospect=OuterRef("prospect")) | Q(prospect=OuterRef("sale__prospect"))
    return Signal.objects.open().filter(theirs, source=Concat(Value("promise:"), OuterRef("ref")))


def _nobody_calls(now: datetime) -> Q:
    named = Signal.objects.open().filter(prospect=OuterRef("prospect"), source=Concat(Value("case:"), OuterRef("ref")))
    return Q(~Exists(named), settled_at__isnull=True, opened_at__lt=now - RAISED_WITHIN)


def _kept_by_nobody(chunk: Sequence[Prospect], now: datetime) -> Iterator[Difference]:
    """Customers with a sale and neither a call that is planned nor one that waits."""
    refs = {prospect.pk: prospect.ref for prospect in chunk}
    planned = Q(asked__isnull=False) | Q(made_at__lt=now - PLANNED_WITHIN)
    sold = set(Sale.objects.filter(planned, prospect_id__in=refs, undone_at__isnull=True).values_list("prospect_id", flat=True))
    waits = Signal.objects.open().filter(prospect=OuterRef("prospect"), source=Concat(Value("keeping:"), Cast(OuterRef("pk"), CharField())))
    kept = Keeping.objects.filter(Q(raised_at__isnull=True, dropped_at__isnull=True) | Q(Exists(waits)), prospect_id__in=sold)
    for pk in sorted(sold - set(kept.values_list("prospect_id", flat=True))):
        yield Difference(refs[pk], "customer", "bought, and no call is planned", "a call that keeps them")
