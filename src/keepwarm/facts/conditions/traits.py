"""What is known of some people as traits, each the condition that it is: answers, interests, sources, languages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from keepwarm.answers.models import Question
from keepwarm.engine.conditions.tree import ANSWER, Compare, Op
from keepwarm.facts.conditions.fields import INTEREST
from keepwarm.facts.conditions.vocabulary import Vocabulary
from keepwarm.facts.scope import Scope, rows
from keepwarm.lib.text import fold

TOPIC = "topic"
"""The group of the questions whose yes is an interest."""


def read_traits(keys: Sequence[int], known: Vocabulary) -> Iterator[tuple[Compare, int]]:
    """Pairs of a trait and a person who has it."""
    if not keys:
        return
    scope = Scope(ids=sorted(set(keys)))
    yield from _answered(scope, known)
    yield from _did(scope, known)
    yield from _came(scope, known)


def _answered(scope: Scope, known: Vocabulary) -> Iterator[tuple[Compare, int]]:
    """Answers to choose from, and texts that several gave alike. Numbers are of too many kinds. A yes to a topic is an interest."""
    asked = {one.pk: one for one in known.questions.values() if one.kind != Question.Kind.NUMBER}
    found = rows(
        "SELECT question_id, value_folded, prospect_id FROM answers_answer"
        f" WHERE superseded_by_id IS NULL AND voided_at IS NULL AND {scope.sql('prospect_id')}"
    )
    often = Counter((question, value) for question, value, _key in found)
    for question, value, key in found:
        if question not in asked or often[question, value] < 2 or not value:
            continue
        if asked[question].group == TOPIC:
            if value == "yes":
                yield Compare(INTEREST + asked[question].key, Op.IS, value=True), key
        else:
            yield Compare(ANSWER + asked[question].key, Op.IS, value), key


def _did(scope: Scope, known: Vocabulary) -> Iterator[tuple[Compare, int]]:
    """Signs about a topic: the same trait as a yes to it."""
    topics = [key for key, question in known.questions.items() if question.group == TOPIC]
    found = rows(f"SELECT DISTINCT prospect_id, page_id, item_id FROM signs_sign WHERE NOT is_robot AND {scope.sql('prospect_id')}")
    served = [(topic, set(known.pages_about(topic)), set(known.items_about(topic))) for topic in topics]
    for key, page, item in found:
        for topic, pages, items in served:
            if page in pages or item in items:
                yield Compare(INTEREST + topic, Op.IS, value=True), key


def _came(scope: Scope, known: Vocabulary) -> Iterator[tuple[Compare, int]]:
    found = rows(f"SELECT DISTINCT prospect_id, source_id FROM touches_inquiry WHERE voided_at IS NULL AND {scope.sql('prospect_id')}")
    for key, source in found:
        yield Compare("source", Op.IS, fold(known.sources[source])), key
    for key, language in rows(f"SELECT id, language FROM prospects_prospect WHERE language <> '' AND {scope.sql('id')}"):
        yield Compare("language", Op.IS, language.lower()), key
