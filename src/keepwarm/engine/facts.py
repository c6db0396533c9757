"""Facts: everything that `decide` may know, one array per fact and one row per prospect.

Times are `datetime64[s]` in UTC and `NaT` when there is none. Counts are small integers. `now` is a fact like any other.
The room `facts` fills this class from the database; the command line fills it from a CSV file; the simulator invents it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

Bools = NDArray[np.bool_]
Times = NDArray[np.datetime64]
Ints = NDArray[np.integer[Any]]


@dataclass(frozen=True, slots=True)
class AnswerColumn:
    """The answers to one question, a row per prospect. "
    "`values` is an array of case-folded str (or float for number questions)."""

    values: NDArray[Any]
    known: Bools
    evidence: Ints  # int8, engine.words.Evidence
    learned_at: Times


@dataclass(frozen=True, slots=True)
class Facts:
    """One array per fact, one row per prospect, all of equal length. "
    "Build it whole: nothing is changed afterwards."""

    now: np.datetime64
    # who
    stage: Ints  # int8, engine.words.Stage
    place: Ints  # int32, row of Hours; row 0 is the strictest, for an unknown place
    warm: Bools  # showed interest themselves, or progressed
    # what is allowed: wishes, consent, suppressions and a usable address, together
    may_call: Bools
    may_write: Bools  # a rep's personal email
    may_mail: Bools  # the low-cost conversation by email
    may_post: Bools
    may_message: Bools  # short messages to a phone or messenger
    phone_dead: Bools  # a number there was, and it is wrong, or the person has left
    written_only: Bools  # a proven wish not to be phoned
    no_call_before: Times
    no_write_before: Times
    no_mail_before: Times
    no_post_before: Times
    no_message_before: Times
    # a person's own choice, standing until carried out or overtaken by a newer signal
    chosen_step: Ints  # int8, engine.words.Step; NONE when nobody chose
    chosen_at: Times
    chosen_due: Times
    wake_at: Times  # recycled until then; NaT when not
    recycled_at: Times  # when that was decided; NaT when not recycled
    # what waits for a touch
    promised_at: Times  # a call we agreed on, for this moment
    promise_made_at: Times
    contact_asked_at: Times  # "please contact me", raised at
    contact_due_at: Times  # and due at: one working hour of ours after it, set when the signal was raised
    reply_at: Times
    reply_kind: Ints  # int8, engine.words.ReplyKind
    voicemail_at: Times  # a voicemail of ours that no letter has followed yet
    handoff_at: Times  # offered to sales, and not answered yet
    handoff_due_at: Times  # and answered by then
    introduced_at: Times  # sales accepted, and has not called yet
    introduced_due_at: Times  # and the first call is due then
    letter_at: Times  # a letter of ours is on its way, since
    letter_missed_at: Times  # our last letter did not reach them, or perhaps not; since when we know
    other_inquirer_at: Times  # someone else of the same firm inquired, and nobody has called about it yet
    delivery_at: Times  # what was promised at a sale is due then, and the seller is to ask
    broken_at: Times  # a promise was broken, known since; until it is settled
    broken_due_at: Times  # and the call about it is due then
    case_at: Times  # they complained; until it is settled
    case_due_at: Times  # and the call about it is due then
    renewal_at: Times  # what they bought runs out soon: the call is due then
    check_in_at: Times  # a call that keeps the thread with a customer
    referral_at: Times  # a promise was kept: the moment to ask whom they know
    win_back_at: Times  # a customer who left: the day to ask again
    opportunity_at: Times  # they may buy: the day of its next touch begins then
    readied_at: Times  # what they did of their own accord last rose to the policy's mark then; see engine.readiness
    # what has been
    inquired_at: Times  # the newest inquiry
    last_touch_at: Times  # our last touch that arrived, or theirs; silence runs from here
    last_ours_at: Times  # our last touch that arrived: the gap between touches runs from here
    last_reached_at: Times
    last_attempt_at: Times
    last_progress_at: Times
    contact_letter_at: Times  # our last letter that asked how to reach them: right contact, referral, schedule
    attempts: Ints  # int16, dialled in this round without reaching them
    voicemails: Ints  # int16, in this round
    reached: Ints  # int16, conversations ever
    touches_in_window: Ints  # int16, ours in the last policy.cap_days, attempts and answers not counted
    oldest_in_window: Times  # the oldest of those: when it leaves the window there is room again
    org_talk_at: Times  # our last conversation with anyone of the firm
    org_talk_other_at: Times  # the last conversation or attempt by another rep with anyone of the firm
    spread_at: Times  # history unknown: first touch not before this moment, so that a first morning is a normal one
    letters_left: Ints  # int16, of the owner, today; 0 where no voicemail waits for its letter
    answers: Mapping[str, AnswerColumn] = field(default_factory=dict)  # by key of the question

    def __len__(self) -> int:
        return len(self.stage)
