"""Everything else: no cold calls, and the low-cost conversation goes on until they are ready."""

from keepwarm.engine.facts import Bools, Facts, Times
from keepwarm.engine.pace import review_date, unasked, warm_date
from keepwarm.engine.permits import can_call, can_warm, has_shown_interest, is_welcome
from keepwarm.engine.policy import Policy
from keepwarm.engine.rules.rule import Rule
from keepwarm.engine.translate import gettext_noop
from keepwarm.engine.words import NextStep


def _cold(facts: Facts, policy: Policy) -> Bools:
    never_tried: Bools = (facts.reached == 0) & (facts.attempts == 0)
    return can_call(facts) & ~has_shown_interest(facts) & never_tried & policy.cold_calls


def _cold_due(facts: Facts, policy: Policy) -> Times:
    return unasked(facts, policy, warm_date(facts, policy))


COLD_CALL = Rule(
    name="cold_call",
    applies=_cold,
    step=NextStep.CALL,
    due=_cold_due,
    because=gettext_noop(
        "They have shown no interest themselves; this house has decided to call such people too. Say so, and ask whether the call suits."
    ),
    short=gettext_noop("A cold call"),
    worth=2,
)
ONLY_BY_PHONE = Rule(
    name="only_by_phone",
    applies=lambda facts, policy: can_call(facts) & ~can_warm(facts) & is_welcome(facts, policy),
    step=NextStep.CALL,
    due=lambda facts, policy: unasked(facts, policy, review_date(facts, policy)),
    because=gettext_noop(
        "The phone is the only way to them that is open for the conversation; the last touch was on %(touch_on)s. "
        "Call before the silence grows longer than %(longest_silence_days)s."
    ),
    short=gettext_noop("Open only by phone"),
    worth=5,
)
NO_COLD_CALLS = Rule(
    name="no_cold_calls",
    applies=lambda facts, policy: can_warm(facts) & ~is_welcome(facts, policy),
    step=NextStep.KEEP_WARM,
    due=warm_date,
    because=gettext_noop(
        "They have shown no interest themselves, and this house makes no cold calls. "
        "The conversation goes on quietly until they give a sign."
    ),
    short=gettext_noop("No interest shown yet"),
)
PERSON_REVIEWS = Rule(
    name="person_reviews",
    applies=lambda facts, policy: ~can_warm(facts),
    step=NextStep.KEEP_WARM,
    due=review_date,
    because=gettext_noop(
        "Nothing asks for a call or a letter, and neither mailings nor post may go to them. "
        "So that they are not forgotten, a person looks again after %(longest_silence_days)s of silence."
    ),
    short=gettext_noop("Look again; no mailing is permitted"),
    is_review=True,
)
KEEP_WARM = Rule(
    name="keep_warm",
    applies=lambda facts, policy: can_warm(facts),
    step=NextStep.KEEP_WARM,
    due=warm_date,
    because=gettext_noop(
        "Nothing asks for a call or a letter now. "
        "The conversation keeps its pace, a touch about every %(pace_days)s; the last was on %(touch_on)s."
    ),
    short=gettext_noop("The conversation goes on"),
)
