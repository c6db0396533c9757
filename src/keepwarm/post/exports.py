"""Letters on paper, and their batches, as files."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from keepwarm.post.models import Batch, Letter
from keepwarm.post.queries.lists import letters_seen_by
from keepwarm.post.words import say_held
from keepwarm.prospects.exports import PERSON
from keepwarm.staff.exporting import Asked, Column, Export, by_key


def _letters(asked: Asked) -> Iterable[Letter]:
    rows = letters_seen_by(asked.for_)
    rows = rows.filter(batch__ref=asked.get("batch")) if asked.get("batch") else rows
    return by_key(rows.select_related("prospect__organization", "batch", "item"))


EXPORTS = (
    Export[Letter](
        "paper-letters",
        _("Letters on paper"),
        (
            Column(_("Letter"), "ref"),
            Column(_("Code"), "code"),
            *PERSON,
            Column(_("Batch"), "batch.name"),
            Column(_("Subject"), "subject"),
            Column(_("Item"), "item.title"),
            Column(_("State"), "get_state_display"),
            Column(_("Why it is held"), lambda row: say_held(row.held_because) if row.held_because else ""),
            Column(_("Made"), "made_at"),
            Column(_("Posted"), "posted_at"),
            Column(_("Came back"), "returned_at"),
            Column(_("Why it came back"), "get_returned_because_display"),
        ),
        _letters,
        filters=("batch",),
    ),
    Export[Batch](
        "paper-batches",
        _("Batches of letters on paper"),
        (
            Column(_("Reference"), "ref"),
            Column(_("Name"), "name"),
            Column(_("State"), "get_state_display"),
            Column(_("Letters"), "count"),
            Column(_("Made"), "made_at"),
            Column(_("Printed"), "printed_at"),
            Column(_("Posted"), "posted_at"),
        ),
        lambda asked: by_key(Batch.objects.all()),
    ),
)
