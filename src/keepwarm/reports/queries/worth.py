"""What a list is worth: rates with their uncertainty, and a verdict only where the evidence carries it. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from keepwarm.engine.shares import wilson

FEW_PEOPLE = 20
"""Fewer people than this tell nothing about a list. Our choice."""
WORKED_ENOUGH = 100
"""A list is judged bad only after this many of its people were worked. Our choice."""
SOME_LEADS = 5
"""The lists compared with must have found this many leads together. Our choice."""


@dataclass(frozen=True, slots=True)
class Tally:
    """What a source took and gave; see `touches.SourceTally`. `minutes` are ours."""

    people: int = 0
    worked: int = 0
    dialled: int = 0
    wrong: int = 0
    touches: int = 0
    minutes: int = 0
    cost_minor: int = 0
    leads: int = 0
    customers: int = 0

    def without(self, other: Tally) -> Tally:
        """What is left when `other` is taken away: all the house's other lists."""
        return Tally(*(getattr(self, name) - getattr(other, name) for name in Tally.__slots__))

    def with_(self, other: Tally) -> Tally:
        """Both together."""
        return Tally(*(getattr(self, name) + getattr(other, name) for name in Tally.__slots__))


def verdict(own: Tally, rest: Tally, *, is_bought: bool) -> str:
    """few (too few to tell), idle (hardly worked yet), stop (stop buying), good (worth it), or "" when nothing can be said.

    Stop: at least 100 worked, and even the upper end of what it may give is below half of what the others gave. Good: even
    the lower end is above it. Both need at least 5 leads to compare with.
    """
    if own.people < FEW_PEOPLE:
        return "few"
    if own.worked < FEW_PEOPLE:
        return "idle"
    if rest.leads < SOME_LEADS or rest.worked < FEW_PEOPLE:
        return ""
    low, high = wilson(own.leads, own.worked)
    usual = rest.leads / rest.worked
    if is_bought and own.worked >= WORKED_ENOUGH and high < usual / 2:
        return "stop"
    return "good" if low > usual else ""
