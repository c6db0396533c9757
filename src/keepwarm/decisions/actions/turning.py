"""What a touch or a person turns: a choice set or carried out, back to keep warm, an end, a reopening."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.utils.translation import gettext

from keepwarm.decisions.batch import Choice, NewTouch
from keepwarm.decisions.effects import carries_out, ends_with, is_live, is_sign, woken_by
from keepwarm.decisions.refusals import MomentPassed, WishForbids, refuse_too_far
from keepwarm.engine.words import NextStep, RecycleReason, Stage, Step
from keepwarm.prospects.models import Prospect, StandingChange
from keepwarm.staff.models import User
from keepwarm.touches.models import Direction, counts_at

STEP_CODES = {NextStep.CALL: Step.CALL, NextStep.WRITE: Step.WRITE, NextStep.KEEP_WARM: Step.KEEP_WARM}


def turn(prospect: Prospect, new: NewTouch, *, by: User | None, now: datetime) -> list[StandingChange]:
    """Apply to the prospect, in memory, what the touch decided. The caller writes it by `retell`, and the rows returned."""
    changes: list[StandingChange] = []
    counts = counts_at(new.happened_at, now)
    if carries_out(new, prospect.chosen_step) and (prospect.chosen_at is None or prospect.chosen_at <= counts):
        clear_choice(prospect)
    if woken_by(new, prospect.wake_at) and counts == now:
        _wake_now(prospect, now)
    if prospect.stage == Stage.NEW and (is_live(new) or is_sign(new)):
        changes.append(change_stage(prospect, Stage.CONVERSING, because=gettext("first conversation"), by=by, now=now))
    if prospect.ended_at is not None and prospect.ended_at <= counts and _opens_again(new):
        because = gettext("they came back") if new.direction == Direction.IN else gettext("there is a next step again")
        changes += bring_back(prospect, because=because, by=by, now=now)
    return changes if prospect.ended_at is not None else changes + _go_on(prospect, new, counts, by=by, now=now)


def _go_on(prospect: Prospect, new: NewTouch, counts: datetime, *, by: User | None, now: datetime) -> list[StandingChange]:
    """The end, back to keep warm, or a choice: what the person who logged it decided."""
    if (reason := ends_with(new)) and (counts == now or _is_last_word(prospect, new)):
        return finish(prospect, reason, because=new.because or new.learned or reason, by=by, now=now)
    if new.recycle_until is not None:
        return put_back(prospect, new.recycle_until, because=new.because, reason=new.recycle_reason, by=by, now=now)
    if new.choice is not None:
        set_choice(prospect, new.choice, by=by, now=now)
    if new.rest_until is not None and new.rest_until > now:
        prospect.wake_at = max(new.rest_until, prospect.wake_at) if prospect.wake_at else new.rest_until
    return []


def _opens_again(new: NewTouch) -> bool:
    """Whoever comes back themselves, and whoever is promised or given a next step, is not ended any more."""
    given = (new.call_back_at, new.choice, new.recycle_until)
    return is_sign(new) or given != (None, None, None)


def _is_last_word(prospect: Prospect, new: NewTouch) -> bool:
    """Whether nothing came after a no of long ago that is told now."""
    return prospect.last_touch_at is None or prospect.last_touch_at <= new.happened_at


def set_choice(prospect: Prospect, choice: Choice, *, by: User | None, now: datetime) -> None:
    """A person's own choice of the next touch. Raises MomentPassed for a day gone by, and TooFarAhead."""
    if choice.due_at <= now - timedelta(days=1):  # their today, whichever their zone
        raise MomentPassed(gettext("Choose a day from today on."))
    refuse_too_far(choice.due_at, now=now)
    prospect.chosen_step = int(STEP_CODES[NextStep(choice.step)])
    prospect.chosen_at, prospect.chosen_due_at = now, max(choice.due_at, now)
    prospect.chosen_because, prospect.chosen_by = choice.because[:300], by
    _wake_now(prospect, now)


def _wake_now(prospect: Prospect, now: datetime) -> None:
    """They wait for no date any more. A round that was to begin with it begins now, not in the midst of what comes."""
    prospect.wake_at = None
    if prospect.round_started_at is not None:
        prospect.round_started_at = min(prospect.round_started_at, now)


