"""The facts that decisions kept, as columns again: what was known at a past moment, to ask the engine once more.

A fact that a decision did not keep said nothing then; one that was added to the engine since counts as unknown. Of the answers a
decision keeps the value; from where and since when it was known stands with the answer itself, whatever superseded it later. Of the
calling hours' place nothing is kept: it is that of today.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

from keepwarm.answers.models import Answer, Question
from keepwarm.engine.blank import TIMES, blank_column
from keepwarm.engine.facts import AnswerColumn, Facts
from keepwarm.engine.rows import COLUMNS
from keepwarm.facts.said import number
from keepwarm.facts.scope import no_times

Kept = Mapping[str, Any]


def read_kept(
    kept: Sequence[Kept], prospect_ids: Sequence[int], *, place: Sequence[int], questions: Iterable[str], until: datetime
) -> Facts:
    """Facts of rows that were all kept at one moment, their own `now`. `place`: rows of Hours; `questions`: keys that are read."""
    columns = {name: _column(name, kept) for name in COLUMNS if name != "place"}
    answers = _answers(kept, prospect_ids, list(questions), until=until)
    return Facts(now=np.datetime64(kept[0]["now"], "s"), place=np.array(place, np.int32), answers=answers, **columns)


def _column(name: str, kept: Sequence[Kept]) -> NDArray[Any]:
    column = blank_column(name, len(kept))
    for row, one in enumerate(kept):
        if name in one:
            column[row] = np.datetime64(one[name], "s") if name in TIMES else one[name]
    return column


def _answers(kept: Sequence[Kept], prospect_ids: Sequence[int], keys: list[str], *, until: datetime) -> dict[str, AnswerColumn]:
    """What was kept, with evidence and date of the newest answer that said so by then; one that is gone is not known any more."""
    said = _said(prospect_ids, until) if any("answers" in one for one in kept) else {}
    kinds = dict(Question.objects.filter(key__in=keys).values_list("key", "kind"))
    return {key: _answer([one.get("answers", {}).get(key) for one in kept], prospect_ids, said, key, kinds[key]) for key in kinds}


Said = Mapping[tuple[int, str], Sequence[tuple[str, int, datetime]]]


def _said(prospect_ids: Sequence[int], until: datetime) -> Said:
    found: dict[tuple[int, str], list[tuple[str, int, datetime]]] = {}
    rows = Answer.objects.filter(prospect_id__in=prospect_ids, learned_at__lte=until).order_by("learned_at", "pk")
    for pk, key, text, strength, at in rows.values_list("prospect_id", "question__key", "value_folded", "evidence", "learned_at"):
        found.setdefault((pk, key), []).append((text, strength, at))
    return found


def _answer(values: Sequence[Any], prospect_ids: Sequence[int], said: Said, key: str, kind: str) -> AnswerColumn:
    is_number, count = kind == Question.Kind.NUMBER, len(values)
    column: NDArray[Any] = np.full(count, np.nan) if is_number else np.full(count, "", dtype=object)
    known, evidence, learned_at = np.zeros(count, bool), np.zeros(count, np.int8), no_times(count)
    for row, (pk, value) in enumerate(zip(prospect_ids, values, strict=True)):
        for text, strength, at in said.get((pk, key), ()) if value is not None else ():
            if (number(text) if is_number else text) == value:
                column[row], known[row], evidence[row] = value, True, strength
                learned_at[row] = np.datetime64(at.replace(tzinfo=None), "s")
    return AnswerColumn(column, known, evidence, learned_at)
