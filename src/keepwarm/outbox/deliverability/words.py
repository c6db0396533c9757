"""Sentences that several checks say."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from keepwarm.outbox.deliverability.found import Check, State

SPF_PROBLEMS = {
    "several": gettext_noop("There are several SPF records; only one may stand there."),
    "unreadable": gettext_noop("The SPF record has a part that cannot be read."),
    "too_many": gettext_noop("The SPF record needs more than ten look-ups; receivers stop there."),
    "missing_include": gettext_noop("The SPF record leads to another domain that has none."),
    "ptr": gettext_noop("The SPF record uses ptr, which receivers no longer follow."),
}


def unreachable(key: str, name: str) -> Check:
    """Nothing is claimed where nothing could be asked."""
    said = _("The DNS cannot be reached from here, so this is not known.")
    return Check(key, name, State.UNKNOWN, said, _("Look at it from a machine that reaches the internet."))
