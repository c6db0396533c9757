"""The small forms of a draft: the whole of it, a comment, a signature; and a question of the house's own."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from keepwarm.answers.models import Question
from keepwarm.qualification.queries.definitions import GROUPS

MOST_NEEDED = 30


class WholeForm(forms.Form):
    """How many of the supporting criteria are needed, and what is to be better."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    supporting_needed = forms.IntegerField(
        label=_("How many of the supporting criteria are needed?"),
        min_value=0,
        max_value=MOST_NEEDED,
        widget=forms.NumberInput(attrs={"class": "input short"}),
    )
    because = forms.CharField(
        label=_("What is to be better with it?"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )


class CommentForm(forms.Form):
    """A comment."""

    text = forms.CharField(label=_("What do you think of it?"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))


class SignForm(forms.Form):
    """A signature: the side, and the revision that was read."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    side = forms.CharField(max_length=10, widget=forms.HiddenInput)
    comment = forms.CharField(label=_("A word with it"), max_length=500, required=False)


class QuestionForm(forms.Form):
    """A question that the house does not ask yet."""

    label = forms.CharField(label=_("What is it called?"), max_length=120, help_text=_("A word or two, as it stands in lists: Machines"))
    ask = forms.CharField(
        label=_("How do you ask it on the phone?"),
        max_length=300,
        required=False,
        help_text=_("In the words of a conversation: How many machines would we be talking about?"),
    )
    kind = forms.ChoiceField(label=_("What is the answer?"), choices=Question.Kind.choices, widget=forms.RadioSelect, initial="text")
    choices = forms.CharField(
        label=_("The answers to choose from, one a line"), required=False, widget=forms.Textarea(attrs={"rows": 4}), max_length=2000
    )
    group = forms.ChoiceField(label=_("What is it about?"), choices=list(GROUPS.items()), required=False)
