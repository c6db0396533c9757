"""Who stands behind a figure of a program: is in it, runs out soon, hears from us next, heard from us lately, or had one of its items."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Model, Q, QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from keepwarm.content.models import Item, Received
from keepwarm.programs.models import Enrollment, Program, Turn
from keepwarm.programs.queries.pages import SOON, turns_within
from keepwarm.programs.refusals import UnknownProgram
from keepwarm.programs.words import say_because, say_way, say_what
from keepwarm.prospects.models import Prospect
from keepwarm.prospects.queries.visibility import visible_to
from keepwarm.staff.models import User
from keepwarm.staff.queries import may_see_everyone

SHOWN = 100


@dataclass(frozen=True, slots=True)
class Wanted:
    """`what`: in-it, run-out, planned, sent, or had (then of the item of that reference); and from which key on."""

    what: str
    program: str
    item: str = ""
    after: str = ""

    @classmethod
    def read(cls, what: str, program: str, sent: Mapping[str, str]) -> Wanted:
        """From a query string."""
        return cls(what, program, sent.get("item", "")[:16], sent.get("after", "")[:60])


@dataclass(frozen=True, slots=True)
class Line:
    """One person, and what the columns say."""

    ref: str
    name: str
    firm: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Behind:
    """A page of people whom the reader may see; `after` is the key of the next, "" on the last."""

    program: Program
    title: str
    columns: tuple[str, ...]
    lines: tuple[Line, ...]
    after: str = ""

    @property
    def labelled(self) -> list[tuple[Line, list[tuple[str, str]]]]:
        """Each row with its cells beside the names of their columns, as a phone shows them."""
        return [(line, list(zip(self.columns, line.cells, strict=True))) for line in self.lines]


@dataclass(frozen=True, slots=True)
class Asked:
    """What a kind of rows is made from."""

    program: Program
    wanted: Wanted
    for_: User
    now: datetime

    def day(self, at: datetime, form: str = "D j M Y") -> str:
        """A moment as a day in the reader's zone."""
        return date_format(at.astimezone(ZoneInfo(self.for_.zone)), form)


def behind(wanted: Wanted, *, for_: User, now: datetime) -> Behind:
    """A page of the people behind a figure. Raises UnknownProgram for a program, a figure or an item that is none."""
    program, make = Program.objects.filter(ref=wanted.program).first(), KINDS.get(wanted.what)
    if program is None or make is None:
        raise UnknownProgram(_("There is no such figure of a program."))
    return make(Asked(program, wanted, for_, now))


def _in_it(asked: Asked) -> Behind:
    return _members(asked, _("Who is in it now?"), Enrollment.objects.all())


def _run_out(asked: Asked) -> Behind:
    title = _("Who has had all of it within %(days)d days?") % {"days": SOON}
    return _members(asked, title, Enrollment.objects.filter(left_items__lt=turns_within(SOON)))


def _members(asked: Asked, title: str, rows: QuerySet[Enrollment]) -> Behind:
    found, after = _lot(rows.filter(program=asked.program, left_at__isnull=True), ("left_items", "prospect_id"), int, asked)
    lines = tuple(_line(one.prospect, asked.day(one.since_at), str(one.get_why_display()), str(one.left_items)) for one in found)
    return Behind(asked.program, title, (_("Since"), _("Why"), _("Items left")), lines, after)


def _planned(asked: Asked) -> Behind:
    rows = Turn.objects.planned().filter(program=asked.program)
    found, after = _lot(rows, ("due_at", "pk"), _moment, asked)
    lines = tuple(_line(one.prospect, asked.day(one.due_at, "D j M, H:i"), _what(one), say_because(one.because, one.args)) for one in found)
    return Behind(asked.program, _("Who hears from us next?"), (_("When"), _("What"), _("Why")), lines, after)


def _sent(asked: Asked) -> Behind:
    rows = Turn.objects.filter(program=asked.program, state=Turn.State.SENT, ended_at__gte=asked.now - timedelta(days=SOON))
    found, after = _lot(rows, ("-ended_at", "-pk"), _moment, asked)
    lines = tuple(_line(one.prospect, asked.day(one.ended_at or one.due_at), _what(one), say_way(one.channel)) for one in found)
    title = _("Who heard from us in %(days)d days?") % {"days": SOON}
    return Behind(asked.program, title, (_("When"), _("What"), _("Way")), lines, after)


def _had(asked: Asked) -> Behind:
    item = Item.objects.filter(ref=asked.wanted.item).first()
    if item is None:
        raise UnknownProgram(_("There is no such item."))
    found, after = _lot(Received.objects.filter(item=item), ("-at", "-pk"), _moment, asked)
    lines = tuple(_line(one.prospect, asked.day(one.at)) for one in found)
    return Behind(asked.program, _("Who had “%(title)s”?") % {"title": item.title}, (_("When"),), lines, after)


KINDS: dict[str, Callable[[Asked], Behind]] = {"in-it": _in_it, "run-out": _run_out, "planned": _planned, "sent": _sent, "had": _had}


def _lot(rows: QuerySet[Any], order: tuple[str, str], read: Callable[[str], Any], asked: Asked) -> tuple[list[Any], str]:
    """A page in that order ("-" before a column: downwards), and the key of the next; `read` makes a value of a key's first part."""
    (first, second), past = (column.lstrip("-") for column in order), "lt" if order[0].startswith("-") else "gt"
    rows = rows if may_see_everyone(asked.for_) else rows.filter(prospect__in=visible_to(asked.for_))
    if key := _read_key(asked.wanted.after, read):
        rows = rows.filter(Q(**{f"{first}__{past}": key[0]}) | Q(**{first: key[0], f"{second}__{past}": key[1]}))
    found = list(rows.select_related("prospect__organization", *_also(rows.model)).order_by(*order)[: SHOWN + 1])
    last = found[SHOWN - 1] if len(found) > SHOWN else None
    return found[:SHOWN], f"{getattr(last, first)!s}~{getattr(last, second)}" if last is not None else ""


def _also(model: type[Model]) -> tuple[str, ...]:
    return ("item",) if model is Turn else ()


def _read_key(text: str, read: Callable[[str], Any]) -> tuple[Any, int] | None:
    first, _tilde, second = text.rpartition("~")
    try:
        return read(first), int(second)
    except ValueError:
        return None


def _moment(text: str) -> datetime:
    at = datetime.fromisoformat(text)
    if at.tzinfo is None:
        raise ValueError(text)
    return at


def _what(turn: Turn) -> str:
    return say_what(turn.kind, turn.item.title if turn.item else "")


def _line(one: Prospect, *cells: str) -> Line:
    return Line(one.ref, one.name, one.organization.name if one.organization else "", cells)
