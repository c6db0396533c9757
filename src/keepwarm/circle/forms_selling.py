"""Forms that put an opportunity off, lose it, open it again, and undo a sale; that of a sale is `forms_winning`."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy

from keepwarm.selling.forms import DayInput


class PostponeForm(forms.Form):
    """Why not now, and when."""

    reason = forms.CharField(label=gettext_lazy("Why not now?"), max_length=300)
    wake_on = forms.DateField(label=gettext_lazy("They hear from us again on"), widget=DayInput())


class LoseForm(forms.Form):
    """Why it was lost, to whom, and when they hear from us again."""

    reason = forms.CharField(label=gettext_lazy("Why did they not buy?"), max_length=300)
    lost_to = forms.CharField(label=gettext_lazy("Who has the business now?"), max_length=120, required=False)
    wake_on = forms.DateField(label=gettext_lazy("They hear from us again on"), widget=DayInput())


class TakeUpForm(forms.Form):
    """What comes next, when it is open again."""

    next_on = forms.DateField(label=gettext_lazy("Next touch on"), widget=DayInput())
    next_what = forms.CharField(label=gettext_lazy("What comes next?"), max_length=200)


class UndoSaleForm(forms.Form):
    """Why it was no sale."""

    because = forms.CharField(label=gettext_lazy("Why is it undone?"), max_length=300)
