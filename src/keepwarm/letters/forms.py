"""What is typed in the letters room: the composer as it comes, a snippet, an exception."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from keepwarm.letters.actions import SnippetText, Text
from keepwarm.letters.actions.exceptions import MOST
from keepwarm.letters.actions.snippets import check_text
from keepwarm.letters.words import LABELS
from keepwarm.lib.refusal import Refusal
from keepwarm.lib.text import read_number
from keepwarm.staff.models import Seat
from keepwarm.staff.queries import persons_seats

LONGEST = 20_000
"""Characters of a letter; the check says much earlier that it is too long."""
LANGUAGES = [("", _("every language")), ("en", "English"), ("de", "Deutsch"), ("fr", "Français"), ("es", "Español"), ("pt", "Português")]


@dataclass(frozen=True, slots=True)
class Written:
    """The composer as it was sent. `do`: the button, with what it names. Nothing of it is trusted: what is too long is cut."""

    text: Text
    version: int | None
    prospect_version: int | None
    address_id: int | None
    overrule: str
    do: str
    snippet: str

    @property
    def pressed(self) -> list[Any]:
        """The button and what it names: `["fix", …]`, `["move"]`."""
        try:
            found = json.loads(self.do) if self.do.startswith("[") else [self.do]
        except ValueError:
            return ["check"]
        return found if isinstance(found, list) and found else ["check"]


def read_written(sent: QueryDict) -> Written:
    """Lines end as the check counts them: a browser sends two characters for one."""
    body = sent.get("body", "").replace("\r\n", "\n").replace("\r", "\n")[:LONGEST]
    purpose = sent.get("purpose", "")
    return Written(
        text=Text(purpose if purpose in LABELS else "", " ".join(sent.get("subject", "").split())[:200], body),
        version=read_number(sent.get("version"), most=10**9),
        prospect_version=read_number(sent.get("prospect_version"), most=10**9),
        address_id=read_number(sent.get("address")),
        overrule=sent.get("overrule", "").strip()[:200],
        do=sent.get("do", "check")[:2000],
        snippet=sent.get("snippet", "")[:16],
    )


class SnippetForm(forms.Form):
    """A text of the house, with merge fields."""

    name = forms.CharField(label=_("Name"), max_length=120, help_text=_("How reps find it."))
    purpose = forms.ChoiceField(label=_("For"), choices=[("", _("every purpose")), *LABELS.items()], required=False)
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES, required=False)
    subject = forms.CharField(label=_("Subject"), max_length=200, required=False)
    text = forms.CharField(label=_("Text"), max_length=4000, widget=forms.Textarea(attrs={"rows": 9}))

    def clean_subject(self) -> str:
        """Merge fields that exist."""
        return self._checked("subject")

    def clean_text(self) -> str:
        """Merge fields that exist."""
        return self._checked("text")

    def _checked(self, name: str) -> str:
        text = str(self.cleaned_data[name]).replace("\r\n", "\n")
        try:
            check_text(text)
        except Refusal as refusal:
            raise forms.ValidationError(refusal.sentence) from refusal
        return text

    def as_text(self) -> SnippetText:
        """What was written, for `save_snippet`."""
        data = self.cleaned_data
        return SnippetText(data["name"], data["text"], data["purpose"], data["language"], data["subject"])


class ExceptionForm(forms.Form):
    """Letters beyond the budget, with the reason that stands on the morning report."""

    seat = forms.ModelChoiceField(label=_("Who may write"), queryset=Seat.objects.none(), to_field_name="ref", empty_label="–")
    count = forms.IntegerField(label=_("How many letters"), min_value=1, max_value=MOST, initial=1)
    because = forms.CharField(label=_("Why?"), max_length=300, help_text=_("It stands on the morning report."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        seats: Any = self.fields["seat"]
        seats.queryset = persons_seats().order_by("name", "pk")
