"""The form that says what the columns of a list mean for its opportunities, guessed by their names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from keepwarm.circle.queries.opportunity_map import OUTCOMES
from keepwarm.lib.text import fold

COLUMNS: Final = ("offering", "amount", "opened", "closed", "expected", "outcome")
_NAMES: Final[Mapping[str, tuple[str, ...]]] = {
    "offering": ("offering", "product", "produkt", "angebot", "item", "service"),
    "amount": ("close_value", "amount", "value", "price", "betrag", "wert", "sum"),
    "opened": ("engage_date", "opened", "created", "began", "begin", "start", "angelegt"),
    "closed": ("close_date", "closed", "won_at", "ended", "abschluss"),
    "expected": ("expected", "forecast", "erwartet"),
    "outcome": ("deal_stage", "outcome", "status", "state", "stage", "ergebnis"),
}


class PipelineForm(forms.Form):
    """Which column is what, and which words mean won and lost; all other rows are open."""

    offering = forms.ChoiceField(label=_("What was offered"))
    amount = forms.ChoiceField(label=_("Amount"), required=False, help_text=_("Without one the price of the offering counts."))
    currency = forms.CharField(label=_("Currency"), max_length=3, required=False, help_text=_("Three letters; empty: the house’s own."))
    opened = forms.ChoiceField(label=_("Opened on"), required=False)
    closed = forms.ChoiceField(label=_("Closed on"), required=False)
    expected = forms.ChoiceField(label=_("Expected on"), required=False)
    outcome = forms.ChoiceField(label=_("How it ended"), required=False)
    won = forms.CharField(label=_("Words that mean won"), max_length=200, required=False, help_text=_("With commas between."))
    lost = forms.CharField(label=_("Words that mean lost"), max_length=200, required=False, help_text=_("With commas between."))
    apart = forms.BooleanField(label=_("Names that differ only in blanks or capital letters are different offerings"), required=False)

    def __init__(self, data: Any, *, header: Sequence[str]) -> None:
        guessed = {key: _guess(key, header) for key in COLUMNS}
        super().__init__(data, initial={**guessed, "won": "Won", "lost": "Lost"})
        for key in COLUMNS:
            field = self.fields[key]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [*([] if field.required else [("", _("not in the list"))]), *((name, name) for name in header)]

    def section(self) -> dict[str, Any]:
        """The section of a map that was chosen."""
        said = self.cleaned_data
        section: dict[str, Any] = {key: {"column": said[key]} for key in COLUMNS if said.get(key)}
        if said["currency"]:
            section["currency"] = {"constant": said["currency"].strip().upper()}
        if "outcome" in section:
            section["outcome"] |= {"values": _words(said["won"], "won") | _words(said["lost"], "lost"), "otherwise": ""}
        return section | ({"apart": True} if said["apart"] else {})


def _words(text: str, meaning: str) -> dict[str, str]:
    assert meaning in OUTCOMES
    return {word.strip(): meaning for word in text.split(",") if word.strip()}


def _guess(key: str, header: Sequence[str]) -> str:
    """The first column that is called so, or whose name holds such a word."""
    folded = {name: fold(name) for name in header}
    for word in _NAMES[key]:
        for match in (lambda name, word=word: name == word, lambda name, word=word: word in name):
            found = [name for name, plain in folded.items() if match(plain)]
            if found:
                return found[0]
    return ""
