"""Forms of mail: an account, a DKIM key, and what a person says of a doubtful message."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from keepwarm.outbox.actions.accounts import PLAIN
from keepwarm.outbox.models import Account, Ruling, Security
from keepwarm.staff.models import User
from keepwarm.staff.queries import persons_seats

PASSWORD = forms.PasswordInput(attrs={"autocomplete": "new-password"})


class AccountForm(forms.Form):
    """A server, how to get in, and in whose name. Passwords are never shown again; left empty they stay."""

    name = forms.CharField(label=_("Name"), max_length=80, help_text=_("How you find it again."))
    seat = forms.ModelChoiceField(label=_("Whose"), queryset=None, required=False, empty_label=_("the house's"))  # type: ignore[var-annotated]
    from_email = forms.CharField(label=_("Address that mail comes from"), max_length=254)
    from_name = forms.CharField(label=_("Name that mail comes from"), max_length=120, required=False)
    host = forms.CharField(label=_("Server that sends"), max_length=253, help_text=_("Such as mail.example.com."))
    port = forms.IntegerField(label=_("Port"), min_value=1, max_value=65535, initial=465)
    security = forms.ChoiceField(label=_("Security"), choices=Security.choices, initial=Security.TLS)
    user = forms.CharField(label=_("User name there"), max_length=254, required=False)
    secret = forms.CharField(label=_("Password"), max_length=500, required=False, widget=PASSWORD, help_text=_("Empty: stays as it is."))
    tags = forms.ChoiceField(
        label=_("How replies and bounces are told apart"),
        choices=Account.Tags.choices,
        initial=Account.Tags.NONE,
        help_text=_("Ask your provider whether name+anything@domain reaches you."),
    )
    tag_domain = forms.CharField(label=_("Domain of its own for that"), max_length=253, required=False)
    pace_per_minute = forms.IntegerField(
        label=_("At most so many a minute to one domain"), min_value=0, max_value=10_000, initial=60, help_text=_("0: no limit.")
    )
    connections = forms.IntegerField(label=_("Lines at once"), min_value=1, max_value=50, initial=4)
    imap_host = forms.CharField(
        label=_("Server with the Sent folder (IMAP)"), max_length=253, required=False, help_text=_("Empty: letters are not filed there.")
    )
    imap_port = forms.IntegerField(label=_("Port"), min_value=1, max_value=65535, initial=993)
    imap_security = forms.ChoiceField(label=_("Security"), choices=Security.choices, initial=Security.TLS)
    imap_user = forms.CharField(label=_("User name there"), max_length=254, required=False)
    imap_secret = forms.CharField(
        label=_("Password"), max_length=500, required=False, widget=PASSWORD, help_text=_("Empty: stays as it is.")
    )
    sent_folder = forms.CharField(
        label=_("Name of the Sent folder"), max_length=120, required=False, help_text=_("Empty: found by itself.")
    )

    def __init__(self, *args: Any, for_: User, account: Account | None = None, **kwargs: Any) -> None:
        if account is not None:
            kwargs["initial"] = {name: getattr(account, name) for name in PLAIN}
        super().__init__(*args, **kwargs)
        seats = persons_seats().order_by("name")
        if account is not None:
            del self.fields["seat"]
        elif for_.has_role("manager", "admin"):
            self.fields["seat"].queryset = seats  # type: ignore[attr-defined]
        else:
            own = self.fields["seat"]
            own.queryset, own.empty_label, own.required = seats.filter(user=for_), None, True  # type: ignore[attr-defined]


class SelectorForm(forms.Form):
    """The name of a new DKIM key."""

    selector = forms.CharField(
        label=_("Name of the key"), max_length=63, help_text=_("A word of your choice, another for each key, such as kw2026.")
    )


class RulingForm(forms.Form):
    """What becomes of a message, and how one knows."""

    what = forms.ChoiceField(choices=Ruling.What.choices)
    because = forms.CharField(label=_("How do you know?"), max_length=300)