def clear_choice(prospect: Prospect) -> None:
    """The choice is carried out or overtaken."""
    prospect.chosen_step, prospect.chosen_because = int(Step.NONE), ""
    prospect.chosen_at = prospect.chosen_due_at = prospect.chosen_by = None


def put_back(
    prospect: Prospect, wake_at: datetime, *, because: str, reason: str = "", by: User | None, now: datetime
) -> list[StandingChange]:
    """Back to keep warm until a date; the round of attempts starts anew then. Returns rows for the caller to write."""
    if wake_at <= now:
        raise MomentPassed(gettext("The wake-up date lies in the past."))
    refuse_too_far(wake_at, now=now)
    clear_choice(prospect)
    prospect.wake_at = prospect.round_started_at = wake_at
    prospect.recycled_at = now
    changes = [
        StandingChange(
            prospect=prospect,
            what="recycle",
            old=str(prospect.attempts),
            new=wake_at.date().isoformat(),
            because=(because or gettext("put back to keep warm"))[:300],
            reason=str(RecycleReason(reason or RecycleReason.OTHER)),
            by=by,
            at=now,
        )
    ]
    if prospect.stage in {Stage.LEAD, Stage.IN_SALES}:
        changes.append(change_stage(prospect, Stage.CONVERSING, because=gettext("put back to keep warm"), by=by, now=now))
    return changes


def rest(prospect: Prospect, until: datetime) -> None:
    """Leave the prospect in peace until then; the rules look again afterwards. The round of attempts goes on."""
    clear_choice(prospect)
    prospect.wake_at = max(until, prospect.wake_at) if prospect.wake_at else until


def finish(prospect: Prospect, reason: str, *, because: str, by: User | None, now: datetime) -> list[StandingChange]:
    """End the prospect with its reason. They reopen when they come back. Returns rows for the caller to write."""
    clear_choice(prospect)
    changes = [StandingChange(prospect=prospect, what="end", new=reason[:60], because=because[:300], by=by, at=now)]
    prospect.ended_at, prospect.end_reason = now, reason[:40]
    prospect.next_step, prospect.next_touch_at, prospect.first_due_at = "", None, None
    prospect.because_rule, prospect.because_args, prospect.wake_at = "", {}, None
    prospect.stage = Stage.ENDED
    return changes


def bring_back(prospect: Prospect, *, because: str, by: User | None, now: datetime) -> list[StandingChange]:
    """Open again with all history. The next touch is now until the engine has decided, in the same transaction.

    Returns rows for the caller to write.
    """
    changes = [StandingChange(prospect=prospect, what="end", old=prospect.end_reason, because=because[:300], by=by, at=now)]
    prospect.ended_at, prospect.end_reason = None, ""
    prospect.stage = Stage.CONVERSING
    prospect.next_step, prospect.next_touch_at, prospect.first_due_at = NextStep.KEEP_WARM, now, now
    prospect.because_rule, prospect.round_started_at = "reopened", now
    return changes


def change_stage(prospect: Prospect, stage: Stage, *, because: str, by: User | None, now: datetime) -> StandingChange:
    """Another stage, with its row, which the caller writes."""
    old, prospect.stage = prospect.stage, int(stage)
    return StandingChange(prospect=prospect, what="stage", old=str(old), new=str(prospect.stage), because=because[:300], by=by, at=now)


def check_choice(batch: Sequence[NewTouch]) -> None:
    """A choice that the engine did not follow was against a wish or the law: say so, and write nothing."""
    for new in batch:
        if new.choice is not None:
            check_step(new.prospect_id, new.choice)


def check_step(prospect_id: int, choice: Choice) -> None:
    """Raise WishForbids when the step that now stands is not the chosen one."""
    if Prospect.objects.values_list("next_step", flat=True).get(pk=prospect_id) != choice.step:
        raise WishForbids(_forbidden(NextStep(choice.step)))


def _forbidden(step: NextStep) -> str:
    if step == NextStep.CALL:
        return gettext("Their wishes, or a missing number, do not allow a call.")
    if step == NextStep.WRITE:
        return gettext("Their wishes, or a missing address, do not allow an email.")
    return gettext("Their wishes, or a missing address, do not allow keeping warm.")
