"""What this room refuses, each with a sentence for the person who asked."""

from keepwarm.lib.refusal import Refusal


class ProgramRefused(Refusal):
    """A program that cannot be kept as it was given, or is not there."""


class UnknownProgram(Refusal):
    """There is no program of this reference."""


class TurnGone(Refusal):
    """A turn that is not to come any more: it went, was moved, or was stopped before."""


class ReasonMissing(Refusal):
    """Whoever stops or changes what was planned says why."""


class DoesNotFit(Refusal):
    """What was chosen in its place was had before, or is not offered."""
