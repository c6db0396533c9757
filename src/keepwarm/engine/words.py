"""The closed vocabularies of the engine: steps, stages, dispositions, kinds of evidence and of replies.

The numbers are stored in columns and in the database; they never change their meaning, new ones are added at the end.
"""

from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import Any

from keepwarm.engine.translate import gettext_noop as _


class NextStep(StrEnum):
    """The three ways. Every open prospect is in exactly one of them."""

    CALL = "call"
    WRITE = "write"
    KEEP_WARM = "keep_warm"


class Step(IntEnum):
    """NextStep as a column value; 0 means that nobody chose."""

    NONE = 0
    CALL = 1
    WRITE = 2
    KEEP_WARM = 3


STEP_OF = {Step.CALL: NextStep.CALL, Step.WRITE: NextStep.WRITE, Step.KEEP_WARM: NextStep.KEEP_WARM}


class Stage(IntEnum):
    """How far a prospect has come. ENDED is never decided upon."""

    NEW = 1
    CONVERSING = 2
    LEAD = 3
    IN_SALES = 4
    CUSTOMER = 5
    ENDED = 6


class Disposition(StrEnum):
    """How a dialled call ended, or how another touch did. What each is and brings stands in TRAITS."""

    REACHED = "reached"
    SOMEONE_ELSE = "someone_else"
    VOICEMAIL = "voicemail"
    NO_ANSWER = "no_answer"
    BUSY = "busy"
    WRONG_NUMBER = "wrong_number"
    HAS_LEFT = "has_left"
    SAYS_NO = "says_no"
    NEVER_CALL = "never_call"
    HELD = "held"  # a meeting or visit that took place
    NOT_HELD = "not_held"
    DELIVERED = "delivered"  # an email or a letter that left us
    FAILED = "failed"
    RECEIVED = "received"  # something of theirs that reached us
    DONE = "done"
    UNSUBSCRIBED = "unsubscribed"  # by their own hand they closed a way, and asked for nothing
    QUEUED = "queued"  # a letter of ours on its way
    UNCERTAIN = "uncertain"  # a letter that may have arrived, and may not


@dataclass(frozen=True, slots=True)
class Traits:
    """Everything that a disposition is and brings. All rooms read this one table; how to add a row: docs/how-to/add-a-disposition.md.

    `label`, `said` and `told` are marked for translation, and translated by whoever shows them. What a touch settles follows
    from `is_live` and its channel.
    """

    label: str  # on its key
    said: str  # in the middle of a line of a report
    told: str = ""  # a dialled call on the timeline
    key: int = 0  # of the desk, 1 to 9; 0 when a call cannot end so
    is_attempt: bool = False  # we dialled, and the attempt is spent
    is_live: bool = False  # live talk with this person: `reached` in the words of the product
    is_voicemail: bool = False
    arrived: bool = True  # a touch of ours reached them in some way, and silence begins anew
    needs_name: bool = False  # the form asks who answered, their direct line and the best time
    asks_answers: bool = False  # the form shows the open questions
    raises: str = ""  # a signal that waits from now on: touches.models.Signal.Kind
    closes: str = ""  # the channel of the wish that it is: consent.models.Channel
    ends: str = ""  # the end it brings, unless the form says what comes next
    turns_away: bool = False  # theirs, and no sign of interest: nobody is woken, reopened or in conversation by it
    number: str = ""  # what the dialled number is from now on: prospects.models.Address.State
    mark: str = ""  # its colour on the timeline, when not that of its channel


def _ends_call(label: str, said: str, told: str, key: int, **more: Any) -> Traits:
    """How a dialled call can end: a key of the desk, and an attempt."""
    return Traits(label, said, told, key=key, is_attempt=True, **more)


