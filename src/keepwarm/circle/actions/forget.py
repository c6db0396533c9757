"""Forgetting a person: what says who they are and what they said is cleared in every room; what is counted stays."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext

from keepwarm.circle.actions.merge import ROOMS
from keepwarm.circle.models import Cover, Merge
from keepwarm.consent.actions import absorbing as consent
from keepwarm.customers.actions import absorbing as customers
from keepwarm.decisions.actions.retelling import retell
from keepwarm.decisions.actions.settling import lock
from keepwarm.decisions.actions.turning import finish
from keepwarm.handoff.actions import absorbing as handoff
from keepwarm.lib.refusal import Refusal
from keepwarm.messaging.actions import absorbing as messaging
from keepwarm.outbox import actions as outbox
from keepwarm.prospects.models import FORGOTTEN, Prospect, StandingChange
from keepwarm.prospects.queries.remaining import remaining
from keepwarm.prospects.search import Merger
from keepwarm.selling.actions import absorbing as selling
from keepwarm.staff.actions import forget_submissions_about, note_in_audit
from keepwarm.staff.models import Role, User
from keepwarm.staff.queries import require_role
from keepwarm.touches import absorbing as touches

REASON = FORGOTTEN
CLOSES = frozenset({"consent", "touches", "handoff", "outbox", "messaging", "selling", "customers"})
"""Rooms that keep the moment: what they wished stays as suppressions, and what waits in the others waits no more."""


PURGES = 2.0
"""Seconds in which what they were found by is rewritten while somebody waits; of a large house the background does the rest."""


class AlreadyForgotten(Refusal):
    """There is nothing left to forget."""


def forget(prospect_id: int, *, by: User | None, now: datetime) -> Prospect:
    """Anonymizes a person, whoever was merged into them and whom they were merged into, in one transaction; it cannot be undone.

    The suppression of an address stays, for it holds only a keyed hash. A file they came from is not rewritten: `intake`
    keeps no file longer than its import can be resumed or undone.
    """
    require_role(by, Role.MANAGER, Role.ADMIN)
    with transaction.atomic():
        ids = _with_merged(prospect_id)
        lock(ids)
        while ids != (now_merged := _with_merged(prospect_id)):  # merged while we waited
            ids = now_merged
            lock(ids)
        found = list(Prospect.objects.filter(pk__in=ids).order_by("pk"))
        if not found or all(one.end_reason == REASON for one in found):
            raise AlreadyForgotten(gettext("There is no such prospect any more."))
        _end(found, by=by, now=now)
        consent.forget(ids, now=now)  # first: it needs the addresses once more
        for name, room in ROOMS.items():
            if name not in CLOSES:
                room.forget(ids)
        for closing in (touches, handoff, outbox, messaging, selling, customers):
            closing.forget(ids, now=now)
        Merge.objects.filter(winner__in=ids).update(moved={}, before={}, after={}, because="")
        Cover.objects.filter(prospect__in=ids, closed_at__isnull=True).update(closed_at=now)
        forget_submissions_about([one.ref for one in found])
        note_in_audit("forgotten", {"prospects": [one.ref for one in found]}, by=by, now=now)
    Merger().purge(seconds=PURGES)
    return Prospect.objects.get(pk=prospect_id)


def _with_merged(prospect_id: int) -> list[int]:
    """The one who remains of the person, and everyone merged into that one, however far back."""
    left = remaining([prospect_id])[prospect_id]
    ids, layer = {left}, {left}
    while layer:
        layer = set(Prospect.objects.filter(merged_into__in=layer).values_list("pk", flat=True)) - ids
        ids |= layer
    return sorted(ids)


def _end(found: list[Prospect], *, by: User | None, now: datetime) -> None:
    """Ended with the reason that they were forgotten; whoever ended before keeps the date of that end."""
    open_ones = [one for one in found if one.ended_at is None]
    StandingChange.objects.bulk_create([change for one in open_ones for change in finish(one, REASON, because="", by=by, now=now)])
    retell(open_ones, now=now)
    Prospect.objects.filter(pk__in=[one.pk for one in found]).update(end_reason=REASON)
