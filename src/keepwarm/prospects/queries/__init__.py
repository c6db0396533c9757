"""Reads of people: who may see whom, one person's page, and the list."""

from keepwarm.prospects.queries.lists import ListFilters, ListPage, ListRow, list_page
from keepwarm.prospects.queries.page import AddressLine, Colleague, ProspectPage, prospect_page
from keepwarm.prospects.queries.visibility import (
    UnknownProspect,
    find_changeable,
    find_visible,
    may_change,
    seek_visible,
    visible_to,
    workable_by,
)

__all__ = [
    "AddressLine",
    "Colleague",
    "ListFilters",
    "ListPage",
    "ListRow",
    "ProspectPage",
    "UnknownProspect",
    "find_changeable",
    "find_visible",
    "list_page",
    "may_change",
    "prospect_page",
    "seek_visible",
    "visible_to",
    "workable_by",
]