TRAITS: dict[Disposition, Traits] = {
    Disposition.REACHED: _ends_call(_("Reached"), _("reached"), _("Reached by phone"), 1, is_live=True, asks_answers=True),
    Disposition.SOMEONE_ELSE: _ends_call(
        _("Someone else"), _("someone else"), _("Called, someone else answered"), 2, arrived=False, needs_name=True, asks_answers=True
    ),
    Disposition.VOICEMAIL: _ends_call(
        _("Voicemail"), _("voicemail"), _("Called, left a voicemail"), 3, is_voicemail=True, raises="voicemail"
    ),
    Disposition.NO_ANSWER: _ends_call(_("No answer"), _("no answer"), _("Called, no answer"), 4, arrived=False),
    Disposition.BUSY: _ends_call(_("Busy"), _("busy"), _("Called, busy"), 5, arrived=False),
    Disposition.WRONG_NUMBER: _ends_call(_("Wrong number"), _("wrong number"), _("Called, wrong number"), 6, arrived=False, number="wrong"),
    Disposition.HAS_LEFT: _ends_call(_("Has left"), _("has left"), _("Called, has left"), 7, arrived=False, number="left"),
    Disposition.SAYS_NO: _ends_call(
        _("Says no"), _("says no"), _("Reached by phone, says no"), 8, is_live=True, asks_answers=True, ends="said_no"
    ),
    Disposition.NEVER_CALL: _ends_call(
        _("Never call"),
        _("asks never to be called"),
        _("Reached by phone, asks never to be called"),
        9,
        is_live=True,
        closes="phone",
    ),
    Disposition.HELD: Traits(_("Held"), _("held"), is_live=True),
    Disposition.NOT_HELD: Traits(_("Not held"), _("not held"), arrived=False),
    Disposition.DELIVERED: Traits(_("Delivered"), _("delivered")),
    Disposition.FAILED: Traits(_("Failed"), _("failed"), arrived=False, mark="alert"),
    Disposition.RECEIVED: Traits(_("Received"), _("received")),
    Disposition.DONE: Traits(_("Done"), _("done")),
    Disposition.UNSUBSCRIBED: Traits(_("Unsubscribed"), _("unsubscribed"), turns_away=True),
    Disposition.QUEUED: Traits(_("On its way"), _("on its way"), arrived=False, raises="letter"),
    Disposition.UNCERTAIN: Traits(_("Perhaps arrived"), _("perhaps arrived"), arrived=False, mark="alert"),
}
"""One row for each disposition."""

ON_DESK = tuple(sorted((one for one, traits in TRAITS.items() if traits.key), key=lambda one: TRAITS[one].key))
"""How a dialled call can end, in the order of the keys of the desk."""
LIVE = frozenset(one for one, traits in TRAITS.items() if traits.is_live)
"""Dispositions that are live talk with this person: `reached` in the words of the product."""
ATTEMPTS = frozenset(one for one, traits in TRAITS.items() if traits.is_attempt)
"""Dispositions of a dialled call: each is an attempt."""


ONLY_SENT = frozenset({Disposition.QUEUED, Disposition.UNCERTAIN})
"""What only a letter that this house sends can be: nobody logs it by hand, and no list brings it."""


class RecycleReason(StrEnum):
    """Why somebody who is not ready is put back to keep warm. OTHER is said in words."""

    NOT_NOW = "not_now"
    NO_BUDGET = "no_budget"
    NO_NEED = "no_need"
    LOST_TO = "lost_to"  # somebody else has the business; who, in words
    ATTEMPTS_USED_UP = "attempts_used_up"
    WRONG_PERSON = "wrong_person"  # who is right, in words
    RETURNED = "returned"  # sales gave it back
    OTHER = "other"


def traits_of(disposition: str) -> Traits:
    """What the disposition is and brings. Raises ValueError for a word that is none."""
    return TRAITS[Disposition(disposition)]


class Evidence(IntEnum):
    """From where we know an answer; the higher, the stronger."""

    UNKNOWN = 0
    INFERRED = 1
    PUBLIC = 2
    FORM = 3
    WRITTEN = 4  # a written answer to a direct question
    CONVERSATION = 5


class ReplyKind(IntEnum):
    """What an inbound message that waits for an answer asks of us; 0 when none waits."""

    NONE = 0
    CALL_ME = 1
    QUESTION = 2
    INTEREST = 3
    OTHER = 4
