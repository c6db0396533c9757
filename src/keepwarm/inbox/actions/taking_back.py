"""What followed a reply that was read wrongly is taken back, as if it had not been read: a person says now what it is."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext

from keepwarm.consent.actions import lift_misread, lift_wishes_of, restore_withdrawn
from keepwarm.customers.actions import settle_case
from keepwarm.customers.models import Case
from keepwarm.decisions.actions import settle, undo_touch
from keepwarm.decisions.refusals import NotOpenToUndo
from keepwarm.inbox.actions.following import NAMES_SOMEBODY, point_of
from keepwarm.inbox.models import Proposal, Received
from keepwarm.inbox.words import Kind
from keepwarm.letters.actions.noting import take_off_point
from keepwarm.prospects.models import Address, Prospect
from keepwarm.staff.models import User
from keepwarm.touches.models import Signal, Touch


def take_back(row: Received, prospect: Prospect, kind: str, *, by: User, now: datetime) -> None:
    """Everything that the reading brought, before what follows `kind` is done. The caller holds the transaction."""
    if row.touch is None or row.touch.voided_at is not None:
        return
    lift_misread(f"mail:{row.ref}", by=by, now=now)
    restore_withdrawn(prospect.pk, row.touch.logged_at, by=by, now=now)
    if kind not in NAMES_SOMEBODY:
        Proposal.objects.filter(received=row, state=Proposal.State.OPEN).update(state=Proposal.State.LEFT, decided_at=now, decided_by=by)
    if kind != Kind.OBJECTION:
        take_off_point(prospect.pk, point_of(row), now=now)
    for case in Case.objects.filter(source=f"received:{row.ref}", settled_at__isnull=True) if kind != Kind.COMPLAINT else ():
        settle_case(case.ref, gettext("It was no complaint: the mail was read wrongly."), by=None, now=now)
    _undo(row.touch, prospect, by=by, now=now)


def _undo(touch: Touch, prospect: Prospect, *, by: User, now: datetime) -> None:
    """What was logged; where something newer stands on it, at least nothing waits twice, and no wish holds that was none."""
    try:
        with transaction.atomic():
            undo_touch(touch.ref, by=by, now=now)
    except NotOpenToUndo:
        Signal.objects.open().filter(source=f"touch:{touch.ref}").update(settled_at=now)
        lift_wishes_of(touch.ref, now=now)
        address_id, state = touch.args.get("address", [None, Address.State.OK])
        Address.objects.filter(pk=address_id, state=Address.State.LEFT).update(state=state)
        settle([prospect.pk], by=by, now=now)
