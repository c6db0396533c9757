"""Imports, the rows of one that were refused, forms, and doubts, as files."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from keepwarm.intake.actions.starting import MAY_IMPORT
from keepwarm.intake.models import Import, InquiryForm, Reject
from keepwarm.intake.rejects import header_of
from keepwarm.lib.refusal import Refusal
from keepwarm.prospects.models import Doubt
from keepwarm.prospects.words import say_likeness
from keepwarm.staff.exporting import Asked, Column, Columns, Export, by_key


class NoSuchImport(Refusal):
    """There is no such import."""


def find_import(ref: str) -> Import:
    """By its reference. Raises NoSuchImport."""
    found = Import.objects.filter(ref=ref).first()
    if found is None:
        raise NoSuchImport(gettext("There is no such import."))
    return found


def _refused(asked: Asked) -> Iterable[Reject]:
    return by_key(Reject.objects.filter(imported=find_import(asked.get("of"))))


def _columns(asked: Asked) -> Columns:
    """The file's own columns behind the line and the reason: mended, it can be brought in again."""
    header = header_of(find_import(asked.get("of")))
    return (Column("line", "line"), Column("reason", "reason"), *(_cell(place, title) for place, title in enumerate(header)))


def _cell(place: int, title: str) -> Column[Reject]:
    return Column(title, lambda row: str(row.raw[place]) if place < len(row.raw) else "")


def _doubts(asked: Asked) -> Iterable[Doubt]:
    return by_key(Doubt.objects.filter(settled_at__isnull=True).select_related("a", "b"))


EXPORTS = (
    Export[Reject]("import-refused", _("Refused rows of an import"), _columns, _refused, roles=MAY_IMPORT, of="of"),
    Export[Import](
        "imports",
        _("Imports"),
        (
            Column(_("Reference"), "ref"),
            Column(_("File"), "file_name"),
            Column(_("Kind"), "kind"),
            Column(_("Source"), "source.name"),
            Column(_("State"), "get_state_display"),
            Column(_("Rows"), "rows"),
            Column(_("New people"), "created"),
            Column(_("Known people"), "matched"),
            Column(_("There already"), "already"),
            Column(_("Refused"), "rejected"),
            Column(_("Doubts"), "doubts"),
            Column(_("By"), "by.name"),
            Column(_("Begun"), "made_at"),
            Column(_("Done"), "done_at"),
            Column(_("What was wrong"), "problem"),
        ),
        lambda asked: by_key(Import.objects.select_related("source", "by")),
        roles=MAY_IMPORT,
    ),
    Export[InquiryForm](
        "forms",
        _("Inquiry forms"),
        (
            Column(_("Reference"), "ref"),
            Column(_("Name"), "name"),
            Column(_("Heading"), "heading"),
            Column(_("Source"), "source.name"),
            Column(_("Topic"), "topic"),
            Column(_("Questions"), "questions"),
            Column(_("Made"), "made_at"),
            Column(_("Closed"), "closed_at"),
        ),
        lambda asked: by_key(InquiryForm.objects.select_related("source")),
        roles=MAY_IMPORT,
    ),
    Export[Doubt](
        "doubts",
        _("Who may be the same person"),
        (
            Column(_("One"), "a.ref"),
            Column(_("Name of one"), "a.name"),
            Column(_("The other"), "b.ref"),
            Column(_("Name of the other"), "b.name"),
            Column(_("Why"), lambda row: [say_likeness(reason) for reason in row.reasons]),
            Column(_("How alike"), "weight"),
            Column(_("Since"), "raised_at"),
        ),
        _doubts,
        roles=MAY_IMPORT,
    ),
)
