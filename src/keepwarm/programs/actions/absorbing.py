"""What the circle needs of this room: turns and memberships become another prospect's, and are forgotten."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Q

from keepwarm.programs.models import Enrollment, Program, Turn
from keepwarm.prospects.moving import move_rows, return_rows

MOVES = (Turn, Enrollment)
STAYS = ()


def absorb(*, winner: int, loser: int) -> dict[str, list[int]]:
    """Everything moves but what only one person can have once: a turn to come, and the program they are in now."""
    has_turn = Turn.objects.planned().filter(prospect_id=winner).exists()
    turns = list(Turn.objects.planned().filter(prospect_id=loser).values_list("pk", flat=True)) if has_turn else []
    is_in = Enrollment.objects.filter(prospect_id=winner, left_at__isnull=True).exists()
    members = list(Enrollment.objects.filter(prospect_id=loser, left_at__isnull=True).values_list("pk", flat=True)) if is_in else []
    return {
        Turn._meta.db_table: move_rows(Turn, winner=winner, loser=loser, leave=turns),
        Enrollment._meta.db_table: move_rows(Enrollment, winner=winner, loser=loser, leave=members),
    }


def give_back(moved: Mapping[str, Any], *, winner: int, loser: int) -> None:
    """The other way round; what was planned since stays with the winner."""
    for model in MOVES:
        return_rows(model, moved, winner=winner, loser=loser)


def reassign(to: Mapping[int, int]) -> None:
    """A program speaks for the house: whose prospect somebody is does not matter to it."""


def give_on(seat_id: int, *, to: int) -> None:
    """The programs of a seat that is left belong to another."""
    Program.objects.filter(owner=seat_id).update(owner=to)


def forget(prospect_ids: Sequence[int]) -> None:
    """Nothing is to come for them; that and when something went stays for the counts."""
    Turn.objects.filter(Q(state=Turn.State.PLANNED), prospect_id__in=prospect_ids).delete()
    Turn.objects.filter(prospect_id__in=prospect_ids).update(said="")
    Enrollment.objects.filter(prospect_id__in=prospect_ids).delete()
