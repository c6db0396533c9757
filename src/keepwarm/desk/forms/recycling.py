"""Back to keep warm, from any stage: an agreed reason, a day to wake up, and who is right when it was the wrong person."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from keepwarm.decisions.by_hand import ASKED_FOR
from keepwarm.desk.forms.moments import DayField, in_months, moment_of, next_budget
from keepwarm.desk.forms.steps import VersionForm
from keepwarm.engine.words import RecycleReason
from keepwarm.prospects.words import CHOSEN, say_recycled

SOON = [(1, gettext_lazy("in a month")), (3, gettext_lazy("in 3 months")), (6, gettext_lazy("in 6 months"))]


class KeepWarmForm(VersionForm):
    """Put back, with a reason and a day to wake up. `gives_up`: fewer attempts than agreed, so say why in words."""

    reason = forms.ChoiceField(
        label=gettext_lazy("Why?"),
        choices=CHOSEN,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Say why: they are kept warm for a reason.")},
    )
    words = forms.CharField(label=gettext_lazy("In a few words"), max_length=200, required=False)
    right_name = forms.CharField(label=gettext_lazy("Who is the right one?"), max_length=200, required=False)
    right_phone = forms.CharField(label=gettext_lazy("Their number"), max_length=60, required=False)
    right_email = forms.EmailField(label=gettext_lazy("Their mailbox"), required=False)
    pick = forms.ChoiceField(label=gettext_lazy("Wake them up"), widget=forms.RadioSelect, required=False)
    wake_on = DayField(label=gettext_lazy("or on"), required=False)

    def __init__(self, *args: Any, today: date, gives_up: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today, self.gives_up = today, gives_up
        self.days = {str(months): in_months(today, months) for months, _label in SOON} | {"budget": next_budget(today)}
        labels = {str(months): label for months, label in SOON} | {"budget": _("for next year's budget")}
        picks = [(key, f"{label}, {date_format(self.days[key], 'j M')}") for key, label in labels.items()]
        self.fields["pick"].choices = picks  # type: ignore[attr-defined]

    @property
    def show_right(self) -> str:
        """The key with which it asks who is right."""
        return str([reason for reason, _label in CHOSEN].index(RecycleReason.WRONG_PERSON) + 1)

    def clean(self) -> dict[str, Any]:
        """One day, ahead of us; and words where a bare reason is too little."""
        data = super().clean() or self.cleaned_data
        data["day"] = data.get("wake_on") or self.days.get(data.get("pick", ""))
        if data["day"] is None:
            self.add_error("pick", _("When shall they wake up? Nobody is put back without a day."))
        elif data["day"] <= self.today:
            self.add_error("wake_on", _("That day has passed. Choose one ahead."))
        self._check_words(data)
        self._check_right(data)
        return data

    def _check_words(self, data: dict[str, Any]) -> None:
        if data.get("words"):
            return
        if self.gives_up:
            self.add_error("words", _("There were fewer attempts than agreed: why stop now?"))
        elif question := ASKED_FOR.get(data.get("reason", "")):
            self.add_error("words", str(question))

    def _check_right(self, data: dict[str, Any]) -> None:
        """Who is right may be unknown; a name alone reaches nobody."""
        if data.get("reason") != RecycleReason.WRONG_PERSON:
            return
        reach = [data.get("right_phone"), data.get("right_email")]
        if data.get("right_name") and not any(reach):
            self.add_error("right_phone", _("How can they be reached? A number or a mailbox."))
        if any(reach) and not data.get("right_name"):
            self.add_error("right_name", _("What is their name?"))

    def because(self) -> str:
        """The reason in words, with who it is when that was asked."""
        data = self.cleaned_data
        said = ", ".join(part for part in (data["words"], self.right_one()) if part)
        if data["reason"] == RecycleReason.OTHER:
            return str(data["words"])
        label = say_recycled(data["reason"])
        return f"{label}: {said}" if said else label

    def right_one(self) -> str:
        """The name of the right person, when it was the wrong one; "" otherwise."""
        data = self.cleaned_data
        return str(data["right_name"]) if data["reason"] == RecycleReason.WRONG_PERSON else ""

    def wake_at(self, *, zone: str) -> datetime:
        """The moment to wake up: nine in their morning."""
        return moment_of(self.cleaned_data["day"], None, zone=zone)
