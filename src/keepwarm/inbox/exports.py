"""What came in by mail, and the mailboxes that are read, as files."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from keepwarm.inbox.models import Mailbox, Received
from keepwarm.inbox.queries import mailboxes_for
from keepwarm.inbox.queries.lists import READERS, listed
from keepwarm.inbox.words import say_kind
from keepwarm.prospects.exports import PERSON
from keepwarm.staff.exporting import Asked, Column, Export, by_key
from keepwarm.staff.models import REPS
from keepwarm.staff.queries import RUNS_THE_TEAM


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
    Export[Mailbox](
        "mailboxes",
        _("Mailboxes that are read"),
        (
            Column(_("Mailbox"), "ref"),
            Column(_("User"), "user"),
            Column(_("Server"), "host"),
            Column(_("Kind"), "get_kind_display"),
            Column(_("Whose"), "seat.name"),
            Column(_("Folder"), "folder"),
            Column(_("Read"), "read_at"),
            Column(_("What is wrong"), "problem"),
            Column(_("Since"), "made_at"),
        ),
        lambda asked: by_key(mailboxes_for(asked.for_)),
        roles=REPS | RUNS_THE_TEAM,
    ),
)
