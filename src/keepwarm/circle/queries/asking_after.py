"""The question that follows a form, while it is open."""

from __future__ import annotations

from keepwarm.answers.models import Answer, Asked, Question, Way
from keepwarm.intake.models import Filled


def question_after(filled: Filled) -> Question | None:
    """What was asked after this form, not in it, and has no answer yet; of nobody whom we knew before."""
    if not filled.is_new or filled.prospect_id is None:
        return None
    asked = (
        Asked.objects.select_related("question")
        .filter(prospect=filled.prospect_id, way=Way.FORM, at__gte=filled.sent_at)
        .exclude(question__key__in=filled.form.questions)
        .order_by("pk")
        .first()
    )
    if asked is None:
        return None
    known = Answer.objects.filter(prospect=filled.prospect_id, question=asked.question, superseded_by__isnull=True, voided_at__isnull=True)
    return None if known.exists() else asked.question
