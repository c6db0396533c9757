"""Every write of offerings, opportunities and sales. Lock order: the prospect, then the opportunity.

Winning, losing and postponing span rooms: they stand in the circle.
"""

from keepwarm.selling.actions.absorbing import absorb, forget, give_back, give_on, reassign
from keepwarm.selling.actions.changing import change_opportunity, move_stage, put_person, remove_person, set_next
from keepwarm.selling.actions.offerings import add_offering, change_offering, restore_offering, retire_offering, set_rate
from keepwarm.selling.actions.opening import NewOpportunity, open_opportunity
from keepwarm.selling.actions.stages import Wanted, change_stages

__all__ = [
    "NewOpportunity",
    "Wanted",
    "absorb",
    "add_offering",
    "change_offering",
    "change_opportunity",
    "change_stages",
    "forget",
    "give_back",
    "give_on",
    "move_stage",
    "open_opportunity",
    "put_person",
    "reassign",
    "remove_person",
    "restore_offering",
    "retire_offering",
    "set_next",
    "set_rate",
]
