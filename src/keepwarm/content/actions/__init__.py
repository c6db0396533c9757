"""Every write of what we have to offer."""

from keepwarm.content.absorbing import absorb, forget, give_back, reassign
from keepwarm.content.actions.items import ItemRefused, NewItem, attach_file, change_item, keep_item_of, make_item, retire_item
from keepwarm.content.actions.receiving import NewReceived, record_received

__all__ = (
    "ItemRefused",
    "NewItem",
    "NewReceived",
    "absorb",
    "attach_file",
    "change_item",
    "forget",
    "give_back",
    "keep_item_of",
    "make_item",
    "reassign",
    "record_received",
    "retire_item",
)
