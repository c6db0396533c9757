"""Letters, and what was granted beyond the budget, as files."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from keepwarm.letters.models import Letter, LetterException, Snippet
from keepwarm.letters.queries.listing import visible_letters
from keepwarm.letters.words import say_purpose
from keepwarm.prospects.exports import PERSON
from keepwarm.staff.exporting import Asked, Column, Export, by_key
from keepwarm.staff.models import REPS, SEES_ALL
from keepwarm.staff.queries import RUNS_THE_TEAM


def _letters(asked: Asked) -> Iterable[Letter]:
    return by_key(visible_letters(asked.for_))


EXPORTS = (
    Export[Letter](
        "letters",
        _("Letters"),
        (
            Column(_("Letter"), "ref"),
            *PERSON,
            Column(_("Queued"), "queued_at"),
            Column(_("From"), "seat.name"),
            Column(_("Purpose"), lambda row: say_purpose(row.purpose)),
            Column(_("Subject"), "subject"),
            Column(_("Text"), "text"),
            Column(_("How it went"), "message.get_state_display"),
            Column(_("Overruled"), lambda row: [str(one[0]) for one in row.overruled]),
            Column(_("Why it was overruled"), "overruled_because"),
            Column(_("Taken back"), "touch.voided_at"),
        ),
        _letters,
        roles=REPS | SEES_ALL,
    ),
    Export[Snippet](
        "letter-texts",
        _("Texts of the house for letters"),
        (
            Column(_("Reference"), "ref"),
            Column(_("Name"), "name"),
            Column(_("Purpose"), lambda row: say_purpose(row.purpose)),
            Column(_("Language"), "language"),
            Column(_("Subject"), "subject"),
            Column(_("Text"), "text"),
            Column(_("Edited by"), "edited_by.name"),
            Column(_("Edited"), "edited_at"),
            Column(_("Out of use since"), "retired_at"),
        ),
        lambda asked: by_key(Snippet.objects.select_related("edited_by")),
        roles=REPS | SEES_ALL,
    ),
    Export[LetterException](
        "letter-exceptions",
        _("Letters granted beyond the budget"),
        (
            Column(_("To"), "seat.name"),
            Column(_("For"), "prospect.name"),
            Column(_("Why"), "because"),
            Column(_("By"), "by.name"),
            Column(_("Granted"), "at", moment=True),
            Column(_("Used"), lambda one: one.used_at if one.is_used else None, moment=True),
            Column(_("Withdrawn"), "withdrawn_at"),
        ),
        lambda asked: by_key(LetterException.objects.select_related("seat", "prospect", "by", "used_by__touch")),
        roles=RUNS_THE_TEAM,
    ),
)
