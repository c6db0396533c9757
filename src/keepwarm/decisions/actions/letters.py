"""What became of letters that were queued: each result into its touch, with the next touch, in one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from keepwarm.decisions.actions.retelling import retell
from keepwarm.decisions.actions.settling import consider, lock_remaining, ready_hours, write
from keepwarm.engine.words import Disposition
from keepwarm.facts.scope import Scope
from keepwarm.prospects.models import Prospect
from keepwarm.touches.actions import raise_signals, wait_again
from keepwarm.touches.models import Channel, Direction, Signal, Touch

CANCELLED = "cancelled"
"""What never left us: its touch is void, and the letter is the rep's again."""
OUTCOMES = frozenset({Disposition.DELIVERED, Disposition.FAILED, Disposition.UNCERTAIN, CANCELLED})
MISSED = frozenset({Disposition.FAILED, Disposition.UNCERTAIN, CANCELLED})
SETTLED = (Channel.EMAIL, Channel.MAILING, Channel.POST, Channel.MESSAGE)
OF_MANY = (Channel.MAILING, Channel.POST)
MISSED_OF_MANY = frozenset({Disposition.FAILED})
"""What somebody gets as one of many, and perhaps did not get or was held back from, is no loss to call about."""
UNANSWERED = MISSED - {Disposition.UNCERTAIN}
"""What the letter was to answer waits again. A letter that perhaps arrived is asked about, not written again."""


@dataclass(frozen=True, slots=True)
class LetterResult:
    """What became of the letter that a touch is, and when. `outcome` is one of OUTCOMES; `because` in words or a key of the outbox."""

    touch_id: int
    outcome: str
    at: datetime
    because: str = ""
    cost_minor: int = 0  # added when it was delivered: postage


def settle_letters(results: Sequence[LetterResult], *, now: datetime) -> int:
    """Write results into their touches and decide each prospect anew. Returns how many touches changed; twice changes nothing.

    Delivered: silence runs from then. Failed, came back, or held back by us: what waited for an answer waits again, and the
    next touch goes another way. Uncertain: the next touch is to ask. At most about 300 at a time.
    """
    told = {one.touch_id: one for one in results}
    ids = list(Touch.objects.filter(pk__in=told).values_list("prospect_id", flat=True))
    if not ids:
        return 0
    ready_hours(ids, now=now)
    with transaction.atomic():
        lock_remaining(sorted(set(ids)))
        touches = [touch for touch in _letters(told) if _changes(touch, told[touch.pk])]
        if touches:
            _settle(touches, told, now=now)
    return len(touches)


def _letters(told: dict[int, LetterResult]) -> list[Touch]:
    """Read within the locks: a merge takes touches along, and an undo voids them."""
    mine = Touch.objects.filter(pk__in=told, channel__in=SETTLED, direction=Direction.OUT, voided_at__isnull=True)
    return list(mine.order_by("pk"))


def _changes(touch: Touch, result: LetterResult) -> bool:
    return result.outcome in OUTCOMES and touch.disposition != result.outcome


def _settle(touches: list[Touch], told: dict[int, LetterResult], *, now: datetime) -> None:
    for touch in touches:
        _write(touch, told[touch.pk], now=now)
    Touch.objects.bulk_update(touches, ["disposition", "happened_at", "args", "voided_at", "cost_minor"], batch_size=200)
    missed = [touch for touch in touches if told[touch.pk].outcome in (MISSED_OF_MANY if _is_of_many(touch) else MISSED)]
    _close_signals(touches, now=now)
    wait_again([touch for touch in touches if told[touch.pk].outcome in UNANSWERED])
    prospects = Prospect.objects.in_bulk({touch.prospect_id for touch in touches})
    still_open = [touch for touch in missed if prospects[touch.prospect_id].ended_at is None]
    raise_signals([_missed(touch, told[touch.pk], now) for touch in still_open])
    retell(list(prospects.values()), now=now)
    write(consider(Scope(ids=sorted(prospects)), now=now), by=None, because="", now=now)


def _is_of_many(touch: Touch) -> bool:
    return touch.channel in OF_MANY or (touch.channel == Channel.MESSAGE and touch.purpose != "answer")


def _write(touch: Touch, result: LetterResult, *, now: datetime) -> None:
    """A letter happened when it was delivered; until then, when it was queued."""
    if result.because:
        touch.args["because"] = result.because[:300]
    if result.outcome == CANCELLED:
        touch.voided_at = now
        return
    touch.disposition = result.outcome
    if result.outcome == Disposition.DELIVERED:
        touch.happened_at = min(max(touch.happened_at, result.at), now)
        touch.cost_minor += result.cost_minor


def _close_signals(touches: Sequence[Touch], *, now: datetime) -> None:
    """Its result is known; and whatever was said of an earlier one is overtaken."""
    sources = [f"touch:{touch.ref}" for touch in touches]
    kinds = [Signal.Kind.LETTER, Signal.Kind.LETTER_MISSED]
    Signal.objects.open().filter(prospect_id__in=[touch.prospect_id for touch in touches], source__in=sources, kind__in=kinds).update(
        settled_at=now
    )


def _missed(touch: Touch, result: LetterResult, now: datetime) -> Signal:
    """It is known from now on, and so nothing that happened before settles it."""
    args = {"outcome": result.outcome}
    return Signal(
        prospect_id=touch.prospect_id,
        kind=Signal.Kind.LETTER_MISSED,
        raised_at=now,
        source=f"touch:{touch.ref}",
        args=args,
        seat_id=touch.seat_id,
    )
