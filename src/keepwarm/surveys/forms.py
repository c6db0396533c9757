"""The form that strangers and prospects fill in, and the one in which marketers write a survey."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from keepwarm.answers.forms import field_for
from keepwarm.answers.models import Question, Way
from keepwarm.consent.stamps import StampOff, check_stamp
from keepwarm.content.forms_for_whom import ForWhomForm
from keepwarm.staff.models import Seat
from keepwarm.surveys.actions import Ask, NewSurvey
from keepwarm.surveys.models import Survey
from keepwarm.surveys.queries.public import PublicSurvey

TRAP = "website"
ROWS = 12
"""Questions that the form of a survey offers at once; saved, it offers as many again as are free."""


class SurveyPageForm(forms.Form):
    """The questions of one page, none of which must be answered. What is wrong with one keeps no other from being kept."""

    website = forms.CharField(required=False, widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}))
    stamp = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any, *, page: PublicSurvey) -> None:
        super().__init__(data)
        self.keys = {f"q{ask.question_id}": ask.question.key for ask in page.asks}
        for ask in page.asks:
            said = page.said.get(ask.question_id, "")
            self.fields[f"q{ask.question_id}"] = field_for(ask.question, way=Way.SURVEY, label=ask.words, now_said=said)

    @property
    def questions(self) -> list[forms.BoundField]:
        """The fields of the questions in their order."""
        return [self[name] for name in self.keys]

    def said(self) -> dict[str, str]:
        """What is in order, by key of the question."""
        return {key: str(self.cleaned_data[name]) for name, key in self.keys.items() if self.cleaned_data.get(name)}

    def check_person(self, what: str, *, now: Any) -> bool:
        """Whether it is no machine; else the form says what to do."""
        if self.cleaned_data.get(TRAP):
            self.add_error(None, _("Please leave the last field empty: it is there for machines."))
            return False
        try:
            check_stamp(what, self.cleaned_data.get("stamp", ""), now=now)
        except StampOff as refusal:
            self.add_error(None, refusal.sentence)
            return False
        return True


class SurveyForm(ForWhomForm):
    """A survey: its words, and the questions of the house in their order."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=160)
    intro = forms.CharField(label=gettext_lazy("Words before the questions"), required=False, widget=forms.Textarea(attrs={"rows": 4}))
    thanks = forms.CharField(label=gettext_lazy("Words of thanks"), required=False, widget=forms.Textarea(attrs={"rows": 3}))
    one_by_one = forms.BooleanField(
        label=gettext_lazy("One question at a time"), required=False, help_text=gettext_lazy("Else all stand on one page.")
    )
    open_until_on = forms.DateField(
        label=gettext_lazy("Its last day"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *, row: Survey | None = None, owner: Seat | None = None) -> None:
        asked = list(row.asks.select_related("question")) if row else []
        super().__init__(data, initial=_initial(row, owner))
        questions = [("", "–"), *Question.objects.order_by("position", "pk").values_list("key", "label")]
        self.rows = max(ROWS, len(asked) + 3)
        for place in range(self.rows):
            ask = asked[place] if place < len(asked) else None
            chosen = forms.ChoiceField(label=_("Question %(number)d") % {"number": place + 1}, choices=questions, required=False)
            self.fields[f"question_{place}"], chosen.initial = chosen, ask.question.key if ask else ""
            words = forms.CharField(label=_("Other words for it"), max_length=300, required=False, initial=ask.words if ask else "")
            self.fields[f"words_{place}"] = words

    @property
    def pairs(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """The questions and the words that ask them."""
        return [(self[f"question_{place}"], self[f"words_{place}"]) for place in range(self.rows)]

    def as_survey(self, zone: str) -> NewSurvey:
        """What was written."""
        data = self.cleaned_data
        asks = [Ask(data[f"question_{place}"], data[f"words_{place}"]) for place in range(self.rows) if data[f"question_{place}"]]
        chosen: dict[str, Any] = {name: data[name] for name in ("title", "intro", "thanks", "one_by_one", "open_until_on")}
        return NewSurvey(**chosen, **self.for_whom(), asks=tuple(asks), zone=zone)


def _initial(row: Survey | None, owner: Seat | None) -> dict[str, Any]:
    if row is None:
        return {"owner": str(owner.pk) if owner else ""}
    names = ("title", "intro", "thanks", "one_by_one", "open_until_on", "language", "interests", "stages", "version")
    return {**{name: getattr(row, name) for name in names}, "owner": str(row.owner_id or "")}
