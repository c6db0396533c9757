"""The small forms of the report: the day to read, a question, an answer, a corrected line."""

from __future__ import annotations

from datetime import date

from django import forms
from django.utils.translation import gettext_lazy


class DayForm(forms.Form):
    """Which day; anything that is no day means the usual one."""

    on = forms.DateField(required=False, input_formats=["%Y-%m-%d"])

    @property
    def day(self) -> date | None:
        """The day asked for, if it is one."""
        found = self.cleaned_data.get("on") if self.is_valid() else None
        return found if isinstance(found, date) else None


class WordsForm(forms.Form):
    """A few words: a question or an answer."""

    text = forms.CharField(
        label=gettext_lazy("In your words"), max_length=500, widget=forms.Textarea(attrs={"rows": 2, "data-focus": "", "autofocus": True})
    )


class LineForm(forms.Form):
    """The one line of what was learned."""

    text = forms.CharField(
        label=gettext_lazy("What was learned"), max_length=200, widget=forms.TextInput(attrs={"data-focus": "", "autofocus": True})
    )


class PeriodForm(forms.Form):
    """From which day to which; anything that is no day means the usual one."""

    since = forms.DateField(required=False, input_formats=["%Y-%m-%d"])
    until = forms.DateField(required=False, input_formats=["%Y-%m-%d"])

    def day(self, name: str) -> date | None:
        """The day asked for, if it is one."""
        self.is_valid()
        found = self.cleaned_data.get(name)
        return found if isinstance(found, date) else None


class MailForm(forms.Form):
    """When the report is to come by mail."""

    is_on = forms.BooleanField(label=gettext_lazy("Send me the morning report by mail"), required=False)
    at = forms.TimeField(
        label=gettext_lazy("At, in your own time zone"),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        input_formats=["%H:%M", "%H:%M:%S"],
    )
    working_days_only = forms.BooleanField(label=gettext_lazy("On working days only"), required=False)

    def minute(self) -> int:
        """The chosen minute of the day."""
        at = self.cleaned_data["at"]
        return int(at.hour * 60 + at.minute)


class WeekForm(forms.Form):
    """Which week, by any of its days, of whom, and what of it; anything that is none means the usual."""

    week = forms.DateField(required=False, input_formats=["%Y-%m-%d"])
    weeks_back = forms.IntegerField(required=False, min_value=1, max_value=53)

    @property
    def day(self) -> date | None:
        """The day asked for, if it is one that has a week."""
        self.is_valid()
        found = self.cleaned_data.get("week")
        return found if isinstance(found, date) and 1990 < found.year < 2200 else None

    @property
    def weeks(self) -> int:
        """Over how many weeks."""
        self.is_valid()
        return int(self.cleaned_data.get("weeks_back") or 1)

    @property
    def rep(self) -> str:
        """The reference of a seat, "" for none."""
        return str(self.data.get("rep", ""))[:16]

    @property
    def key(self) -> str:
        """The key of a figure, "" for all."""
        return str(self.data.get("key", ""))[:40]
