"""What can be refused about a hand-off, each a sentence."""

from __future__ import annotations

from keepwarm.lib.refusal import Refusal


class NothingAgreed(Refusal):
    """Marketing and sales have not signed yet what a lead is."""


class NoLead(Refusal):
    """The prospect does not meet the definition in force."""


class OfferedAlready(Refusal):
    """There is an open hand-off of this prospect."""


class NobodySells(Refusal):
    """The house has no closing rep, or not the one that was named."""


class WordsNeeded(Refusal):
    """An introduction without words, or words without the marketer's yes."""


class AnsweredAlready(Refusal):
    """Somebody accepted, returned or withdrew it before."""


class UnknownHandOff(Refusal):
    """No such hand-off."""


class UnknownReason(Refusal):
    """A lead goes back for a reason of the agreed list."""


class NoSuchReason(UnknownReason):
    """The agreed list has none of this key."""
