"""What came in by mail, as a file."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from keepwarm.inbox.models import Received
from keepwarm.inbox.queries.lists import READERS, listed
from keepwarm.inbox.words import say_kind
from keepwarm.prospects.exports import PERSON
from keepwarm.staff.exporting import Asked, Column, Export, by_key


def _received(asked: Asked) -> Iterable[Received]:
    return by_key(listed(asked.get("tab"), for_=asked.for_).select_related("prospect__organization").defer("reading"))


EXPORTS = (
    Export[Received](
        "inbox",
        _("Mail that came in"),
        (
            Column(_("Mail"), "ref"),
            *PERSON,
            Column(_("Received"), "received_at"),
            Column(_("From"), "from_email"),
            Column(_("Their name"), "from_name"),
            Column(_("Subject"), "subject"),
            Column(_("What they wrote"), "text"),
            Column(_("Kind"), lambda row: say_kind(row.kind)),
            Column(_("How sure, in percent"), lambda row: round(row.confidence * 100)),
            Column(_("State"), "get_state_display"),
            Column(_("It is shown to be theirs"), "is_verified"),
            Column(_("What was wrong"), "problem"),
        ),
        _received,
        roles=frozenset(READERS),
        filters=("tab",),
    ),
)
