"""What we know, and the questionnaire, as files."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from keepwarm.answers.models import Answer, Question
from keepwarm.prospects.exports import PERSON, of_visible
from keepwarm.staff.exporting import Asked, Column, Export, by_key
from keepwarm.staff.models import REPS, SEES_ALL, Role
from keepwarm.touches.words import KNOWN_FROM


def _answers(asked: Asked) -> Iterable[Answer]:
    rows = of_visible(Answer.objects.filter(superseded_by__isnull=True, voided_at__isnull=True), asked.for_)
    rows = rows.filter(prospect__ref=asked.get("prospect")) if asked.get("prospect") else rows
    rows = rows.filter(question__key=asked.get("question")) if asked.get("question") else rows
    return by_key(rows.select_related("prospect__organization", "question", "by"))


EXPORTS = (
    Export[Answer](
        "answers",
        _("Answers in force"),
        (
            *PERSON,
            Column(_("Question"), "question.label"),
            Column(_("Key"), "question.key"),
            Column(_("Answer"), "value"),
            Column(_("Known from"), lambda row: KNOWN_FROM.get(row.evidence, row.evidence)),
            Column(_("Source"), "source"),
            Column(_("Learned"), "learned_at"),
            Column(_("By"), "by.name"),
        ),
        _answers,
        roles=REPS | SEES_ALL | {Role.SERVICE},
        filters=("prospect", "question"),
    ),
    Export[Question](
        "questions",
        _("The questionnaire"),
        (
            Column(_("Key"), "key"),
            Column(_("Question"), "label"),
            Column(_("Kind"), "get_kind_display"),
            Column(_("Choices"), "choices"),
            Column(_("Group"), "group"),
            Column(_("By phone"), "ask"),
            Column(_("Place"), "position"),
            Column(_("Asked by people"), "asked"),
        ),
        lambda asked: by_key(Question.objects.all()),
        roles=REPS | SEES_ALL,
    ),
)
