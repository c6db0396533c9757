"""Every write of judgements: trials on history, judging anew, and what the circle needs."""

from keepwarm.qualification.actions.absorbing import STAYS, absorb, forget

__all__ = ["STAYS", "absorb", "forget"]
