"""Touches, evidence and days in words, in the reader's language; read by every room that shows a conversation."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from keepwarm.engine.words import Disposition, Evidence, traits_of
from keepwarm.lib.days import today_in
from keepwarm.touches.models import Channel, Direction, Touch

PURPOSES: dict[str, str | Promise] = {
    "find_contact": gettext_lazy("find the right contact"),
    "ask_referral": gettext_lazy("ask for a referral"),
    "schedule": gettext_lazy("schedule"),
    "confirm": gettext_lazy("confirm"),
    "answer": gettext_lazy("answer what was asked in writing"),
    "after_voicemail": gettext_lazy("follow up a call attempt"),
    "introduction": gettext_lazy("introduce the rep of sales"),
}
"""The purposes a rep's letter may have (PRODUCT.md, P11), by `engine.letter.words.Purpose`."""

KNOWN_FROM: dict[int, str | Promise] = {
    Evidence.CONVERSATION: gettext_lazy("said in a conversation"),
    Evidence.WRITTEN: gettext_lazy("answered in writing"),
    Evidence.FORM: gettext_lazy("filled in"),
    Evidence.PUBLIC: gettext_lazy("public"),
    Evidence.INFERRED: gettext_lazy("inferred"),
    Evidence.UNKNOWN: gettext_lazy("from where is unknown"),
}
LOOKS = {Channel.PHONE: "call", Channel.MEETING: "call", Channel.EMAIL: "write"}
"""The mark beside a line of the timeline; what the low-cost conversation does is `warm`, a note has none."""


def describe_touch(touch: Touch) -> str:
    """One touch in a few words: what passed, and which way."""
    describe = _SAY.get(touch.channel, _describe_other)
    return describe(touch)


def mark_of(touch: Touch) -> str:
    """The class of its mark on the timeline."""
    own = traits_of(touch.disposition).mark
    return own or LOOKS.get(Channel(touch.channel), "" if touch.channel == Channel.NOTE else "warm")


def _describe_call(touch: Touch) -> str:
    traits = traits_of(touch.disposition)
    if touch.direction == Direction.IN:
        said = _("They called us") if touch.disposition == Disposition.REACHED else _("They called, %(end)s")
        return _with_length(said % {"end": _(traits.said)}, touch)
    return _with_length(_(traits.told or traits.label), touch)


def _with_length(text: str, touch: Touch) -> str:
    minutes = touch.seconds // 60
    if not minutes:
        return text
    return text + ", " + ngettext("%(count)s minute", "%(count)s minutes", minutes) % {"count": minutes}


def _subject(touch: Touch) -> str:
    return str(touch.args.get("subject", "")) if isinstance(touch.args, dict) else ""


def _describe_email(touch: Touch) -> str:
    subject = _subject(touch)
    if touch.direction == Direction.IN:
        return _("They wrote: %(subject)s") % {"subject": subject} if subject else _("They wrote")
    if touch.disposition == Disposition.FAILED:
        return _("The letter came back")
    what = subject or str(PURPOSES.get(touch.purpose, touch.purpose))
    if isinstance(touch.args, dict) and touch.args.get("elsewhere"):
        return _("Letter sent elsewhere: %(what)s") % {"what": what or _("without a subject")}
    if touch.disposition in _HOW_FAR:
        return str(_HOW_FAR[Disposition(touch.disposition)]) % {"what": what or _("without a subject")}
    return _("Letter: %(what)s") % {"what": what} if what else _("Letter")


_HOW_FAR = {
    Disposition.QUEUED: gettext_lazy("Letter on its way: %(what)s"),
    Disposition.UNCERTAIN: gettext_lazy("Letter, perhaps arrived: %(what)s"),
}


def _describe_meeting(touch: Touch) -> str:
    return _("Met") if touch.disposition == Disposition.HELD else _("Meeting did not take place")


def _describe_post(touch: Touch) -> str:
    if touch.direction == Direction.IN:
        return _("They wrote by post")
    subject = _subject(touch)
    return _("Letter by post: %(subject)s") % {"subject": subject} if subject else _("Letter by post")


def _describe_mailing(touch: Touch) -> str:
    subject = _subject(touch)
    return _("Mailing: %(subject)s") % {"subject": subject} if subject else _("Mailing")


def _describe_message(touch: Touch) -> str:
    if touch.direction == Direction.IN:
        return _("They unsubscribed") if traits_of(touch.disposition).turns_away else _("They sent a short message")
    if touch.disposition == Disposition.FAILED:
        return _("The short message did not arrive")
    how_far: dict[str, str] = {
        Disposition.QUEUED: _("Short message on its way"),
        Disposition.UNCERTAIN: _("Short message, perhaps arrived"),
    }
    return how_far.get(touch.disposition, _("Short message"))


_ON_THE_WEB = {
    "signed_up": gettext_lazy("They signed up: %(what)s"),
    "attended": gettext_lazy("They were at the seminar: %(what)s"),
    "survey": gettext_lazy("They answered the survey: %(what)s"),
}


def _describe_other(touch: Touch) -> str:
    if traits_of(touch.disposition).turns_away:
        return _("They unsubscribed")
    subject = _subject(touch)
    if touch.purpose in _ON_THE_WEB and subject:
        return str(_ON_THE_WEB[touch.purpose]) % {"what": subject}
    return _("Note") if touch.channel == Channel.NOTE else _("Sign of life on the web")


_SAY: dict[str, Callable[[Touch], str]] = {
    Channel.PHONE: _describe_call,
    Channel.EMAIL: _describe_email,
    Channel.MEETING: _describe_meeting,
    Channel.POST: _describe_post,
    Channel.MAILING: _describe_mailing,
    Channel.MESSAGE: _describe_message,
}


def say_when(at: datetime, *, zone: str, now: datetime) -> str:
    """A day as people say it: today and yesterday by name, this year without the year. In the reader's `zone`."""
    day, today = today_in(zone, at), today_in(zone, now)
    if day == today:
        return _("today")
    if day == today - timedelta(days=1):
        return _("yesterday")
    if day == today + timedelta(days=1):
        return _("tomorrow")
    return date_format(day, "j M" if day.year == today.year else "j M Y")


def say_clock(at: datetime, *, zone: str) -> str:
    """The wall time at `at` in `zone`, such as 14:05."""
    return at.astimezone(ZoneInfo(zone)).strftime("%H:%M")
