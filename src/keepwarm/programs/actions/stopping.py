"""What is planned is stopped or changed by a person, for one or for a whole group, with a reason; each gets a new date at once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from keepwarm.content.models import Item, Received
from keepwarm.decisions.actions import PutOff, put_off
from keepwarm.decisions.actions.settling import lock
from keepwarm.policy.queries import policy_in_force
from keepwarm.programs.actions.programs import MAKERS
from keepwarm.programs.models import Turn
from keepwarm.programs.queries.fitting import goes_by, is_offered, ready_among
from keepwarm.programs.refusals import DoesNotFit, ReasonMissing, TurnGone
from keepwarm.staff.models import User
from keepwarm.staff.queries import require_role

AT_ONCE = 150  # turns of one transaction
STOPPED = "stopped"
CHOSEN = "chosen"  # engine.turns.BECAUSE


def stop_turn(ref: str, *, because: str, by: User, now: datetime) -> Turn:
    """Not this, for this person: they get something else, a gap later. Raises TurnGone, ReasonMissing, NotYours."""
    turn = Turn.objects.planned().filter(ref=ref).first()
    if turn is None:
        raise TurnGone(_("This is not to come any more: it went, was moved, or was stopped before."))
    stop_turns(Turn.objects.filter(pk=turn.pk), because=because, by=by, now=now)
    return Turn.objects.get(pk=turn.pk)


def stop_turns(turns: Any, *, because: str, by: User, now: datetime, most: int = 1_000_000) -> int:
    """Stop all of a group (a queryset of turns) that are still planned, in short transactions. Returns how many.

    A crash in between leaves the rest planned. Nobody who is stopped is forgotten: each has a date, a gap later.
    """
    require_role(by, *MAKERS)
    if not because.strip():
        raise ReasonMissing(_("Say why: whoever asks later what they got, and why not, reads it."))
    stopped = 0
    while stopped < most:
        ids = list(turns.filter(state=Turn.State.PLANNED).order_by("pk").values_list("pk", flat=True)[:AT_ONCE])
        if not ids:
            break
        stopped += _stop(ids, because.strip()[:300], by=by, now=now)
    return stopped


def _stop(ids: Sequence[int], because: str, *, by: User, now: datetime) -> int:
    to_at = now + timedelta(days=policy_in_force().gap_days)
    people = sorted(set(Turn.objects.planned().filter(pk__in=ids).values_list("prospect_id", flat=True)))
    with transaction.atomic():
        lock(people)  # people before turns, as whoever sends does
        rows = list(Turn.objects.planned().filter(pk__in=ids).order_by("prospect_id").select_for_update(of=("self",)))
        for turn in rows:
            turn.state, turn.ended_at, turn.ended_because = Turn.State.STOPPED, now, STOPPED
            turn.said, turn.by, turn.moved_to_at = because, by, max(to_at, turn.due_at + timedelta(days=1))
        put_off([PutOff(turn.prospect_id, turn.moved_to_at or to_at, because) for turn in rows], by=by, now=now)
        Turn.objects.bulk_update(rows, ["state", "ended_at", "ended_because", "said", "by", "moved_to_at"], batch_size=100)
    return len(rows)


def change_turn(ref: str, item_ref: str, *, because: str, by: User, now: datetime) -> Turn:
    """Another item for this person instead. Raises TurnGone, DoesNotFit, ReasonMissing, NotYours."""
    turn = Turn.objects.planned().filter(ref=ref).first()
    if turn is None:
        raise TurnGone(_("This is not to come any more: it went, was moved, or was stopped before."))
    if Received.objects.filter(prospect_id=turn.prospect_id, item__ref=item_ref).exists():
        raise DoesNotFit(_("They had this already. Nobody gets the same thing twice."))
    if not change_turns(Turn.objects.filter(pk=turn.pk), item_ref, because=because, by=by, now=now):
        raise DoesNotFit(_why_not(turn, Item.objects.filter(ref=item_ref).first()))
    return Turn.objects.get(pk=turn.pk)


def _why_not(turn: Turn, item: Item | None) -> str:
    if item is not None and not goes_by(item, turn.channel):
        return _("It cannot go by the way that is planned: what is heard or seen is no letter, and a short message needs a short text.")
    if item is not None and item.asks_to_buy:
        return _("It asks to buy, and they are not ready for that. Choose another item.")
    return _("This is not to come any more: it went, was moved, or was stopped before.")


def change_turns(turns: Any, item_ref: str, *, because: str, by: User, now: datetime, most: int = 1_000_000) -> int:
    """Another item for all of a group whom it fits and who have not had it, in short transactions; the others keep what was planned.

    What asks to buy comes only to whoever is ready, also when a person chooses it.
    """
    require_role(by, *MAKERS)
    if not because.strip():
        raise ReasonMissing(_("Say why: whoever asks later what they got, and why not, reads it."))
    item = Item.objects.filter(ref=item_ref).first()
    if item is None or not is_offered(item, now):
        raise DoesNotFit(_("Only what is in use, and fresh still, can be sent. Choose another item."))
    changed, last = 0, 0
    while changed < most and (
        ids := list(turns.filter(state=Turn.State.PLANNED, pk__gt=last).order_by("pk").values_list("pk", flat=True)[:AT_ONCE])
    ):
        last = ids[-1]
        changed += _change(ids, item, because.strip()[:200], by=by)
    return changed


def _change(ids: Sequence[int], item: Item, because: str, *, by: User) -> int:
    with transaction.atomic():
        rows = Turn.objects.planned().filter(pk__in=ids)
        people = {pk: to for pk, to, channel in rows.values_list("pk", "prospect_id", "channel") if goes_by(item, channel)}
        had = set(Received.objects.filter(item=item, prospect_id__in=people.values()).values_list("prospect_id", flat=True))
        fits = ready_among(people.values()) if item.asks_to_buy else set(people.values())
        return rows.filter(pk__in=[pk for pk, to in people.items() if to in fits - had]).update(
            item=item, kind=Turn.Kind.ITEM, because=CHOSEN, args={"why": because}, by=by, said=because
        )
