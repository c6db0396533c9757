"""Forms of the page of consent: words for a tick box, an address that nobody is to use, a topic to choose."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy

from keepwarm.consent.models import Channel, Suppression

REASONS = [one for one in Suppression.Reason.choices if one[0] in {"asked", "complaint", "house"}]
"""Why somebody of the house closes an address; the others come about by themselves."""


class WordingForm(forms.Form):
    """Words that people say yes to. The same name again is another version."""

    name = forms.CharField(label=gettext_lazy("Where do the words stand?"), max_length=60)
    channel = forms.ChoiceField(label=gettext_lazy("What are they about?"), choices=Channel.choices)
    text = forms.CharField(label=gettext_lazy("The words"), max_length=4000, widget=forms.Textarea(attrs={"rows": 3}))


class SuppressForm(forms.Form):
    """An address or a domain that nobody is to use any more, whoever has it."""

    kind = forms.ChoiceField(label=gettext_lazy("What?"), choices=[one for one in Suppression.Kind.choices if one[0] != "post"])
    value = forms.CharField(label=gettext_lazy("Which?"), max_length=320)
    scope = forms.ChoiceField(label=gettext_lazy("For what?"), choices=Suppression.Scope.choices)
    reason = forms.ChoiceField(label=gettext_lazy("Why?"), choices=REASONS)


class TopicForm(forms.Form):
    """Something that a prospect may choose to hear about."""

    label = forms.CharField(label=gettext_lazy("Topic"), max_length=120)
