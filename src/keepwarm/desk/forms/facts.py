"""Forms of the prospect's page that mend facts: who they are, how to reach them, what they wish, what they answered."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from keepwarm.answers.models import Question
from keepwarm.circle.actions.mending import SHARED
from keepwarm.consent.models import Channel as ConsentChannel
from keepwarm.consent.models import Wish
from keepwarm.decisions.batch import NewAnswer, NewTouch, NewWish
from keepwarm.desk.forms.moments import DayField, moment_of
from keepwarm.desk.forms.steps import VersionForm
from keepwarm.engine.words import Disposition, Evidence
from keepwarm.prospects.models import Address
from keepwarm.touches.models import Channel, Direction

HOW_KNOWN = [
    (Evidence.CONVERSATION.value, gettext_lazy("said in a conversation")),
    (Evidence.WRITTEN.value, gettext_lazy("answered in writing")),
    (Evidence.FORM.value, gettext_lazy("filled in")),
    (Evidence.PUBLIC.value, gettext_lazy("public")),
    (Evidence.INFERRED.value, gettext_lazy("inferred")),
]


class WishForm(VersionForm):
    """What they asked for, whenever and however they said it."""

    kind = forms.ChoiceField(label=gettext_lazy("They wish"), choices=[*Wish.Kind.choices])
    channel = forms.ChoiceField(label=gettext_lazy("By"), choices=[("", gettext_lazy("any way")), *ConsentChannel.choices], required=False)
    until = DayField(label=gettext_lazy("Until"), required=False)
    words = forms.CharField(label=gettext_lazy("In their words"), max_length=300, required=False)

    def clean(self) -> dict[str, Any]:
        """A wish for a date has one, a wish about a channel names it."""
        data = super().clean() or self.cleaned_data
        if data.get("kind") == Wish.Kind.NOT_BEFORE and not data.get("until"):
            self.add_error("until", _("Not before which day?"))
        if data.get("kind") == Wish.Kind.NO_CHANNEL and not data.get("channel"):
            self.add_error("channel", _("Not by which way?"))
        return data

    def as_touch(self, *, prospect_id: int, seat_id: int | None, zone: str, now: datetime) -> NewTouch:
        """A note that carries the wish: it stands in the story, and can be undone."""
        data = self.cleaned_data
        until = moment_of(data["until"], None, zone=zone) if data["until"] else None
        wish = NewWish(data["kind"], data["channel"], until, data["words"])
        return note_touch(prospect_id, seat_id=seat_id, now=now, note=_("Wish recorded"), wishes=(wish,), version=data["version"])


class LiftForm(VersionForm):
    """A wish no longer holds, by their own word."""

    because = forms.CharField(label=gettext_lazy("What did they say?"), max_length=200)


class AnswerForm(VersionForm):
    """An answer, new or corrected: the one before is superseded, never overwritten."""

    question = forms.ModelChoiceField(
        label=gettext_lazy("Question"), queryset=Question.objects.none(), to_field_name="key", empty_label=None
    )
    value = forms.CharField(label=gettext_lazy("Answer"), max_length=500)
    evidence = forms.TypedChoiceField(label=gettext_lazy("From where do we know?"), choices=HOW_KNOWN, coerce=int)

    def __init__(self, *args: Any, questions: Sequence[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["question"].queryset = Question.objects.all()  # type: ignore[attr-defined]

    def as_touch(self, *, prospect_id: int, seat_id: int | None, now: datetime) -> NewTouch:
        """A note that carries the answer."""
        data = self.cleaned_data
        answer = NewAnswer(data["question"].key, data["value"], data["evidence"], source="by hand")
        note = f"{data['question'].label}: {data['value']}"
        return note_touch(prospect_id, seat_id=seat_id, now=now, note=note, answers=(answer,), version=data["version"])


class CorrectForm(VersionForm):
    """Who they are."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=200)
    title = forms.CharField(label=gettext_lazy("Role"), max_length=120, required=False)
    organization = forms.CharField(label=gettext_lazy("Firm"), max_length=200, required=False)
    zone = forms.CharField(
        label=gettext_lazy("Time zone"),
        max_length=64,
        required=False,
        help_text=gettext_lazy("Such as Europe/Berlin; their calling hours follow it."),
    )

    def fields_wanted(self) -> dict[str, str]:
        """What stands in the form, by name of the fact."""
        return {name: self.cleaned_data[name] for name in ("name", "title", "organization", "zone")}


class AddressStateForm(forms.Form):
    """An address goes out of use, comes back, or is the firm's."""

    state = forms.ChoiceField(choices=[(one, "") for one in (Address.State.RETIRED, Address.State.WRONG, Address.State.OK, SHARED)])


class AddressForm(VersionForm):
    """A new way to reach them."""

    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=Address.Kind.choices)
    value = forms.CharField(label=gettext_lazy("Number or address"), max_length=320)
    label = forms.CharField(label=gettext_lazy("What is it?"), max_length=40, required=False)
    first = forms.BooleanField(label=gettext_lazy("Try it before the others"), required=False)


def note_touch(prospect_id: int, *, seat_id: int | None, now: datetime, note: str, **more: Any) -> NewTouch:
    """A line of the timeline that is nobody's touch, and carries what was learned aside."""
    return NewTouch(
        prospect_id=prospect_id,
        channel=Channel.NOTE,
        direction=Direction.OUT,
        disposition=Disposition.DONE,
        happened_at=now,
        seat_id=seat_id,
        note=note,
        **more,
    )
