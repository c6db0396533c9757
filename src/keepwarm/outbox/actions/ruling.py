"""What a person says of a message nobody can be sure of, or of one that failed."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext

from keepwarm.lib.refusal import Refusal
from keepwarm.outbox.models import Message, Ruling, State
from keepwarm.staff.models import User


class NothingToRule(Refusal):
    """The message is not one of those, or no reason was given."""


def rule(message: Message, what: str, *, because: str, by: User | None, now: datetime) -> Message:
    """It arrived, send it again, or leave it; with a reason. Raises `NothingToRule`.

    Sent again it keeps its Message-ID, so that a mailbox that has it may show it once; the gate asks as for any other.
    """
    if not because.strip():
        raise NothingToRule(gettext("Please say in a few words how you know."))
    with transaction.atomic():
        if not _rows(message, what).update(**_becomes(what, now)):
            raise NothingToRule(gettext("This was settled in the meantime. Look at it again."))
        Ruling.objects.create(message=message, what=what, because=because.strip()[:300], by=by, at=now)
    message.refresh_from_db()
    return message


def _rows(message: Message, what: str) -> Any:
    states = [State.UNCERTAIN, State.FAILED] if what == Ruling.What.AGAIN else [State.UNCERTAIN]
    return Message.objects.filter(pk=message.pk, state__in=states, frozen__isnull=False) | Message.objects.filter(
        pk=message.pk, state__in=states, template__isnull=False
    )


def _becomes(what: str, now: datetime) -> dict[str, Any]:
    if what == Ruling.What.ARRIVED:
        return {"state": State.ACCEPTED, "because": "", "settled_at": now, "told_at": None, "ruled_at": now}
    if what == Ruling.What.AGAIN:
        # the fence stays: that it arrived is believed of the sender that had it, as long as no other took it (`protocol.may_settle`)
        again = {"state": State.QUEUED, "because": "", "settled_at": None, "told_at": None, "ruled_at": None}
        return {**again, "next_try_at": now, "tries": 0, "first_tried_at": None, "handed_at": None}
    return {"ruled_at": now}
