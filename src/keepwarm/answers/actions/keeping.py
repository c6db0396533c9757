"""Every write of what we know. A newer answer supersedes; voiding it revives the one before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, OuterRef, Q, Subquery
from django.utils.text import slugify
from django.utils.translation import gettext

from keepwarm.answers.actions.editing import QuestionRefused
from keepwarm.answers.first_questions import FIRST
from keepwarm.answers.models import Answer, Question
from keepwarm.lib.refusal import Refusal
from keepwarm.lib.text import fold
from keepwarm.prospects.actions.inserting import insert_objects
from keepwarm.staff.models import User
from keepwarm.touches.models import Touch

TWO = 2
"""The fewest answers that are a choice."""


class UnknownQuestion(Refusal):
    """An answer to a question that the house does not ask."""


@dataclass(frozen=True, slots=True)
class Learned:
    """One answer to keep. `evidence` is `engine.words.Evidence`."""

    prospect_id: int
    question: str
    value: str
    evidence: int
    learned_at: datetime
    source: str = ""
    touch: Touch | None = None


def find_or_create_questions(wanted: Mapping[str, str]) -> dict[str, Question]:
    """Questions by key; `wanted` maps keys to labels. New ones are not asked by people until somebody says so."""
    known = {question.key: question for question in Question.objects.filter(key__in=wanted)}
    new = [Question(key=key, label=label or key) for key, label in wanted.items() if key not in known]
    Question.objects.bulk_create(new, ignore_conflicts=True)
    return {question.key: question for question in Question.objects.filter(key__in=wanted)}


def add_question(
    label: str, *, kind: str = Question.Kind.TEXT, choices: Sequence[str] = (), ask: str = "", group: str = "", asked: bool = True
) -> Question:
    """A question of the house, asked by people from now on, unless only pages ask it. Its key is made of the label.

    Raises QuestionRefused.
    """
    label, named = label.strip()[:120], [choice.strip() for choice in choices if choice.strip()]
    key = slugify(label)[:60]
    if not key:
        raise QuestionRefused(gettext("Give the question a name with letters in it."))
    if kind == Question.Kind.CHOICE and len({fold(choice) for choice in named}) < TWO:
        raise QuestionRefused(gettext("Name at least two answers to choose from."))
    known = Question.objects.filter(Q(key=key) | Q(label__iexact=label)).first()
    if known is not None:
        raise QuestionRefused(gettext("There is a question “%(label)s” already.") % {"label": known.label})
    kept = list(dict.fromkeys(named)) if kind == Question.Kind.CHOICE else []
    return Question.objects.create(key=key, label=label, kind=kind, choices=kept, ask=ask.strip()[:300], group=group, asked=asked)


def ask_first_questions() -> None:
    """Give a house that asks nothing yet its first questions, so that the provisional definition can be answered.

    A house that asks anything keeps its own; of a key that an import has brought, the words are added.
    """
    if Question.objects.filter(asked=True).exists():
        return
    Question.objects.bulk_create([Question(key=key, label=label) for key, label, _ask in FIRST], ignore_conflicts=True)
    known = {question.key: question for question in Question.objects.filter(key__in=[key for key, *_ in FIRST])}
    for place, (key, _label, ask) in enumerate(FIRST):
        question = known[key]
        question.group, question.ask, question.asked, question.position = key, ask, True, place
        question.save()


def keep_answers(batch: Sequence[Learned], *, by: User | None) -> None:
    """Keep answers, set-based: the one in force before is superseded. The same answer again is not written anew.

    Raises UnknownQuestion, and then nothing is written by this call. The caller holds the transaction.
    """
    said = [one for one in batch if one.value.strip()]
    if not said:
        return
    questions = {question.key: question for question in Question.objects.filter(key__in={one.question for one in said})}
    for one in said:
        if one.question not in questions:
            raise UnknownQuestion(gettext("There is no question “%(question)s”.") % {"question": one.question})
    before = {(row.prospect_id, row.question_id): row for row in _in_force(said)}
    kept: dict[tuple[int, int], Answer] = {}
    for one in said:
        question = questions[one.question]
        old = before.get((one.prospect_id, question.pk))
        if old is None or _says_more(one, old):
            kept[one.prospect_id, question.pk] = _row(one, question, by)
    _write(kept, before)


def void_answers_of(touch: Touch, *, now: datetime) -> None:
    """Void what a touch taught; the answers that it superseded are in force again, unless something newer is."""
    for answer in Answer.objects.filter(touch=touch, voided_at__isnull=True).order_by("-id"):
        void_answer(answer, now=now)


def void_answer(answer: Answer, *, now: datetime) -> None:
    """Void one answer and hand its place in the chain to what it superseded."""
    heir = answer.superseded_by
    answer.voided_at = now
    answer.save(update_fields=["voided_at"])
    Answer.objects.filter(superseded_by=answer, voided_at__isnull=True).update(superseded_by=heir)


def _in_force(said: Sequence[Learned]) -> list[Answer]:
    return list(
        Answer.objects.filter(Q(prospect_id__in={one.prospect_id for one in said}), superseded_by__isnull=True, voided_at__isnull=True)
    )


def _says_more(one: Learned, old: Answer) -> bool:
    """Another value, or the same from stronger evidence."""
    if one.learned_at < old.learned_at and one.evidence <= old.evidence:
        return False
    return fold(one.value) != old.value_folded or one.evidence > old.evidence


def _row(one: Learned, question: Question, by: User | None) -> Answer:
    value = one.value.strip()[:500]
    return Answer(
        prospect_id=one.prospect_id,
        question=question,
        value=value,
        value_folded=fold(value)[:500],
        evidence=one.evidence,
        source=one.source[:120],
        touch=one.touch,
        by=by,
        learned_at=one.learned_at,
    )


def _write(kept: Mapping[tuple[int, int], Answer], before: Mapping[tuple[int, int], Answer]) -> None:
    """One in force per question is a constraint of the database: the old one steps down first, pointing to itself for a moment."""
    old = [before[key].pk for key in kept if key in before]
    if old:
        Answer.objects.filter(pk__in=old).update(superseded_by=F("pk"))
    insert_objects(list(kept.values()))
    if old:
        newer = Answer.objects.filter(
            prospect=OuterRef("prospect"), question=OuterRef("question"), superseded_by__isnull=True, voided_at__isnull=True
        )
        Answer.objects.filter(pk__in=old).update(superseded_by=Subquery(newer.values("pk")))
