"""Why somebody was put back to keep warm, in the reader's words."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from keepwarm.engine.words import RecycleReason

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


def say_recycled(reason: str) -> str:
    """The reason in words; "" for none, and an unknown one as it is named."""
    return str(RECYCLED[RecycleReason(reason)]) if reason in set(RecycleReason) else reason.replace("_", " ")
