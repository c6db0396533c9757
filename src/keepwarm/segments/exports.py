"""Who is in a segment at this moment, how alike they are, and the segments themselves, as files."""

from __future__ import annotations

from array import array
from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from keepwarm.prospects.exports import PROSPECT, whole
from keepwarm.prospects.models import Prospect
from keepwarm.segments.models import Segment
from keepwarm.segments.papers import likeness_paper
from keepwarm.segments.queries import condition_of, find_segment, members, say_condition
from keepwarm.staff.exporting import Asked, Column, Export, Report, by_ids, by_key
from keepwarm.staff.models import SEES_ALL


def _members(asked: Asked) -> Iterable[Prospect]:
    """Who is in it is told once: who comes in meanwhile is not among them."""
    found = members(find_segment(asked.get("of")), now=asked.now, for_=asked.for_)
    return by_ids(whole(Prospect.objects.all()), array("q", found.order_by("pk").values_list("pk", flat=True).iterator()))


EXPORTS = (
    Export[Prospect]("segment-members", _("People of a segment"), PROSPECT, _members, of="of"),
    Export[Segment](
        "segments",
        _("Segments"),
        (
            Column(_("Reference"), "ref"),
            Column(_("Name"), "name"),
            Column(_("In words"), lambda row: say_condition(condition_of(row))),
            Column(_("As text"), "text"),
            Column(_("Made by"), "made_by.name"),
            Column(_("Made"), "made_at"),
            Column(_("Changed"), "changed_at"),
            Column(_("Retired"), "retired_at"),
        ),
        lambda asked: by_key(Segment.objects.select_related("made_by")),
    ),
)
REPORTS = (Report("likeness", _("How alike the people of a segment are"), likeness_paper, roles=SEES_ALL, of="of"),)
