"""Questions at names with their answers, and lines as they read before a correction; and who may ask, answer, correct."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.db.models import Q
from django.utils.translation import gettext

from keepwarm.lib.days import today_in
from keepwarm.lib.refusal import Refusal
from keepwarm.prospects.models import Prospect
from keepwarm.prospects.queries import visible_to
from keepwarm.reports.queries.days import correctable_until, talks
from keepwarm.reports.queries.shapes import Question, Said
from keepwarm.staff.models import Role, Seat, User
from keepwarm.touches.models import Remark, Touch

ASKS = (Role.MANAGER, Role.ADMIN)
SHOWN_FOR = timedelta(days=30)
"""How long a question at somebody who stands open stays beside the name."""


class NotYourLine(Refusal):
    """A line that is not the reader's own."""


class TooLateToCorrect(Refusal):
    """The manager's hour is past; from now on the line is answered for, not changed."""


class NotAskedOfYou(Refusal):
    """A question that was put to somebody else."""


class Place(NamedTuple):
    """Where a remark stands: at a touch, or at a person as such (`touch_id` None), and to whom it is put."""

    prospect_id: int
    touch_id: int | None
    seat_id: int | None


@dataclass(frozen=True, slots=True)
class Remarks:
    """All remarks that the report of a day shows."""

    corrections: Mapping[int, tuple[Said, ...]] = field(default_factory=dict)  # by touch
    questions: Mapping[Place, tuple[Question, ...]] = field(default_factory=dict)


def remarks_at(touch_ids: Iterable[int], prospect_ids: Iterable[int], *, for_: User | None, now: datetime) -> Remarks:
    """What was remarked at these touches, and in the last 30 days at these people without a touch."""
    at_people = Q(touch__isnull=True, prospect_id__in=list(prospect_ids), at__gte=now - SHOWN_FOR)
    rows = list(Remark.objects.filter(Q(touch_id__in=list(touch_ids)) | at_people).select_related("by", "to").order_by("at", "pk"))
    answers: dict[int | None, list[Said]] = defaultdict(list)
    for row in rows:
        if row.kind == Remark.Kind.ANSWER:
            answers[row.asks_id].append(_said(row))
    corrections: dict[int, list[Said]] = defaultdict(list)
    questions: dict[Place, list[Question]] = defaultdict(list)
    for row in rows:
        if row.kind == Remark.Kind.CORRECTION and row.touch_id is not None:
            corrections[row.touch_id].insert(0, _said(row))
        elif row.kind == Remark.Kind.ASK:
            place = Place(row.prospect_id, row.touch_id, row.to_id)
            questions[place].append(_question(row, tuple(answers[row.pk]), for_))
    return Remarks({pk: tuple(said) for pk, said in corrections.items()}, {place: tuple(asked) for place, asked in questions.items()})


def question_for(ref: str, *, for_: User) -> Remark:
    """The question that the reader is to answer. Raises NotAskedOfYou, also when there is none."""
    asked = Remark.objects.filter(ref=ref, kind=Remark.Kind.ASK).select_related("prospect", "touch", "by", "to").first()
    if asked is None or asked.to is None or asked.to.user_id != for_.pk:
        raise NotAskedOfYou(gettext("This question was not put to you, or it is gone."))
    return asked


def line_to_correct(ref: str, *, for_: User, now: datetime) -> Touch:
    """The reader's own call or meeting, while it may be corrected. Raises NotYourLine, TooLateToCorrect."""
    touch = talks().filter(ref=ref).select_related("seat", "prospect").first()
    if touch is None or touch.seat is None or touch.seat.user_id != for_.pk:
        raise NotYourLine(gettext("You can correct the lines of your own calls and meetings only."))
    if not may_correct(touch.seat, max(touch.happened_at, touch.logged_at), for_=for_, now=now):
        raise TooLateToCorrect(gettext("The manager's hour is past, so this line stands. Say what is different in a note."))
    return touch


def may_correct(seat: Seat, at: datetime, *, for_: User | None, now: datetime) -> bool:
    """Whether the reader may still correct a line of that moment: their own, until the manager's hour."""
    if for_ is None or seat.user_id != for_.pk:
        return False
    return now < correctable_until(seat, today_in(seat.zone, at))


@dataclass(frozen=True, slots=True)
class ToAsk:
    """At whom a question is put, to whom, and what could be asked."""

    prospect: Prospect
    touch: Touch | None
    to: Seat
    learned: str
    suggestion: str


def name_to_ask_at(ref: str, *, touch_ref: str, seat_ref: str, about: str, for_: User) -> ToAsk:
    """The name, the talk and the seat that a question is about. Raises NotAskedOfYou when one of them is not there."""
    prospect = visible_to(for_).filter(ref=ref).select_related("organization").first()
    touch = talks().filter(ref=touch_ref, prospect=prospect).select_related("seat").first() if touch_ref else None
    seat = touch.seat if touch is not None else Seat.objects.filter(ref=seat_ref, kind=Seat.Kind.PERSON, user__isnull=False).first()
    if prospect is None or seat is None or seat.user_id is None or (touch_ref and touch is None):
        raise NotAskedOfYou(gettext("There is nobody to ask about this name: it was undone, or it has no rep."))
    return ToAsk(prospect, touch, seat, touch.learned if touch else "", suggest(about))


def suggest(about: str) -> str:
    """A question that fits what stands on the report; "" when the manager will know best."""
    return {
        "given_up": gettext("What made you stop here, and what would have to happen to try again?"),
        "overdue": gettext("What keeps this promise from being kept today?"),
        "postponed": gettext("This was put off more than once. What are we waiting for?"),
        "nothing": gettext("What did you learn in this call?"),
        "burst": gettext("These calls were written down within a minute. When were they made?"),
        "late": gettext("These calls were entered days later. What kept you?"),
    }.get(about, "")


def day_of(remark_at: Touch | None, at: datetime, zone: str) -> date:
    """The day whose report shows a remark: that of the talk, else that of the remark."""
    if remark_at is not None and remark_at.seat is not None:
        return today_in(remark_at.seat.zone, remark_at.happened_at)
    return today_in(zone, at)


def _said(row: Remark) -> Said:
    return Said(row.text, row.by.name, row.at)


def _question(row: Remark, answers: tuple[Said, ...], for_: User | None) -> Question:
    asked_of_me = for_ is not None and row.to is not None and row.to.user_id == for_.pk
    return Question(row.ref, row.text, row.by.name, row.at, answers, may_answer=asked_of_me)
