"""What is refused about letters on paper, each with its sentence."""

from __future__ import annotations

from keepwarm.lib.refusal import Refusal


class PostRefused(Refusal):
    """What cannot be written, printed, posted or taken back."""


class UnknownBatch(PostRefused):
    """There is no such batch."""


class UnknownPaperLetter(PostRefused):
    """No letter of that code or name is on its way."""
