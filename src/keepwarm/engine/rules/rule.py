"""What a rule is."""

from collections.abc import Callable
from dataclasses import dataclass

from keepwarm.engine.facts import Bools, Facts, Times
from keepwarm.engine.policy import Policy
from keepwarm.engine.words import NextStep


@dataclass(frozen=True, slots=True)
class Rule:
    """One reason for one step. Where `applies` holds and no earlier rule did, the step is taken, due when `due` says.

    `due` is asked only about the rows where the rule decides. It gives the wanted moment, datetime64[s] UTC and never NaT,
    reckoned from dates of the facts so that it is the same every night; it may be past. `decide` then moves a call or a
    letter behind the wish "not before" and into the hours of the place. `because` and `short` are translatable; the names in
    `because` are those of `engine.arguments`.
    """

    name: str
    applies: Callable[[Facts, Policy], Bools]
    step: NextStep
    due: Callable[[Facts, Policy], Times]
    because: str  # two sentences for the person who acts
    short: str  # a few words for a line of the queue
    worth: float = 0.0  # of the touch, in points of our own choice, beside the other rules; engine.economics reckons with it
    is_promised: bool = False  # somebody waits for it: first in the queue, and overdue when late
    at_another_hour: bool = False  # the call lies on another time of day than the last attempt
    comes_first: bool = False  # before all else of the day
    at_latest: bool = False  # decides only where the rule that applies first would come later than its day: see engine.decide
    is_review: bool = False  # a person looks; nothing is sent


def heard_since(facts: Facts, moment: Times) -> Bools:
    """We dialled or talked at or after this moment, so that what was asked for then has been tried."""
    return (facts.last_attempt_at >= moment) | (facts.last_reached_at >= moment)
