"""Every write of people, organizations and addresses; the next touch is written by `decisions` alone."""

from keepwarm.prospects.actions.absorbing import absorb, forget, give_back, reassign

__all__ = ["absorb", "forget", "give_back", "reassign"]
