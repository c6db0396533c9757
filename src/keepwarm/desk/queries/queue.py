"""Today's queue as the desk shows it: what is due in the reader's time, their clock only where it differs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from keepwarm.decisions.queries import Line, Queue, end_of_day, todays_queue
from keepwarm.engine.words import NextStep
from keepwarm.lib.days import today_in
from keepwarm.prospects.models import Prospect
from keepwarm.staff.models import User
from keepwarm.staff.queries import seats_of
from keepwarm.touches.models import Touch
from keepwarm.touches.words import say_clock, say_when

PUT_BACK_DAYS = 7
"""`kept warm by you` counts those put back in the last week."""


@dataclass(frozen=True, slots=True)
class DeskLine:
    """A line of the queue: `due` is a promised time, or from when it opens later; `clock` is theirs; "" when there is nothing to show."""

    ref: str
    name: str
    firm: str
    step: str
    look: str
    due: str
    late: bool
    clock: str
    small: str
    closes: str


@dataclass(frozen=True, slots=True)
class DeskQueue:
    """The sections of the left column, and how many the reader put back lately."""

    promised: tuple[DeskLine, ...]
    now: tuple[DeskLine, ...]
    later: tuple[DeskLine, ...]
    write: tuple[DeskLine, ...]
    kept_warm: int
    ahead: tuple[DeskLine, ...] = ()  # when nobody is to be called today: the next day with calls
    ahead_on: str = ""
    start: str = ""  # whom to begin with: the first who can be called now, or written to

    @property
    def lines(self) -> tuple[DeskLine, ...]:
        """All lines in the order of the day."""
        return self.promised + self.now + self.later + self.write

    @property
    def sections(self) -> tuple[tuple[str, str, tuple[DeskLine, ...]], ...]:
        """Name, heading and lines of each section that has any."""
        every = (
            ("promised", _("Promised"), self.promised),
            ("now", _("Call now"), self.now),
            ("later", _("Later today"), self.later),
            ("write", _("Write"), self.write),
            ("ahead", self.ahead_on, self.ahead),
        )
        return tuple(section for section in every if section[2])

    @property
    def is_empty(self) -> bool:
        """Whether nothing is to be done any more today."""
        return not self.lines


def show_queue(*, for_: User, now: datetime) -> DeskQueue:
    """The reader's queue of today."""
    queue: Queue = todays_queue(for_=for_, now=now)

    def shown(lines: Iterable[Line], later: bool = False) -> tuple[DeskLine, ...]:
        return tuple(_shape(line, zone=for_.zone, now=now, later=later) for line in lines)

    return DeskQueue(
        promised=shown(queue.promised),
        now=shown(queue.now),
        later=shown(queue.later, later=True),
        write=shown(queue.write),
        kept_warm=_put_back(for_, now),
        start=next((line.ref for line in queue.lines if line.opens_at <= now or line.step == NextStep.WRITE), ""),
        ahead=shown(queue.ahead, later=True),
        ahead_on=_("On %(day)s") % {"day": date_format(queue.ahead_on, "l, j M")} if queue.ahead_on else "",
    )


def _shape(line: Line, *, zone: str, now: datetime, later: bool) -> DeskLine:
    promised = line.rule in {"promised_call", "contact_asked"}
    due = say_clock(line.due_at, zone=zone)
    if line.overdue and today_in(zone, line.due_at) != today_in(zone, now):
        due = say_when(line.due_at, zone=zone, now=now)
    return DeskLine(
        ref=line.ref,
        name=line.name,
        firm=line.firm,
        step=line.step,
        look=NextStep(line.step).value,
        due=due if promised else say_clock(line.opens_at, zone=zone) if later else "",
        late=line.overdue,
        clock=say_clock(now, zone=line.their_zone) if line.their_zone and line.step == NextStep.CALL else "",
        small=_from_when(line) if later else line.short,
        closes=say_clock(line.closes_at, zone=line.their_zone or zone),
    )


def _from_when(line: Line) -> str:
    """Why, for a call that is permitted or wanted later; where their clock differs from ours, with the hour there."""
    if not line.their_zone:
        return line.short
    return _("%(theirs)s there · %(why)s") % {"theirs": say_clock(line.opens_at, zone=line.their_zone), "why": line.short}


def _put_back(reader: User, now: datetime) -> int:
    """How many the reader spoke with or put back lately that are now kept warm; counted up to 99."""
    touched = Touch.objects.filter(seat__user=reader, happened_at__gte=now - timedelta(days=PUT_BACK_DAYS), voided_at__isnull=True)
    warm = Prospect.objects.filter(pk__in=touched.values("prospect"), next_step=NextStep.KEEP_WARM, ended_at__isnull=True)
    return warm[:99].count()


def what_is_tomorrow(*, for_: User, now: datetime) -> int:
    """Calls that are due by the end of tomorrow; for the page of an empty day. Counted up to 99."""
    until = end_of_day(now, for_.zone) + timedelta(days=1)
    due = Prospect.objects.filter(owner__in=seats_of(for_), ended_at__isnull=True, next_step=NextStep.CALL, next_touch_at__lt=until)
    return due[:99].count()
