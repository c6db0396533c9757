"""The merge fields of what goes to many, with their values of now, for many people at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from keepwarm.answers.models import Answer, Question
from keepwarm.engine.merging import Fact, Values, fresh_values
from keepwarm.policy.queries import policy_in_force
from keepwarm.prospects.models import Prospect
from keepwarm.prospects.moving import CHUNK

FIELDS: Mapping[str, str | Promise] = {
    "first_name": _("their given name"),
    "last_name": _("their family name"),
    "name": _("their whole name"),
    "job": _("what they do there"),
    "firm": _("their firm"),
    "owner": _("who of us looks after them"),
}
"""Those that need no answer, and what each stands for. `{answer_<question>}` is what they answered."""
ANSWER = "answer_"
_COLUMNS = ("pk", "given_name", "family_name", "name", "title", "organization__name", "owner__name")


def question_fields() -> dict[str, str]:
    """The field of each question, and its name in words."""
    return {_field_of(key): label for key, label in Question.objects.values_list("key", "label")}


def values_of(prospect_ids: Sequence[int], *, now: datetime) -> dict[int, Values]:
    """What may be said of each; answers older than the policy allows are stale. Two queries for each 500 people."""
    days = policy_in_force().answers_fresh_days
    found: dict[int, Values] = {}
    for start in range(0, len(prospect_ids), CHUNK):
        for pk, facts in _facts(prospect_ids[start : start + CHUNK]).items():
            found[pk] = fresh_values(facts, now=now, fresh_days=days)
    return found


def _facts(ids: Sequence[int]) -> dict[int, dict[str, Fact]]:
    facts = {}
    for pk, *values in Prospect.objects.filter(pk__in=ids).values_list(*_COLUMNS):
        facts[pk] = {name: Fact(value or "") for name, value in zip(FIELDS, values, strict=True)}
    rows = Answer.objects.filter(prospect_id__in=ids, superseded_by__isnull=True, voided_at__isnull=True)
    for pk, key, value, at in rows.values_list("prospect_id", "question__key", "value", "learned_at"):
        if pk in facts:
            facts[pk][_field_of(key)] = Fact(value, at)
    return facts


def _field_of(key: str) -> str:
    return (ANSWER + key.replace("-", "_"))[:64]
