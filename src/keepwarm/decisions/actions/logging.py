"""The one way a touch happens: touch, answers, wishes, signals, standing and next touch, in one transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db import connection, transaction
from django.utils.translation import gettext

from keepwarm.answers.actions import Learned, keep_answers
from keepwarm.consent.actions import record_wishes, stamp_used
from keepwarm.consent.models import Wish
from keepwarm.decisions.actions.retelling import as_they_stand, retell
from keepwarm.decisions.actions.settling import consider, lock_remaining, ready_hours, write
from keepwarm.decisions.actions.turning import check_choice, turn
from keepwarm.decisions.batch import NewTouch
from keepwarm.decisions.effects import address_state, raised_signals, settled_kinds, wished
from keepwarm.decisions.honest import find_honest
from keepwarm.decisions.refusals import HasEnded, MomentPassed, StaleForm, UnknownProspect
from keepwarm.facts.scope import Scope
from keepwarm.lib.ids import new_ref
from keepwarm.prospects.actions.locking import MergedMeanwhile
from keepwarm.prospects.models import FORGOTTEN, Address, Prospect, StandingChange
from keepwarm.staff.models import User
from keepwarm.touches.actions import insert_touches, raise_signals, settle_signals
from keepwarm.touches.models import Channel, Direction, Signal, Touch

KEPT_FOR_UNDO = (
    "chosen_step",
    "chosen_at",
    "chosen_due_at",
    "chosen_because",
    "chosen_by_id",
    "wake_at",
    "recycled_at",
    "round_started_at",
    "stage",
    "ended_at",
    "end_reason",
)

GOES_BY = frozenset({Signal.Kind.VOICEMAIL, Signal.Kind.REPLY})
"""What of a history brought in later waits for nobody any more; a promise does."""


@dataclass(frozen=True, slots=True)
class Logged:
    """A touch that was logged, and how the prospect stands after it."""

    touch: Touch
    prospect: Prospect


def log_touch(touch: NewTouch, *, by: User | None, now: datetime) -> Logged:
    """Log one touch. Raises StaleForm, MergedMeanwhile, WishForbids, UnknownQuestion, UnknownProspect, MomentPassed.

    Then nothing is written.
    """
    return log_touches([touch], by=by, now=now)[0]


def log_touches(batch: Sequence[NewTouch], *, by: User | None, now: datetime) -> list[Logged]:
    """Log touches of any number of prospects; one touch may stand beside others of the same prospect.

    A prospect that was merged into another stands for the one who remains, unless a form showed its version: then
    MergedMeanwhile is raised. Either all are written, with the next touch of each prospect, or none. Give at most about 300
    at a time: on SQLite the transaction holds the one write lock.
    """
    touches = write_touches(batch, by=by, now=now)
    after = Prospect.objects.in_bulk({touch.prospect_id for touch in touches})
    return [Logged(touch, after[touch.prospect_id]) for touch in touches]


def write_touches(batch: Sequence[NewTouch], *, by: User | None, now: datetime, letters: Mapping[int, int] | None = None) -> list[Touch]:
    """The same, for those who do not ask how the prospects stand after it.

    `letters`: see `ready_letters`; it saves counting within the lock.
    """
    if not batch:
        return []
    if not connection.in_atomic_block:  # within the caller's transaction it would save nothing
        ready_hours([new.prospect_id for new in batch], now=now)
    with transaction.atomic():
        batch = _who_remains(batch)
        ids = sorted({new.prospect_id for new in batch})
        prospects = _load(ids, batch)
        stood = as_they_stand(prospects.values())
        honest = find_honest(batch, prospects, now=now)
        rows = [_row(new, prospects[new.prospect_id], by=by, now=now, honest=is_so) for new, is_so in zip(batch, honest, strict=True)]
        touches = insert_touches(rows)
        pairs = list(zip(batch, touches, strict=True))
        _keep(pairs, by=by, now=now)
        turned = [turn(prospects[new.prospect_id], new, by=by, now=now) for new in batch]
        StandingChange.objects.bulk_create([change for changes in turned for change in changes], batch_size=500)
        _signal(pairs, prospects, now=now)
        retell(list(prospects.values()), now=now, stood=stood)
        only_notes = all(new.channel == Channel.NOTE for new in batch)
        outcome = consider(Scope(ids=ids), now=now, keep_put_off=only_notes, letters=letters)
        write(outcome, by=by, because="", now=now)
        check_choice(batch)
    return touches


def _who_remains(batch: Sequence[NewTouch]) -> Sequence[NewTouch]:
    """The touches, each of whoever remains; those are locked."""
    told = lock_remaining(sorted({new.prospect_id for new in batch}))
    for new in batch:
        if new.version is not None and told[new.prospect_id] != new.prospect_id:
            raise MergedMeanwhile(Prospect.objects.values_list("name", flat=True).get(pk=new.prospect_id))
    return [new if told[new.prospect_id] == new.prospect_id else replace(new, prospect_id=told[new.prospect_id]) for new in batch]


def _load(ids: Sequence[int], batch: Sequence[NewTouch]) -> dict[int, Prospect]:
    found = Prospect.objects.in_bulk(ids)
    for new in batch:
        prospect = found.get(new.prospect_id)
        if prospect is None:
            raise UnknownProspect(gettext("There is no such prospect any more."))
        if prospect.end_reason == FORGOTTEN:
            raise HasEnded(gettext("This person was forgotten, as they asked. Nothing is kept of them any more."))
        if new.version is not None and new.version != prospect.version:
            raise StaleForm(prospect)
    return found


def _row(new: NewTouch, prospect: Prospect, *, by: User | None, now: datetime, honest: bool | None) -> Touch:
    if new.happened_at > now:
        raise MomentPassed(gettext("This touch lies in the future; log it when it has happened."))
    return Touch(
        ref=new.ref or new_ref(),
        prospect=prospect,
        organization_id=prospect.organization_id,
        seat_id=new.seat_id,
        by=by,
        channel=new.channel,
        direction=new.direction,
        disposition=new.disposition,
        purpose=new.purpose,
        happened_at=new.happened_at,
        logged_at=now,
        seconds=new.seconds,
        learned=new.learned.strip()[:200],
        note=new.note.strip(),
        args={**new.args, "before": _before(prospect)},
        cost_minor=new.cost_minor,
        by_hand=new.by_hand,
        honest=honest,
    )


def _before(prospect: Prospect) -> dict[str, Any]:
    """What undo needs and the timeline does not tell."""
    values = {name: getattr(prospect, name) for name in KEPT_FOR_UNDO}
    return {name: value.isoformat() if isinstance(value, datetime) else value for name, value in values.items() if value}


def _keep(pairs: Sequence[tuple[NewTouch, Touch]], *, by: User | None, now: datetime) -> None:
    keep_answers(
        [
            Learned(new.prospect_id, said.question, said.value, said.evidence, new.happened_at, said.source or touch.channel, touch)
            for new, touch in pairs
            for said in new.answers
        ],
        by=by,
    )
    record_wishes(
        [
            Wish(
                prospect_id=new.prospect_id,
                kind=wish.kind,
                channel=wish.channel,
                until_at=wish.until_at,
                words=wish.words[:300],
                said_at=new.happened_at,
                source=f"touch:{touch.ref}",
                by=by,
            )
            for new, touch in pairs
            for wish in wished(new)
        ]
    )
    for new, touch in pairs:
        _mark_number(new, touch)
    ours = [(new, touch) for new, touch in pairs if new.direction == Direction.OUT]
    stamp_used([(new.prospect_id, new.channel) for new, touch in ours if touch.counts_at == touch.logged_at], now=now)


def _mark_number(new: NewTouch, touch: Touch) -> None:
    """A number of theirs that turned out wrong; what it was is kept for undo. One of somebody else is left alone."""
    if new.address_id is None or not (state := address_state(new)):
        return
    theirs = Address.objects.filter(pk=new.address_id, prospect_id=new.prospect_id)
    was = theirs.values_list("state", flat=True).first()
    if was is not None:
        touch.args["address"] = [new.address_id, was]
        touch.save(update_fields=["args"])
        theirs.update(state=state)


def _signal(pairs: Sequence[tuple[NewTouch, Touch]], prospects: dict[int, Prospect], *, now: datetime) -> None:
    told = _by_prospect(pairs)
    settle_signals([(touch, kinds) for new, touch in pairs if (kinds := settled_kinds(new))], now=now)
    raise_signals(
        [
            Signal(
                prospect_id=new.prospect_id,
                kind=signal.kind,
                raised_at=touch.counts_at,
                due_at=signal.due_at,
                zone=signal.zone or prospects[new.prospect_id].zone,
                local_time=signal.local_time or _local(signal.due_at, signal.zone or prospects[new.prospect_id].zone),
                source=f"touch:{touch.ref}",
                args=dict(signal.args),
                seat_id=new.seat_id,
            )
            for new, touch in pairs
            for signal in raised_signals(new)
            if prospects[new.prospect_id].ended_at is None and not _is_over(signal.kind, touch, told[touch.prospect_id])
        ]
    )


def _by_prospect(pairs: Sequence[tuple[NewTouch, Touch]]) -> dict[int, list[tuple[NewTouch, Touch]]]:
    found: dict[int, list[tuple[NewTouch, Touch]]] = {}
    for new, touch in pairs:
        found.setdefault(touch.prospect_id, []).append((new, touch))
    return found


def _is_over(kind: str, touch: Touch, theirs: Sequence[tuple[NewTouch, Touch]]) -> bool:
    """Whether it waits no more: a voicemail or a message of long ago, or a later touch of theirs in the batch did what would wait.

    A mail that came to us is no history, however late it is read, or a person says what it is: they wait all the more.
    """
    if kind in GOES_BY and touch.counts_at < touch.logged_at and "received" not in touch.args:
        return True
    later = (new for new, one in theirs if one.happened_at > touch.happened_at)
    return any(kind in settled_kinds(new) for new in later)


def _local(at: datetime | None, zone: str) -> str:
    """The promised moment as their wall clock says it, so that a change of zone law moves it rightly."""
    return at.astimezone(ZoneInfo(zone or "UTC")).strftime("%Y-%m-%dT%H:%M") if at else ""
