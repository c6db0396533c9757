"""The end of a conversation, and opening it again."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy

from keepwarm.desk.forms.steps import VersionForm
from keepwarm.prospects.words import CHOSEN_ENDS, ENDS

END_REASONS = [(name, ENDS[name]) for name in CHOSEN_ENDS]


class EndForm(VersionForm):
    """An end has its reason; they come back by themselves, or when somebody opens it again."""

    reason = forms.ChoiceField(label=gettext_lazy("Why does it end?"), choices=END_REASONS)
    because = forms.CharField(label=gettext_lazy("In a few words"), max_length=300)


class ReopenForm(forms.Form):
    """Opened again, with all history."""

    because = forms.CharField(label=gettext_lazy("Why open it again?"), max_length=300)
