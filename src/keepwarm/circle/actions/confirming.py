"""An address confirmed by the link in our mail: the permission holds, and a no to mailings that they said before gives way to it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext

from keepwarm.circle.actions.closing import open_address
from keepwarm.consent.actions import lift_wish
from keepwarm.consent.models import Channel, Suppression, Wish
from keepwarm.consent.queries.suppressed import suppressed
from keepwarm.decisions.actions import log_touch, settle
from keepwarm.decisions.actions.settling import lock_remaining
from keepwarm.decisions.batch import NewTouch
from keepwarm.engine.words import Disposition
from keepwarm.intake.actions.filling import confirm, waiting_for
from keepwarm.intake.models import Filled
from keepwarm.prospects.models import Address, Prospect
from keepwarm.touches.models import Channel as TouchChannel
from keepwarm.touches.models import Direction


def confirm_sign_up(token: str, *, now: datetime) -> Filled:
    """They pressed the button behind the link. Twice changes nothing. Raises LinkUnreadable, NothingWaits.

    Who unsubscribed once, signs up again and confirms it gets mailings again: it is their newer word, and proven. A wish for no email
    at all or for nothing at all stands: then no mail of ours could have reached them.
    """
    with transaction.atomic():
        waited = waiting_for(token)
        email = str(waited.waits.get("email", ""))
        filled = confirm(token, now=now)
        if email and filled.prospect_id is not None:
            _hear_again(filled, email, now=now)
    return filled


def _hear_again(filled: Filled, email: str, *, now: datetime) -> None:
    prospect = Prospect.objects.get(pk=lock_remaining([filled.prospect_id])[filled.prospect_id])  # type: ignore[list-item, index]
    closed = Wish.objects.filter(prospect=prospect, lifted_at__isnull=True, said_at__lt=filled.sent_at)
    wishes = list(closed.filter(kind=Wish.Kind.NO_CHANNEL, channel=Channel.MAILING))
    address = Address.objects.filter(prospect=prospect, kind=Address.Kind.EMAIL, normalized=email).first()
    is_shut = address is not None and suppressed([(address.kind, email)]).get((address.kind, email)) == Suppression.Scope.MAILING
    if not wishes and not is_shut:
        return
    for wish in wishes:
        lift_wish(wish, because=gettext("they signed up again and confirmed it"), now=now)
    note = gettext("Signed up for mailings again, and confirmed the address")
    logged = log_touch(NewTouch(prospect.pk, TouchChannel.WEB, Direction.IN, Disposition.RECEIVED, now, note=note), by=None, now=now)
    opened = open_address(prospect, address, logged.touch, now=now) if address is not None and is_shut else [prospect.pk]
    settle(opened, by=None, now=now, because=gettext("they chose how to hear from us"))
