"""What we say on the phone, as a file."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from keepwarm.engine.words import Stage
from keepwarm.phone.models import TalkingPoints
from keepwarm.staff.exporting import Column, Export, by_key

EXPORTS = (
    Export[TalkingPoints](
        "talking-points",
        _("What we say on the phone"),
        (
            Column(_("Reference"), "ref"),
            Column(_("Name"), "name"),
            Column(_("Interest"), "topic"),
            Column(_("Stage"), lambda row: Stage(row.stage).name.lower() if row.stage else ""),
            Column(_("Opening"), "opening"),
            Column(_("Points"), "points"),
            Column(_("Questions"), "questions"),
            Column(_("Objections"), "objections"),
            Column(_("Voicemail"), "voicemail"),
            Column(_("Edited by"), "edited_by.name"),
            Column(_("Edited"), "edited_at"),
            Column(_("Out of use since"), "retired_at"),
        ),
        lambda asked: by_key(TalkingPoints.objects.select_related("edited_by")),
    ),
)
