"""Forms of the inbox: what a reply is, whose it is, whom it names, and a mailbox to read."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from keepwarm.inbox.models import Mailbox
from keepwarm.inbox.words import FOLLOWS, SAID
from keepwarm.outbox.models import Security


class KindForm(forms.Form):
    """What a reply is, with the day and the person that it names."""

    kind = forms.ChoiceField(label=_("What is it?"), choices=[(str(kind), SAID[kind]) for kind in FOLLOWS], widget=forms.RadioSelect)
    wake_on = forms.DateField(label=_("The day they name"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    name = forms.CharField(label=_("Whom they name"), max_length=200, required=False)
    email = forms.EmailField(label=_("Their address"), max_length=320, required=False)


class WhoseForm(forms.Form):
    """Whose mail it is: somebody who was found (their reference), or words to find them by."""

    prospect = forms.CharField(label=_("Whose mail is it? A part of their name, firm, number or address"), max_length=200)


class SenderForm(forms.Form):
    """Whoever wrote, as they are taken in."""

    name = forms.CharField(label=_("Name"), max_length=200)


class ProposalForm(forms.Form):
    """Somebody who was named, as they are taken in."""

    name = forms.CharField(label=_("Name"), max_length=200, required=False)
    email = forms.EmailField(label=_("Email"), max_length=320, required=False)


class MailboxForm(forms.Form):
    """A mailbox to read from now on."""

    kind = forms.ChoiceField(label=_("What is it?"), choices=Mailbox.Kind.choices)
    host = forms.CharField(label=_("IMAP server"), max_length=253)
    port = forms.IntegerField(label=_("Port"), min_value=1, max_value=65535, initial=993)
    security = forms.ChoiceField(label=_("Line"), choices=Security.choices, initial=Security.TLS)
    user = forms.CharField(label=_("User"), max_length=254)
    password = forms.CharField(label=_("Password"), max_length=500, widget=forms.PasswordInput)
    folder = forms.CharField(label=_("Folder"), max_length=120, required=False, help_text=_("Empty: the inbox, or the Sent folder."))

    def __init__(self, *args: Any, kinds: tuple[str, ...], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["kind"].choices = [one for one in Mailbox.Kind.choices if one[0] in kinds]  # type: ignore[attr-defined]
