"""Letters in words: what they are for, how far they came, what they cost, in the reader's language."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from keepwarm.engine.budget import EmailShare, others_to_next
from keepwarm.engine.letter.words import Purpose
from keepwarm.engine.words import Disposition
from keepwarm.outbox.models import State

LABELS: dict[str, str | Promise] = {
    Purpose.SCHEDULE: gettext_lazy("propose a time"),
    Purpose.CONFIRM: gettext_lazy("confirm"),
    Purpose.ANSWER: gettext_lazy("answer a question"),
    Purpose.AFTER_VOICEMAIL: gettext_lazy("follow up a call"),
    Purpose.FIND_CONTACT: gettext_lazy("find the right contact"),
    Purpose.ASK_REFERRAL: gettext_lazy("ask for a referral"),
    Purpose.INTRODUCTION: gettext_lazy("introduce the rep of sales"),
}
"""On the buttons of the composer, the usual first."""

HOW_FAR: dict[str, tuple[str | Promise, str]] = {
    State.QUEUED: (gettext_lazy("waits to leave"), "mark"),
    State.CLAIMED: (gettext_lazy("is leaving"), "mark"),
    State.HANDING_OVER: (gettext_lazy("is leaving"), "mark"),
    State.ACCEPTED: (gettext_lazy("delivered"), "fine"),
    State.UNCERTAIN: (gettext_lazy("perhaps arrived"), "hint"),
    State.FAILED: (gettext_lazy("refused by their server"), "flag"),
    State.BOUNCED: (gettext_lazy("came back"), "flag"),
    State.CANCELLED: (gettext_lazy("not sent"), "mark"),
}
"""How a message of ours stands, and the class of its mark on the page."""

BY_TOUCH: dict[str, tuple[str | Promise, str]] = {
    Disposition.QUEUED: HOW_FAR[State.QUEUED],
    Disposition.DELIVERED: HOW_FAR[State.ACCEPTED],
    Disposition.UNCERTAIN: HOW_FAR[State.UNCERTAIN],
    Disposition.FAILED: HOW_FAR[State.BOUNCED],
}

_EARNED_BY: dict[int, Callable[[], str]] = {
    1: lambda: _("One call earns the next one."),
    2: lambda: _("Two calls earn the next one."),
    3: lambda: _("Three calls earn the next one."),
    4: lambda: _("Four calls earn the next one."),
}


def say_purpose(purpose: str) -> str:
    """What a letter is for; "" when nothing was chosen."""
    return str(LABELS.get(purpose, purpose))


def say_spent(share: EmailShare, limit: float) -> str:
    """Why there is no letter now, and what earns the next one. Where the share is not known, without a figure."""
    next_one = say_next(share, limit)
    if not share.is_known or not share.letters:
        return _("There is no letter left. %(next)s") % {"next": next_one}
    words = {"letters": share.letters, "all": share.letters + share.others, "percent": round(100 * share.share), "next": next_one}
    return _("No letter is left: %(letters)s of %(all)s is %(percent)s %%. %(next)s") % words


def say_next(share: EmailShare, limit: float) -> str:
    """How many calls to other people earn the next letter."""
    more = others_to_next(share.others, share.letters, limit)
    if more is None:
        return _("The policy of the house leaves no room for letters: call.")
    if more in _EARNED_BY:
        return _EARNED_BY[more]()
    return ngettext("%(count)s call earns the next one.", "%(count)s calls earn the next one.", more) % {"count": more}
