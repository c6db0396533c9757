"""What is typed about an address that hears of events."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from keepwarm.courier.new import NewEndpoint
from keepwarm.events.models import Kind


class SubscriptionForm(forms.Form):
    """An address and what it hears of."""

    name = forms.CharField(label=_("What is it called?"), max_length=80)
    url = forms.CharField(label=_("Its address"), max_length=1000, help_text=_("Such as https://software.example/keepwarm."))
    is_inside = forms.BooleanField(
        label=_("It lies inside our own network"),
        required=False,
        help_text=_("Only then may the address be a private one, or one without TLS."),
    )
    events = forms.MultipleChoiceField(label=_("It hears when"), choices=Kind.choices, widget=forms.CheckboxSelectMultiple)

    def as_new(self) -> NewEndpoint:
        """What was typed, for the actions."""
        return NewEndpoint(self.cleaned_data["name"], self.cleaned_data["url"], self.cleaned_data["is_inside"], is_idempotent=True)
