"""What people log by hand, by the API or in the shell: which endings go with a channel, and from where its answers are known."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext, gettext_lazy

from keepwarm.decisions.batch import Choice
from keepwarm.decisions.refusals import ReasonNeeded
from keepwarm.engine.rules.handoff import FIRST_CALL_OF_SALES
from keepwarm.engine.words import ATTEMPTS, LIVE, ONLY_SENT, Disposition, Evidence, NextStep, RecycleReason
from keepwarm.lib.refusal import Refusal
from keepwarm.policy.queries import policy_in_force
from keepwarm.prospects.models import Prospect
from keepwarm.prospects.words import CHOSEN, CHOSEN_ENDS
from keepwarm.touches.models import Channel, Direction

SPOKEN = frozenset({Channel.PHONE, Channel.MEETING})
OF_TALKS = ATTEMPTS | LIVE | {Disposition.NOT_HELD}
"""How only a call or a meeting can end."""
ASKED_FOR = {RecycleReason.LOST_TO: gettext_lazy("Lost to whom?"), RecycleReason.OTHER: gettext_lazy("What is it?")}
"""Reasons to put somebody back that need words, and what they are asked."""


class OnlySent(Refusal):
    """An ending that only a letter of this house's own sending can have."""


class NoSuchEnding(Refusal):
    """A letter cannot end as a call does: "reached" means that somebody spoke with them."""


class SeveralOutcomes(Refusal):
    """One touch is followed by one thing."""


def check_ending(channel: str, disposition: str) -> None:
    """Refuse an ending that a touch of this channel cannot have. Raises OnlySent and NoSuchEnding."""
    if disposition in ONLY_SENT:
        raise OnlySent(gettext("Only a letter that Keepwarm sends is on its way or perhaps arrived. Send it, or log it as delivered."))
    if channel not in SPOKEN and disposition in OF_TALKS:
        raise NoSuchEnding(gettext("Only a call or a meeting ends so. A letter or a note is delivered, received, failed or done."))


def check_outcome(choice: Choice | None, recycle_until: datetime | None, end: str) -> None:
    """Refuse two outcomes of one touch, and an end without an agreed reason. Raises SeveralOutcomes and ReasonNeeded."""
    if sum((choice is not None, recycle_until is not None, bool(end))) > 1:
        raise SeveralOutcomes(gettext("Say one of these only: your choice of what comes next, keep warm until a day, or the end."))
    if end and end not in CHOSEN_ENDS:
        raise ReasonNeeded(gettext("An end has one of these reasons: %(reasons)s.") % {"reasons": ", ".join(CHOSEN_ENDS)})


def gives_up_early(prospect: Prospect) -> bool:
    """Whether keeping warm now would be giving up: fewer attempts than agreed since they were last spoken with, or heard from.

    An earlier talk excuses nobody: whom sales has accepted was always spoken with, and is owed a first call.
    """
    agreed = policy_in_force().call_attempts
    is_owed_a_call = prospect.because_rule == FIRST_CALL_OF_SALES.name
    return prospect.next_step == NextStep.CALL and (is_owed_a_call or 0 < prospect.attempts < agreed)


def check_recycling(reason: str, because: str, *, gives_up: bool) -> None:
    """Refuse to put back for no agreed reason, or for one that says too little without words. Raises ReasonNeeded."""
    agreed = [key for key, _label in CHOSEN]
    if reason not in agreed:
        raise ReasonNeeded(gettext("Somebody is put back for one of these reasons: %(reasons)s.") % {"reasons": ", ".join(agreed)})
    if because.strip():
        return
    if gives_up:
        raise ReasonNeeded(gettext("There were fewer attempts than agreed: why stop now?"))
    if reason in ASKED_FOR:
        raise ReasonNeeded(str(ASKED_FOR[RecycleReason(reason)]))


def evidence_of(channel: str, direction: str, disposition: str) -> Evidence:
    """From where an answer is known that came with this touch: only live talk is a conversation, only what they wrote is in writing."""
    if channel in SPOKEN:
        return Evidence.CONVERSATION if disposition in LIVE else Evidence.INFERRED
    return Evidence.WRITTEN if direction == Direction.IN and channel != Channel.NOTE else Evidence.INFERRED
