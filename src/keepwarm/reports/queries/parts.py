"""One rep's part of the report, made from what was read for the whole house at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import chain

from django.utils.translation import gettext

from keepwarm.engine.budget import EmailShare
from keepwarm.reports.queries.granted import Granted
from keepwarm.reports.queries.honesty import hints_of
from keepwarm.reports.queries.remarks import Place, Remarks, may_correct
from keepwarm.reports.queries.shapes import GivenUp, Line, Part, Person, Question, Tried, Waiting
from keepwarm.reports.queries.talking import Talk, lines_of, tried_of
from keepwarm.staff.models import Seat, User


@dataclass(frozen=True, slots=True)
class Read:
    """Everything that was read for one day, by seat where it is of a seat."""

    on: date
    talks: Mapping[int | None, list[Talk]]
    late: Mapping[int, list[Person]]
    email: Mapping[int, EmailShare]
    away: frozenset[int]
    overdue: tuple[Waiting, ...]
    postponed: tuple[Waiting, ...]
    given_up: tuple[GivenUp, ...]
    remarks: Remarks
    email_limit: float
    granted: Mapping[int, tuple[Granted, ...]]


def part_of(seat: Seat, read: Read, *, for_: User | None, now: datetime) -> Part:
    """What the report says of one seat, with the questions that stand beside its names."""
    talked = read.talks.get(seat.pk, [])
    spoken = [talk for talk in talked if talk.is_reached]
    met = [talk for talk in talked if talk.is_meeting]
    reached = _with_remarks(lines_of(spoken), spoken, read.remarks, seat, for_=for_, now=now)
    email = read.email.get(seat.pk)
    part = Part(
        seat_id=seat.pk,
        seat_ref=seat.ref,
        name=seat.name,
        zone=seat.zone,
        is_mine=for_ is not None and seat.user_id == for_.pk,
        is_away=seat.pk in read.away,
        reached=reached,
        tried=tried_of(talked),
        meetings=_with_remarks(lines_of(met), met, read.remarks, seat, for_=for_, now=now),
        meetings_missed=tuple(dict.fromkeys(talk.person for talk in talked if talk.was_missed)),
        email=email,
        is_over_limit=email is not None and email.is_known and email.share > read.email_limit + 1e-9,
        overdue=tuple(_asked(line, read.remarks) for line in read.overdue if line.seat_id == seat.pk),
        postponed=tuple(_asked(line, read.remarks) for line in read.postponed if line.seat_id == seat.pk),
        given_up=tuple(_asked_of(line, read.remarks) for line in read.given_up if line.seat_id == seat.pk),
        hints=hints_of(seat, talked, reached, read.late.get(seat.pk, ())),
        granted=read.granted.get(seat.pk, ()),
    )
    return replace(part, loose=_loose(part, talked, read.remarks))


def part_of_nobody(read: Read) -> Part:
    """Calls that came in without a rep's name, from a list or a machine; empty on most days."""
    talked = read.talks.get(None, [])
    return Part(
        seat_id=None,
        seat_ref="",
        name=gettext("Without a rep's name"),
        zone="UTC",
        reached=lines_of([talk for talk in talked if talk.is_reached]),
        tried=tried_of(talked),
        meetings=lines_of([talk for talk in talked if talk.is_meeting]),
    )


def _with_remarks(
    lines: Sequence[Line], talked: Sequence[Talk], remarks: Remarks, seat: Seat, *, for_: User | None, now: datetime
) -> tuple[Line, ...]:
    """Each line with its questions and corrections, of all that day's talks with this person."""
    touches: dict[int, list[Talk]] = {}
    for talk in talked:
        touches.setdefault(talk.person.pk, []).append(talk)
    return tuple(
        replace(
            line,
            questions=_gather(remarks.questions, [Place(line.person.pk, talk.pk, seat.pk) for talk in touches[line.person.pk]]),
            was=tuple(chain.from_iterable(remarks.corrections.get(talk.pk, ()) for talk in touches[line.person.pk])),
            may_correct=may_correct(
                seat, max(max(talk.happened_at, talk.logged_at) for talk in touches[line.person.pk]), for_=for_, now=now
            ),
        )
        for line in lines
    )


def _gather(questions: Mapping[Place, tuple[Question, ...]], places: Sequence[Place]) -> tuple[Question, ...]:
    return tuple(chain.from_iterable(questions.get(place, ()) for place in places))


def _asked(line: Waiting, remarks: Remarks) -> Waiting:
    return replace(line, questions=remarks.questions.get(Place(line.person.pk, None, line.seat_id), ()))


def _asked_of(line: GivenUp, remarks: Remarks) -> GivenUp:
    return replace(line, questions=remarks.questions.get(Place(line.person.pk, None, line.seat_id), ()))


def _loose(part: Part, talked: Sequence[Talk], remarks: Remarks) -> tuple[tuple[Person, Question], ...]:
    """Questions at calls of this seat that reached nobody, and so have no line of their own."""
    lines: tuple[Line | Waiting | GivenUp, ...] = (*part.reached, *part.meetings, *part.overdue, *part.postponed, *part.given_up)
    shown = {question.ref for line in lines for question in line.questions}
    people = {talk.person.pk: talk.person for talk in talked} | {one.pk: one for hint in part.hints for one in hint.people}
    touches = {talk.pk for talk in talked}
    return tuple(
        (people[place.prospect_id], question)
        for place, asked in remarks.questions.items()
        if place.seat_id == part.seat_id and place.prospect_id in people and (place.touch_id is None or place.touch_id in touches)
        for question in asked
        if question.ref not in shown
    )


def hide(part: Part, visible: frozenset[int]) -> Part:
    """The same part for a reader who may open only some of its people: the names of their own talks stay, without a way in."""

    def closed(person: Person) -> Person:
        return person if person.pk in visible else replace(person, may_open=False)

    return replace(
        part,
        reached=tuple(replace(line, person=closed(line.person)) for line in part.reached),
        tried=tuple(replace(line, person=closed(line.person)) for line in part.tried),
        meetings=tuple(replace(line, person=closed(line.person)) for line in part.meetings),
        meetings_missed=tuple(closed(person) for person in part.meetings_missed),
        overdue=tuple(replace(line, person=closed(line.person)) for line in part.overdue),
        postponed=tuple(replace(line, person=closed(line.person)) for line in part.postponed),
        given_up=tuple(replace(line, person=closed(line.person)) for line in part.given_up),
        hints=tuple(replace(hint, people=tuple(closed(person) for person in hint.people)) for hint in part.hints),
        loose=tuple((closed(person), question) for person, question in part.loose),
    )


def people_in(part: Part) -> set[int]:
    """The keys of everyone named in a part."""
    talked: tuple[Line | Tried, ...] = (*part.reached, *part.tried, *part.meetings)
    stands: tuple[Waiting | GivenUp, ...] = (*part.overdue, *part.postponed, *part.given_up)
    named = [*part.meetings_missed, *(one for hint in part.hints for one in hint.people), *(one for one, _ in part.loose)]
    return {line.person.pk for line in talked} | {line.person.pk for line in stands} | {person.pk for person in named}
