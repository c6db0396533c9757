"""The small form in which an outlay is written down."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy

from keepwarm.ledger.models import Outlay
from keepwarm.lib.money import read_amount
from keepwarm.lib.refusal import Refusal
from keepwarm.selling.queries.rates import house_currency


class OutlayForm(forms.Form):
    """What was spent, on what, and when; the amount in the house's currency."""

    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=Outlay.Kind.choices)
    what = forms.CharField(label=gettext_lazy("On what"), max_length=160)
    amount = forms.CharField(label=gettext_lazy("How much"), max_length=30, widget=forms.TextInput(attrs={"inputmode": "decimal"}))
    on = forms.DateField(label=gettext_lazy("When"), input_formats=["%Y-%m-%d"], widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["amount"].help_text = house_currency()

    def clean_amount(self) -> int:
        """Minor units."""
        try:
            return read_amount(self.cleaned_data["amount"], house_currency())
        except Refusal as refusal:
            raise ValidationError(str(refusal)) from refusal
