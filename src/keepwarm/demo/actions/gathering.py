"""The demo meets people: a seminar that was held, one to come, and a survey that some have answered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from keepwarm.answers.actions import add_question
from keepwarm.answers.models import Question
from keepwarm.content.models import Item
from keepwarm.demo.actions.staffing import Cast, note_made
from keepwarm.demo.models import DemoHouse
from keepwarm.demo.story.gatherings import COMING, HELD, QUESTIONS, SURVEY
from keepwarm.outbox.models import Frozen
from keepwarm.prospects.models import Prospect
from keepwarm.seminars.actions import NewSeminar, SignUp, make_seminar, mark_attended, open_seminar, sign_up
from keepwarm.seminars.models import Guest, Seminar
from keepwarm.surveys.actions import Ask, Filled, NewSurvey, keep_filled, make_survey, open_survey
from keepwarm.surveys.models import Sheet, Survey

PLANNED_BEFORE, ASKED_BEFORE = 28, 9
"""Days before today: the first seminar is planned, and the survey begins."""
ZONE, CLOCK = "Europe/London", 10
GUESTS, FILLED, SEATS = 12, 14, 10


class Gatherings:
    """What the demo does of it, one evening after the other."""

    def __init__(self, cast: Cast, today: date, chance: Random) -> None:
        self.cast, self.today, self.chance = cast, today, chance
        self.held: Seminar | None = None
        self.is_over = self.has_asked = False

    def live(self, on: date, *, now: datetime) -> None:
        """An evening of work."""
        left = (self.today - on).days
        if self.held is None and left <= PLANNED_BEFORE:
            self.held = self._invite(HELD, workday(on + timedelta(days=max(1, left // 2))), now=now)
        elif self.held is not None and not self.is_over and now > self.held.ends_at:
            self._take_attendance(self.held, now=now)
            self._invite(COMING, workday(self.today + timedelta(days=8)), now=now)
            self.is_over = True
        if not self.has_asked and left <= ASKED_BEFORE:
            self.has_asked = self._ask(now=now)

    def _invite(self, story: Mapping[str, Any], on: date, *, now: datetime) -> Seminar:
        local_at = datetime(on.year, on.month, on.day, CLOCK)  # noqa: DTZ001 - what the clock on the wall shows
        new = NewSeminar(**story, local_at=local_at, zone=ZONE, seats=SEATS, minutes=60, owner_id=self.cast.inside[0].pk)
        row = open_seminar(make_seminar(new, by=self.cast.marketer, now=now).ref, by=self.cast.marketer, now=now)
        note_made("seminars", [*_made("seminars"), row.pk])
        for prospect in self._some(GUESTS):
            sign_up(row.ref, SignUp(prospect=prospect), now=now)
        return row

    def _take_attendance(self, row: Seminar, *, now: datetime) -> None:
        """Three in four of those with a seat came."""
        seated = Guest.objects.filter(seminar=row, standing="seated").order_by("pk").values_list("ref", flat=True)
        came = [ref for place, ref in enumerate(seated) if place % 4]
        mark_attended(row.ref, came, by=self.cast.marketer, now=now)

    def _ask(self, *, now: datetime) -> bool:
        questions = [
            add_question(label, kind=kind, choices=choices, ask=ask, asked=False) for label, kind, choices, ask, _said in QUESTIONS
        ]
        note_made("questions", [*_made("questions"), *(question.pk for question in questions)])
        new = NewSurvey(**SURVEY, asks=tuple(Ask(question.key) for question in questions), owner_id=self.cast.inside[0].pk)
        row = open_survey(make_survey(new, by=self.cast.marketer, now=now).ref, by=self.cast.marketer, now=now)
        note_made("surveys", [row.pk])
        for prospect in self._some(FILLED):
            keep_filled(row.ref, Filled(self._said(questions), is_last=self.chance.random() < 0.8, prospect=prospect), now=now)
        for number in range(FILLED):
            keep_filled(row.ref, Filled(self._said(questions), is_last=True, way="fair" if number % 2 else ""), now=now)
        return True

    def _said(self, questions: Sequence[Question]) -> dict[str, str]:
        return {question.key: self.chance.choice(said) for question, (*_rest, said) in zip(questions, QUESTIONS, strict=True)}

    def _some(self, count: int) -> list[Prospect]:
        """People who are in conversation with us and can be written to."""
        able = Prospect.objects.filter(ended_at__isnull=True, addresses__kind="email", addresses__state="ok").order_by("pk").distinct()
        ids = list(able.values_list("pk", flat=True))
        chosen = self.chance.sample(ids, min(count, len(ids)))
        return list(Prospect.objects.filter(pk__in=chosen).order_by("pk"))


def workday(on: date) -> date:
    """That day, or the next that is no weekend."""
    while on.weekday() > 4:
        on += timedelta(days=1)
    return on


def remove_gatherings(made: Mapping[str, list[int]]) -> None:
    """Seminars and surveys of the demo, their items and the mails that nobody has any more. Their guests went before."""
    seminars, surveys = Seminar.objects.filter(pk__in=made.get("seminars", [])), Survey.objects.filter(pk__in=made.get("surveys", []))
    Sheet.objects.filter(survey__in=surveys).delete()
    sources = [*(row.source for row in seminars), *(row.source for row in surveys)]
    Item.objects.filter(source__in=sources).delete()
    seminars.delete()
    surveys.delete()
    Frozen.objects.filter(messages__isnull=True).delete()


def _made(kind: str) -> list[int]:
    found: list[int] = DemoHouse.objects.get().made.get(kind, [])
    return found
