"""Short messages, and what people sent us, as files."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from keepwarm.messaging.models import Message
from keepwarm.messaging.queries.lists import messages_seen_by
from keepwarm.messaging.words import say_state, say_why
from keepwarm.prospects.exports import PERSON
from keepwarm.staff.exporting import Asked, Column, Export, by_key


def _messages(asked: Asked) -> Iterable[Message]:
    return by_key(messages_seen_by(asked.for_).select_related("prospect__organization", "item", "parcel"))


EXPORTS = (
    Export[Message](
        "short-messages",
        _("Short messages"),
        (
            Column(_("Message"), "ref"),
            Column(_("Key"), "parcel.ref"),
            *PERSON,
            Column(_("Item"), "item.title"),
            Column(_("Text"), "text"),
            Column(_("State"), say_state),
            Column(_("Why"), say_why),
            Column(_("Made"), "made_at"),
            Column(_("Tries"), "parcel.tries"),
            Column(_("Handed over"), "parcel.handed_at"),
            Column(_("The gateway told us"), "reported_at"),
        ),
        _messages,
    ),
)
