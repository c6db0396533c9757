"""The row of a seminar is the turnstile: whoever changes who sits where holds it, so two never get one seat."""

from __future__ import annotations

from django.utils.translation import gettext as _

from keepwarm.seminars.models import Seminar
from keepwarm.seminars.refusals import SeminarRefused


def take(ref: str) -> Seminar:
    """The seminar, held until the end of the transaction. Raises SeminarRefused."""
    row = Seminar.objects.select_for_update(of=("self",)).filter(ref=ref).first()
    if row is None:
        raise SeminarRefused(_("There is no such seminar any more."))
    return row
