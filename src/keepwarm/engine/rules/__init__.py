"""The rules of the house. Their order is its policy: the first that applies decides."""

from keepwarm.engine.rules import coming_back, first_talk, gone_quiet, handoff, hot, otherwise, own_choice, promised, rounds, wishes
from keepwarm.engine.rules.rule import Rule

RULES: tuple[Rule, ...] = (
    wishes.NOTHING_ALLOWED,
    wishes.WISH_WAITS_CALL,
    wishes.WISH_WAITS_LETTER,
    wishes.WISH_WAITS_WARM,
    own_choice.OWN_CHOICE_CALL,
    own_choice.OWN_CHOICE_LETTER,
    own_choice.OWN_CHOICE_WARM,
    promised.PROMISED_CALL,
    promised.CONTACT_ASKED,
    promised.CONTACT_ASKED_IN_WRITING,
    promised.REPLY_TO_SPEAK,
    promised.REPLY_TO_ANSWER,
    handoff.FIRST_CALL_OF_SALES,
    handoff.FIRST_LETTER_OF_SALES,
    handoff.HANDOFF_WAITS,
    coming_back.READY_AGAIN,
    coming_back.RECYCLED,
    coming_back.NOT_BEFORE_WARM,
    coming_back.NOT_BEFORE_CALL,
    coming_back.WOKEN,
    coming_back.WOKEN_IN_WRITING,
    hot.HOT_AND_QUALIFIED,
    hot.HOT_IN_WRITING,
    rounds.VOICEMAIL_LETTER,
    rounds.VOICEMAIL_CALL,
    rounds.ATTEMPTS_USED_UP,
    first_talk.SECOND_INQUIRER,
    rounds.TRY_AGAIN,
    first_talk.FIRST_CALL,
    first_talk.NO_NUMBER_YET,
    gone_quiet.QUIET_CUSTOMER,
    gone_quiet.UNMET_CUSTOMER,
    gone_quiet.STALLED,
    gone_quiet.QUIET_IN_WRITING,
    gone_quiet.UNREACHABLE_BY_PHONE,
    otherwise.COLD_CALL,
    otherwise.ONLY_BY_PHONE,
    otherwise.NO_COLD_CALLS,
    otherwise.PERSON_REVIEWS,
    otherwise.KEEP_WARM,
)

PROMISED: tuple[str, ...] = tuple(rule.name for rule in RULES if rule.is_promised)
"""Names of the rules behind which somebody waits. Only their touches can be overdue."""
