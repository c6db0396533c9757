"""What can be refused when a letter is written or sent, each a sentence."""

from __future__ import annotations

from collections.abc import Sequence

from keepwarm.engine.letter.finding import Finding
from keepwarm.lib.refusal import Refusal


class EmailBudgetSpent(Refusal):
    """One more letter would lift the share above the policy."""


class CapReached(Refusal):
    """They have heard from us often enough within the policy's days."""


class MayNotWrite(Refusal):
    """A wish, a suppression or a dead address is against it."""


class PurposeClosed(Refusal):
    """A letter without a purpose, or for one that is not open now."""


class LetterRefused(Refusal):
    """The check found what may not leave, or what nobody has given a reason for. `findings` are those in the way."""

    def __init__(self, sentence: str, findings: Sequence[Finding]) -> None:
        super().__init__(sentence)
        self.findings = tuple(findings)


class OnItsWayAlready(Refusal):
    """A letter to them is on its way."""


class NoSeat(Refusal):
    """Somebody without a seat writes in nobody's name."""


class StaleDraft(Refusal):
    """The draft was saved elsewhere meanwhile."""


class UnknownLetter(Refusal):
    """There is no such letter, draft or snippet, or the reader may not see it."""


class TooLarge(Refusal):
    """A file that no letter should carry."""


class NotFree(Refusal):
    """A time that was not offered, or has gone by."""
