"""What a person decides without a touch: a next step of their own, not this one, later, back to keep warm, the end."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext

from keepwarm.decisions.actions.retelling import retell
from keepwarm.decisions.actions.settling import consider, lock, lock_remaining, write
from keepwarm.decisions.actions.turning import bring_back, check_step, finish, put_back, rest, set_choice
from keepwarm.decisions.batch import Choice
from keepwarm.decisions.effects import KEEPS, OF_SALES, UNTIL_SETTLED, WAITS_FOR_OTHERS
from keepwarm.decisions.models import AdviceRefused, Deferral
from keepwarm.decisions.refusals import (
    HasEnded,
    MomentPassed,
    PostponedTooOften,
    PromiseStands,
    ReasonNeeded,
    StaleForm,
    UnknownProspect,
    refuse_too_far,
)
from keepwarm.engine.rules import PROMISED
from keepwarm.facts.scope import Scope
from keepwarm.prospects.actions.locking import MergedMeanwhile
from keepwarm.prospects.models import FORGOTTEN, Prospect, StandingChange
from keepwarm.staff.models import User
from keepwarm.touches.actions import close_signals
from keepwarm.touches.models import Signal

PAUSE_AFTER_REFUSAL = {
    AdviceRefused.Reason.BAD_MOMENT: timedelta(days=3),
    AdviceRefused.Reason.ALREADY_SPOKE: timedelta(days=14),
    AdviceRefused.Reason.WRONG_PERSON: timedelta(days=30),
    AdviceRefused.Reason.FACTS_WRONG: timedelta(days=1),
    AdviceRefused.Reason.NO_FIT: timedelta(days=90),
}
"""How long the prospect is kept warm instead; then the rules look again. Our choice."""


ENDS_A_PROMISE = frozenset({AdviceRefused.Reason.ALREADY_SPOKE, AdviceRefused.Reason.WRONG_PERSON, AdviceRefused.Reason.NO_FIT})


def choose(prospect_id: int, choice: Choice, *, by: User | None, now: datetime, version: int | None = None) -> Prospect:
    """A person's own choice of the next touch. Raises WishForbids when a wish or a missing address does not allow it."""
    with transaction.atomic():
        chosen = _turn(prospect_id, lambda prospect: set_choice(prospect, choice, by=by, now=now), by=by, now=now, version=version)
        check_step(chosen.pk, choice)
    return chosen


def refuse_advice(prospect_id: int, reason: str, *, by: User | None, now: datetime, version: int | None = None) -> Prospect:
    """ "Not this one": counted per rule; the prospect is kept warm for a while, so that the same advice is not there at once."""
    if reason not in AdviceRefused.Reason.values:
        raise ReasonNeeded(gettext("Say why: already spoke, wrong person, facts are wrong, bad moment, or no fit."))
    pause = PAUSE_AFTER_REFUSAL[AdviceRefused.Reason(reason)]
    with transaction.atomic():
        prospect = _take(prospect_id, version)
        rule, step = prospect.because_rule, prospect.next_step
        if rule in PROMISED:
            _drop_promise(prospect.pk, reason, now=now)
        close_signals([prospect.pk], now=now, kinds={Signal.Kind.INTRODUCED, *KEEPS})  # else the same advice would stand again at once
        AdviceRefused.objects.create(prospect=prospect, rule=rule, step=step, reason=reason, by=by, at=now)
        rest(prospect, now + pause)
        _write(prospect, [], by=by, now=now)
    return Prospect.objects.get(pk=prospect.pk)


def _drop_promise(prospect_id: int, reason: str, *, now: datetime) -> None:
    """What was promised is not owed any more only when it was done, or when it was promised to the wrong person."""
    if reason not in ENDS_A_PROMISE:
        raise PromiseStands(gettext("This was promised. Put it off to a time that suits them, or say why it is not owed any more."))
    if Signal.objects.open().filter(prospect_id=prospect_id, kind__in=UNTIL_SETTLED).exists():
        raise PromiseStands(gettext("They are unhappy with us, and that stands until it is settled. Settle it, or put the call off."))
    close_signals([prospect_id], now=now, but=WAITS_FOR_OTHERS)


