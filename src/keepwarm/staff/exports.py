"""One's own keys for the API as a file: what each may do and when it was used, never the key."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from keepwarm.staff.exporting import Asked, Column, Export, by_key
from keepwarm.staff.models import ApiKey


def _keys(asked: Asked) -> Iterable[ApiKey]:
    return by_key(ApiKey.objects.filter(user=asked.for_, revoked_at__isnull=True))


EXPORTS = (
    Export[ApiKey](
        "keys",
        _("Own keys for the API"),
        (
            Column(_("Reference"), "ref"),
            Column(_("Key"), "name"),
            Column(_("May"), "scopes"),
            Column(_("Made"), "made_at"),
            Column(_("Last wrote"), "last_used_on"),
        ),
        _keys,
    ),
)
