"""Two prospects are one person: the loser's rows become the winner's, standing is told anew, the next touch decided anew."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext

from keepwarm.answers import absorbing as answers
from keepwarm.circle import snapshot
from keepwarm.circle.models import Cover, Merge
from keepwarm.consent.actions import absorbing as consent
from keepwarm.content import absorbing as content
from keepwarm.customers.actions import absorbing as customers
from keepwarm.decisions.actions import absorbing as decisions
from keepwarm.decisions.actions.retelling import retell
from keepwarm.decisions.actions.settling import lock, ready_hours, ready_letters, settle
from keepwarm.decisions.actions.turning import bring_back, change_stage, finish
from keepwarm.handoff.actions import absorbing as handoff
from keepwarm.inbox.actions import absorbing as inbox
from keepwarm.intake import actions as intake
from keepwarm.letters import actions as letters
from keepwarm.lib.refusal import Refusal
from keepwarm.mailings.actions import absorbing as mailings
from keepwarm.messaging.actions import absorbing as messaging
from keepwarm.outbox import actions as outbox
from keepwarm.post.actions import absorbing as post
from keepwarm.programs.actions import absorbing as programs
from keepwarm.prospects import actions as prospects
from keepwarm.prospects.models import Doubt, Prospect, Stage, StandingChange
from keepwarm.prospects.plain import PLAIN
from keepwarm.prospects.search.indexing import index_prospects
from keepwarm.qualification import actions as qualification
from keepwarm.selling.actions import absorbing as selling
from keepwarm.seminars.actions import absorbing as seminars
from keepwarm.signs import absorbing as signs
from keepwarm.staff.models import Seat, User
from keepwarm.staff.queries import NotYours, may_change_owned_by
from keepwarm.surveys.actions import absorbing as surveys
from keepwarm.touches import absorbing as touches

ROOMS: dict[str, Any] = {
    "prospects": prospects,
    "consent": consent,
    "touches": touches,
    "answers": answers,
    "content": content,
    "signs": signs,
    "qualification": qualification,
    "decisions": decisions,
    "intake": intake,
    "letters": letters,
    "handoff": handoff,
    "outbox": outbox,
    "programs": programs,
    "post": post,
    "messaging": messaging,
    "mailings": mailings,
    "selling": selling,
    "customers": customers,
    "seminars": seminars,
    "surveys": surveys,
    "inbox": inbox,
}
"""The rooms that hold rows about a prospect, from the ground up. Rows of an import stay: they say what its lines became."""
FILLED = ("given_name", "family_name", *PLAIN, "born_on", "organization_id")
PLACED = ("place", "zone", "hours_key")
CHOSEN = ("chosen_step", "chosen_at", "chosen_due_at", "chosen_because", "chosen_by_id")


class MergeRefused(Refusal):
    """Two prospects that cannot become one, or a merge that cannot be undone."""


def merge(winner_id: int, loser_id: int, *, because: str, by: User | None, now: datetime) -> Merge:
    """Makes the loser part of the winner, whose name, owner and choice stay. The wishes of both hold: the stricter wins.

    All in one transaction; every moved row is remembered, so that `unmerge` gives each back.
    """
    ready_hours([winner_id, loser_id], now=now)
    letters = ready_letters([winner_id, loser_id], now=now)
    with transaction.atomic():
        winner, loser = _take(winner_id, loser_id, because=because, by=by)
        before = {"winner": snapshot.take(winner), "loser": snapshot.take(loser)}
        moved = {name: room.absorb(winner=winner_id, loser=loser_id) for name, room in ROOMS.items()}
        changes = [*_fill(winner, loser, by=by, now=now), *_close(winner, loser, because=because, by=by, now=now)]
        StandingChange.objects.bulk_create(changes)
        _save_who(winner, loser)
        retell([winner, loser], now=now)
        settle([winner_id], by=by, now=now, because=because, letters=letters)
        Doubt.objects.filter(Q(a=winner, b=loser) | Q(a=loser, b=winner)).update(settled_at=now, settled_by=by, verdict="same")
        Cover.objects.filter(prospect=loser, closed_at__isnull=True).update(closed_at=now)
        _rise_above(winner_id, loser_id)
        winner.refresh_from_db()
        after = snapshot.take(winner) | {"version": winner.version}
        words = because.strip()[:300]
        done = Merge.objects.create(winner=winner, loser=loser, moved=moved, before=before, after=after, because=words, by=by, at=now)
        index_prospects([winner_id], gone=[loser_id])  # last: the index writes to the disk whenever other rows follow
        return done


def _take(winner_id: int, loser_id: int, *, because: str, by: User | None) -> tuple[Prospect, Prospect]:
    if winner_id == loser_id:
        raise MergeRefused(gettext("These are one and the same already."))
    if not because.strip():
        raise MergeRefused(gettext("Say why they are the same person."))
    lock(sorted([winner_id, loser_id]))
    found = Prospect.objects.in_bulk([winner_id, loser_id])
    if len(found) < 2:
        raise MergeRefused(gettext("There is no such prospect any more."))
    winner, loser = found[winner_id], found[loser_id]
    for prospect in (winner, loser):
        if prospect.merged_into_id is not None:
            raise MergeRefused(gettext("%(name)s was merged into another before.") % {"name": prospect.name})
        if by is not None and not may_change_owned_by(by, prospect.owner_id):
            raise NotYours(gettext("%(name)s belongs to a colleague. Ask whoever manages the team.") % {"name": prospect.name})
    return winner, loser


def _fill(winner: Prospect, loser: Prospect, *, by: User | None, now: datetime) -> list[StandingChange]:
    """What the winner lacks comes from the loser; of two stages the further one. In memory; gives the rows to write."""
    for name in FILLED:
        if not getattr(winner, name):
            setattr(winner, name, getattr(loser, name))
    if not winner.hours_key:
        for name in PLACED:
            setattr(winner, name, getattr(loser, name))
    if loser.ended_at is not None:
        return []
    changes: list[StandingChange] = []
    keeps_rep = _comes_further_in_sales(winner, loser)
    if winner.ended_at is not None:
        changes += bring_back(winner, because=gettext("the same person is open"), by=by, now=now)
    if Stage.ENDED > loser.stage > winner.stage:
        because = gettext("the same person had come further")
        changes.append(change_stage(winner, _engine_stage(loser), because=because, by=by, now=now))
    changes += _take_over(winner, loser, keeps_rep=keeps_rep, by=by, now=now)
    return changes


def _comes_further_in_sales(winner: Prospect, loser: Prospect) -> bool:
    """Sales has the loser and not the winner: then their rep keeps the person."""
    in_sales = (Stage.IN_SALES, Stage.CUSTOMER)
    return loser.stage in in_sales and winner.stage not in in_sales


def _take_over(winner: Prospect, loser: Prospect, *, keeps_rep: bool, by: User | None, now: datetime) -> list[StandingChange]:
    """A choice where the winner has none; and from a pool to the person who knows them, or to the rep who has them in sales."""
    if not winner.chosen_step:
        for name in CHOSEN:
            setattr(winner, name, getattr(loser, name))
    owners = Seat.objects.in_bulk([winner.owner_id, loser.owner_id])
    from_pool = owners[winner.owner_id].kind == Seat.Kind.TEAM and owners[loser.owner_id].kind == Seat.Kind.PERSON
    if winner.owner_id == loser.owner_id or not (from_pool or keeps_rep):
        return []
    old, winner.owner = winner.owner_id, owners[loser.owner_id]
    change = StandingChange(
        prospect=winner,
        what=StandingChange.What.OWNER,
        old=str(old),
        new=str(loser.owner_id),
        seat_id=loser.owner_id,
        because=gettext("the same person was theirs"),
        by=by,
        at=now,
    )
    return [change]


def _close(winner: Prospect, loser: Prospect, *, because: str, by: User | None, now: datetime) -> list[StandingChange]:
    """The loser ends, with a line on both pages. In memory; gives the rows to write."""
    ended = [] if loser.ended_at is not None else finish(loser, "merged", because=because, by=by, now=now)
    lines = [
        StandingChange(prospect=one, what=StandingChange.What.MERGE, old=old, new=new, because=because.strip()[:300], by=by, at=now)
        for one, old, new in ((winner, loser.ref, ""), (loser, "", winner.ref))
    ]
    return [*ended, *lines]


def _save_who(winner: Prospect, loser: Prospect) -> None:
    """The columns that `retell` does not write."""
    winner.save(update_fields=[*FILLED, *PLACED])
    Prospect.objects.filter(pk=loser.pk).update(merged_into=winner, version=F("version") + 1)


def _rise_above(winner_id: int, loser_id: int) -> None:
    """A form that showed any version of the loser is stale at the winner, whatever its number."""
    seen = Prospect.objects.values_list("version", flat=True).get(pk=loser_id)
    Prospect.objects.filter(pk=winner_id, version__lte=seen).update(version=seen + 1)


def _engine_stage(prospect: Prospect) -> Any:
    from keepwarm.engine.words import Stage as EngineStage

    return EngineStage(prospect.stage)
