"""What the circle needs of this room: a prospect's answers become another's and go back, and are forgotten."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from keepwarm.answers.models import Answer, Asked
from keepwarm.prospects.moving import move_all, move_rows, return_rows

MOVES = (Answer, Asked)
STAYS = ()
SUPERSEDED = "superseded"


def absorb(*, winner: int, loser: int) -> dict[str, Any]:
    """All answers, and what was asked. Where both have one in force the newer supersedes the older, as it would have with one person."""
    pairs = _double(winner, loser)
    for older, newer in pairs:
        Answer.objects.filter(pk=older).update(superseded_by=newer)
    asked = Asked.objects.filter(prospect_id=winner).values_list("question_id", flat=True)
    double = list(Asked.objects.filter(prospect_id=loser, question__in=asked).values_list("pk", flat=True))
    was_asked = move_rows(Asked, winner=winner, loser=loser, leave=double)
    return {**move_all((Answer,), winner=winner, loser=loser), Asked._meta.db_table: was_asked, SUPERSEDED: pairs}


def give_back(moved: Mapping[str, Any], *, winner: int, loser: int) -> None:
    """The other way round: first apart, then in force again what only the merge had superseded."""
    for model in MOVES:
        return_rows(model, moved, winner=winner, loser=loser)
    for older, newer in moved.get(SUPERSEDED, []):
        answer = Answer.objects.filter(pk=older, superseded_by=newer, voided_at__isnull=True).first()
        if answer is not None and not _in_force(answer.prospect_id).filter(question=answer.question_id).exists():
            Answer.objects.filter(pk=older).update(superseded_by=None)


def forget(prospect_ids: Sequence[int]) -> None:
    """Clears what they said; that a question was answered, and how we knew, stays for the counts."""
    Answer.objects.filter(prospect_id__in=prospect_ids).update(value="", value_folded="", source="")


def _in_force(prospect_id: int) -> Any:
    return Answer.objects.filter(prospect_id=prospect_id, superseded_by__isnull=True, voided_at__isnull=True)


def _double(winner: int, loser: int) -> list[list[int]]:
    """Pairs of ids, older and newer, of the questions that both have answered."""
    own = {answer.question_id: answer for answer in _in_force(winner)}
    both = [(own[answer.question_id], answer) for answer in _in_force(loser) if answer.question_id in own]
    ordered = [sorted(pair, key=lambda one: (one.learned_at, one.evidence, one.pk)) for pair in both]
    return [[older.pk, newer.pk] for older, newer in ordered]
