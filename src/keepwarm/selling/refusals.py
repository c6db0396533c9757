"""What can be refused about selling, each a sentence."""

from __future__ import annotations

from keepwarm.lib.refusal import Refusal


class UnknownOpportunity(Refusal):
    """No such opportunity, or not one that this reader may see."""


class UnknownOffering(Refusal):
    """No such offering, or one that is not sold any more."""


class UnknownSale(Refusal):
    """No such sale."""


class OfferingRefused(Refusal):
    """An offering that cannot be as it was written."""


class StagesRefused(Refusal):
    """Stages of selling that cannot be as they were written."""


class AmountRefused(Refusal):
    """An amount of nothing, or one that is a slip of the finger."""


class NoRate(Refusal):
    """A currency of which nobody said what it is worth."""


class OpportunityRefused(Refusal):
    """An opportunity that cannot be as it was written."""


class ReasonForUnfit(Refusal):
    """It does not fit what they said, and nobody said why it is proposed all the same."""


class ChangedMeanwhile(Refusal):
    """Someone else changed it after the form was shown."""


class ClosedAlready(Refusal):
    """It was won, lost or postponed before."""


class SaleRefused(Refusal):
    """A sale that cannot be written, or not be undone."""
