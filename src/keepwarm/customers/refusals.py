"""Why something about a promise or a customer is refused: each a sentence."""

from keepwarm.lib.refusal import Refusal


class PromiseWithoutWords(Refusal):
    """A promise that says nothing, or too much."""


class PromiseWithoutDate(Refusal):
    """A promise without a day, or for a day that cannot be meant."""


class NoSuchPerson(Refusal):
    """Somebody who is named and not there."""


class SaleUndone(Refusal):
    """A sale that was undone promises nothing."""


class SettledAlready(Refusal):
    """Somebody said before how it went."""


class ProofNeeded(Refusal):
    """Kept or broken is said with what shows it."""


class ReasonNeeded(Refusal):
    """A change, an end or an outcome without its reason."""


class NoSuchThing(Refusal):
    """There is no such promise, case or customer."""


class DayTooFar(Refusal):
    """A day on which nobody would be asked again."""


class NoCustomer(Refusal):
    """Somebody who has bought nothing."""


class FactUnusable(Refusal):
    """A figure about a customer that cannot be kept."""
