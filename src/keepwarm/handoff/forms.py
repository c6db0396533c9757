"""Forms of the hand-off: offer, return, withdraw, another rep, words to approve, and the agreed list of reasons."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from keepwarm.handoff.actions.reasons import OTHER
from keepwarm.handoff.models import HandOff, ReturnReason
from keepwarm.staff.models import Seat

MORNING = time(9)
"""When they wake up on their day: the opening of the default calling hours."""
INTRODUCE = [
    (HandOff.Introduce.NOT, gettext_lazy("the rep introduces themselves")),
    (HandOff.Introduce.CALL, gettext_lazy("by a call of mine")),
    (HandOff.Introduce.LETTER, gettext_lazy("by a letter of mine")),
]


class OfferForm(forms.Form):
    """Why now, how they are introduced, and to whom."""

    why = forms.CharField(
        label=gettext_lazy("Why now? One line that the rep reads first"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": gettext_lazy("Say why now: it is what the rep reads first.")},
    )
    introduce = forms.ChoiceField(label=gettext_lazy("How are they introduced?"), choices=INTRODUCE, widget=forms.RadioSelect)
    introduction = forms.CharField(
        label=gettext_lazy("In these words"),
        help_text=gettext_lazy("{rep} becomes the name of whoever accepts. A marketer approves the words before they are used."),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    to_seat = forms.ChoiceField(label=gettext_lazy("Whom to ask?"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, reps: Iterable[Seat], suggested: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.reps = {one.ref: one for one in reps}
        first = _("%(name)s, as proposed") % {"name": suggested} if suggested else _("as proposed")
        self.fields["to_seat"].choices = [("", first), *((one.ref, one.name) for one in self.reps.values())]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """An introduction has words."""
        data = super().clean() or self.cleaned_data
        if data.get("introduce") not in {None, HandOff.Introduce.NOT} and not data.get("introduction", "").strip():
            self.add_error("introduction", _("Write the words of the introduction: they are what the prospect hears."))
        return data

    def as_offer(self) -> dict[str, Any]:
        """The arguments of the action `offer`."""
        data = self.cleaned_data
        by_rep = data["introduce"] == HandOff.Introduce.NOT
        return {
            "why": data["why"],
            "introduce": data["introduce"],
            "introduction": "" if by_rep else data["introduction"],
            "to_seat": self.reps.get(data["to_seat"]),
            "version": data["version"],
        }


class ReturnForm(forms.Form):
    """A reason of the agreed list, in a few words, and when they wake up."""

    reason = forms.ChoiceField(
        label=gettext_lazy("Why does it go back?"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose a reason of the list that was agreed.")},
    )
    words = forms.CharField(
        label=gettext_lazy("In a few words, for whoever goes on with them"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    wake_on = forms.DateField(
        label=gettext_lazy("Wake them up on"),
        help_text=gettext_lazy("Without a day they come back at the usual pace. Not needed when another rep is asked."),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args: Any, reasons: Iterable[ReturnReason], zone: str, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone, self.now = zone, now
        self.fields["reason"].choices = [(one.key, one.label) for one in reasons]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """The day lies ahead; "something else" is said in words."""
        data = super().clean() or self.cleaned_data
        if data.get("wake_on") and self.wake_at() <= self.now:  # type: ignore[operator]
            self.add_error("wake_on", _("That day has passed. Choose one ahead."))
        if data.get("reason") == OTHER and not data.get("words"):
            self.add_error("words", _("What is it?"))
        return data

    def wake_at(self) -> datetime | None:
        """Nine in their morning of that day; None for the usual pace."""
        day = self.cleaned_data.get("wake_on")
        return datetime.combine(day, MORNING, ZoneInfo(self.zone or "UTC")).astimezone(UTC) if day else None


class WordsForm(forms.Form):
    """The words of an introduction, to be approved."""

    introduction = forms.CharField(label=gettext_lazy("In these words"), max_length=2000, widget=forms.Textarea(attrs={"rows": 5}))


class WithdrawForm(forms.Form):
    """Why it is taken back."""

    because = forms.CharField(label=gettext_lazy("Why is it withdrawn?"), max_length=300, required=False)


class RepForm(forms.Form):
    """Another rep, or whoever is best."""

    to_seat = forms.ChoiceField(label=gettext_lazy("Ask somebody else"), required=False)

    def __init__(self, *args: Any, reps: Iterable[Seat], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.reps = {one.ref: one for one in reps}
        choices = [("", _("whoever fits best")), *((one.ref, one.name) for one in self.reps.values())]
        self.fields["to_seat"].choices = choices  # type: ignore[attr-defined]

    def seat(self) -> Seat | None:
        """The rep that was named; None for the best."""
        return self.reps.get(self.cleaned_data["to_seat"])


class ReasonForm(forms.Form):
    """A reason of the agreed list, and where the prospect goes with it."""

    label = forms.CharField(label=gettext_lazy("Reason"), max_length=120, widget=forms.TextInput(attrs={"class": "input"}))
    goes = forms.ChoiceField(
        label=gettext_lazy("Where they go"), choices=ReturnReason.Goes.choices, widget=forms.Select(attrs={"class": "input"})
    )
