"""Mail that waits, left or failed, and the accounts through which it leaves, as files."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from keepwarm.outbox.models import Account, Message
from keepwarm.outbox.queries.accounts import accounts_in_use
from keepwarm.outbox.queries.lists import TABS, tab_filter, visible_messages
from keepwarm.outbox.words import say_because
from keepwarm.staff.exporting import Asked, Column, Export, by_key
from keepwarm.staff.models import REPS, SEES_ALL
from keepwarm.staff.queries import RUNS_THE_TEAM


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
    Export[Account](
        "mail-accounts",
        _("Mail accounts"),
        (
            Column(_("Account"), "ref"),
            Column(_("Name"), "name"),
            Column(_("Whose"), "seat.name"),
            Column(_("Mail comes from"), "from_email"),
            Column(_("Server"), "host", RUNS_THE_TEAM),
            Column(_("Letters a minute to one domain"), "pace_per_minute", RUNS_THE_TEAM),
            Column(_("Signs for (DKIM)"), "dkim_domain", RUNS_THE_TEAM),
            Column(_("Paused"), "paused_at"),
            Column(_("Why it is paused"), "paused_because"),
            Column(_("Tried"), "checked_at"),
            Column(_("What it said"), "checked_said"),
            Column(_("Made"), "made_at"),
        ),
        lambda asked: by_key(accounts_in_use()),
        roles=REPS | SEES_ALL,
    ),
)
