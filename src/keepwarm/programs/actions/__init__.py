"""Every write of programs. Lock order: prospects by id, then turns."""

from keepwarm.programs.actions.absorbing import absorb, forget, give_back, reassign
from keepwarm.programs.actions.carrying import Carried, carry_out, settle_results
from keepwarm.programs.actions.choosing import Chosen, choose_turns

__all__ = ["Carried", "Chosen", "absorb", "carry_out", "choose_turns", "forget", "give_back", "reassign", "settle_results"]
