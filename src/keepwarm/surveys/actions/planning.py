"""Surveys are made, changed, opened and closed; each is an item of content too, so that programs can offer it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import available_timezones

from django.db import transaction
from django.utils.translation import gettext as _

from keepwarm.answers.models import Question
from keepwarm.content.actions import NewItem, keep_item_of
from keepwarm.content.models import Item
from keepwarm.content.models import Kind as ItemKind
from keepwarm.content.models import State as ItemState
from keepwarm.staff.models import EDITORS, Seat, User
from keepwarm.staff.queries import require_role
from keepwarm.surveys.links import page_url
from keepwarm.surveys.models import State, Survey, SurveyQuestion
from keepwarm.surveys.refusals import SurveyRefused

MOST_QUESTIONS, LONGEST_TEXT = 50, 5_000
SECONDS_A_QUESTION = 20
"""What one question takes, for the minutes that a program promises. Our choice."""


@dataclass(frozen=True, slots=True)
class Ask:
    """One question: its key, and the words that ask it here ("": those of the house)."""

    question: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class NewSurvey:
    """A survey as a person writes it; the questions in their order."""

    title: str
    asks: tuple[Ask, ...] = ()
    intro: str = ""
    thanks: str = ""
    one_by_one: bool = False
    language: str = ""
    zone: str = "UTC"
    open_until_on: date | None = None
    owner_id: int | None = None
    interests: tuple[str, ...] = ()
    stages: tuple[int, ...] = ()


def make_survey(new: NewSurvey, *, by: User | None, now: datetime) -> Survey:
    """A new one, as a draft. Raises SurveyRefused, NotYours, ItemRefused."""
    if by is not None:
        require_role(by, *EDITORS)
    values, asks = _checked(new), _asked(new.asks)
    with transaction.atomic():
        row = Survey.objects.create(**values, made_at=now, made_by=by, changed_at=now, changed_by=by)
        _ask(row, asks)
        _keep_item(row, by=by, now=now)
    return row


def change_survey(ref: str, new: NewSurvey, *, version: int = 0, by: User | None, now: datetime) -> Survey:
    """Written anew; what was answered stays, also to a question that is asked no more. Raises as `make_survey`.

    `version`: the one that was read, 0 does not ask.
    """
    if by is not None:
        require_role(by, *EDITORS)
    values, asks = _checked(new), _asked(new.asks)
    with transaction.atomic():
        row = _take(ref)
        if version and version != row.version:
            raise SurveyRefused(_("Somebody else has changed this survey meanwhile. Open it again, and change what is there now."))
        if row.state == State.OPEN and not asks:
            raise SurveyRefused(_("A survey that is open asks at least one question."))
        _write(row, values, by=by, now=now)
        _ask(row, asks)
        _keep_item(row, by=by, now=now)
    return row


def open_survey(ref: str, *, by: User | None, now: datetime) -> Survey:
    """It takes answers from now on, also one that was closed. Raises SurveyRefused, NotYours."""
    if by is not None:
        require_role(by, *EDITORS)
    with transaction.atomic():
        row = _take(ref)
        if not row.asks.exists():
            raise SurveyRefused(_("Choose at least one question, then open it."))
        row.state = State.OPEN
        if not row.takes_answers(now):
            raise SurveyRefused(_("Its last day has passed. Choose another, then open it."))
        _write(row, {"state": State.OPEN}, by=by, now=now)
        _keep_item(row, by=by, now=now)
    return row


def close_survey(ref: str, *, by: User | None, now: datetime) -> Survey:
    """It takes no answers any more. Raises SurveyRefused, NotYours."""
    if by is not None:
        require_role(by, *EDITORS)
    with transaction.atomic():
        row = _take(ref)
        _write(row, {"state": State.CLOSED}, by=by, now=now)
        _keep_item(row, by=by, now=now)
    return row


def keep_items(*, now: datetime) -> None:
    """What is open no longer is offered no longer; reading alone writes nothing."""
    items = Item.objects.filter(kind=ItemKind.SURVEY, source__startswith="survey:").exclude(state=ItemState.RETIRED)
    stands = {source.partition(":")[2]: state for source, state in items.values_list("source", "state")}
    for row in Survey.objects.filter(ref__in=stands):
        if _item_state(row, now) != stands[row.ref]:
            _keep_item(row, by=None, now=now)


def _keep_item(row: Survey, *, by: User | None, now: datetime) -> None:
    new = NewItem(
        kind=ItemKind.SURVEY,
        title=row.title,
        teaser=row.intro.partition("\n")[0][:300],
        url=page_url(row.ref),
        interests=tuple(row.interests),
        stages=tuple(row.stages),
        language=row.language,
        minutes=-(-row.asks.count() * SECONDS_A_QUESTION // 60),
        fresh_until_on=row.open_until_on,
        owner_id=row.owner_id,
        state=_item_state(row, now),
    )
    keep_item_of(row.source, new, by=by, now=now)


def _item_state(row: Survey, now: datetime) -> str:
    if row.takes_answers(now):
        return ItemState.IN_USE
    return ItemState.DRAFT if row.state == State.DRAFT else ItemState.RETIRED


def _take(ref: str) -> Survey:
    row = Survey.objects.select_for_update(of=("self",)).filter(ref=ref).first()
    if row is None:
        raise SurveyRefused(_("There is no such survey any more."))
    return row


def _write(row: Survey, values: dict[str, Any], *, by: User | None, now: datetime) -> None:
    for name, value in {**values, "changed_at": now, "changed_by": by}.items():
        setattr(row, name, value)
    row.version += 1
    row.save()


def _ask(row: Survey, asks: Sequence[tuple[int, str]]) -> None:
    """The questions in their new order."""
    SurveyQuestion.objects.filter(survey=row).delete()
    rows = [SurveyQuestion(survey=row, question_id=pk, position=place, words=words) for place, (pk, words) in enumerate(asks, start=1)]
    SurveyQuestion.objects.bulk_create(rows)


def _asked(asks: Sequence[Ask]) -> list[tuple[int, str]]:
    known = dict(Question.objects.filter(key__in=[ask.question for ask in asks]).values_list("key", "pk"))
    for ask in asks:
        if ask.question not in known:
            raise SurveyRefused(_("There is no question “%(question)s”.") % {"question": ask.question[:60]})
    if len({ask.question for ask in asks}) < len(asks):
        raise SurveyRefused(_("Each question stands in a survey once."))
    if len(asks) > MOST_QUESTIONS:
        raise SurveyRefused(_("Nobody answers more than 50 questions. Take the ones that matter."))
    return [(known[ask.question], ask.words.strip()[:300]) for ask in asks]


def _checked(new: NewSurvey) -> dict[str, Any]:
    """Columns and their values. Raises SurveyRefused."""
    wrong = {
        _("Give the survey a title of at most 160 characters."): not 0 < len(new.title.strip()) <= 160,
        _("Keep the words before and after the questions below 5,000 characters."): max(len(new.intro), len(new.thanks)) > LONGEST_TEXT,
        _("There is no such time zone."): new.zone not in available_timezones(),
        _("That owner is not here any more."): new.owner_id is not None and not Seat.objects.filter(pk=new.owner_id).exists(),
    }
    for sentence, is_wrong in wrong.items():
        if is_wrong:
            raise SurveyRefused(sentence)
    plain = {name: getattr(new, name) for name in ("one_by_one", "language", "zone", "open_until_on", "owner_id")}
    return {
        **plain,
        "title": new.title.strip(),
        "intro": new.intro.strip(),
        "thanks": new.thanks.strip(),
        "interests": sorted(set(new.interests)),
        "stages": sorted({int(stage) for stage in new.stages}),
    }
