"""Seminars and surveys for tests: one that is open, and people who sign up.

seminar = open_for(house, seats=2)          # tomorrow week, 10 o'clock in London
guest = join(seminar, "Gerd Gast")          # a stranger, by the form
"""

from datetime import datetime, timedelta
from typing import Any

from django.utils.text import slugify

from keepwarm.answers.actions import add_question
from keepwarm.answers.models import Question
from keepwarm.seminars.actions import NewSeminar, SignUp, make_seminar, open_seminar, sign_up
from keepwarm.seminars.models import Guest, Seminar
from keepwarm.surveys.actions import Ask, NewSurvey, make_survey, open_survey
from keepwarm.surveys.models import Survey
from tests.cast import NOW, House

BEGINS = datetime(2026, 11, 26, 10, 0)  # noqa: DTZ001 - what the clock on the wall shows
STARTS_AT = NOW + timedelta(days=8, minutes=30)
"""The same as a moment: London keeps UTC in November."""
QUESTIONS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("Worry", "text", ()),
    ("Tool", "choice", ("paper", "spreadsheet", "program")),
    ("Stops", "number", ()),
    ("Alone", "yes_no", ()),
)


def plan(house: House, *, now: datetime = NOW, **more: Any) -> Seminar:
    """A draft."""
    given: dict[str, Any] = {"title": "Fewer stops", "local_at": BEGINS, "zone": "Europe/London", "seats": 2, "place": "Town hall"}
    return make_seminar(NewSeminar(**{**given, **more}), by=house.max, now=now)


def open_for(house: House, *, now: datetime = NOW, **more: Any) -> Seminar:
    """One that takes guests."""
    return open_seminar(plan(house, now=now, **more).ref, by=house.max, now=now)


def join(seminar: Seminar, name: str, *, now: datetime = NOW, **more: Any) -> Guest:
    """A stranger signs up with name and email."""
    email = f"{name.split(maxsplit=1)[0].lower()}@guest.example"
    return sign_up(seminar.ref, SignUp(**{"name": name, "email": email, **more}), now=now)


def ask_all(house: House, *, now: datetime = NOW, **more: Any) -> Survey:
    """An open survey with a question of each kind: words, choice, number, yes or no."""
    keys = []
    for label, kind, choices in QUESTIONS:
        key = slugify(label)
        if not Question.objects.filter(key=key).exists():
            add_question(label, kind=kind, choices=choices)
        keys.append(key)
    given: dict[str, Any] = {"title": "How do you plan?", "asks": tuple(Ask(key) for key in keys)}
    return open_survey(make_survey(NewSurvey(**{**given, **more}), by=house.max, now=now).ref, by=house.max, now=now)
