"""The form for somebody new: what one can type in 20 seconds."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from keepwarm.intake.actions.new_person import NewPerson
from keepwarm.prospects.places import UnreadableEmail, UnreadablePhone, read_email, read_phone
from keepwarm.staff.models import Seat, User
from keepwarm.touches.models import Source

BY_HAND = "By hand"
MOST_SOURCES = 200


class NewPersonForm(forms.Form):
    """A name or a way to reach them is enough. A phone without its country is read as one of the reader's own place."""

    name = forms.CharField(label=_("Name"), max_length=200, required=False)
    organization = forms.CharField(label=_("Firm"), max_length=200, required=False)
    phone = forms.CharField(label=_("Phone"), max_length=60, required=False)
    email = forms.CharField(label=_("Email"), max_length=254, required=False)
    wants = forms.CharField(label=_("What do they want?"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 2}))
    source = forms.ChoiceField(label=_("Where do they come from?"), required=False)
    wants_contact = forms.BooleanField(label=_("They asked to be contacted"), required=False)
    permits_mailing = forms.BooleanField(label=_("They agreed to hear from us by newsletter"), required=False)
    keep = forms.BooleanField(label=_("I look after them"), required=False)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.seat = Seat.objects.filter(user=user, left_at__isnull=True).first()
        names = Source.objects.order_by("name").exclude(name=BY_HAND).values_list("name", flat=True)[:MOST_SOURCES]
        self.fields["source"].choices = [(BY_HAND, _("entered by hand")), *((name, name) for name in names)]  # type: ignore[attr-defined]
        for name, hint in (("phone", "tel"), ("email", "email")):
            self.fields[name].widget.input_type = hint if hint == "tel" else "email"
        self.fields["name"].widget.attrs["autofocus"] = True
        if self.seat is None:
            del self.fields["keep"]

    @property
    def region(self) -> str:
        """The country in which a number without one is dialled."""
        return self.seat.place[:2] if self.seat else ""

    def clean_phone(self) -> str:
        """A number that can be read, as it was typed."""
        return self._readable("phone", lambda raw: read_phone(raw, self.region))

    def clean_email(self) -> str:
        """A mailbox that can be read, as it was typed."""
        return self._readable("email", read_email)

    def _readable(self, name: str, read: Any) -> str:
        raw: str = self.cleaned_data[name].strip()
        try:
            if raw:
                read(raw)
        except (UnreadablePhone, UnreadableEmail) as refusal:
            raise forms.ValidationError(refusal.sentence) from None
        return raw

    def clean(self) -> dict[str, Any]:
        """Somebody must be meant."""
        data = super().clean() or self.cleaned_data
        if not self.errors and not any(data.get(name, "").strip() for name in ("name", "phone", "email")):
            self.add_error("name", _("Give a name, a phone number or an email."))
        return data

    def person(self, *, key: str, proof: str) -> NewPerson:
        """What was typed. `key`: the same form sent again adds nothing; `proof`: what stands beside the permission."""
        data = self.cleaned_data
        return NewPerson(
            name=data["name"],
            organization=data["organization"],
            emails=(data["email"],) if data["email"] else (),
            phones=(data["phone"],) if data["phone"] else (),
            text=data["wants"],
            source=data["source"] or BY_HAND,
            wants_contact=data["wants_contact"],
            permissions=(("mailing", "express", proof[:300]),) if data["permits_mailing"] else (),
            owner=self.seat if data.get("keep") else None,
            key=key,
        )
