"""A permission given or ended, and a wish taken down, by a person of the house or a program: the next touch is decided anew with it."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext

from keepwarm.consent.actions import end_permission, record_permission
from keepwarm.consent.models import Permission, Wish
from keepwarm.decisions.actions import log_touch, settle
from keepwarm.decisions.batch import NewTouch, NewWish
from keepwarm.engine.words import Disposition
from keepwarm.lib.refusal import Refusal
from keepwarm.prospects.models import Prospect
from keepwarm.staff.models import User
from keepwarm.touches.models import Channel, Direction, Touch

FARTHEST = timedelta(days=3653)
"""How far ahead "not before" may lie; later is a slip. Our choice."""


def permit_and_settle(permission: Permission, *, by: User | None, now: datetime) -> Permission:
    """Record a permission with its proof, and settle the prospect. Raises ProofMissing and BadEnd."""
    with transaction.atomic():
        kept = record_permission(permission, by=by, now=now)
        settle([kept.prospect_id], by=by, now=now, because=gettext("a permission was given"))
    return kept


def end_and_settle(permission: Permission, *, expires_at: datetime | None, by: User | None, now: datetime) -> Permission:
    """Another end of a permission, and settle the prospect. Raises BadEnd and PermissionAlreadyWithdrawn."""
    with transaction.atomic():
        kept = end_permission(permission, expires_at=expires_at, by=by, now=now)
        settle([kept.prospect_id], by=by, now=now, because=gettext("a permission has another end"))
    return kept


class IncompleteWish(Refusal):
    """A wish that does not say what it is about."""


def wish_and_settle(prospect: Prospect, wish: NewWish, *, by: User | None, now: datetime) -> Touch:
    """What they asked for, as a note on the timeline that carries it. Raises IncompleteWish."""
    if wish.kind == Wish.Kind.NOT_BEFORE and (wish.until_at is None or not now < wish.until_at < now + FARTHEST):
        raise IncompleteWish(gettext("Not before which day? Give one within ten years."))
    if wish.kind == Wish.Kind.NO_CHANNEL and not wish.channel:
        raise IncompleteWish(gettext("Not by which way? Name the channel."))
    note = NewTouch(
        prospect_id=prospect.pk,
        channel=Channel.NOTE,
        direction=Direction.OUT,
        disposition=Disposition.DONE,
        happened_at=now,
        note=gettext("Wish recorded"),
        wishes=(wish,),
    )
    return log_touch(note, by=by, now=now).touch
