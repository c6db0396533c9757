"""Wishes in words, in the reader's language."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from keepwarm.consent.models import Channel, Wish

_PERMITTED = {
    "express": gettext_noop("they said yes"),
    "double_opt_in": gettext_noop("they said yes, and confirmed it by mail"),
    "implied": gettext_noop("implied by what they asked"),
    "existing_customer": gettext_noop("as our customer"),
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
