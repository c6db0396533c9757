"""What people told us and where they came from, in SQL: answers, interests, sources."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.db import connection

from keepwarm.answers.models import Question
from keepwarm.engine.conditions.tree import ANSWER, Compare, IsKnown, Op
from keepwarm.facts.conditions.fields import INTEREST
from keepwarm.facts.conditions.leaves import Leaf, Rows, leaf_of
from keepwarm.facts.conditions.signs import rows_of_signs
from keepwarm.facts.conditions.sql import FALSE, TRUE, Piece, all_of, among, any_of, compare_text, negated
from keepwarm.facts.conditions.vocabulary import Vocabulary
from keepwarm.facts.interests import NO, YES
from keepwarm.facts.said import number
from keepwarm.lib.text import fold

IN_FORCE = "a.superseded_by_id IS NULL AND a.voided_at IS NULL"
OPS: dict[Op, Callable[[float, float], bool]] = {
    Op.IS: lambda a, b: a == b,
    Op.LESS: lambda a, b: a < b,
    Op.AT_MOST: lambda a, b: a <= b,
    Op.MORE: lambda a, b: a > b,
    Op.AT_LEAST: lambda a, b: a >= b,
}


def answer_leaf(part: Compare | IsKnown, known: Vocabulary, now: datetime) -> Leaf:
    """An answer in force. What counts as a number is read here, among the different answers given, as the engine's columns read it."""
    question = known.questions[part.field.removeprefix(ANSWER)]
    if question.kind == Question.Kind.NUMBER:
        return leaf_of(_answers(question, among("a.value_folded", _numbers(question, part))))
    if isinstance(part, IsKnown):
        return leaf_of(_answers(question, TRUE))
    if not isinstance(part.value, str):
        return Leaf(FALSE, ())
    return leaf_of(_answers(question, compare_text("a.value_folded", part.op, part.value), is_sorted=part.op is Op.IS))


def _answers(question: Question, where: Piece, *, is_sorted: bool = False) -> Rows:
    own = Piece(f"a.question_id = {int(question.pk)} AND {IN_FORCE}")
    both = Piece(f"{own.sql} AND {where.sql}", where.params) if where is not TRUE else own
    return Rows("answers_answer a", "a.prospect_id", both, is_sorted)


def _numbers(question: Question, part: Compare | IsKnown) -> list[str]:
    """The answers as they stand whose number fits; a house has far fewer different numbers than people."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT DISTINCT value_folded FROM answers_answer a WHERE a.question_id = {int(question.pk)} AND {IN_FORCE}")
        texts = {text: number(text) for (text,) in cursor.fetchall()}
    if isinstance(part, IsKnown):
        return sorted(text for text, value in texts.items() if value == value)
    if not isinstance(part.value, float):
        return []
    fits = OPS[part.op]
    return sorted(text for text, value in texts.items() if fits(value, part.value))


def interest_leaf(part: Compare | IsKnown, known: Vocabulary, now: datetime) -> Leaf:
    """A yes in force, or a sign and no “no”: as `facts.interests` has it. Whether somebody is interested is always known."""
    if isinstance(part, IsKnown):
        return Leaf(TRUE)
    topic = part.field.removeprefix(INTEREST)
    yes = _answers(known.questions[topic], among("a.value_folded", sorted(YES)))
    no = _answers(known.questions[topic], among("a.value_folded", sorted(NO)))
    signs = rows_of_signs("", topic, known, now)
    test = any_of([yes.test(), all_of([any_of([one.test() for one in signs]), negated(no.test())])])
    return Leaf(test, (yes, *signs)) if part.value else Leaf(negated(test))


def source_leaf(part: Compare | IsKnown, known: Vocabulary, now: datetime) -> Leaf:
    """An inquiry from a source whose name fits: of several inquiries any may."""
    if isinstance(part, IsKnown):
        return leaf_of(Rows("touches_inquiry i", "i.prospect_id", Piece("i.voided_at IS NULL")), is_quick=False)
    sources = [pk for pk, name in known.sources.items() if fits_text(part, name)]
    if not sources:
        return Leaf(FALSE, ())
    where = Piece(f"i.source_id IN ({', '.join(str(pk) for pk in sources)}) AND i.voided_at IS NULL")
    return leaf_of(Rows("touches_inquiry i", "i.prospect_id", where, is_sorted=len(sources) == 1))


def owner_leaf(part: Compare | IsKnown, known: Vocabulary, now: datetime) -> Leaf:
    """The seat that owns them, by its name."""
    if isinstance(part, IsKnown):
        return Leaf(TRUE)
    seats = [pk for pk, name in known.seats.items() if fits_text(part, name)]
    if not seats:
        return Leaf(FALSE, ())
    those = ", ".join(str(pk) for pk in seats)
    return Leaf(
        Piece(f"p.owner_id IN ({those})"), (Rows("prospects_prospect e", "e.id", Piece(f"e.owner_id IN ({those})")),), is_exact=True
    )


def fits_text(part: Compare, name: str) -> bool:
    """A name of the house compared as a folded text is."""
    folded, value = fold(name), str(part.value)
    if part.op is Op.CONTAINS:
        return value in folded
    return folded.startswith(value) if part.op is Op.STARTS else folded == value
