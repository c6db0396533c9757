"""What is refused about seminars, each with its sentence."""

from __future__ import annotations

from keepwarm.lib.refusal import Refusal


class SeminarRefused(Refusal):
    """A seminar that cannot be kept so, or is not there."""


class SkippedHour(SeminarRefused):
    """A time that no clock shows on that day: the hour is left out when clocks go forward."""


class DoubledHour(SeminarRefused):
    """A time that clocks show twice on that day: somebody must say which."""


class SignUpRefused(Refusal):
    """Somebody who cannot be put on the list of guests."""


class NoSuchGuest(Refusal):
    """A ticket that is none, or of a guest who was forgotten."""
