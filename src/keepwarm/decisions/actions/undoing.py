"""Undo of the last log: the touch is void, and everything it brought with it is as it was before."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext, gettext_noop

from keepwarm.answers.actions import void_answers_of
from keepwarm.consent.actions import lift_wishes_of
from keepwarm.decisions.actions.retelling import retell
from keepwarm.decisions.actions.settling import consider, lock_remaining, write
from keepwarm.decisions.actions.turning import bring_back, change_stage, clear_choice, finish
from keepwarm.decisions.models import AdviceRefused
from keepwarm.decisions.refusals import NotOpenToUndo
from keepwarm.engine.words import Stage
from keepwarm.facts.scope import Scope
from keepwarm.outbox.actions import cancel_for
from keepwarm.prospects.models import Address, Prospect, StandingChange
from keepwarm.staff.models import User
from keepwarm.touches.actions import void_touch
from keepwarm.touches.models import Signal, Touch

UNDONE = gettext_noop("undone")
"""Kept as it stands here: what an undo turned back is known by it."""
MOMENTS = frozenset({"chosen_at", "chosen_due_at", "wake_at", "recycled_at", "round_started_at", "ended_at"})


def undo_touch(touch_ref: str, *, by: User | None, now: datetime) -> Prospect:
    """Void the newest touch of a prospect and decide anew. Raises NotOpenToUndo when it is not the newest, or void already."""
    with transaction.atomic():
        prospect_id = Touch.objects.filter(ref=touch_ref).values_list("prospect_id", flat=True).first()
        if prospect_id is None:
            raise NotOpenToUndo(gettext("There is no such touch."))
        lock_remaining([prospect_id])  # a merge takes their touches along
        touch = Touch.objects.select_related("prospect").get(ref=touch_ref)
        _check(touch)
        _hold_back(touch, now=now)
        void_touch(touch, by=by, now=now)
        void_answers_of(touch, now=now)
        lift_wishes_of(touch.ref, now=now)
        _give_back_the_number(touch)
        _put_back(touch.prospect, touch.args.get("before", {}), by=by, now=now)
        retell([touch.prospect], now=now)
        write(consider(Scope(ids=[touch.prospect_id]), now=now), by=by, because=UNDONE, now=now)
    return Prospect.objects.get(pk=touch.prospect_id)


def _hold_back(touch: Touch, *, now: datetime) -> None:
    """A letter that has not left us yet is not sent. One that has left, from here or from a program of theirs, cannot be called back."""
    if touch.args.get("elsewhere"):
        raise NotOpenToUndo(gettext("This letter was sent from a mail program of their own. It has left, and stays on the timeline."))
    messages = list(touch.messages.values_list("pk", flat=True))
    if messages and cancel_for(messages, because=UNDONE, now=now) < len(messages):
        raise NotOpenToUndo(gettext("The letter has left already, or is leaving now. It cannot be called back."))


def _check(touch: Touch) -> None:
    if touch.voided_at is not None:
        raise NotOpenToUndo(gettext("This was undone before."))
    if Touch.objects.filter(prospect_id=touch.prospect_id, voided_at__isnull=True, pk__gt=touch.pk).exists():
        raise NotOpenToUndo(gettext("Something newer was logged after it. Undo that first."))
    if _merged_since(touch):
        raise NotOpenToUndo(gettext("They were merged with another since. Undo that merge first."))
    if _decided_since(touch):
        raise NotOpenToUndo(gettext("Something was decided about them since. Undoing this would undo that too."))
    if _offered_since(touch):
        raise NotOpenToUndo(gettext("They were offered to sales since. Withdraw the offer first."))


def _offered_since(touch: Touch) -> bool:
    """Whether sales was asked about them since: what the touch taught stands in the brief."""
    return Signal.objects.open().filter(prospect=touch.prospect, kind=Signal.Kind.HANDOFF, raised_at__gte=touch.logged_at).exists()


def _merged_since(touch: Touch) -> bool:
    """Whether what the touch found, which undo restores, may be that of the other of two who are one now."""
    merges = StandingChange.objects.filter(prospect=touch.prospect, what=StandingChange.What.MERGE, at__gte=touch.logged_at)
    newest = merges.order_by("-pk").first()
    return newest is not None and newest.old != "undone"


def _decided_since(touch: Touch) -> bool:
    """Whether a person has chosen, put back, ended or refused anything after the touch was logged."""
    prospect, since = touch.prospect, touch.logged_at
    if prospect.chosen_at is not None and prospect.chosen_at > since:
        return True
    by_hand = Q(what__in=["end", "recycle"]) | Q(what="stage", new=str(int(Stage.IN_SALES)))
    turned = StandingChange.objects.filter(by_hand, prospect=prospect, at__gt=since).exclude(because=UNDONE)
    return turned.exists() or AdviceRefused.objects.filter(prospect=prospect, at__gt=since).exists()


def _give_back_the_number(touch: Touch) -> None:
    if "address" in touch.args:
        address_id, state = touch.args["address"]
        Address.objects.filter(pk=address_id).update(state=state)


def _put_back(prospect: Prospect, before: dict[str, Any], *, by: User | None, now: datetime) -> None:
    """Restore what the timeline does not tell, as the touch found it."""
    if prospect.ended_at is None and "ended_at" in before:
        StandingChange.objects.bulk_create(finish(prospect, before["end_reason"], because=UNDONE, by=by, now=now))
    elif prospect.ended_at is not None and "ended_at" not in before:
        StandingChange.objects.bulk_create(bring_back(prospect, because=UNDONE, by=by, now=now))
    if prospect.stage != before.get("stage", prospect.stage):
        back = Stage(before["stage"])
        StandingChange.objects.bulk_create([change_stage(prospect, back, because=UNDONE, by=by, now=now)])
    clear_choice(prospect)
    prospect.wake_at = prospect.round_started_at = None
    for name, value in before.items():
        setattr(prospect, name, datetime.fromisoformat(value) if name in MOMENTS else value)
