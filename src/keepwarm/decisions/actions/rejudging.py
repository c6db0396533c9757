"""Everyone judged anew by another version of the definition: in chunks, resumable, by the same pass as the nightly plan."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Count, F, Max, Q, QuerySet

from keepwarm.decisions.actions.planning import write_in_pieces
from keepwarm.decisions.actions.settling import consider
from keepwarm.facts.said import letters_left
from keepwarm.facts.scope import Scope
from keepwarm.policy.queries import definition_in_force, policy_in_force
from keepwarm.prospects.models import Prospect
from keepwarm.qualification.models import Judgement, Rejudged, Rejudging
from keepwarm.staff.models import Seat

IDS_AT_ONCE = 2_000
LEASE = timedelta(minutes=2)
Clock = Callable[[], datetime]
Progress = Callable[[int, int], None]


def rejudge(definition: int, *, clock: Clock, progress: Progress | None = None) -> Rejudging | None:
    """Judge everyone anew from where the last run stopped. None when another process is at it, or took over, or nothing is to be done.

    Each chunk is kept with how far it got, so that a crash costs one chunk at most. When a newer version has come into force
    meanwhile, its own rejudging takes over.
    """
    rejudging = _take(definition, now=clock())
    if rejudging is None:
        return None
    last = Prospect.objects.aggregate(last=Max("pk"))["last"] or 0
    total = Prospect.objects.filter(ended_at__isnull=True).count()
    Rejudging.objects.filter(pk=rejudging.pk).update(total=total)
    seats = Seat.objects.filter(left_at__isnull=True).values_list("pk", flat=True)
    letters = letters_left(seats, policy_in_force(), now=clock())
    while rejudging.next_id <= last and definition_in_force().version == definition:
        if not _judge_chunk(rejudging, letters, clock=clock):
            return None
        rejudging.refresh_from_db()
        if progress is not None:
            progress(rejudging.done, max(total, rejudging.done))
    return rejudging if _finish(rejudging, now=clock()) else None


def due_rejudgings(*, now: datetime) -> list[int]:
    """The versions by which everyone is still to be judged, and nobody is at it."""
    free = Q(lease_until__isnull=True) | Q(lease_until__lte=now)
    return list(Rejudging.objects.filter(free, finished_at__isnull=True).order_by("definition").values_list("definition", flat=True))


def _take(definition: int, *, now: datetime) -> Rejudging | None:
    """The lease, if it is free: only one process judges."""
    free = Q(lease_until__isnull=True) | Q(lease_until__lte=now)
    taken = Rejudging.objects.filter(free, definition=definition, finished_at__isnull=True).update(lease_until=now + LEASE)
    return Rejudging.objects.get(definition=definition) if taken else None


def _held(rejudging: Rejudging) -> QuerySet[Rejudging]:
    """The row, while it stands as this process left it: nobody took the lease over when a chunk lasted longer."""
    return Rejudging.objects.filter(pk=rejudging.pk, next_id=rejudging.next_id, lease_until=rejudging.lease_until, finished_at__isnull=True)


def _judge_chunk(rejudging: Rejudging, letters: dict[int, int], *, clock: Clock) -> bool:
    """Judge the next chunk. False when another process took over meanwhile: then it counts the chunk, and this one stops."""
    now = clock()
    there = Prospect.objects.filter(pk__gte=rejudging.next_id).order_by("pk").values_list("pk", flat=True).first()
    low = rejudging.next_id if there is None else there  # keys may have wide gaps
    high = low + IDS_AT_ONCE
    write_in_pieces(consider(Scope(low=low, high=high), now=now, keep_dates=True, letters=letters), now=now)
    changed = _who_changed(rejudging, low, high)
    looked_at = Prospect.objects.filter(pk__gte=low, pk__lt=high, ended_at__isnull=True).count()
    with transaction.atomic():
        if not _held(rejudging).update(next_id=high, done=F("done") + looked_at, lease_until=clock() + LEASE):
            return False
        Rejudged.objects.bulk_create(changed, ignore_conflicts=True, batch_size=500)
    return True


def _who_changed(rejudging: Rejudging, low: int, high: int) -> list[Rejudged]:
    """Whom the version made a lead, or a lead no longer: whoever judged them, this pass, the plan or a touch meanwhile.

    The first judgement under the new version stands against the last before it.
    """
    rows = Judgement.objects.filter(prospect_id__gte=low, prospect_id__lt=high).order_by("prospect_id", "judged_at", "pk")
    first: dict[int, bool] = {}
    before: dict[int, bool] = {}
    for prospect, definition, is_lead in rows.values_list("prospect_id", "definition", "is_lead").iterator():
        if definition == rejudging.definition:
            first.setdefault(prospect, is_lead)
        elif prospect not in first:
            before[prospect] = is_lead
    return [
        Rejudged(rejudging=rejudging, prospect_id=pk, is_lead=is_lead) for pk, is_lead in first.items() if is_lead != before.get(pk, False)
    ]


def _finish(rejudging: Rejudging, *, now: datetime) -> bool:
    counted = dict(Rejudged.objects.filter(rejudging=rejudging).values_list("is_lead").annotate(count=Count("pk")).order_by())
    done = _held(rejudging).update(
        became_leads=counted.get(True, 0),
        no_longer=counted.get(False, 0),
        finished_at=now,
        lease_until=None,
        overtaken=definition_in_force().version != rejudging.definition,
    )
    rejudging.refresh_from_db()
    return bool(done)
