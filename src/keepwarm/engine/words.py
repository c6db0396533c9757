"""The closed vocabularies of the engine: steps, stages, dispositions, kinds of evidence and of replies.

The numbers are stored in columns and in the database; they never change their meaning, new ones are added at the end.
"""

from enum import IntEnum, StrEnum


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
    """How a dialled call ended, or how another touch did. The first nine are the desk's keys 1 to 9."""

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


LIVE = frozenset({Disposition.REACHED, Disposition.SAYS_NO, Disposition.NEVER_CALL, Disposition.HELD})
"""Dispositions that are live talk with this person: `reached` in the words of the product."""

ATTEMPTS = frozenset(
    {
        Disposition.REACHED,
        Disposition.SOMEONE_ELSE,
        Disposition.VOICEMAIL,
        Disposition.NO_ANSWER,
        Disposition.BUSY,
        Disposition.WRONG_NUMBER,
        Disposition.HAS_LEFT,
        Disposition.SAYS_NO,
        Disposition.NEVER_CALL,
    }
)
"""Dispositions of a dialled call: each is an attempt."""


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
