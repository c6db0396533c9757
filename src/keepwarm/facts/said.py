"""The answers in force, as the engine's columns; and the letters each owner has left."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from keepwarm.answers.models import Question
from keepwarm.engine.facts import AnswerColumn
from keepwarm.engine.policy import Policy
from keepwarm.facts.permits import known
from keepwarm.facts.scope import Scope, columns, epoch, no_times, rows, times
from keepwarm.staff.models import Seat
from keepwarm.touches.queries import email_shares


class _Asked(NamedTuple):
    """A question of the house."""

    pk: int
    key: str
    kind: str


def read_answers(scope: Scope, ids: NDArray[np.int64], keys: Iterable[str]) -> dict[str, AnswerColumn]:
    """One column for each question of `keys` that the house has."""
    questions = _questions(list(keys))
    if not questions:
        return {}
    wanted = ", ".join(str(question.pk) for question in questions)
    fetched = rows(
        f"SELECT question_id, prospect_id, value_folded, evidence, {epoch('learned_at')} FROM answers_answer"
        f" WHERE superseded_by_id IS NULL AND voided_at IS NULL AND question_id IN ({wanted}) AND {scope.sql('prospect_id')}"
    )
    which, who, values, evidence, learned = columns(fetched, 5)
    at, kept = known(ids, who)
    question_of, said = np.array(which, np.int64)[kept], np.array(values, dtype=object)[kept]
    strength, moment = np.array(evidence, np.int8)[kept], times(learned)[kept]
    return {
        question.key: _column(question, len(ids), at[mine], said[mine], strength[mine], moment[mine])
        for question in questions
        for mine in [question_of == question.pk]
    }


def _questions(keys: Sequence[str]) -> list[_Asked]:
    """Those of `keys` that the house has; in plain SQL, for every write asks."""
    if not keys:
        return []
    marks = ", ".join(["%s"] * len(keys))
    return [_Asked(*row) for row in rows(f"SELECT id, key, kind FROM answers_question WHERE key IN ({marks})", keys)]


def _column(
    question: _Asked,
    count: int,
    at: NDArray[np.intp],
    said: NDArray[np.object_],
    strength: NDArray[np.int8],
    moment: NDArray[np.datetime64],
) -> AnswerColumn:
    evidence, learned_at, is_known = np.zeros(count, np.int8), no_times(count), np.zeros(count, bool)
    evidence[at], learned_at[at], is_known[at] = strength, moment, True
    if question.kind == Question.Kind.NUMBER:
        numbers = np.full(count, np.nan)
        numbers[at] = [number(value) for value in said]
        return AnswerColumn(numbers, is_known & ~np.isnan(numbers), evidence, learned_at)
    texts = np.full(count, "", dtype=object)
    texts[at] = said
    return AnswerColumn(texts, is_known, evidence, learned_at)


def number(text: str) -> float:
    """A number as people write it, or NaN: `1.500,50`, `1,500.50`, `1 500`."""
    digits = text.replace("\u00a0", "").replace(" ", "").replace("'", "")
    if digits.count(",") and digits.rfind(",") > digits.rfind("."):
        digits = digits.replace(".", "").replace(",", ".") if digits.count(",") == 1 else digits.replace(",", "")
    else:
        digits = digits.replace(",", "")
    try:
        return float(digits)
    except ValueError:
        return float("nan")


def letters_left(seat_ids: Iterable[int], policy: Policy, *, now: datetime, trying: int | None = None) -> dict[int, int]:
    """Letters that each of these seats may still write. `trying`: a prospect whom they call at this moment, which may earn one."""
    seats = list(Seat.objects.filter(pk__in=list(seat_ids)))
    shares = email_shares(seats, share=policy.email_share, days=policy.email_share_days, now=now, trying=trying)
    return {pk: max(min(share.letters_left, 30_000), -30_000) for pk, share in shares.items()}


def read_letters(
    owners: NDArray[np.int64], voicemail_at: NDArray[np.datetime64], policy: Policy, left: Mapping[int, int] | None, *, now: datetime
) -> NDArray[np.int16]:
    """The letters left of the owner of each row where a voicemail waits for one; 0 elsewhere, where nothing asks for them.

    Counting them takes as long as all else of one prospect. `left`: by seat, where they were counted before.
    """
    found = np.zeros(len(owners), dtype=np.int16)
    asks = ~np.isnat(voicemail_at)
    if asks.any():
        distinct, inverse = np.unique(owners[asks], return_inverse=True)
        left = letters_left(distinct.tolist(), policy, now=now) if left is None else left
        found[asks] = np.array([left.get(int(pk), 0) for pk in distinct], dtype=np.int16)[inverse]
    return found
