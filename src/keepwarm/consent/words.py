"""Wishes in words, in the reader's language."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from keepwarm.consent.models import Channel, Wish


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
