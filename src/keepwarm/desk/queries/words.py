"""Why a conversation ended, in the reader's words."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

ENDS: dict[str, str | Promise] = {
    "said_no": gettext_lazy("they said no"),
    "no_fit": gettext_lazy("no fit"),
    "gone_elsewhere": gettext_lazy("bought elsewhere, for good"),
    "lost": gettext_lazy("lost"),
    "firm_closed": gettext_lazy("the firm has closed"),
    "not_a_person": gettext_lazy("no real person"),
    "merged": gettext_lazy("is part of another"),
    "forgotten": gettext_lazy("forgotten on request"),
}
"""Why a conversation ended, in words; a reason of another room is shown as it is named."""


def say_end(reason: str) -> str:
    """Why a conversation ended, as a sentence's part; "" while it goes on."""
    return str(ENDS.get(reason, reason.replace("_", " ")))
