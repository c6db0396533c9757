"""Why somebody was put back to keep warm, and why a conversation ended, in the reader's words."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy

from keepwarm.engine.words import RecycleReason
from keepwarm.prospects.matching.reasons import SENTENCES

RECYCLED: dict[RecycleReason, str | Promise] = {
    RecycleReason.NOT_NOW: gettext_lazy("not now, until a day"),
    RecycleReason.NO_BUDGET: gettext_lazy("no budget until a day"),
    RecycleReason.NO_NEED: gettext_lazy("no need"),
    RecycleReason.LOST_TO: gettext_lazy("lost to somebody else"),
    RecycleReason.WRONG_PERSON: gettext_lazy("wrong person"),
    RecycleReason.ATTEMPTS_USED_UP: gettext_lazy("attempts used up"),
    RecycleReason.OTHER: gettext_lazy("something else"),
    RecycleReason.RETURNED: gettext_lazy("returned by sales"),
}
"""In the order of the desk's keys; RETURNED is never chosen, it follows from a hand-off."""
CHOSEN = tuple((str(reason), label) for reason, label in RECYCLED.items() if reason != RecycleReason.RETURNED)
ENDS: dict[str, str | Promise] = {
    "said_no": gettext_lazy("they said no"),
    "no_fit": gettext_lazy("no fit"),
    "gone_elsewhere": gettext_lazy("bought elsewhere, for good"),
    "lost": gettext_lazy("lost"),
    "firm_closed": gettext_lazy("the firm has closed"),
    "not_a_person": gettext_lazy("no real person"),
    "no_sign_of_life": gettext_lazy("no sign of life"),
    "merged": gettext_lazy("is part of another"),
    "forgotten": gettext_lazy("forgotten on request"),
}
"""Why a conversation ended, in words; a reason of another room is shown as it is named."""
CHOSEN_ENDS = ("said_no", "no_fit", "gone_elsewhere", "firm_closed", "not_a_person")
"""Those that a person chooses; the others follow from something else."""


def say_recycled(reason: str) -> str:
    """The reason in words; "" for none, and an unknown one as it is named."""
    return str(RECYCLED[RecycleReason(reason)]) if reason in set(RecycleReason) else reason.replace("_", " ")


def say_end(reason: str) -> str:
    """Why a conversation ended, as a sentence's part; "" while it goes on."""
    return str(ENDS.get(reason, reason.replace("_", " ")))


def say_likeness(reason: Sequence[str]) -> str:
    """Why two may be one person: a reason as a doubt keeps it, which is its key and the two values."""
    key, left, right = reason
    return gettext(SENTENCES.get(key, key.replace("_", " "))) % {"left": left, "right": right}
