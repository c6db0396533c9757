"""What a touch brings with it besides itself: signals it settles and raises, wishes, numbers that are wrong. Pure."""

from __future__ import annotations

from datetime import datetime

from keepwarm.consent.models import Wish
from keepwarm.decisions.batch import NewSignal, NewTouch, NewWish
from keepwarm.engine.words import LIVE, ReplyKind, traits_of
from keepwarm.touches.models import Channel, Direction, Signal

ALL_WAITING = frozenset(Signal.Kind)
WAITS_FOR_OTHERS = frozenset({Signal.Kind.HANDOFF, Signal.Kind.LETTER})
"""An offer waits for sales and a letter for the mail server: neither for the prospect."""
OPEN_BUSINESS = frozenset({Signal.Kind.OPPORTUNITY})
"""Waits for the next step of an opportunity: whoever sells sets the next one, or closes it."""
UNTIL_SETTLED = frozenset({Signal.Kind.BROKEN_PROMISE, Signal.Kind.CASE})
"""A talk is not yet the end of it: whoever settles the promise or the complaint ends it, and until then marketing is silent."""
TALKED = ALL_WAITING - WAITS_FOR_OTHERS - UNTIL_SETTLED - OPEN_BUSINESS
"""A conversation settles everything else that waits for the prospect or for us."""
KEEPS = frozenset({Signal.Kind.DELIVERY, Signal.Kind.RENEWAL, Signal.Kind.CHECK_IN, Signal.Kind.REFERRAL, Signal.Kind.WIN_BACK})
"""Calls that keep a customer: advice, which a person may refuse."""
OF_SALES = frozenset({Signal.Kind.HANDOFF, Signal.Kind.INTRODUCED, Signal.Kind.OPPORTUNITY})
"""What waits for sales: whoever is put back waits for neither their answer, their first call nor the next step of an opportunity."""
DIALLED = frozenset(
    {
        Signal.Kind.CALL_BACK,
        Signal.Kind.CONTACT_ASKED,
        Signal.Kind.COLLEAGUE,
        Signal.Kind.VOICEMAIL,
        Signal.Kind.INTRODUCED,
        Signal.Kind.LETTER_MISSED,
    }
)
WRITTEN = frozenset(
    {Signal.Kind.REPLY, Signal.Kind.VOICEMAIL, Signal.Kind.CONTACT_ASKED, Signal.Kind.INTRODUCED, Signal.Kind.LETTER_MISSED}
)
OURS_IN_WRITING = frozenset({Channel.EMAIL, Channel.POST})
THEIRS_IN_WRITING = frozenset({Channel.EMAIL, Channel.MESSAGE})
"""What waits for an answer, unless it is said that it does not."""
LOW_COST = frozenset({Channel.MAILING, Channel.POST, Channel.MESSAGE})


def is_live(touch: NewTouch) -> bool:
    """Live talk with the prospect, either direction."""
    return touch.disposition in LIVE and touch.channel in {Channel.PHONE, Channel.MEETING}


def is_sign(touch: NewTouch) -> bool:
    """Something of theirs that shows they are there: all but closing a way."""
    return touch.direction == Direction.IN and not traits_of(touch.disposition).turns_away


def is_dialled(touch: NewTouch) -> bool:
    """An attempt of ours by phone."""
    return touch.channel == Channel.PHONE and touch.direction == Direction.OUT


def is_ours_in_writing(touch: NewTouch) -> bool:
    """A letter of ours, by email or by post; a short message when one of us wrote it to them, not when a program did."""
    is_message = touch.channel == Channel.MESSAGE and touch.purpose == "answer"
    return (touch.channel in OURS_IN_WRITING or is_message) and touch.direction == Direction.OUT


def settled_kinds(touch: NewTouch) -> frozenset[str]:
    """What no longer waits after this touch. A conversation, or the end, settles everything; a dialled call what asked for a call."""
    if ends_with(touch):
        return ALL_WAITING
    return _settled_by(touch) | (OF_SALES if touch.recycle_until is not None else frozenset())


def _settled_by(touch: NewTouch) -> frozenset[str]:
    if is_live(touch):
        return TALKED
    if is_dialled(touch):
        return DIALLED
    if is_ours_in_writing(touch):
        return WRITTEN
    return frozenset()


def raised_signals(touch: NewTouch) -> tuple[NewSignal, ...]:
    """What waits from now on: what the form says, a call-back, a voicemail to follow up, a letter on its way, a message of theirs.

    After an end nothing waits.
    """
    if ends_with(touch):
        return ()
    raised = list(touch.raises)
    if touch.call_back_at is not None:
        raised.append(NewSignal(Signal.Kind.CALL_BACK, due_at=touch.call_back_at))
    if (is_dialled(touch) or is_ours_in_writing(touch)) and traits_of(touch.disposition).raises:
        raised.append(NewSignal(traits_of(touch.disposition).raises))
    if touch.direction == Direction.IN and touch.channel in THEIRS_IN_WRITING and touch.args.get("kind") != ReplyKind.NONE.name.lower():
        raised.append(NewSignal(Signal.Kind.REPLY, args={"kind": touch.args.get("kind", "other")}))
    return tuple(raised)


def wished(touch: NewTouch) -> tuple[NewWish, ...]:
    """The wishes of the form, and the one that a disposition is."""
    traits = traits_of(touch.disposition)
    if not traits.closes:
        return touch.wishes
    return (*touch.wishes, NewWish(Wish.Kind.NO_CHANNEL, channel=traits.closes, words=traits.said))


def address_state(touch: NewTouch) -> str:
    """What the dialled number is from now on; empty when it stays as it is."""
    return traits_of(touch.disposition).number


def ends_with(touch: NewTouch) -> str:
    """The end reason: the form's, or a no that nobody put back to a date. Never calling again is not the end."""
    if touch.end:
        return touch.end
    decided = (touch.recycle_until, touch.choice, touch.call_back_at)
    return traits_of(touch.disposition).ends if decided == (None, None, None) else ""


def carries_out(touch: NewTouch, chosen_step: int) -> bool:
    """Whether the touch is what a person had chosen (engine.words.Step), or a conversation, which overtakes any choice."""
    if is_live(touch):
        return True
    done = {1: is_dialled(touch), 2: touch.channel == Channel.EMAIL, 3: touch.channel in LOW_COST}
    return touch.direction == Direction.OUT and done.get(chosen_step, False)


def woken_by(touch: NewTouch, wake_at: datetime | None) -> bool:
    """Whether the touch ends the waiting for a wake-up date: a conversation or a sign of theirs, or our touch after the date."""
    if wake_at is None:
        return False
    return is_live(touch) or is_sign(touch) or (touch.direction == Direction.OUT and touch.happened_at >= wake_at)
