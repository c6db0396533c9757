"""What a prospect may choose, and how to ask for a call."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from keepwarm.circle.actions.hearing import WORDINGS
from keepwarm.circle.chosen import Chosen
from keepwarm.circle.queries.hearing import ALL, LETTERS, NONE, Hearing
from keepwarm.consent.models import Channel

EMAIL = [
    (ALL, gettext_lazy(WORDINGS[Channel.MAILING])),
    (LETTERS, gettext_lazy("Only when a person writes to me, about my own matter")),
    (NONE, gettext_lazy("No email")),
]
PACE = [
    ("", gettext_lazy("as it comes")),
    ("week", gettext_lazy("once a week at most")),
    ("month", gettext_lazy("once a month at most")),
    ("quarter", gettext_lazy("once a quarter at most")),
]
FARTHEST = 3
"""Years ahead that "not before" may lie: later is a slip of the finger."""


class HowForm(forms.Form):
    """By which ways, how often, from when, about what."""

    phone = forms.BooleanField(label=gettext_lazy(WORDINGS[Channel.PHONE]), required=False)
    email = forms.ChoiceField(label=gettext_lazy("By email"), choices=EMAIL, widget=forms.RadioSelect)
    post = forms.BooleanField(label=gettext_lazy("You may write to me by post"), required=False)
    pace = forms.ChoiceField(label=gettext_lazy("How often?"), choices=PACE, required=False)
    not_before = forms.DateField(
        label=gettext_lazy("Not before"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d"],
        error_messages={"invalid": gettext_lazy("Write the day as 2027-03-31.")},
    )

    def __init__(self, data: QueryDict | None, *, hearing: Hearing, zone: str, now: datetime) -> None:
        self.zone, self.now, self.hearing = ZoneInfo(zone or "UTC"), now, hearing
        super().__init__(data, initial=self._standing())
        if hearing.message is not None:
            label = gettext_lazy(WORDINGS[Channel.MESSAGE])
            self.fields["message"] = forms.BooleanField(label=label, required=False, initial=hearing.message)
        for topic in hearing.topics:
            said = topic.said == "yes"
            self.fields[f"topic_{topic.key}"] = forms.BooleanField(label=topic.label, required=False, initial=said)

    @property
    def topics(self) -> list[forms.BoundField]:
        """The topics with their ticks."""
        return [self[f"topic_{topic.key}"] for topic in self.hearing.topics]

    def clean_not_before(self) -> date | None:
        """A day to come."""
        day: date | None = self.cleaned_data["not_before"]
        today = self.now.astimezone(self.zone).date()
        if day is not None and day <= today and day != self._day():
            raise forms.ValidationError(_("Choose a day that is still to come."))
        if day is not None and day.year > today.year + FARTHEST:
            raise forms.ValidationError(_("Choose a day within the next three years, or none."))
        return day

    def chosen(self) -> Chosen:
        """What they chose."""
        data = self.cleaned_data
        topics = tuple((topic.key, "yes" if data[f"topic_{topic.key}"] else "no") for topic in self.hearing.topics)
        message = data.get("message")
        return Chosen(data["phone"], data["email"], data["post"], data["pace"], self._moment(data["not_before"]), topics, message)

    def _standing(self) -> dict[str, object]:
        one = self.hearing
        return {"phone": one.phone, "email": one.email, "post": one.post, "pace": one.pace, "not_before": self._day()}

    def _day(self) -> date | None:
        return self.hearing.not_before_at.astimezone(self.zone).date() if self.hearing.not_before_at else None

    def _moment(self, day: date | None) -> datetime | None:
        """The day begins at midnight where they are; a day that stood stays the moment that it was."""
        if day is None or day == self._day():
            return self.hearing.not_before_at if day else None
        return datetime.combine(day, time(), self.zone).astimezone(UTC)


class CallForm(forms.Form):
    """Please call me."""

    number = forms.CharField(
        label=gettext_lazy("On this number"),
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "placeholder": gettext_lazy("the one you have, or +44 …")}),
    )
    when = forms.CharField(
        label=gettext_lazy("When is a good time?"),
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"placeholder": gettext_lazy("mornings, after four …")}),
    )
