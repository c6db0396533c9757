"""Which other software hears of what, and what went there, as files. No secret leaves."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from keepwarm.courier.models import Parcel
from keepwarm.courier.words import say_because
from keepwarm.events.queries import SubscriptionLine, find_subscription, list_subscriptions
from keepwarm.staff.exporting import Asked, Column, Export, by_key
from keepwarm.staff.models import Role

ADMINS = frozenset({Role.ADMIN})


def _deliveries(asked: Asked) -> Iterable[Parcel]:
    """All that are kept, not only the newest of the page."""
    return by_key(Parcel.objects.filter(endpoint=find_subscription(asked.get("of")).endpoint).defer("body"))


EXPORTS = (
    Export[SubscriptionLine](
        "webhooks",
        _("Other software that hears of events"),
        (
            Column(_("Reference"), "told.ref"),
            Column(_("Name"), "told.name"),
            Column(_("Address"), "told.url"),
            Column(_("Hears when"), lambda row: "; ".join(row.labels)),
            Column(_("In our own network"), "told.is_inside"),
            Column(_("Waits"), "told.waiting"),
            Column(_("Refused"), "told.failed"),
            Column(_("Rests since"), "told.paused_at"),
            Column(_("Why it rests"), "told.paused_because"),
            Column(_("Tried"), "told.checked_at"),
            Column(_("What it said"), "told.checked_said"),
            Column(_("Made"), "told.made_at"),
        ),
        lambda asked: list_subscriptions(),
        roles=ADMINS,
    ),
    Export[Parcel](
        "webhook-deliveries",
        _("What went to other software"),
        (
            Column(_("Reference"), "ref"),
            Column(_("Event"), "what"),
            Column(_("State"), "get_state_display"),
            Column(_("Why"), lambda row: say_because(row.because)),
            Column(_("Answer (HTTP)"), lambda row: row.code or None),
            Column(_("What it said"), "said"),
            Column(_("Tries"), "tries"),
            Column(_("Queued"), "queued_at"),
            Column(_("Handed over"), "handed_at"),
            Column(_("Settled"), "settled_at"),
        ),
        _deliveries,
        roles=ADMINS,
        of="of",
    ),
)
