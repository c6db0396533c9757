"""How what we send and publish looks is said in one place."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from keepwarm.content.brand import is_colour
from keepwarm.content.models import HouseLook
from keepwarm.lib.refusal import Refusal
from keepwarm.staff.models import EDITORS, User
from keepwarm.staff.queries import require_role


class LookRefused(Refusal):
    """A colour or an address that is none."""


@dataclass(frozen=True, slots=True)
class NewLook:
    """See `models.HouseLook`."""

    name: str
    postal_address: str
    website: str = ""
    accent: str = "#1d5b79"
    logo_id: int | None = None


def set_look(new: NewLook, *, by: User | None, now: datetime) -> HouseLook:
    """Say how the house looks from now on. Raises LookRefused, NotYours."""
    require_role(by, *EDITORS)
    if not is_colour(new.accent):
        raise LookRefused(_("A colour is written as # and six letters or digits, such as #1d5b79."))
    if new.website and not new.website.startswith(("https://", "http://")):
        raise LookRefused(_("A web address begins with https:// or http://."))
    with transaction.atomic():
        row = HouseLook.objects.select_for_update().order_by("pk").first() or HouseLook()
        for name, value in asdict(new).items():
            setattr(row, name, value)
        row.changed_at, row.changed_by = now, by
        row.save()
    return row
