"""Short forms: not this one, a letter logged by hand, a meeting, a note, one's own choice, later."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from keepwarm.decisions.batch import Choice, NewTouch
from keepwarm.decisions.models import AdviceRefused
from keepwarm.desk.forms.moments import ClockField, DayField, moment_of
from keepwarm.engine.words import Disposition, NextStep
from keepwarm.touches.models import Channel, Direction
from keepwarm.touches.words import PURPOSES


class VersionForm(forms.Form):
    """Every form about a prospect carries the version it showed."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    shown_at = forms.DateTimeField(required=False, widget=forms.HiddenInput)


class NotThisOneForm(VersionForm):
    """One of five reasons, by one key."""

    reason = forms.ChoiceField(label=gettext_lazy("Why not this one?"), choices=AdviceRefused.Reason.choices, widget=forms.RadioSelect)


class LetterForm(VersionForm):
    """A letter sent elsewhere, logged by hand. It needs a purpose, and counts like any other."""

    purpose = forms.ChoiceField(label=gettext_lazy("What for?"), choices=list(PURPOSES.items()), widget=forms.RadioSelect)
    subject = forms.CharField(label=gettext_lazy("Subject"), max_length=150, required=False)
    note = forms.CharField(
        label=gettext_lazy("What did it say?"), max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def as_touch(self, *, prospect_id: int, seat_id: int | None, now: datetime) -> NewTouch:
        """The letter as a touch, marked as logged by hand."""
        data = self.cleaned_data
        return NewTouch(
            prospect_id=prospect_id,
            channel=Channel.EMAIL,
            direction=Direction.OUT,
            disposition=Disposition.DELIVERED,
            purpose=data["purpose"],
            happened_at=now,
            seat_id=seat_id,
            note=data["note"],
            args={"subject": data["subject"]} if data["subject"] else {},
            by_hand=True,
            version=data["version"],
        )


class MeetingForm(VersionForm):
    """A meeting, visit or demonstration."""

    held = forms.ChoiceField(
        label=gettext_lazy("Did it take place?"),
        choices=[(Disposition.HELD, gettext_lazy("It was held")), (Disposition.NOT_HELD, gettext_lazy("It was not held"))],
        widget=forms.RadioSelect,
    )
    day = DayField(label=gettext_lazy("Day"))
    clock = ClockField(label=gettext_lazy("Time"), required=False)
    learned = forms.CharField(label=gettext_lazy("What was learned, in one line"), max_length=200, required=False)
    note = forms.CharField(label=gettext_lazy("Note"), max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, now: datetime, zone: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.now, self.zone = now, zone

    def clean(self) -> dict[str, Any]:
        """A meeting is logged after it was due."""
        data = super().clean() or self.cleaned_data
        if data.get("day"):
            data["at"] = moment_of(data["day"], data.get("clock"), zone=self.zone)
            if data["at"] > self.now:
                self.add_error("day", _("That lies ahead. Log it when it has taken place."))
        return data

    def as_touch(self, *, prospect_id: int, seat_id: int | None) -> NewTouch:
        """The meeting as a touch."""
        data = self.cleaned_data
        return NewTouch(
            prospect_id=prospect_id,
            channel=Channel.MEETING,
            direction=Direction.OUT,
            disposition=data["held"],
            happened_at=data["at"],
            seat_id=seat_id,
            learned=data["learned"],
            note=data["note"],
            version=data["version"],
        )


class NoteForm(VersionForm):
    """A note: nobody's touch, but all who come later read it."""

    note = forms.CharField(label=gettext_lazy("Note"), max_length=4000, widget=forms.Textarea(attrs={"rows": 3}))

    def as_touch(self, *, prospect_id: int, seat_id: int | None, now: datetime) -> NewTouch:
        """The note as a line of the timeline."""
        return NewTouch(
            prospect_id=prospect_id,
            channel=Channel.NOTE,
            direction=Direction.OUT,
            disposition=Disposition.DONE,
            happened_at=now,
            seat_id=seat_id,
            note=self.cleaned_data["note"],
            version=self.cleaned_data["version"],
        )


class ChoiceForm(VersionForm):
    """One's own next step: it stands until carried out, whatever the rules say."""

    step = forms.ChoiceField(
        label=gettext_lazy("Next step"),
        choices=[
            (NextStep.CALL, gettext_lazy("call")),
            (NextStep.WRITE, gettext_lazy("write")),
            (NextStep.KEEP_WARM, gettext_lazy("keep warm")),
        ],
        widget=forms.RadioSelect,
    )
    day = DayField(label=gettext_lazy("Day"))
    clock = ClockField(label=gettext_lazy("Time, theirs"), required=False)
    because = forms.CharField(label=gettext_lazy("Why?"), max_length=300)

    def as_choice(self, *, zone: str) -> Choice:
        """The choice, its day meant in their `zone`."""
        data = self.cleaned_data
        return Choice(data["step"], moment_of(data["day"], data["clock"], zone=zone), data["because"])


class LaterForm(VersionForm):
    """Move the date. It is not a touch, and twice asks why."""

    day = DayField(label=gettext_lazy("To"))
    because = forms.CharField(label=gettext_lazy("Why?"), max_length=300, required=False)
