"""To whom something of ours is written: one person, by reference, or everyone of a segment. Rooms that write build their form on it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from keepwarm.lib.refusal import Refusal
from keepwarm.prospects.models import Prospect
from keepwarm.segments.queries import keys_to_write, list_segments
from keepwarm.staff.models import User


class NobodyNamed(Refusal):
    """Neither a person nor a segment was named."""


class WhomForm(forms.Form):
    """The person goes along hidden, as the page named them; without one a segment is chosen."""

    prospect = forms.CharField(max_length=16, required=False, widget=forms.HiddenInput)
    segment = forms.ChoiceField(required=False, label=_("To everyone of the segment"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choosing: Any = self.fields["segment"]
        choosing.choices = [("", _("choose a segment"))] + [(row.ref, row.name) for row in list_segments()]

    def keys_of(self, person: Prospect | None, *, for_: User, now: datetime, most: int) -> list[int]:
        """The keys of who is meant, one more than `most` at the most. Raises NobodyNamed, UnknownSegment."""
        if person is not None:
            return [person.pk]
        if not self.cleaned_data["segment"]:
            raise NobodyNamed(gettext("Say to whom: choose a segment, or come from the page of a person."))
        return keys_to_write(self.cleaned_data["segment"], for_=for_, now=now, most=most)
