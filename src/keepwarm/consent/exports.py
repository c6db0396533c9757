"""Permissions with their proof, wishes, and what nobody is to use, as files. Of a closed address only that it is closed."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from keepwarm.consent.models import Permission, Suppression, Wish
from keepwarm.consent.words import say_permission, say_suppression
from keepwarm.prospects.exports import PERSON, of_visible
from keepwarm.staff.exporting import Asked, Column, Export, by_key
from keepwarm.staff.models import EDITORS

KEEPERS = EDITORS


def _permissions(asked: Asked) -> Iterable[Permission]:
    return by_key(of_visible(Permission.objects.select_related("prospect__organization", "wording", "withdrawn_by"), asked.for_))


def _wishes(asked: Asked) -> Iterable[Wish]:
    return by_key(of_visible(Wish.objects.select_related("prospect__organization", "by"), asked.for_))


EXPORTS = (
    Export[Permission](
        "permissions",
        _("Permissions"),
        (
            *PERSON,
            Column(_("Permission"), lambda row: say_permission(row.channel, row.kind)),
            Column(_("Channel"), "get_channel_display"),
            Column(_("Given"), "given_at"),
            Column(_("Until"), "expires_at"),
            Column(_("Withdrawn"), "withdrawn_at"),
            Column(_("Withdrawn by"), "withdrawn_by.name"),
            Column(_("Words they read"), "wording.text"),
            Column(_("Version of the words"), "wording.version"),
            Column(_("Proof"), "proof"),
            Column(_("Source"), "source"),
        ),
        _permissions,
        roles=KEEPERS,
    ),
    Export[Wish](
        "wishes",
        _("Wishes"),
        (
            *PERSON,
            Column(_("Wish"), "get_kind_display"),
            Column(_("Channel"), "get_channel_display"),
            Column(_("Until"), "until_at"),
            Column(_("In their words"), "words"),
            Column(_("Said"), "said_at"),
            Column(_("Source"), "source"),
            Column(_("Noted by"), "by.name"),
            Column(_("Lifted"), "lifted_at"),
            Column(_("Why it was lifted"), "lifted_because"),
        ),
        _wishes,
        roles=KEEPERS,
    ),
    Export[Suppression](
        "suppressions",
        _("Addresses nobody is to use"),
        (
            Column(_("Reference"), "ref"),
            Column(_("Kind"), "kind"),
            Column(_("What is closed"), "scope"),
            Column(_("Why"), lambda row: say_suppression(row.reason)),
            Column(_("Source"), "source"),
            Column(_("Since"), "at", moment=True),
            Column(_("Lifted"), "lifted_at"),
        ),
        lambda asked: by_key(Suppression.objects.all()),
        roles=KEEPERS,
    ),
)
