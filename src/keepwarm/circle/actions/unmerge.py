"""A merge is undone: each moved row goes back, and where nothing happened since, both stand exactly as before."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext

from keepwarm.circle import snapshot
from keepwarm.circle.actions.merge import ROOMS, MergeRefused
from keepwarm.circle.models import Merge
from keepwarm.decisions.actions.retelling import retell
from keepwarm.decisions.actions.settling import lock, settle
from keepwarm.decisions.models import Decision, Hold
from keepwarm.prospects.models import Doubt, Prospect, StandingChange
from keepwarm.prospects.search.indexing import index_prospects
from keepwarm.staff.models import Seat, User
from keepwarm.staff.queries import NotYours, may_change_owned_by, pool_of


def unmerge(merge_ref: str, *, by: User | None, now: datetime) -> Merge:
    """Gives the loser back what was theirs; what came in since the merge stays with the winner, who is decided anew then.

    Raises `MergeRefused` when it was undone before, or when a newer merge with one of the two must be undone first.
    """
    with transaction.atomic():
        both = Merge.objects.filter(ref=merge_ref).values_list("winner_id", "loser_id").first()
        lock(sorted(both or ()))  # before anything is read: two who undo it at once, or a call logged meanwhile
        merged = _take(merge_ref, by=by)
        winner, loser = merged.winner, merged.loser
        for name, room in ROOMS.items():
            if moved := merged.moved.get(name):
                room.give_back(moved, winner=winner.pk, loser=loser.pk)
        Hold.objects.filter(prospect__in=[winner, loser]).delete()
        _restore_loser(loser, merged.before["loser"], by=by, now=now)
        _restore_winner(winner, merged, by=by, now=now)
        index_prospects([winner.pk, loser.pk])
        _note(merged, by=by, now=now)
    merged.refresh_from_db()
    return merged


def _take(merge_ref: str, *, by: User | None) -> Merge:
    merged = Merge.objects.select_related("winner", "loser").filter(ref=merge_ref).first()
    if merged is None or not merged.before:
        raise MergeRefused(gettext("There is no such merge, or what it merged was forgotten."))
    if merged.undone_at is not None:
        raise MergeRefused(gettext("This merge was undone before."))
    both = [merged.winner_id, merged.loser_id]
    newer = Merge.objects.filter(Q(winner__in=both) | Q(loser__in=both), pk__gt=merged.pk, undone_at__isnull=True)
    if newer.exists():
        raise MergeRefused(gettext("One of the two was merged again since. Undo that merge first."))
    if by is not None and not may_change_owned_by(by, merged.winner.owner_id):
        raise NotYours(gettext("%(name)s belongs to a colleague.") % {"name": merged.winner.name})
    return merged


def _restore_loser(loser: Prospect, before: dict[str, Any], *, by: User | None, now: datetime) -> None:
    """Nobody writes to a merged prospect, so that its row is exactly what it was; an owner who left is replaced."""
    names = snapshot.restore(loser, before)
    _replace_who_left(loser)
    _write(loser, names)
    _keep_decision(loser, by=by, now=now)
    _line(loser, by=by, now=now)


def _restore_winner(winner: Prospect, merged: Merge, *, by: User | None, now: datetime) -> None:
    """Exactly as before when nothing was written since; else only what the merge filled in, and told and decided anew."""
    before, after = merged.before["winner"], merged.after
    if winner.version == after.get("version"):
        names = snapshot.restore(winner, before)
        _replace_who_left(winner)
        _write(winner, names)
        _keep_decision(winner, by=by, now=now)
        _line(winner, by=by, now=now)
    else:
        still = snapshot.take(winner)
        filled = {name for name in snapshot.changed(before, after) if name in still and still[name] == after[name]}
        standing = {"next_step", "next_touch_at", "first_due_at", "because_rule", "because_args", "decided_at"}
        if before["ended_at"]:
            filled -= {"ended_at", "end_reason", "stage"}  # the merge opened them, and they live on since
        names = snapshot.restore(winner, before, only=filled - standing)
        _replace_who_left(winner)
        _write(winner, names)
        _line(winner, by=by, now=now)  # before the next touch is decided, which may turn the stage once more
        retell([winner], now=now)
        settle([winner.pk], by=by, now=now, because=gettext("a merge was undone"))


def _replace_who_left(prospect: Prospect) -> None:
    """An owner who left since the merge: their team's pool has the prospect. In memory."""
    owner = Seat.objects.select_related("team").get(pk=prospect.owner_id)
    if owner.left_at is not None:
        prospect.owner = pool_of(owner.team)


def _write(prospect: Prospect, names: list[str]) -> None:
    prospect.version += 1
    names = [*names, "owner_id"] if "owner_id" not in names else names
    fields = [Prospect._meta.get_field(name.removesuffix("_id") if name.endswith("_id") else name).name for name in names]
    prospect.save(update_fields=[*fields, "version"])


def _keep_decision(prospect: Prospect, *, by: User | None, now: datetime) -> None:
    """The newest decision says again what stands; only when the merge had decided otherwise."""
    if prospect.ended_at is not None or prospect.next_touch_at is None:
        return
    stands = (prospect.next_step, prospect.because_rule)
    newest = Decision.objects.filter(prospect=prospect).order_by("-at", "-pk").first()
    if newest is None or (newest.step, newest.rule) != stands or newest.due_at != prospect.first_due_at:
        Decision.objects.create(
            prospect=prospect,
            step=prospect.next_step,
            due_at=prospect.first_due_at or prospect.next_touch_at,
            rule=prospect.because_rule,
            args=prospect.because_args,
            by=by,
            because=gettext("a merge was undone"),
            at=now,
        )


def _line(prospect: Prospect, *, by: User | None, now: datetime) -> None:
    """A line on the page, and rows that agree with the owner, stage and end that stand again."""
    because = gettext("the merge was undone")
    rows: list[tuple[str, str, str, int | None]] = [(StandingChange.What.MERGE, "undone", "", None)]
    newest = {
        what: StandingChange.objects.filter(prospect=prospect, what=what).order_by("-at", "-pk").first()
        for what in (StandingChange.What.OWNER, StandingChange.What.STAGE, StandingChange.What.END)
    }
    owner, stage, end = newest.values()
    if owner is not None and owner.new != str(prospect.owner_id):
        rows.append((StandingChange.What.OWNER, owner.new, str(prospect.owner_id), prospect.owner_id))
    if stage is not None and stage.new != str(prospect.stage) and prospect.ended_at is None:
        rows.append((StandingChange.What.STAGE, stage.new, str(prospect.stage), None))
    if end is not None and end.new != prospect.end_reason:
        rows.append((StandingChange.What.END, end.new, prospect.end_reason, None))
    StandingChange.objects.bulk_create(
        [
            StandingChange(prospect=prospect, what=what, old=old[:60], new=new[:60], seat_id=seat, because=because, by=by, at=now)
            for what, old, new, seat in rows
        ]
    )


def _note(merged: Merge, *, by: User | None, now: datetime) -> None:
    """Undone once; and the two are known to be different people."""
    Merge.objects.filter(pk=merged.pk).update(undone_at=now, undone_by=by)
    pair = Q(a=merged.winner_id, b=merged.loser_id) | Q(a=merged.loser_id, b=merged.winner_id)
    Doubt.objects.filter(pair).update(settled_at=now, settled_by=by, verdict="different")
