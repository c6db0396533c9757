"""A stamp in a public form says when the form was shown, sealed: who sends it back within a second, or days later, is a machine.

No cookie, no third party, no puzzle. A person whose page was open too long presses once more, and loses nothing of what they typed.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django.utils.translation import gettext

from keepwarm.consent.sealing import LinkUnreadable, seal, unseal
from keepwarm.lib.refusal import Refusal

LEAST, MOST = timedelta(seconds=2), timedelta(days=1)
"""Nobody reads a form and fills it in sooner; a page that was open longer is shown again. Our choice."""


class StampOff(Refusal):
    """A form that was sent back too soon, too late, or with a stamp that is not ours."""


def make_stamp(what: str, *, now: datetime) -> str:
    """A stamp for one form (`what`: such as "seminar:<ref>"), to the second."""
    return seal(f"stamp:{what}", str(int(now.timestamp())).encode())


def keep_stamp(what: str, stamp: str, *, now: datetime) -> str:
    """For a form that is shown again: its own stamp while that is good, so that whoever mends a word quickly is not called quick."""
    shown_at = _read(what, stamp)
    return stamp if shown_at is not None and now - shown_at <= MOST else make_stamp(what, now=now)


def check_stamp(what: str, stamp: str, *, now: datetime) -> None:
    """Raises StampOff unless the form was shown at least two seconds and at most a day ago."""
    shown_at = _read(what, stamp)
    if shown_at is None or now - shown_at > MOST:
        raise StampOff(gettext("This page was open for a long time. Please press the button once more."))
    if now - shown_at < LEAST:
        raise StampOff(gettext("That was very quick. Please press the button once more."))


def _read(what: str, stamp: str) -> datetime | None:
    """When the form was shown; None for a stamp that is not ours."""
    try:
        return datetime.fromtimestamp(int(unseal(f"stamp:{what}", stamp)), UTC)
    except (LinkUnreadable, ValueError):
        return None
