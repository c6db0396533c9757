"""Every write of offerings, opportunities and sales. Lock order: the prospect, then the opportunity."""

from keepwarm.selling.actions.absorbing import absorb, forget, give_back, give_on, reassign

__all__ = ["absorb", "forget", "give_back", "give_on", "reassign"]
