"""What to ask next: the first missing criterion of the lead definition whose question was not asked before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from keepwarm.answers.models import Question, Way
from keepwarm.answers.queries import TOPIC, words_of
from keepwarm.engine.lead import Criterion
from keepwarm.qualification.queries.missing import Line
from keepwarm.touches.models import Channel, Touch

ASKED = "asked"
"""In the args of a touch: keys of the questions that were asked in it and not answered."""


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """A question still without an answer that counts. `why` says what it is for; `choices` are empty for free text."""

    key: str
    label: str
    words: str
    why: str
    kind: str
    choices: tuple[str, ...]
    required: bool
    asked_before: bool


def open_questions(
    missing: Sequence[Line], questions: Iterable[Question], *, known: Mapping[str, int], asked: Iterable[str]
) -> tuple[OpenQuestion, ...]:
    """Open questions, the one to ask next first: of missing criteria not asked before, then asked before, then all others.

    `questions`: those of the house that people ask; one with an answer is open only when a criterion still misses it.
    """
    by_key, was_asked = {question.key: question for question in questions}, set(asked)
    wanted = {key: line.criterion for line in reversed(missing) for key in line.to_ask if key in by_key}
    order = [key for line in missing for key in line.to_ask if key in wanted]
    others = [key for key, question in by_key.items() if question.asked and key not in wanted and key not in known]
    others.sort(key=lambda key: by_key[key].group != TOPIC)  # as engine.asking has it: criteria, interests, the rest
    keys = sorted(dict.fromkeys(order + others), key=lambda key: key in was_asked)
    return tuple(_shape(by_key[key], wanted.get(key), asked_before=key in was_asked) for key in keys)


def _shape(question: Question, criterion: Criterion | None, *, asked_before: bool) -> OpenQuestion:
    return OpenQuestion(
        key=question.key,
        label=question.label,
        words=words_of(question, Way.PHONE),
        why=_why(criterion),
        kind=question.kind,
        choices=tuple(str(choice) for choice in question.choices),
        required=criterion is not None and criterion.required,
        asked_before=asked_before,
    )


def _why(criterion: Criterion | None) -> str:
    if criterion is None:
        return ""
    label = _(criterion.label)
    if criterion.required:
        return _("%(label)s must be known before this is a lead.") % {"label": label}
    return _("%(label)s would help to make this a lead.") % {"label": label}


def asked_before(prospect_id: int) -> set[str]:
    """Keys of the questions that were asked in a conversation and not answered there."""
    said = Touch.objects.filter(prospect_id=prospect_id, channel__in=[Channel.PHONE, Channel.MEETING], voided_at__isnull=True).order_by(
        "-happened_at"
    )
    found = said.values_list("args", flat=True)[:100]
    return {str(key) for args in found if isinstance(args, dict) for key in args.get(ASKED, [])}
