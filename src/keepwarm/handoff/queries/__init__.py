"""Reads of the hand-off: who waits for whom, who is asked next, who may, and the brief."""

from keepwarm.handoff.queries.askings import asked_about, clock_of, first_call_due, open_asking, open_handoff
from keepwarm.handoff.queries.candidates import candidates_for, closing_seats
from keepwarm.handoff.queries.permissions import may_answer, may_offer, visible_handoffs

__all__ = [
    "asked_about",
    "candidates_for",
    "clock_of",
    "closing_seats",
    "first_call_due",
    "may_answer",
    "may_offer",
    "open_asking",
    "open_handoff",
    "visible_handoffs",
]
