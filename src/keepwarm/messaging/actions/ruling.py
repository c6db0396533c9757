"""What a person decides about a message that perhaps arrived, or that still waits."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from keepwarm.courier.actions import rule
from keepwarm.messaging.actions.settling import settle_results
from keepwarm.messaging.models import Message
from keepwarm.messaging.queries.lists import find_message
from keepwarm.messaging.refusals import MessagingRefused
from keepwarm.messaging.roles import EDITORS
from keepwarm.staff.models import User
from keepwarm.staff.queries import require_role


def decide(ref: str, what: str, *, by: User | None, now: datetime) -> Message:
    """arrived, again, leave or cancel. Raises UnknownMessage, ParcelRefused, NotYours."""
    require_role(by, *EDITORS)
    message = find_message(ref)
    if message.parcel is None:
        raise MessagingRefused(_("It was never put to the gateway, so there is nothing to decide."))
    rule(message.parcel.ref, what, by=by, now=now)
    settle_results(now=now)
    return find_message(ref)
