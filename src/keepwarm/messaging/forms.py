"""What is typed about short messages: the gateway, and a message."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from keepwarm.courier.new import NewEndpoint
from keepwarm.messaging.actions.writing import LONGEST_TEXT
from keepwarm.segments.forms_whom import WhomForm


class EndpointForm(forms.Form):
    """An address to which something of ours goes."""

    name = forms.CharField(label=_("What is it called?"), max_length=80)
    url = forms.CharField(label=_("Its address"), max_length=1000, help_text=_("Such as https://gateway.example/messages."))
    is_inside = forms.BooleanField(
        label=_("It lies inside our own network"),
        required=False,
        help_text=_("Only then may the address be a private one, and without TLS."),
    )
    is_idempotent = forms.BooleanField(
        label=_("It sends nothing twice under one key"),
        required=False,
        help_text=_("Then a message whose line broke goes again by itself. Tick it only when the maker of the gateway says so."),
    )

    def as_new(self) -> NewEndpoint:
        """What was typed, for the actions."""
        return NewEndpoint(**{name: self.cleaned_data[name] for name in ("name", "url", "is_inside", "is_idempotent")})


class WriteForm(WhomForm):
    """A short message to one person, or to everyone of a segment."""

    text = forms.CharField(label=_("What do you write?"), max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 4}))
