"""What programs send and sent, and the programs, as files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from keepwarm.lib.refusal import Refusal
from keepwarm.programs.models import Program, Turn
from keepwarm.programs.queries import behind as figures
from keepwarm.programs.queries.pages import ItemReach, read_program
from keepwarm.programs.queries.tomorrow import Wanted, turns_of
from keepwarm.programs.words import say_because, say_way, say_what
from keepwarm.prospects.exports import PERSON, of_visible
from keepwarm.staff.exporting import Asked, Column, Columns, Export, by_key

TURN: Columns = (
    Column(_("Turn"), "ref"),
    *PERSON,
    Column(_("Program"), "program.name"),
    Column(_("What"), lambda row: say_what(row.kind, row.item.title if row.item else "")),
    Column(_("Way"), lambda row: say_way(row.channel)),
    Column(_("When"), "due_at"),
    Column(_("State"), "get_state_display"),
    Column(_("Why"), lambda row: say_because(row.because, row.args)),
)


def _turns(asked: Asked) -> Iterable[Turn]:
    """Those of the page of a day, or all that ever were."""
    if asked.get("day"):
        rows = turns_of(Wanted.read(asked.filters), for_=asked.for_, now=asked.now)
    else:
        rows = of_visible(Turn.objects.all(), asked.for_)
        rows = rows.filter(program__ref=asked.get("program")) if asked.get("program") else rows
    return by_key(rows.select_related("prospect__organization", "program", "item"))


def _behind(asked: Asked, after: str = "") -> figures.Behind:
    wanted = figures.Wanted(asked.get("what") or "in-it", asked.get("of"), asked.get("item"), after)
    return figures.behind(wanted, for_=asked.for_, now=asked.now)


def _lines(asked: Asked) -> Iterator[figures.Line]:
    """Page by page, each a short read of its own."""
    page = _behind(asked)
    yield from page.lines
    while page.after:
        page = _behind(asked, page.after)
        yield from page.lines


def _line_columns(asked: Asked) -> Columns:
    person: Columns = (Column(_("Reference"), "ref"), Column(_("Name"), "name"), Column(_("Firm"), "firm"))
    return (*person, *(_cell(place, title) for place, title in enumerate(_behind(asked).columns)))


def _cell(place: int, title: str) -> Column[Any]:
    return Column(title, lambda row: row.cells[place])


def _items(asked: Asked) -> Iterable[ItemReach]:
    """As the page has them, the best first."""
    page = read_program(asked.get("of"), now=asked.now)
    if page is None:
        raise Refusal(gettext("There is no such program."))
    return page.items


EXPORTS = (
    Export[ItemReach](
        "program-items",
        _("What is in a program"),
        (
            Column(_("Reference"), "ref"),
            Column(_("Item"), "title"),
            Column(_("Kind"), "kind"),
            Column(_("Had by"), "reached"),
            Column(_("Fresh until"), "fresh_until"),
            Column(_("Not fresh any more"), "is_stale"),
            Column(_("Worth"), "worth"),
            Column(_("Worth is set here"), "is_own"),
            Column(_("Left out here"), "is_left_out"),
        ),
        _items,
        of="of",
    ),
    Export[figures.Line](
        "program-rows", _("People behind a figure of a program"), _line_columns, _lines, filters=("what", "item"), of="of"
    ),
    Export[Turn]("turns", _("Turns of the programs"), TURN, _turns, filters=("day", "channel", "program", "item", "kind")),
    Export[Program](
        "programs",
        _("Programs"),
        (
            Column(_("Reference"), "ref"),
            Column(_("Name"), "name"),
            Column(_("Interest"), "topic"),
            Column(_("Stages"), "stages"),
            Column(_("Language"), "language"),
            Column(_("Owner"), "owner.name"),
            Column(_("State"), "get_state_display"),
            Column(_("Why it was stopped"), "stopped_because"),
            Column(_("Made"), "made_at"),
        ),
        lambda asked: by_key(Program.objects.select_related("owner")),
    ),
)
