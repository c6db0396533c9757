"""A round of call attempts: follow up a voicemail, try again on another day and at another hour, and stop when it is enough."""

from keepwarm.engine.facts import Bools, Facts, Times
from keepwarm.engine.pace import BEFORE_SILENCE_DAYS, days, firm_rested, latest, warm_date
from keepwarm.engine.permits import can_call, is_welcome, warm_is_open, write_is_open
from keepwarm.engine.policy import Policy
from keepwarm.engine.rows import narrowed, remembered
from keepwarm.engine.rules.rule import Rule
from keepwarm.engine.translate import gettext_noop
from keepwarm.engine.words import NextStep


@remembered
def _has_voicemail(facts: Facts, policy: Policy) -> Bools:
    """A voicemail of the last days; later a letter would no longer be its follow-up."""
    return facts.voicemail_at > facts.now - days(policy.gap_days)


def _letter_follows(facts: Facts, policy: Policy) -> Bools:
    """With a letter free, and room for it under the cap; later it would follow nothing."""
    is_free: Bools = (facts.letters_left > 0) & (facts.touches_in_window < policy.cap_touches)
    return _has_voicemail(facts, policy) & is_free & write_is_open(facts)


@remembered
def _goes_on(facts: Facts, policy: Policy) -> Bools:
    running = (facts.attempts > 0) & (facts.attempts < policy.call_attempts)
    return running & can_call(facts) & is_welcome(facts, policy)


def _is_silent_round(facts: Facts, policy: Policy) -> Bools:
    """Attempts that reach nobody are no touch: while a round drags on, the longest silence goes by."""
    since = facts.now - days(policy.longest_silence_days - BEFORE_SILENCE_DAYS)
    return narrowed(_goes_on(facts, policy), facts, lambda some: (some.last_touch_at <= since) & warm_is_open(some))


def _next_day(facts: Facts, policy: Policy) -> Times:
    wanted = latest(facts.last_attempt_at, facts.voicemail_at) + days(policy.retry_gap_days)
    return latest(wanted, firm_rested(facts, policy), facts.spread_at)


VOICEMAIL_LETTER = Rule(
    name="voicemail_letter",
    applies=_letter_follows,
    step=NextStep.WRITE,
    due=lambda facts, policy: facts.voicemail_at,
    because=gettext_noop(
        "We left a voicemail on %(voicemail_on)s, and no letter has followed it yet. "
        "Two lines the same day say who called and propose a time."
    ),
    short=gettext_noop("Follow up the voicemail"),
    worth=5,
)
VOICEMAIL_CALL = Rule(
    name="voicemail_call",
    applies=lambda facts, policy: _has_voicemail(facts, policy) & _goes_on(facts, policy),
    step=NextStep.CALL,
    due=_next_day,
    because=gettext_noop(
        "We left a voicemail on %(voicemail_on)s, and no letter can follow it now. "
        "So try again by phone, on another day and at another hour."
    ),
    short=gettext_noop("Voicemail left; try again"),
    worth=5,
    at_another_hour=True,
)
ATTEMPTS_USED_UP = Rule(
    name="attempts_used_up",
    applies=lambda facts, policy: facts.attempts >= policy.call_attempts,
    step=NextStep.KEEP_WARM,
    due=warm_date,
    because=gettext_noop(
        "%(attempts)s attempts have not reached them, the last on %(attempt_on)s, and more we do not agree to. "
        "The conversation goes on quietly; a sign of theirs opens a new round."
    ),
    short=gettext_noop("Not reached; kept warm"),
)
SILENT_ROUND = Rule(
    name="silent_round",
    applies=_is_silent_round,
    step=NextStep.KEEP_WARM,
    due=warm_date,
    because=gettext_noop(
        "%(attempts)s attempts have not reached them, and since %(touch_on)s they have heard nothing from us. "
        "A mailing comes first, so that the silence ends; then the attempts go on."
    ),
    short=gettext_noop("Not reached for long; a mailing first"),
)
TRY_AGAIN = Rule(
    name="try_again",
    applies=_goes_on,
    step=NextStep.CALL,
    due=_next_day,
    because=gettext_noop(
        "The last attempt, on %(attempt_on)s, did not reach them; it was number %(attempts)s of %(call_attempts)s. "
        "Try on another day and at another hour."
    ),
    short=gettext_noop("Not reached yet; try again"),
    worth=6,
    at_another_hour=True,
)