def defer(prospect_id: int, to_at: datetime, because: str, *, by: User | None, now: datetime, version: int | None = None) -> Prospect:
    """Put the next touch off to `to_at`. A second time it needs a reason; the third stands on the manager's report.

    Overdue still counts from the first date. A moved date is no touch.
    """
    with transaction.atomic():
        prospect = _take(prospect_id, version)
        if to_at <= now:
            raise MomentPassed(gettext("Put it off to a later moment, not to one gone by."))
        refuse_too_far(to_at, now=now)
        if prospect.postponed >= 1 and not because.strip():
            raise PostponedTooOften(gettext("This was put off before. Say why it must wait again."))
        assert prospect.next_touch_at is not None
        Deferral.objects.create(prospect=prospect, from_at=prospect.next_touch_at, to_at=to_at, because=because[:300], by=by, at=now)
        if prospect.chosen_step:
            prospect.chosen_due_at = to_at
        prospect.next_touch_at, prospect.postponed, prospect.version = to_at, prospect.postponed + 1, prospect.version + 1
        prospect.save(update_fields=["next_touch_at", "postponed", "version", "chosen_due_at"])
    return prospect


def keep_warm(
    prospect_id: int, wake_at: datetime, because: str, *, reason: str = "", by: User | None, now: datetime, version: int | None = None
) -> Prospect:
    """Put back to keep warm, with a reason and a wake-up date (recycle). Whoever is put back is not lost.

    `because` is in words, `reason` one of engine.words.RecycleReason; without one it is OTHER.
    """
    if not because.strip():
        raise ReasonNeeded(gettext("Say why they are kept warm: it is what the next person reads."))

    def change(prospect: Prospect) -> list[StandingChange]:
        close_signals([prospect.pk], now=now, kinds=OF_SALES)
        return put_back(prospect, wake_at, because=because, reason=reason, by=by, now=now)

    return _turn(prospect_id, change, by=by, now=now, version=version)


def end(prospect_id: int, reason: str, *, because: str, by: User | None, now: datetime, version: int | None = None) -> Prospect:
    """End a prospect, honourably and with a reason; it can be reopened with all its history."""
    if not reason.strip():
        raise ReasonNeeded(gettext("An end needs its reason."))
    with transaction.atomic():
        ended = _turn(
            prospect_id,
            lambda prospect: finish(prospect, reason, because=because or reason, by=by, now=now),
            by=by,
            now=now,
            version=version,
        )
        close_signals([ended.pk], now=now)
    return ended


def reopen(prospect_id: int, *, because: str, by: User | None, now: datetime) -> Prospect:
    """Bring an ended prospect back, with all history. Nothing changes for one that is open."""
    with transaction.atomic():
        lock([prospect_id])
        prospect = Prospect.objects.get(pk=prospect_id)
        if prospect.ended_at is None:
            return prospect
        if prospect.end_reason == FORGOTTEN:
            raise HasEnded(gettext("This person was forgotten, as they asked. Nothing is kept of them any more."))
        if prospect.merged_into_id is not None:
            raise HasEnded(gettext("This one was merged into another; undo the merge instead."))
        _write(prospect, bring_back(prospect, because=because, by=by, now=now), by=by, now=now)
    return Prospect.objects.get(pk=prospect_id)


def _turn(
    prospect_id: int,
    change: Callable[[Prospect], list[StandingChange] | None],
    *,
    by: User | None,
    now: datetime,
    version: int | None,
) -> Prospect:
    with transaction.atomic():
        prospect = _take(prospect_id, version)
        _write(prospect, change(prospect) or [], by=by, now=now)
    return Prospect.objects.get(pk=prospect.pk)


def _take(prospect_id: int, version: int | None) -> Prospect:
    """The open prospect, locked; of one that was merged the one who remains, unless a form showed another."""
    left = lock_remaining([prospect_id])[prospect_id]
    prospect = Prospect.objects.filter(pk=left).first()
    if prospect is None:
        raise UnknownProspect(gettext("There is no such prospect any more."))
    if version is not None and left != prospect_id:
        raise MergedMeanwhile(Prospect.objects.values_list("name", flat=True).get(pk=prospect_id))
    if version is not None and version != prospect.version:
        raise StaleForm(prospect)
    if prospect.ended_at is not None:
        words = {"name": prospect.name, "reason": prospect.end_reason}
        raise HasEnded(gettext("%(name)s is ended (%(reason)s). Reopen first.") % words)
    return prospect


def _write(prospect: Prospect, changes: list[StandingChange], *, by: User | None, now: datetime) -> None:
    StandingChange.objects.bulk_create(changes)
    retell([prospect], now=now)
    write(consider(Scope(ids=[prospect.pk]), now=now), by=by, because=prospect.chosen_because, now=now)
