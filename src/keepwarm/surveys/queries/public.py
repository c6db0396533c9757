"""What the public page asks next: nothing that we know of whom the link was made for, and nothing that was passed over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from keepwarm.answers.models import Answer
from keepwarm.prospects.models import Prospect
from keepwarm.surveys.models import Sheet, SheetAnswer, State, Survey, SurveyQuestion


@dataclass(frozen=True, slots=True)
class Visit:
    """How somebody comes: by a link of their own, with a sheet that they began, by which way. `after`: the place they have come to.

    `again`: what we know is asked too, for it has changed.
    """

    visitor: Prospect | None = None
    sheet_ref: str = ""
    way: str = ""
    after: int = 0
    again: bool = False


@dataclass(frozen=True, slots=True)
class PublicSurvey:
    """What the page shows. `asks` are the questions of this page; `said` what a stranger wrote on their sheet before, by question.

    `place` of `count` is how far one is, of a survey one question at a time.
    """

    survey: Survey
    asks: tuple[SurveyQuestion, ...]
    said: dict[int, str]
    is_open: bool
    place: int
    count: int
    knows_all: bool
    is_last: bool


def public_survey(ref: str, visit: Visit, *, now: datetime) -> PublicSurvey | None:
    """None for a draft, and for what is not there."""
    survey = Survey.objects.filter(ref=ref).exclude(state=State.DRAFT).first()
    if survey is None:
        return None
    every = list(survey.asks.select_related("question"))
    known = set() if visit.again else _known(visit.visitor, every)
    left = [ask for ask in every if ask.question_id not in known and ask.position > visit.after]
    shown = left[:1] if survey.one_by_one else left
    return PublicSurvey(
        survey=survey,
        asks=tuple(shown),
        said=_said(survey, visit),
        is_open=survey.takes_answers(now),
        place=len(every) - len(left) + 1,
        count=len(every),
        knows_all=bool(known) and not left and not visit.after,
        is_last=len(left) == len(shown),
    )


def _known(visitor: Prospect | None, asks: list[SurveyQuestion]) -> set[int]:
    """Questions of which we have an answer in force."""
    if visitor is None:
        return set()
    rows = Answer.objects.filter(prospect=visitor, question__in=[ask.question_id for ask in asks])
    return set(rows.filter(superseded_by__isnull=True, voided_at__isnull=True).values_list("question_id", flat=True))


def _said(survey: Survey, visit: Visit) -> dict[int, str]:
    """A stranger sees what they wrote; of whom we know nothing is shown, for a mail may have been passed on."""
    if visit.visitor is not None or not visit.sheet_ref:
        return {}
    sheet = Sheet.objects.filter(survey=survey, ref=visit.sheet_ref, prospect__isnull=True).first()
    return dict(SheetAnswer.objects.filter(sheet=sheet).values_list("question_id", "value")) if sheet else {}
