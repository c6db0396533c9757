"""What is typed about short messages: the gateway, and a message."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from keepwarm.courier.new import NewEndpoint
from keepwarm.messaging.actions.writing import LONGEST_TEXT
from keepwarm.segments.queries import list_segments


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


class WriteForm(forms.Form):
    """A short message to one person, or to everyone of a segment."""

    prospect = forms.CharField(widget=forms.HiddenInput, required=False)
    segment = forms.ChoiceField(label=_("To everyone of the segment"), required=False)
    text = forms.CharField(label=_("What do you write?"), max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 4}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choosing: Any = self.fields["segment"]
        choosing.choices = [("", _("choose"))] + [(one.ref, one.name) for one in list_segments()]
