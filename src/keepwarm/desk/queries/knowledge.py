"""What we know of one prospect, from where and since when, and what is still to be asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from keepwarm.answers.models import Answer, Question
from keepwarm.consent.models import Channel, Wish
from keepwarm.desk.queries.asking import OpenQuestion, asked_before, open_questions
from keepwarm.engine.conditions.tree import answers_of
from keepwarm.engine.lead import Criterion
from keepwarm.lib.remembering import remembered
from keepwarm.prospects.models import Prospect
from keepwarm.qualification.queries.missing import Line, Standing, what_is_missing
from keepwarm.staff.models import User
from keepwarm.touches.words import KNOWN_FROM, say_when

AT_ONCE = 8
"""Answers shown without being asked for more."""
MOST = 200


@dataclass(frozen=True, slots=True)
class Known:
    """One answer: what the question is called, the value, and from where and when we know it."""

    key: str
    label: str
    value: str
    small: str


@dataclass(frozen=True, slots=True)
class Knowledge:
    """`missing`: labels of the criteria of which nothing is known yet; what is known too weakly says so beside its answer.

    `questions`: the one to ask next first.
    """

    known: tuple[Known, ...]
    more: tuple[Known, ...]
    missing: tuple[str, ...]
    questions: tuple[OpenQuestion, ...]
    written_only: bool
    standing: Standing  # against the definition of a lead in force

    @property
    def ask(self) -> OpenQuestion | None:
        """The one question to ask next; None when all that matters is known or was asked before."""
        first = self.questions[0] if self.questions else None
        return None if first is None or first.asked_before else first

    @property
    def asked(self) -> tuple[OpenQuestion, ...]:
        """Questions that were asked before and not answered."""
        return tuple(one for one in self.questions if one.asked_before)


def read_knowledge(prospect: Prospect, *, for_: User, now: datetime) -> Knowledge:
    """Seven short queries, each on an index."""
    said, written_only = answers_in_force(prospect), is_written_only(wishes_in_force(prospect))
    standing = what_is_missing(prospect, said=said, written_only=written_only)
    evidence = {answer.question.key: answer.evidence for answer in said}
    missing = [line for line in standing.missing if line.to_ask]
    weak = {key for line in missing for key in line.to_ask}
    shown = [_known(answer, for_, now, weak=weak) for answer in _criteria_first(said, standing.definition.criteria)]
    return Knowledge(
        known=tuple(shown[:AT_ONCE]),
        more=tuple(shown[AT_ONCE:]),
        missing=tuple(line.label for line in missing if not line.answers),
        questions=open_questions(missing, _askable(missing), known=evidence, asked=asked_before(prospect.pk)),
        written_only=written_only,
        standing=standing,
    )


def answers_in_force(prospect: Prospect) -> list[Answer]:
    """What we know of one prospect, in the order of the questions. One query."""
    rows = Answer.objects.filter(prospect=prospect, superseded_by__isnull=True, voided_at__isnull=True)
    return list(rows.select_related("question").order_by("question__position", "question_id")[:MOST])


@remembered
def wishes_in_force(prospect: Prospect) -> list[Wish]:
    """What they wish, the newest first."""
    return list(Wish.objects.filter(prospect=prospect, lifted_at__isnull=True).order_by("-said_at")[:20])


def is_written_only(wishes: Sequence[Wish]) -> bool:
    """A proven wish not to be phoned: then a written answer counts as told."""
    return any(wish.kind == Wish.Kind.NO_CHANNEL and wish.channel == Channel.PHONE for wish in wishes)


def _askable(missing: Sequence[Line]) -> list[Question]:
    """Questions of the house that people ask, and those that criteria need. Few rows."""
    keys = {key for line in missing for key in line.to_ask}
    return list(Question.objects.filter(Q(asked=True) | Q(key__in=keys))[:60])


def _criteria_first(said: Sequence[Answer], criteria: Sequence[Criterion]) -> list[Answer]:
    """Answers that the definition asks for stand before all others."""
    keys = {key for one in criteria for key in answers_of(one.condition)}
    return sorted(said, key=lambda answer: answer.question.key not in keys)


def _known(answer: Answer, for_: User, now: datetime, *, weak: set[str]) -> Known:
    small = f"{KNOWN_FROM.get(answer.evidence, '')}, {say_when(answer.learned_at, zone=for_.zone, now=now)}"
    if answer.question.key in weak:
        small = _("%(known_from)s; still to be heard in a conversation") % {"known_from": small}
    return Known(answer.question.key, answer.question.label, answer.value, small)
