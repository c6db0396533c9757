"""Every write about people: who they are, how they are reached, whose they are."""

from keepwarm.prospects.actions.absorbing import absorb, forget, give_back, reassign
from keepwarm.prospects.actions.addresses import add_address, mark_number_wrong, retire_address, share_address
from keepwarm.prospects.actions.arriving import find_or_create_organizations, new_addresses, new_prospects
from keepwarm.prospects.actions.correcting import ProspectChangedMeanwhile, correct_prospect
from keepwarm.prospects.actions.doubts import settle_doubt
from keepwarm.prospects.actions.owning import change_owner

__all__ = [
    "ProspectChangedMeanwhile",
    "absorb",
    "add_address",
    "change_owner",
    "correct_prospect",
    "find_or_create_organizations",
    "forget",
    "give_back",
    "mark_number_wrong",
    "new_addresses",
    "new_prospects",
    "reassign",
    "retire_address",
    "settle_doubt",
    "share_address",
]
