"""Forms that close an opportunity, open it again, and undo a sale."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any, Final
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from keepwarm.customers.actions import NewPromise
from keepwarm.prospects.models import Prospect
from keepwarm.selling.forms import DayInput, MoneyForm, written
from keepwarm.selling.models import Opportunity

ROWS: Final = 3
"""Rows of promises that the form shows empty."""
MOST: Final = 30
MORE: Final = "more"
"""What the button for another row says that it wants done."""


class WinForm(MoneyForm):
    """What was sold, and what was promised: rows of words and a day, or the word that there was nothing beyond the quote."""

    sold_on = forms.DateField(label=gettext_lazy("Sold on"), widget=DayInput())
    runs_until_on = forms.DateField(label=gettext_lazy("Runs until"), required=False, widget=DayInput())
    nothing_beyond = forms.BooleanField(label=gettext_lazy("Nothing was promised beyond the quote"), required=False)
    unfit_because = forms.CharField(label=gettext_lazy("Why sell it although it does not fit?"), max_length=300, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, sent: Mapping[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        filled = [int(name.removeprefix("what_")) for name in sent if name.startswith("what_") and name.removeprefix("what_").isdigit()]
        more = 1 if sent.get("do") == MORE else 0
        self.rows = range(min(MOST, max([ROWS, *(number + 1 for number in filled)]) + more))
        for row in self.rows:
            self.fields[f"what_{row}"] = forms.CharField(label=_("What was promised?"), max_length=300, required=False)
            self.fields[f"due_{row}"] = forms.DateField(label=_("By when?"), required=False, widget=DayInput())

    def clean(self) -> dict[str, Any]:
        """A promise has words and a day."""
        data = super().clean()
        for row in self.rows:
            if data.get(f"what_{row}") and not data.get(f"due_{row}") and f"due_{row}" not in self.errors:
                self.add_error(f"due_{row}", _("Say by when it was promised."))
            if data.get(f"due_{row}") and not data.get(f"what_{row}"):
                self.add_error(f"what_{row}", _("Say what was promised for that day."))
        return data

    @property
    def may_grow(self) -> bool:
        """Whether there may be another row."""
        return len(self.rows) < MOST

    def pairs(self) -> list[tuple[Any, Any]]:
        """The rows of promises, for the template."""
        return [(self[f"what_{row}"], self[f"due_{row}"]) for row in self.rows]

    def as_sale(self, prospect: Prospect, *, now: datetime) -> dict[str, Any]:
        """What `win` takes."""
        data = self.cleaned_data
        promises = [NewPromise(data[f"what_{row}"], data[f"due_{row}"]) for row in self.rows if data.get(f"what_{row}")]
        return {
            "promises": promises or None,
            "nothing_beyond": data["nothing_beyond"],
            "amount_minor": data["amount_minor"],
            "currency": data["currency"] if data["amount_minor"] is not None else "",
            "sold_at": moment_of(data["sold_on"], prospect, now=now),
            "runs_until_on": data["runs_until_on"],
            "unfit_because": data["unfit_because"],
            "version": data["version"],
        }

    @staticmethod
    def of(row: Opportunity, *, now: datetime) -> dict[str, Any]:
        """As the form begins."""
        return {
            "amount": written(row.amount_minor, row.currency),
            "currency": row.currency,
            "sold_on": now.astimezone(ZoneInfo(row.prospect.zone or "UTC")).date(),
            "unfit_because": row.unfit_because,
            "version": row.version,
        }


def moment_of(on: date, prospect: Prospect, *, now: datetime) -> datetime:
    """Now, when it is of today where they are; else noon of that day."""
    zone = ZoneInfo(prospect.zone or "UTC")
    return now if on == now.astimezone(zone).date() else datetime.combine(on, time(12), zone)


class PostponeForm(forms.Form):
    """Why not now, and when."""

    reason = forms.CharField(label=gettext_lazy("Why not now?"), max_length=300)
    wake_on = forms.DateField(label=gettext_lazy("They hear from us again on"), widget=DayInput())


class LoseForm(forms.Form):
    """Why it was lost, to whom, and when they hear from us again."""

    reason = forms.CharField(label=gettext_lazy("Why did they not buy?"), max_length=300)
    lost_to = forms.CharField(label=gettext_lazy("Who has the business now?"), max_length=120, required=False)
    wake_on = forms.DateField(label=gettext_lazy("They hear from us again on"), widget=DayInput())


class TakeUpForm(forms.Form):
    """What comes next, when it is open again."""

    next_on = forms.DateField(label=gettext_lazy("Next touch on"), widget=DayInput())
    next_what = forms.CharField(label=gettext_lazy("What comes next?"), max_length=200)


class UndoSaleForm(forms.Form):
    """Why it was no sale."""

    because = forms.CharField(label=gettext_lazy("Why is it undone?"), max_length=300)
