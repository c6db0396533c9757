"""The people and the touches behind a figure of the lists, page by page: as `lists.COUNT` counts them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from django.db.models import CharField, Exists, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.expressions import RawSQL
from django.db.models.functions import Coalesce
from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy

from keepwarm.ledger.queries.house import the_house
from keepwarm.lib.text import read_number
from keepwarm.prospects.models import Prospect
from keepwarm.qualification.models import Judgement
from keepwarm.reports.queries.money.narrowing import first_of
from keepwarm.reports.queries.money.touch_rows import touch_columns, touch_line
from keepwarm.reports.queries.row_page import AT_ONCE, RowPage, day_of, line_of, page_in_pieces
from keepwarm.reports.queries.rows import NoSuchRows
from keepwarm.staff.models import SEES_ALL, User
from keepwarm.staff.queries import require_role
from keepwarm.touches.models import Channel, Direction, Inquiry, Source, Touch

TITLES: Final[dict[str, str | Promise]] = {
    "people": gettext_lazy("Who came from here?"),
    "worked": gettext_lazy("Whom of them did we work?"),
    "leads": gettext_lazy("Who of them became a lead?"),
    "dialled": gettext_lazy("Whom of them did we call?"),
    "wrong": gettext_lazy("Whose number was wrong?"),
    "touches": gettext_lazy("What did it take to find leads among them?"),
}
NEVER = datetime(9999, 1, 1, tzinfo=UTC)
MOST_AT_ONCE = 8_000  # people looked through in one question, where few of a long list have what is asked for
WRONG = RawSQL("'wrong_number'", (), CharField())
"""In words and not as a parameter, as the index `touches_wrong_number` has it: among everyone the few are looked for long."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which figure, of which list by its reference, and where the page goes on."""

    what: str
    source: str = ""
    after: str = ""

    @classmethod
    def read(cls, what: str, sent: Mapping[str, str]) -> Wanted:
        """From a query string."""
        return cls(what, sent.get("list", "")[:16], sent.get("after", "")[:60])


def list_rows(wanted: Wanted, *, for_: User) -> RowPage:
    """The rows that a figure counts. Raises NoSuchRows for a name that is no figure, or no list."""
    require_role(for_, *SEES_ALL)
    source = Source.objects.filter(ref=wanted.source).first()
    if source is None or wanted.what not in TITLES:
        raise NoSuchRows
    narrow = NARROWED.get(wanted.what)
    people = _people_of(source)
    rows = people if narrow is None else people.filter(narrow())
    found, after = page_in_pieces(rows.select_related("organization", "owner"), _among(source, wanted))
    title = str(TITLES[wanted.what])
    if wanted.what == "touches":
        return _touches(found, title, source, after, for_)
    lines = tuple(line_of(one, one.owner.name, _lead_day(one, for_), str(one.reached)) for one in found)
    return RowPage(title, (gettext("Whose"), gettext("Lead since"), gettext("Conversations")), lines, after, source.name)


def _among(source: Source, wanted: Wanted) -> Iterator[Q]:
    """Among whom the rows are: people with any inquiry from there, by an index in their order, some and then twice as many."""
    keys = Inquiry.objects.filter(source=source, voided_at__isnull=True)
    if wanted.what == "wrong":
        keys = keys.filter(prospect__in=Touch.objects.filter(disposition=WRONG).values("prospect"))
    people = keys.order_by("prospect").values_list("prospect", flat=True).distinct()
    looked, size = read_number(wanted.after) or 0, AT_ONCE
    while some := list(people.filter(prospect__gt=looked)[:size]):
        yield Q(pk__in=some)
        looked, size = some[-1], min(2 * size, MOST_AT_ONCE)


def _people_of(source: Source) -> QuerySet[Any]:
    """Whose first inquiry came from there. `lead_at`: when they first met the definition of a lead; NEVER without."""
    judged = Judgement.objects.filter(prospect=OuterRef("pk"), is_lead=True).order_by("judged_at").values("judged_at")[:1]
    rows: QuerySet[Any] = Prospect.objects.annotate(came_from=first_of("source", "pk")).filter(came_from=source.pk)
    told: QuerySet[Any] = rows.annotate(lead_at=Coalesce(Subquery(judged), Value(NEVER)))
    return told


def _ours(**more: str) -> Exists:
    """A touch of ours until they became a lead."""
    rows = Touch.objects.filter(
        prospect=OuterRef("pk"), voided_at__isnull=True, direction=Direction.OUT, happened_at__lte=OuterRef("lead_at")
    )
    return Exists(rows.exclude(channel=Channel.NOTE).filter(**more))


NARROWED: Final[dict[str, Callable[[], Exists]]] = {
    "worked": _ours,
    "touches": _ours,
    "dialled": lambda: _ours(channel=Channel.PHONE),
    "wrong": lambda: _ours(disposition="wrong_number"),
    "leads": lambda: Exists(Judgement.objects.filter(prospect=OuterRef("pk"), is_lead=True)),
}


def _touches(people: list[Prospect], title: str, source: Source, after: str, reader: User) -> RowPage:
    """All of these people's, person by person: whoever goes on finds the next people."""
    judged = Judgement.objects.filter(prospect=OuterRef("prospect"), is_lead=True).order_by("judged_at").values("judged_at")[:1]
    rows = Touch.objects.filter(prospect__in=people, voided_at__isnull=True, direction=Direction.OUT).exclude(channel=Channel.NOTE)
    mine: QuerySet[Any] = rows.annotate(lead_at=Coalesce(Subquery(judged), Value(NEVER))).filter(happened_at__lte=F("lead_at"))
    house = the_house()
    found = mine.select_related("prospect__organization", "seat").order_by("prospect_id", "happened_at", "pk")
    return RowPage(title, touch_columns(), tuple(touch_line(row, reader, house) for row in found), after, source.name)


def _lead_day(one: Any, reader: User) -> str:
    return day_of(one.lead_at, reader) if one.lead_at != NEVER else ""
