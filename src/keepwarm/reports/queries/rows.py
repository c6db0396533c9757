"""The rows behind each figure of the report: a page of names for every number that is not a list of names already."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext

from keepwarm.decisions.models import AdviceRefused
from keepwarm.lib.days import day_in
from keepwarm.lib.refusal import Refusal
from keepwarm.policy.queries import policy_in_force
from keepwarm.prospects.models import Prospect
from keepwarm.prospects.queries import visible_to
from keepwarm.reports.queries.advice import COUNTED_OVER, reason_words
from keepwarm.reports.queries.row_page import Labelled, Line, beside_labels
from keepwarm.reports.queries.shapes import Person, Waiting
from keepwarm.reports.queries.standing import overdue_now, postponed_twice, waiting_of
from keepwarm.staff.models import Seat, User
from keepwarm.staff.queries import may_see_everyone
from keepwarm.touches.models import Channel, Touch
from keepwarm.touches.queries import COUNTS, LOOK_BACK

SHOWN = 200
LONGEST = 50  # names of the longest silence


class NoSuchRows(Refusal):
    """An address that names no figure of the report, or one that the reader's role does not open."""

    def __init__(self) -> None:
        super().__init__(gettext("There are no such rows on your report."))


@dataclass(frozen=True, slots=True)
class Row:
    """A name and what the columns say of it."""

    person: Person
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rows:
    """What stands behind a figure. `is_cut`: there are more than are shown."""

    title: str
    told: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    is_cut: bool = False

    @property
    def lines(self) -> tuple[Line, ...]:
        """The rows as every page of rows shows them: whom the reader may not open leads nowhere."""
        return tuple(
            Line(one.person.name, one.person.firm, "prospect" if one.person.may_open else "", one.person.ref, one.cells)
            for one in self.rows
        )

    @property
    def labelled(self) -> Labelled:
        """Each row with its cells beside the names of their columns, as a phone shows them."""
        return beside_labels(self.columns, self.lines)


@dataclass(frozen=True, slots=True)
class Asked:
    """Whose rows, of which day, read by whom and when; `key` names a seat, a rule or a source."""

    for_: User
    on: date
    key: str
    now: datetime

    def day(self, at: datetime | None) -> str:
        """A moment as a day in the reader's zone."""
        return date_format(at.astimezone(ZoneInfo(self.for_.zone)), "D j M Y") if at is not None else gettext("unknown")


def rows_behind(what: str, *, for_: User, on: date, key: str, now: datetime) -> Rows:
    """The rows of one figure, of people whom the reader may see. Raises NoSuchRows."""
    make = KINDS.get(what)
    if make is None:
        raise NoSuchRows
    found = make(Asked(for_, on, key, now))
    return replace(found, rows=found.rows[:SHOWN], is_cut=len(found.rows) > SHOWN)


def _overdue(asked: Asked) -> Rows:
    return Rows(
        gettext("What is promised and overdue?"),
        gettext("Somebody waits for each of these. Overdue counts from the first date, whatever was moved since."),
        (gettext("Whose"), gettext("Since"), gettext("What was promised")),
        tuple(Row(one.person, (one.whose, asked.day(one.since_at), one.because)) for one in _mine(overdue_now(now=asked.now), asked)),
    )


def _postponed(asked: Asked) -> Rows:
    return Rows(
        gettext("Who was put off more than once?"),
        gettext("The next touch of these people was moved at least twice by hand. A moved date is not a touch."),
        (gettext("Whose"), gettext("Times"), gettext("First due"), gettext("Step")),
        tuple(
            Row(one.person, (one.whose, str(one.times), asked.day(one.since_at), one.because)) for one in _mine(postponed_twice(), asked)
        ),
    )


def _mine(rows: QuerySet[Prospect], asked: Asked) -> tuple[Waiting, ...]:
    return waiting_of(rows.filter(pk__in=visible_to(asked.for_).values("pk")) if not may_see_everyone(asked.for_) else rows)


