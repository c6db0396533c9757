"""The content library and its map, as files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from keepwarm.content.forms import read_filters
from keepwarm.content.models import Item
from keepwarm.content.queries.listing import Cell, Topic, listed, read_map, say_stage
from keepwarm.staff.exporting import Asked, Column, Export, by_key, money
from keepwarm.staff.models import REPS, SEES_ALL


def _items(asked: Asked) -> Iterable[Item]:
    filters = read_filters(asked.filters)
    rows = by_key(listed(filters, now=asked.now).defer("html"))
    return (item for item in rows if not filters.interest or filters.interest in item.interests)


def _places(asked: Asked) -> Iterator[tuple[Topic, Cell]]:
    """The map, a line a place."""
    for row in read_map(now=asked.now).rows:
        yield from ((row.topic, cell) for cell in row.cells)


EXPORTS = (
    Export[Item](
        "content",
        _("Content library"),
        (
            Column(_("Reference"), "ref"),
            Column(_("Title"), "title"),
            Column(_("Kind"), "get_kind_display"),
            Column(_("State"), "get_state_display"),
            Column(_("Teaser"), "teaser"),
            Column(_("Address"), "url"),
            Column(_("Interests"), "interests"),
            Column(_("Stages"), lambda row: [say_stage(stage) for stage in row.stages]),
            Column(_("Language"), "language"),
            Column(_("Minutes"), "minutes"),
            Column(_("Worth"), "worth"),
            Column(_("Cost of a copy"), lambda row: money(row.copy_minor, settings.CURRENCY), SEES_ALL),
            Column(_("Asks to buy"), "asks_to_buy"),
            Column(_("Fresh until"), "fresh_until_on"),
            Column(_("Owner"), "owner.name"),
            Column(_("People it fits"), "count.fits"),
            Column(_("People who had it"), "count.had"),
            Column(_("Counted"), "count.counted_at"),
            Column(_("Changed"), "changed_at"),
        ),
        _items,
        roles=REPS | SEES_ALL,
        filters=("words", "kind", "interest", "state"),
    ),
    Export[tuple[Topic, Cell]](
        "content-map",
        _("What is missing in the library"),
        (
            Column(_("Interest"), lambda row: row[0].label),
            Column(_("Stage"), lambda row: say_stage(row[1].stage)),
            Column(_("Fresh"), lambda row: row[1].fresh),
            Column(_("Of these worn out"), lambda row: row[1].worn),
            Column(_("Stale"), lambda row: row[1].stale),
            Column(_("People"), lambda row: row[1].people),
            Column(_("Nothing to offer"), lambda row: row[1].is_hole),
        ),
        _places,
        roles=REPS | SEES_ALL,
    ),
)
