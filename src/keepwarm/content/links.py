"""Where an item is to be read, heard or downloaded, as an address of the web."""

from __future__ import annotations

from django.conf import settings

from keepwarm.content.models import Item


def paper_path(item_ref: str) -> str:
    """The page from which everyone downloads an item's file. Behind a link of a mail it knows who comes (`consent/visitors.py`)."""
    return f"/ask/paper/{item_ref}/"


def paper_url(item_ref: str) -> str:
    """The same as a whole address."""
    return f"{settings.PUBLIC_URL}{paper_path(item_ref)}"


def where_of(item: Item) -> str:
    """Its own address, else the page of its file; "" of an item that is nothing but its text."""
    return item.url or (paper_url(item.ref) if item.file_id is not None else "")
