"""Why a message did not go or came back, in words; keys are kept on the row, words are made on reading."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from keepwarm.consent.queries.sending import WhyNot
from keepwarm.consent.words import say_why_not

BY_HAND, FORGOTTEN, CANNOT_CARRY = "by_hand", "forgotten", "cannot_carry"

BECAUSE: dict[str, str | Promise] = {
    # held back by us, at queueing or right before the final dot
    "not_before": _("they asked to be left in peace until later"),
    "undone": _("the touch was undone"),
    "unhappy": _("they complained, or a promise to them was broken, and it is not settled"),
    "budget": _("the rep has no letters left"),
    "copied": _("this is a copy of a house: it may have been sent from there"),
    "restored": _("a backup was put back: it may have been sent since"),
    "cap": _("they hear from us too often already"),
    "by_hand": _("somebody of us held it back"),
    "retired": _("the mail account is no longer in use"),
    "unreadable": _("its bytes could not be made again as they were"),
    # of their server
    "refused": _("their server refused it"),
    "too_long": _("their server said “later” for too long"),
    "cannot_carry": _("their server cannot carry this address"),
    "bounced": _("it came back"),
    "sent_back": _("it came back, and the address may be in order"),
    # nobody knows
    "line_broke": _("the line broke at the very end"),
    "sender_died": _("the sender stopped at the very end"),
}

BUDGET_FREE: dict[str, str | Promise] = {
    "asked": _("an answer to what they asked in writing"),
    "written_only": _("they may only be written to"),
    "exception": _("a manager granted an exception"),
}
"""Why a letter is never refused for the budget (P10): it fills the share like any other."""


def say_because(key: str) -> str:
    """The reason in words; what wishes and law hold back is said by the room consent."""
    if key in BECAUSE or not key:
        return str(BECAUSE.get(key, ""))
    return say_why_not(key) if key in set(WhyNot) else key
