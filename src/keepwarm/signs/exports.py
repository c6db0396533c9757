"""What people did, and the marked pages, as files."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from keepwarm.prospects.exports import PERSON, of_visible
from keepwarm.signs.models import Page, Sign
from keepwarm.staff.exporting import Asked, Column, Export, by_key
from keepwarm.staff.models import REPS, SEES_ALL, Role


def _signs(asked: Asked) -> Iterable[Sign]:
    rows = of_visible(Sign.objects.all(), asked.for_)
    rows = rows.filter(prospect__ref=asked.get("prospect")) if asked.get("prospect") else rows
    return by_key(rows.select_related("prospect__organization", "item", "link", "page"))


EXPORTS = (
    Export[Sign](
        "signs",
        _("What people did"),
        (
            *PERSON,
            Column(_("When"), "at", moment=True),
            Column(_("What"), "get_kind_display"),
            Column(_("Item"), "item.title"),
            Column(_("Link"), "link.url"),
            Column(_("Page"), "page.words"),
            Column(_("About"), "about"),
            Column(_("Source"), "source"),
            Column(_("By a machine"), "is_robot"),
            Column(_("How we know"), "robot_because"),
        ),
        _signs,
        roles=REPS | SEES_ALL,
        filters=("prospect",),
    ),
    Export[Page](
        "marked-pages",
        _("Marked pages"),
        (
            Column(_("Reference"), "ref"),
            Column(_("Address"), "url"),
            Column(_("Words"), "words"),
            Column(_("Interests"), "interests"),
            Column(_("Counts as"), "weight"),
            Column(_("Made"), "made_at"),
            Column(_("Ended"), "ended_at"),
        ),
        lambda asked: by_key(Page.objects.all()),
        roles=frozenset({Role.MARKETER, Role.ADMIN}),
    ),
)
