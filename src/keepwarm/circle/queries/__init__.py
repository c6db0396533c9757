"""Reads that span the rooms: who takes over what, and why; what an absence and a leaving would move."""

from keepwarm.circle.queries.heirs import Heir, Needing, choose_heirs, colleagues_of
from keepwarm.circle.queries.plans import AbsencePlan, Move, Share, plan_absence, plan_leave, shares

__all__ = [
    "AbsencePlan",
    "Heir",
    "Move",
    "Needing",
    "Share",
    "choose_heirs",
    "colleagues_of",
    "plan_absence",
    "plan_leave",
    "shares",
]
