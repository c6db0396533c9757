"""Reads of this room for the rooms above."""

from keepwarm.content.queries.items import ItemLine, item_file, items_in_use, received_of

__all__ = ("ItemLine", "item_file", "items_in_use", "received_of")
