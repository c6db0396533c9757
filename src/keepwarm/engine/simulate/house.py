"""The house in which a simulated town lives."""

from dataclasses import dataclass

from keepwarm.engine.calling import Hours
from keepwarm.engine.policy import Policy
from keepwarm.engine.streams import Streams
from keepwarm.engine.turns import Shelf


@dataclass(frozen=True, slots=True)
class House:
    """What the house has for its town: the policy, calling hours, the shelf and its streams."""

    policy: Policy
    hours: Hours
    shelf: Shelf
    streams: Streams
