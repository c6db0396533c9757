"""Surveys on a list, and one of them; anybody of the house sees them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Max, Q, QuerySet
from django.utils.translation import gettext as _

from keepwarm.staff.models import User
from keepwarm.surveys.links import page_url
from keepwarm.surveys.models import Sheet, State, Survey
from keepwarm.surveys.refusals import SurveyRefused

LINES = 100
COUNTED = Q(prospect__isnull=True) | Q(prospect__merged_into__isnull=True)
"""Sheets that count: of two people who turned out to be one, one."""


@dataclass(frozen=True, slots=True)
class SurveyLine:
    """One survey. `phase`: draft, open, past (its last day is over) or closed."""

    ref: str
    title: str
    phase: str
    phase_label: str
    questions: int
    begun: int
    finished: int
    open_until_on: date | None
    newest_at: datetime | None
    url: str


PHASES = {
    "draft": lambda: _("draft"),
    "open": lambda: _("open"),
    "past": lambda: _("its last day is over"),
    "closed": lambda: _("closed"),
}


def list_surveys(*, for_: User | None, now: datetime, limit: int = LINES) -> list[SurveyLine]:
    """The newest first."""
    rows = list(Survey.objects.annotate(questions=Count("asks")).order_by("-made_at", "-pk")[:limit])
    counts = _counts(Sheet.objects.filter(COUNTED, survey__in=[row.pk for row in rows]))
    return [_line(row, counts.get(row.pk, (0, 0, None)), now) for row in rows]


def find_survey(ref: str) -> Survey:
    """Raises SurveyRefused."""
    row = Survey.objects.select_related("owner").annotate(questions=Count("asks")).filter(ref=ref).first()
    if row is None:
        raise SurveyRefused(_("There is no such survey any more."))
    return row


def line_of(row: Survey, *, now: datetime) -> SurveyLine:
    """The line of a row of `find_survey`."""
    counts = _counts(Sheet.objects.filter(COUNTED, survey=row))
    return _line(row, counts.get(row.pk, (0, 0, None)), now)


def _counts(sheets: QuerySet[Sheet]) -> dict[int, tuple[int, int, datetime | None]]:
    rows = sheets.order_by().values("survey_id").annotate(begun=Count("pk"), finished=Count("finished_at"), newest=Max("changed_at"))
    return {row["survey_id"]: (row["begun"], row["finished"], row["newest"]) for row in rows}


def _line(row: Survey, counts: tuple[int, int, datetime | None], now: datetime) -> SurveyLine:
    phase = "past" if row.state == State.OPEN and not row.takes_answers(now) else row.state
    return SurveyLine(
        ref=row.ref,
        title=row.title,
        phase=phase,
        phase_label=PHASES[phase](),
        questions=row.questions,  # type: ignore[attr-defined]
        begun=counts[0],
        finished=counts[1],
        open_until_on=row.open_until_on,
        newest_at=counts[2],
        url=page_url(row.ref),
    )
