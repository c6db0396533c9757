"""The form of the agreed stages: a line for each, and some for new ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from keepwarm.selling.actions.stages import Wanted
from keepwarm.selling.queries.stages import StageRow

NEW: Final = 2
"""Empty lines for new stages."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the form. `row` None: a new stage."""

    row: StageRow | None
    place: Any
    label: Any
    used: Any


class StagesForm(forms.Form):
    """The place in the order, the name, and whether it is used."""

    use_required_attribute = False
    version = forms.CharField(max_length=16, required=False, widget=forms.HiddenInput)
    because = forms.CharField(label=_("Why do the stages change?"), max_length=300)

    def __init__(self, data: Any, *, rows: Sequence[StageRow], version: str) -> None:
        super().__init__(data, initial={"version": version})
        self.rows = rows
        for number, row in enumerate(self._lines(), 1):
            name = row.label if row else ""
            told = {"number": number, "name": name} if name else {"number": number, "name": _("a new stage")}
            self.fields[f"place_{number}"] = _field(
                forms.IntegerField, _("Place of %(name)s") % told, initial=number, min_value=1, max_value=99
            )
            self.fields[f"label_{number}"] = _field(forms.CharField, _("Name of stage %(number)s") % told, initial=name, max_length=120)
            used = forms.BooleanField(label=_("%(name)s is used") % told, required=False, initial=row is None or row.retired_at is None)
            self.fields[f"used_{number}"] = used

    def _lines(self) -> list[StageRow | None]:
        return [*self.rows, *[None] * NEW]

    def lines(self) -> list[Line]:
        """For the template."""
        numbered = enumerate(self._lines(), 1)
        return [Line(row, self[f"place_{at}"], self[f"label_{at}"], self[f"used_{at}"]) for at, row in numbered]

    def wanted(self) -> list[Wanted]:
        """Those that are used, in their order; two of one place stay as they stand on the page."""
        said, found = self.cleaned_data, []
        for at, row in enumerate(self._lines(), 1):
            label = said[f"label_{at}"]
            if said[f"used_{at}"] and (label or row):
                found.append((said[f"place_{at}"] or 99, at, Wanted(label, row.key if row else "")))
        return [one for _place, _at, one in sorted(found, key=lambda line: line[:2])]


def _field(kind: Any, label: Any, **more: Any) -> Any:
    return kind(label=label, required=False, **more)
