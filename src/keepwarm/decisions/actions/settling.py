"""Facts to the engine, and its answer to the database: the one place where a next touch is decided."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

import numpy as np
from django.db import connection, transaction
from numpy.typing import NDArray

from keepwarm.decisions.actions.saving import RULE_NAMES, STEPS, Outcome, prepare, save
from keepwarm.decisions.judging import judge
from keepwarm.engine.decide import decide
from keepwarm.facts.gather import gather, hours_keys
from keepwarm.facts.hours import hours_for
from keepwarm.facts.said import letters_left
from keepwarm.facts.scope import Scope, rows
from keepwarm.policy.queries import policy_in_force
from keepwarm.prospects.models import Prospect
from keepwarm.prospects.queries.remaining import remaining
from keepwarm.staff.models import User


def settle(
    prospect_ids: Sequence[int], *, by: User | None, now: datetime, because: str = "", letters: Mapping[int, int] | None = None
) -> int:
    """Decide anew for these prospects and write the next touch of each, in one transaction. Returns how many changed.

    Of one that was merged the one who remains is decided. `letters`: see `ready_letters`; it saves counting within the lock.
    """
    wanted = sorted(set(prospect_ids))
    if not wanted:
        return 0
    ready_hours(wanted, now=now)
    with transaction.atomic():
        ids = sorted(set(lock_remaining(wanted).values()))
        outcome = consider(Scope(ids=ids), now=now, keep_put_off=True, letters=letters)
        return write(outcome, by=by, because=because, now=now)


def ready_hours(prospect_ids: Sequence[int], *, now: datetime) -> None:
    """Work out the calling hours of these before the write lock is taken: for the first of a day at a place it takes long."""
    hours_for(hours_keys(Scope(ids=sorted(set(prospect_ids)))), policy_in_force(), now=now)


def ready_letters(prospect_ids: Sequence[int], *, now: datetime) -> dict[int, int]:
    """Letters left to the owners of these, counted before the write lock is taken."""
    owners = set(Prospect.objects.filter(pk__in=prospect_ids).values_list("owner_id", flat=True))
    return letters_left(owners, policy_in_force(), now=now)


def lock(prospect_ids: Sequence[int]) -> None:
    """Take the prospects in the order of their ids. SQLite has one writer: its transaction is the lock."""
    if connection.vendor == "postgresql":
        list(Prospect.objects.filter(pk__in=prospect_ids).order_by("pk").select_for_update().values_list("pk"))


def lock_remaining(prospect_ids: Sequence[int]) -> dict[int, int]:
    """Take these prospects, or those they were merged into. Gives who remains of each, which holds until the transaction ends."""
    told = remaining(prospect_ids)
    lock(sorted(set(told.values())))
    while (now := remaining(prospect_ids)) != told:  # merged while we waited
        told = now
        lock(sorted(set(told.values())))
    return told


def consider(
    scope: Scope,
    *,
    now: datetime,
    keep_dates: bool = False,
    keep_put_off: bool = False,
    letters: Mapping[int, int] | None = None,
) -> Outcome:
    """Ask the engine; nothing is written. `keep_dates`: while rule and step stay, the date that was set stays too.

    `keep_put_off`: of those that a person put off it stays too, unless the new one is later still.
    `letters`: letters left by seat, when the caller asks for many scopes.
    """
    policy = policy_in_force()
    hours, place_rows = hours_for(hours_keys(scope), policy, now=now)
    gathered = gather(scope, policy, place_rows=place_rows, now=now, letters=letters)
    decisions = decide(gathered.facts, policy, hours)
    judged = judge(gathered, policy)
    was = gathered.standing
    same = (RULE_NAMES[decisions.rule] == np.array(was.rules, dtype=np.str_)) & (
        STEPS[decisions.step] == np.array(was.steps, dtype=np.str_)
    )
    moved = ~same if keep_dates else ~same | (decisions.due != was.due)
    if keep_put_off:
        moved &= ~(same & (decisions.due <= was.due) & _put_off(was.ids))
    return Outcome(gathered, decisions, judged, policy, moved)


def _put_off(ids: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Whose next touch a person put off."""
    if not len(ids):
        return np.zeros(0, np.bool_)
    found = rows(f"SELECT id FROM prospects_prospect WHERE {Scope(ids=ids.tolist()).sql('id')} AND postponed > 0")  # noqa: S608 - our own numbers
    return np.isin(ids, [pk for (pk,) in found])


def write(outcome: Outcome, *, by: User | None, because: str, now: datetime) -> int:
    """Write all that changed: decision, next touch, judgement. The caller holds the transaction and the rows."""
    return save(prepare(outcome, np.flatnonzero(outcome.changed), by=by, because=because, now=now))
