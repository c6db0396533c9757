"""What is refused about short messages, each with its sentence."""

from __future__ import annotations

from keepwarm.lib.refusal import Refusal


class MessagingRefused(Refusal):
    """What cannot be written, sent or said of a message."""


class UnknownMessage(MessagingRefused):
    """There is no such message."""
