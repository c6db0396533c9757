"""The merge fields of a letter, with their values of now."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from keepwarm.prospects.models import Prospect
from keepwarm.staff.models import Seat

FIELDS: Mapping[str, str | Promise] = {
    "given_name": _("their given name"),
    "family_name": _("their family name"),
    "name": _("their whole name"),
    "title": _("what they do there"),
    "firm": _("their firm"),
    "topic": _("what they asked about"),
    "my_name": _("your name"),
    "times": _("two or three times when you are free"),
}
"""All there are, and what each stands for."""


def values_for(prospect: Prospect, seat: Seat, *, topic: str = "", times: str = "") -> dict[str, str]:
    """What stands in each field for this person and this writer; "" where nothing is known."""
    return {
        "given_name": prospect.given_name,
        "family_name": prospect.family_name,
        "name": prospect.name,
        "title": prospect.title,
        "firm": prospect.organization.name if prospect.organization is not None else "",
        "topic": topic,
        "my_name": seat.name,
        "times": times,
    }
