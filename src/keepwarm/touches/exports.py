"""The timeline, the inquiries and where they come from, as files."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from keepwarm.prospects.exports import PERSON, of_visible
from keepwarm.staff.exporting import Asked, Column, Export, by_key, money
from keepwarm.staff.models import REPS, SEES_ALL, Role
from keepwarm.touches.models import Inquiry, Signal, Source, Touch
from keepwarm.touches.words import describe_touch

READERS = REPS | SEES_ALL | {Role.SERVICE}


def _touches(asked: Asked) -> Iterable[Touch]:
    rows = of_visible(Touch.objects.all(), asked.for_)
    rows = rows.filter(prospect__ref=asked.get("prospect")) if asked.get("prospect") else rows
    return by_key(rows.select_related("prospect__organization", "seat", "by"))


def _inquiries(asked: Asked) -> Iterable[Inquiry]:
    rows = of_visible(Inquiry.objects.all(), asked.for_)
    rows = rows.filter(prospect__ref=asked.get("prospect")) if asked.get("prospect") else rows
    rows = rows.filter(source__ref=asked.get("source")) if asked.get("source") else rows
    return by_key(rows.select_related("prospect__organization", "source"))


def _signals(asked: Asked) -> Iterable[Signal]:
    rows = of_visible(Signal.objects.filter(settled_at__isnull=True, voided_at__isnull=True), asked.for_)
    return by_key(rows.select_related("prospect__organization", "seat"))


EXPORTS = (
    Export[Touch](
        "touches",
        _("Touches"),
        (
            Column(_("Touch"), "ref"),
            *PERSON,
            Column(_("When"), "happened_at"),
            Column(_("What"), describe_touch),
            Column(_("Channel"), "get_channel_display"),
            Column(_("Direction"), "get_direction_display"),
            Column(_("How it ended"), "disposition"),
            Column(_("Purpose"), "purpose"),
            Column(_("Minutes"), lambda row: round(row.seconds / 60, 1)),
            Column(_("What was learned"), "learned"),
            Column(_("Note"), "note"),
            Column(_("Seat"), "seat.name"),
            Column(_("Logged by"), "by.name"),
            Column(_("Logged"), "logged_at"),
            Column(_("Cost"), lambda row: money(row.cost_minor, settings.CURRENCY), SEES_ALL),
            Column(_("Taken back"), "voided_at"),
        ),
        _touches,
        roles=READERS,
        filters=("prospect",),
    ),
    Export[Inquiry](
        "inquiries",
        _("Inquiries"),
        (
            Column(_("Inquiry"), "ref"),
            *PERSON,
            Column(_("When"), "happened_at"),
            Column(_("Received"), "received_at"),
            Column(_("Source"), "source.name"),
            Column(_("Wants to be contacted"), "wants_contact"),
            Column(_("Topic"), "topic"),
            Column(_("What they wrote"), "text"),
            Column(_("Taken back"), "voided_at"),
        ),
        _inquiries,
        roles=READERS,
        filters=("prospect", "source"),
    ),
    Export[Signal](
        "waiting",
        _("What waits for a touch"),
        (
            *PERSON,
            Column(_("What"), "get_kind_display"),
            Column(_("Since"), "raised_at"),
            Column(_("Due"), "due_at"),
            Column(_("Whose"), "seat.name"),
        ),
        _signals,
        roles=READERS,
    ),
    Export[Source](
        "sources",
        _("Sources and lists"),
        (
            Column(_("Reference"), "ref"),
            Column(_("Name"), "name"),
            Column(_("Kind"), "kind"),
            Column(_("Cold"), "cold"),
            Column(_("Cost"), lambda row: money(row.cost_minor, row.currency)),
            Column(_("Currency"), "currency"),
            Column(_("People"), "tally.people"),
            Column(_("Worked"), "tally.worked"),
            Column(_("Touches"), "tally.touches"),
            Column(_("Leads"), "tally.leads"),
            Column(_("Customers"), "tally.customers"),
            Column(_("Counted"), "tally.counted_at"),
        ),
        lambda asked: by_key(Source.objects.select_related("tally")),
        roles=SEES_ALL,
    ),
)
