"""The forms of an import: a file, and what its columns are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from keepwarm.intake.mapping.guess import map_from_roles

MOST_BYTES = 512 << 20
ROLE_LABELS = [
    ("", _("leave out")),
    ("name", _("Person’s name")),
    ("given", _("Given name")),
    ("family", _("Family name")),
    ("organization", _("Firm")),
    ("title", _("Position")),
    ("born", _("Date of birth")),
    ("language", _("Language")),
    ("email", _("Email")),
    ("phone", _("Phone")),
    ("street", _("Street")),
    ("number", _("House number")),
    ("postcode", _("Postcode")),
    ("town", _("Town")),
    ("state", _("State")),
    ("country", _("Country")),
    ("source", _("Source")),
    ("date", _("Date of the inquiry")),
    ("topic", _("Topic or product")),
    ("text", _("What they wrote")),
    ("wants_contact", _("“Please contact me”")),
    ("owner", _("Owner")),
    ("no_contact", _("Wish: not to hear from us")),
    ("no_phone", _("Wish: no calls")),
    ("no_email", _("Wish: no emails")),
    ("no_mailing", _("Wish: no mailings")),
    ("mailing", _("They agreed to mailings")),
    ("answer", _("An answer to a question")),
]


class UploadForm(forms.Form):
    """A list to bring in."""

    file = forms.FileField(label=_("A CSV or XLSX file"), widget=forms.ClearableFileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx"}))

    def clean_file(self) -> Any:
        """Not larger than half a gigabyte."""
        file = self.cleaned_data["file"]
        if (file.size or 0) > MOST_BYTES:
            raise forms.ValidationError(_("The file is larger than 512 MB. Split it, or use keepwarm import."))
        return file


class ColumnsForm(forms.Form):
    """What each column is, and how the list is to be read. Fields `column_<place>` stand for the columns."""

    source = forms.CharField(label=_("How is the source called?"), max_length=120, help_text=_("Reports name it so: “Fair September”."))
    dates = forms.ChoiceField(
        label=_("Dates such as 03/04/2026"), choices=[("day first", _("day first")), ("month first", _("month first"))]
    )
    country = forms.CharField(
        label=_("Country of phones without a country code"), max_length=2, required=False, help_text=_("Two letters: DE, GB, US.")
    )
    spread = forms.BooleanField(
        label=_("Spread the first touches over the coming weeks"),
        required=False,
        help_text=_("What happened before is unknown, so nobody is called as if it were urgent. News of these days comes first anyway."),
    )

    def __init__(self, data: Any, *, header: Sequence[str], initial: dict[str, Any]) -> None:
        super().__init__(data, initial=initial)
        self.header = header
        for place, name in enumerate(header):
            self.fields[f"column_{place}"] = forms.ChoiceField(
                label=name, choices=ROLE_LABELS, required=False, widget=forms.Select(attrs={"class": "input"})
            )

    def clean_country(self) -> str:
        """A code of two letters."""
        code = str(self.cleaned_data["country"]).upper()
        if code and not (code.isalpha() and len(code) == 2):
            raise forms.ValidationError(_("Write it with two letters: DE, GB, US."))
        return code

    def map_data(self) -> dict[str, Any]:
        """The map that was chosen."""
        said = self.cleaned_data
        roles = [said[f"column_{place}"] for place in range(len(self.header))]
        return map_from_roles(self.header, roles, dates=said["dates"], country=said["country"], spread=said["spread"])
