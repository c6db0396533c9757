"""Forms about being away, leaving, and giving a prospect to another rep."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from keepwarm.staff.models import Seat

_DAY = forms.DateInput(attrs={"type": "date"})


class AwayForm(forms.Form):
    """From which day to which, both included; an empty end is open."""

    first = forms.DateField(label=_("First day away"), widget=_DAY)
    last = forms.DateField(label=_("Last day away"), required=False, help_text=_("Empty while nobody knows."), widget=_DAY)
    because = forms.CharField(label=_("Why"), max_length=200, required=False)

    def clean(self) -> dict[str, Any]:
        """The last day is not before the first."""
        data = super().clean() or self.cleaned_data
        if data.get("first") and data.get("last") and data["last"] < data["first"]:
            self.add_error("last", _("The last day is before the first."))
        return data


class LeaveForm(forms.Form):
    """Why somebody leaves."""

    because = forms.CharField(
        label=_("Why do they leave?"), max_length=200, help_text=_("It stands on the page of each of their prospects.")
    )


class HandOverForm(forms.Form):
    """To whom a prospect goes, and why."""

    to_seat = forms.ChoiceField(label=_("To whom?"), error_messages={"required": _("Choose who has them from now on.")})
    because = forms.CharField(
        label=_("Why do they change hands?"), max_length=200, help_text=_("It stands on the page of the prospect, and the rep reads it.")
    )

    def __init__(self, *args: Any, reps: Iterable[Seat], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.reps = {one.ref: one for one in reps}
        self.fields["to_seat"].choices = [("", _("choose")), *((one.ref, one.name) for one in self.reps.values())]  # type: ignore[attr-defined]

    def seat(self) -> Seat:
        """The rep that was chosen."""
        return self.reps[self.cleaned_data["to_seat"]]
