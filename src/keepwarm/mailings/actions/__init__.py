"""Every write of mailings. Lock order: the mailing, then prospects by id, then recipients."""

from keepwarm.mailings.actions.absorbing import absorb, forget, give_back, reassign

__all__ = ["absorb", "forget", "give_back", "reassign"]
