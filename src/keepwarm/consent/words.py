"""Wishes, permissions and suppressions in words, in the reader's language."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from keepwarm.consent.models import Channel, Permission, Suppression, Wish

_PERMITTED = {
    Permission.Kind.EXPRESS.value: gettext_noop("they said yes"),
    Permission.Kind.DOUBLE_OPT_IN.value: gettext_noop("they said yes, and confirmed it by mail"),
    Permission.Kind.IMPLIED.value: gettext_noop("implied by what they asked"),
    Permission.Kind.EXISTING_CUSTOMER.value: gettext_noop("as our customer"),
}
_WHY_NOT = {
    "unknown": gettext_noop("There is no such prospect any more."),
    "forgotten": gettext_noop("They were forgotten, as they asked."),
    "ended": gettext_noop("The conversation with them has ended. Reopen it first."),
    "stop": gettext_noop("They want to hear nothing at all any more."),
    "no_email": gettext_noop("They want no email."),
    "no_mailing": gettext_noop("They want no newsletters and mailings."),
    "not_before": gettext_noop("They asked to be left in peace until %(day)s."),
    "suppressed": gettext_noop("This address is not to be used: that was asked of us."),
    "no_address": gettext_noop("There is no email address to send it to."),
    "address_dead": gettext_noop("This address is not in use: it bounced, is wrong, or was left."),
    "no_permission": gettext_noop("They never permitted newsletters and mailings."),
    "permission_over": gettext_noop("Their permission for newsletters and mailings is over."),
}


def say_wish(wish: Wish, *, zone: str) -> str:
    """A wish in words, with their own where they were written down."""
    channel = str(Channel(wish.channel).label) if wish.channel else _("any way")
    until = date_format(wish.until_at.astimezone(ZoneInfo(zone)), "j F Y") if wish.until_at else ""
    said = {
        Wish.Kind.NO_CHANNEL: _("not by %(channel)s") % {"channel": channel},
        Wish.Kind.NOT_BEFORE: _("not before %(day)s, %(channel)s") % {"day": until, "channel": channel},
        Wish.Kind.STOP: _("nothing at all any more"),
        Wish.Kind.BEST_TIME: _("best time"),
        Wish.Kind.PACE: _("pace"),
    }[Wish.Kind(wish.kind)]
    return f"{said}: “{wish.words}”" if wish.words else said


def say_permission(channel: str, kind: str) -> str:
    """What is permitted, and how it came about; a kind of another program's is shown as it came."""
    how = _(_PERMITTED[kind]) if kind in _PERMITTED else kind.replace("_", " ")
    return f"{Channel(channel).label}: {how}"


def say_why_not(why_not: str, *, until_at: datetime | None = None) -> str:
    """The sentence for a code of `consent.queries.WhyNot`."""
    day = date_format(until_at, "j F Y") if until_at else ""
    return _(_WHY_NOT[why_not]) % {"day": day}


def say_suppression(reason: str) -> str:
    """Why an address is not to be used; a reason of an older row is shown as it stands."""
    return str(Suppression.Reason(reason).label) if reason in Suppression.Reason.values else reason.replace("_", " ")
