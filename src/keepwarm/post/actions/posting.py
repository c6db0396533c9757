"""What was brought to the post: each touch is there from that day on, with its postage, so that silence and pace run from it."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from keepwarm.decisions.actions import LetterResult, settle_letters
from keepwarm.decisions.actions.settling import lock_remaining, ready_hours
from keepwarm.engine.words import Disposition
from keepwarm.policy.queries import policy_in_force
from keepwarm.post.actions.collecting import AT_ONCE
from keepwarm.post.models import Batch, Letter
from keepwarm.post.queries.lists import find_batch
from keepwarm.post.refusals import PostRefused
from keepwarm.staff.models import EDITORS, User
from keepwarm.staff.queries import require_role

LONGEST_AGO = timedelta(days=60)


def mark_posted(ref: str, *, at: datetime | None = None, by: User | None, now: datetime) -> Batch:
    """The batch was brought to the post `at` (now when nobody says). Raises PostRefused, UnknownBatch, NotYours.

    The batch is marked first and its touches follow in small transactions; a crash between leaves the rest to the background.
    """
    require_role(by, *EDITORS)
    with transaction.atomic():
        batch = Batch.objects.select_for_update(of=("self",)).filter(ref=ref).first() or find_batch(ref)
        if batch.state != Batch.State.POSTED:
            _check(batch, at or now, now)
            batch.state, batch.posted_at, batch.posted_by = Batch.State.POSTED, at or now, by
            batch.save(update_fields=["state", "posted_at", "posted_by"])
    settle_posted(now=now, only=batch)
    return batch


def _check(batch: Batch, at: datetime, now: datetime) -> None:
    if batch.state != Batch.State.FROZEN or batch.printed_at is None:
        raise PostRefused(_("This batch is not printed, so it cannot have been posted."))
    if at > now:
        raise PostRefused(_("This day lies in the future. Say it when the letters are on their way."))
    if at < now - LONGEST_AGO or at.date() < batch.made_at.date():
        raise PostRefused(_("The letters cannot have been posted before they were printed."))


def settle_posted(*, now: datetime, only: Batch | None = None) -> int:
    """Settle the touches of letters whose batch was posted. Returns how many; again changes nothing."""
    settled = 0
    batches = [only] if only else list(Batch.objects.filter(state=Batch.State.POSTED, letters__state=Letter.State.PRINTED).distinct()[:20])
    for batch in batches:
        while pks := list(batch.letters.filter(state=Letter.State.PRINTED).order_by("place").values_list("pk", flat=True)[:AT_ONCE]):
            settled += _settle(batch, pks, now=now)
    return settled


def _settle(batch: Batch, pks: list[int], *, now: datetime) -> int:
    at, cost = batch.posted_at or now, policy_in_force().postage_minor
    ids = list(Letter.objects.filter(pk__in=pks).values_list("prospect_id", flat=True))
    ready_hours(ids, now=now)
    with transaction.atomic():
        lock_remaining(sorted(set(ids)))
        letters = Letter.objects.select_for_update(of=("self",)).filter(pk__in=pks, state=Letter.State.PRINTED)
        touches = list(letters.order_by("pk").values_list("touch_id", flat=True))
        results = [LetterResult(touch, Disposition.DELIVERED, at, cost_minor=cost) for touch in touches if touch]
        settle_letters(results, now=now)
        Letter.objects.filter(pk__in=pks, state=Letter.State.PRINTED).update(state=Letter.State.POSTED, posted_at=at)
    return len(touches)
