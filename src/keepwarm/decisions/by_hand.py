"""What people log by hand, by the API or in the shell: which endings go with a channel, and from where its answers are known."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext

from keepwarm.decisions.batch import Choice
from keepwarm.decisions.refusals import MomentPassed, ReasonNeeded
from keepwarm.engine.words import ATTEMPTS, LIVE, ONLY_SENT, Disposition, Evidence
from keepwarm.lib.refusal import Refusal
from keepwarm.prospects.words import CHOSEN_ENDS
from keepwarm.touches.models import Channel, Direction

SPOKEN = frozenset({Channel.PHONE, Channel.MEETING})
OF_TALKS = ATTEMPTS | LIVE | {Disposition.NOT_HELD}
"""How only a call or a meeting can end."""


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


def check_call_back(at: datetime | None, *, now: datetime) -> None:
    """Refuse to promise a call for a moment that is gone. Raises MomentPassed."""
    if at is not None and at <= now:
        raise MomentPassed(gettext("The moment of the promised call lies in the past."))


def check_outcome(choice: Choice | None, recycle_until: datetime | None, end: str) -> None:
    """Refuse two outcomes of one touch, and an end without an agreed reason. Raises SeveralOutcomes and ReasonNeeded."""
    if sum((choice is not None, recycle_until is not None, bool(end))) > 1:
        raise SeveralOutcomes(gettext("Say one of these only: your choice of what comes next, keep warm until a day, or the end."))
    if end and end not in CHOSEN_ENDS:
        raise ReasonNeeded(gettext("An end has one of these reasons: %(reasons)s.") % {"reasons": ", ".join(CHOSEN_ENDS)})


def evidence_of(channel: str, direction: str, disposition: str) -> Evidence:
    """From where an answer is known that came with this touch: only live talk is a conversation, only what they wrote is in writing."""
    if channel in SPOKEN:
        return Evidence.CONVERSATION if disposition in LIVE else Evidence.INFERRED
    return Evidence.WRITTEN if direction == Direction.IN and channel != Channel.NOTE else Evidence.INFERRED