def _silence(asked: Asked) -> Rows:
    rows = visible_to(asked.for_).filter(ended_at__isnull=True)
    touched = _quietest(rows.filter(last_touch_at__isnull=False), "last_touch_at")
    never = _quietest(rows.filter(last_touch_at__isnull=True), "created_at")
    quiet = sorted([*touched, *never], key=lambda row: (row[5], row[0]))[:LONGEST]  # each in an index's order
    return Rows(
        gettext("Who was left alone longest?"),
        gettext("Silence runs from our last touch that arrived, or from theirs. At most %(days)d days, unless they asked for more.")
        % {"days": policy_in_force().longest_silence_days},
        (gettext("Whose"), gettext("Days"), gettext("Last touch"), gettext("Next touch")),
        tuple(
            Row(Person(pk, ref, name, firm or ""), (whose, str((asked.now - at).days), asked.day(at), asked.day(next_at)))
            for pk, ref, name, firm, whose, at, next_at in quiet
        ),
    )


def _quietest(rows: QuerySet[Prospect], since: str) -> list[tuple[Any, ...]]:
    columns = ("pk", "ref", "name", "organization__name", "owner__name", since, "next_touch_at")
    return list(rows.order_by(since, "pk").values_list(*columns)[:LONGEST])


def _letters(asked: Asked) -> Rows:
    """Of the seat that `key` names: its own holder sees it, and whoever sees everyone."""
    seat = Seat.objects.filter(ref=asked.key).select_related("user").first()
    if seat is None or not (seat.user_id == asked.for_.pk or may_see_everyone(asked.for_)):
        raise NoSuchRows
    ends = day_in(seat.zone, asked.on)[1]
    counted = Touch.objects.filter(
        seat=seat,
        happened_at__gte=ends - LOOK_BACK[-1],
        happened_at__lt=ends,
        voided_at__isnull=True,
    )
    counted = counted.filter(COUNTS).exclude(honest=False)
    return Rows(
        gettext("What did %(name)s's email share count?") % {"name": seat.name},
        gettext("Letters of ours, and each person once a day by phone or in person, over the last %(days)d days worked.")
        % {"days": policy_in_force().email_share_days},
        (gettext("Day"), gettext("How")),
        tuple(_counted(asked, seat, counted.order_by("-happened_at", "-pk"))),
    )


def _counted(asked: Asked, seat: Seat, touches: QuerySet[Touch]) -> Iterator[Row]:
    """The activities as the share counts them; days after the last one worked end it."""
    days, seen = dict[date, None](), set[tuple[date, int, bool]]()
    columns = ("happened_at", "channel", "prospect_id", "prospect__ref", "prospect__name", "prospect__organization__name")
    visible = None if may_see_everyone(asked.for_) else set(visible_to(asked.for_).filter(touches__seat=seat).values_list("pk", flat=True))
    for at, channel, pk, ref, name, firm in touches.values_list(*columns).iterator(chunk_size=500):
        is_letter = channel in {Channel.EMAIL, Channel.MAILING}
        day = at.astimezone(ZoneInfo(seat.zone)).date()
        days.setdefault(day)
        if len(days) > policy_in_force().email_share_days:
            return
        if is_letter or (day, pk, is_letter) not in seen:
            seen.add((day, pk, is_letter))
            how = gettext("letter") if is_letter else gettext("by phone") if channel == Channel.PHONE else gettext("in person")
            yield Row(Person(pk, ref, name, firm or "", visible is None or pk in visible), (date_format(day, "D j M"), how))


def _refused(asked: Asked) -> Rows:
    since = asked.now - COUNTED_OVER
    rows = AdviceRefused.objects.filter(at__gte=since, prospect__in=visible_to(asked.for_)).order_by("-at", "-pk")
    rows = rows.filter(rule=asked.key) if asked.key else rows
    columns = ("prospect_id", "prospect__ref", "prospect__name", "prospect__organization__name", "by__name", "at", "reason")
    return Rows(
        gettext("Whose advice was refused?"),
        gettext("“Not this one”, in the last 30 days: if a rule is refused often for one reason, the rule or the facts are wrong."),
        (gettext("By"), gettext("Day"), gettext("Why")),
        tuple(
            Row(Person(pk, ref, name, firm or ""), (by or "", asked.day(at), reason_words(reason)))
            for pk, ref, name, firm, by, at, reason in rows.values_list(*columns)[: SHOWN + 1]
        ),
    )


KINDS: dict[str, Callable[[Asked], Rows]] = {
    "overdue": _overdue,
    "postponed": _postponed,
    "silence": _silence,
    "letters": _letters,
    "refused": _refused,
}
