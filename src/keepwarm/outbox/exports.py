"""Mail that waits, left or failed, as a file."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from keepwarm.outbox.models import Message
from keepwarm.outbox.queries.lists import TABS, tab_filter, visible_messages
from keepwarm.outbox.words import say_because
from keepwarm.staff.exporting import Asked, Column, Export, by_key
from keepwarm.staff.models import REPS, SEES_ALL


def _messages(asked: Asked) -> Iterable[Message]:
    rows = visible_messages(asked.for_).select_related("account", "seat", "prospect").defer("values")
    return by_key(rows.filter(tab_filter(asked.get("tab"))) if asked.get("tab") in TABS else rows)


EXPORTS = (
    Export[Message](
        "messages",
        _("Mail that left, waits or failed"),
        (
            Column(_("Message"), "ref"),
            Column(_("Kind"), "get_kind_display"),
            Column(_("State"), "get_state_display"),
            Column(_("To"), "to_email"),
            Column(_("Name"), "to_name"),
            Column(_("Prospect"), "prospect.ref"),
            Column(_("Subject"), "subject"),
            Column(_("In whose name"), "seat.name"),
            Column(_("Account"), "account.name"),
            Column(_("Queued"), "queued_at"),
            Column(_("Handed over"), "handed_at"),
            Column(_("Settled"), "settled_at"),
            Column(_("Tries"), "tries"),
            Column(_("Why"), lambda row: say_because(row.because)),
            Column(_("What their server said"), "last_reply"),
        ),
        _messages,
        roles=REPS | SEES_ALL,
        filters=("tab",),
    ),
)
