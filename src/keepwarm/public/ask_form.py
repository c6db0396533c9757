"""The form that a stranger fills in, as a marketer has put it together."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from django import forms
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from keepwarm.answers.forms import field_for
from keepwarm.answers.models import Question, Way
from keepwarm.consent.sealing import LinkUnreadable, seal, unseal
from keepwarm.intake.actions.filling import Given
from keepwarm.intake.models import InquiryForm
from keepwarm.intake.shaping.places import country_code
from keepwarm.lib.ids import new_ref
from keepwarm.prospects.places import UnreadableEmail, UnreadablePhone, read_email, read_phone

STAMP = "ask"
QUICKEST = timedelta(seconds=3)
"""A page is not read and filled in faster."""
OLDEST = timedelta(days=2)
HINTS = {"email": ("email", "email"), "phone": ("tel", "tel"), "name": ("text", "name"), "organization": ("text", "organization")}
"""What a browser shows and fills in by itself."""


class AskForm(forms.Form):
    """Whatever is wrong is said beside its field, and all that was typed stands. `stamp` says when the page was made, sealed."""

    name = forms.CharField(label=gettext_lazy("Your name"), max_length=200, required=False)
    email = forms.CharField(label=gettext_lazy("Email"), max_length=254)
    organization = forms.CharField(label=gettext_lazy("Firm"), max_length=200, required=False)
    phone = forms.CharField(label=gettext_lazy("Phone"), max_length=60, required=False)
    country = forms.CharField(label=gettext_lazy("Country"), max_length=60, required=False)
    text = forms.CharField(
        label=gettext_lazy("What can we do for you?"), max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 5})
    )
    wants_contact = forms.BooleanField(label=gettext_lazy("Please contact me"), required=False)
    permits = forms.BooleanField(label="", required=False)
    nothing_here = forms.CharField(label=gettext_lazy("Leave this empty"), required=False)
    stamp = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *, form: InquiryForm, now: datetime) -> None:
        self.form, self.now = form, now
        self.asked = _questions(form)
        super().__init__(data)
        for part in InquiryForm.PARTS:
            if part not in form.asks:
                del self.fields[part]
        if not form.offers_call:
            del self.fields["wants_contact"]
        if form.wording is None:
            del self.fields["permits"]
        else:
            self.fields["permits"].label = form.wording.text
        for question in self.asked:
            self.fields[_name(question)] = field_for(question, way=Way.FORM)
        for name, (kind, hint) in HINTS.items():
            if name in self.fields:
                self.fields[name].widget.input_type = kind
                self.fields[name].widget.attrs["autocomplete"] = hint
        self.fields["nothing_here"].widget.attrs.update({"autocomplete": "off", "tabindex": "-1"})

    @property
    def questions(self) -> list[forms.BoundField]:
        """The fields of the questions."""
        return [self[_name(question)] for question in self.asked]

    @property
    def fresh_stamp(self) -> str:
        """For the page that is made now: the old stamp while it is good, so that sending twice stays one."""
        old = str(self.data.get("stamp", "")) if self.is_bound else ""
        return old if old and _read_stamp(old, self.form) is not None and "stamp" not in self.errors else make_stamp(self.form, self.now)

    def clean_email(self) -> str:
        """An address that mail can reach."""
        try:
            return read_email(self.cleaned_data["email"]).normalized
        except UnreadableEmail:
            raise forms.ValidationError(_("This is no email address: is a letter missing?")) from None

    def clean_phone(self) -> str:
        """A number that can be dialled, as it was typed."""
        raw: str = self.cleaned_data["phone"].strip()
        if raw:
            try:
                read_phone(raw, country_code(str(self.data.get("country", ""))))
            except UnreadablePhone:
                raise forms.ValidationError(_("Please write the number with its country, such as +44 113 496 0042.")) from None
        return raw

    def clean_nothing_here(self) -> str:
        """Programs fill in every field; a person who sees it empties it."""
        if self.cleaned_data["nothing_here"]:
            raise forms.ValidationError(_("Please leave this field empty, and send the form once more."))
        return ""

    def clean(self) -> dict[str, Any]:
        """A call needs a number, and a page is not filled in at once."""
        data: dict[str, Any] = super().clean() or {}
        made = _read_stamp(str(self.data.get("stamp", "")), self.form)
        if made is None or made[0] < self.now - OLDEST:
            self.add_error(
                "stamp", _("Please look through it and press the button once more: this page stood open for long, or came from elsewhere.")
            )
        elif self.now - made[0] < QUICKEST:
            self.add_error(None, _("That was quick. Please press the button once more."))
        return data

    def given(self) -> Given:
        """What they said."""
        data = self.cleaned_data
        said = {question.key: str(data.get(_name(question)) or "") for question in self.asked}
        plain = {name: data.get(name, "") for name in ("name", "email", "organization", "phone", "country", "text")}
        made = _read_stamp(data["stamp"], self.form)
        return Given(
            **plain,
            once=made[1] if made else new_ref(),
            wants_contact=bool(data.get("wants_contact")),
            permits=bool(data.get("permits")),
            said={key: value for key, value in said.items() if value},
            language=self.form.language or get_language() or "en",
        )


def make_stamp(form: InquiryForm, now: datetime) -> str:
    """When this page was made, and its own name, sealed."""
    return seal(STAMP, f"{form.ref}.{int(now.timestamp())}.{new_ref()}".encode())


def _read_stamp(raw: str, form: InquiryForm) -> tuple[datetime, str] | None:
    try:
        ref, seconds, once = unseal(STAMP, raw).decode("ascii", "replace").split(".")
    except (LinkUnreadable, ValueError):
        return None
    return (datetime.fromtimestamp(int(seconds), UTC), once) if ref == form.ref else None


def _questions(form: InquiryForm) -> list[Question]:
    """In the order of the form; one that is gone is left out."""
    found = {question.key: question for question in Question.objects.filter(key__in=form.questions)}
    return [found[key] for key in form.questions if key in found]


def _name(question: Question) -> str:
    return f"answer_{question.key}"
