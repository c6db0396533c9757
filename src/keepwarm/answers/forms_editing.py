"""The form in which a question of the house is written."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from keepwarm.answers.actions import QuestionText
from keepwarm.answers.models import Question, Way
from keepwarm.answers.queries import TOPIC

KINDS = [
    (Question.Kind.TEXT, _("words of their own")),
    (Question.Kind.CHOICE, _("one of several")),
    (Question.Kind.NUMBER, _("a number")),
    (Question.Kind.YES_NO, _("yes or no")),
]
GROUPS = [
    ("", _("something else")),
    (TOPIC, _("an interest: what they like to hear of")),
    ("fit", _("whether we fit")),
    ("need", _("what they need")),
    ("authority", _("who decides")),
    ("timing", _("when")),
    ("budget", _("what it may cost")),
]


class QuestionForm(forms.Form):
    """One question: what it is about, how it is answered, and how it is asked in each way."""

    label = forms.CharField(label=_("What do we want to know?"), max_length=120, help_text=_("In a word or two, as it stands at a person."))
    kind = forms.ChoiceField(label=_("It is answered with"), choices=KINDS)
    choices = forms.CharField(
        label=_("Answers to choose from"), required=False, widget=forms.Textarea(attrs={"rows": 4}), help_text=_("One a line.")
    )
    group = forms.ChoiceField(label=_("It is about"), choices=GROUPS, required=False)
    asked = forms.BooleanField(label=_("People of ours ask it"), required=False, initial=True)
    phone = forms.CharField(label=_("Asked on the phone"), max_length=300, required=False)
    form = forms.CharField(label=_("…in a form"), max_length=300, required=False)
    survey = forms.CharField(label=_("…in a survey"), max_length=300, required=False)
    mail = forms.CharField(
        label=_("…in a mail"), max_length=300, required=False, help_text=_("Only what one click answers is asked in a mail.")
    )
    seminar = forms.CharField(label=_("…at a seminar sign-up"), max_length=300, required=False)

    def as_text(self) -> QuestionText:
        """What was typed, for the actions."""
        data = self.cleaned_data
        return QuestionText(
            label=data["label"],
            kind=data["kind"],
            choices=tuple(data["choices"].splitlines()),
            group=data["group"],
            ask=data["phone"],
            words={way: data[way] for way in (Way.FORM, Way.SURVEY, Way.MAIL, Way.SEMINAR)},
            asked=data["asked"],
        )


def initial_of(question: Question) -> dict[str, Any]:
    """A question as its form shows it."""
    said = {name: getattr(question, name) for name in ("label", "kind", "group", "asked")}
    return {**said, **question.words, "phone": question.ask, "choices": "\n".join(str(one) for one in question.choices)}
