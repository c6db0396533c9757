"""The form that closes an opportunity as won: what was sold, and what was promised, from the quote, from notes and letters, or by hand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, Final
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from keepwarm.circle.queries.selling import ProposedPromise
from keepwarm.customers.actions import NewPromise
from keepwarm.customers.models import Promise
from keepwarm.engine.promised import lines_of
from keepwarm.prospects.models import Prospect
from keepwarm.selling.forms import DayInput, MoneyForm, written
from keepwarm.selling.models import Opportunity

ROWS: Final = 3
"""Rows of promises that the form shows empty."""
MOST: Final = 30
MORE: Final = "more"
"""What the button for another row says that it wants done."""
QUOTED: Final = "quote"
"""What the button says that makes a row of each line of the quote."""
FROM: Final = (Promise.Source.REP, Promise.Source.QUOTE, Promise.Source.NOTE, Promise.Source.LETTER)


@dataclass(frozen=True, slots=True)
class Row:
    """The fields of one promise. `take`: of one that is proposed, whether it was one."""

    what: Any
    due: Any
    to: Any
    source: Any
    source_words: str
    take: Any = None


class WinForm(MoneyForm):
    """What was sold, and what was promised: rows of words, a day and a person, or the word that there was nothing beyond the quote.

    Rows `said_N` are proposed: they count where they are ticked.
    """

    sold_on = forms.DateField(label=gettext_lazy("Sold on"), widget=DayInput())
    runs_until_on = forms.DateField(label=gettext_lazy("Runs until"), required=False, widget=DayInput())
    nothing_beyond = forms.BooleanField(label=gettext_lazy("Nothing was promised beyond the quote"), required=False)
    unfit_because = forms.CharField(label=gettext_lazy("Why sell it although it does not fit?"), max_length=300, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    quote = forms.CharField(
        label=gettext_lazy("Lines of the quote"),
        help_text=gettext_lazy("Paste them here: each line becomes a promise of its own, for you to give it its day."),
        max_length=10_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, sent: Mapping[str, Any], people: Sequence[Prospect] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {one.ref: one for one in people}
        initial = kwargs.get("initial") or {}
        more = 1 if sent.get("do") == MORE else 0
        filled = _numbers("what", sent) | _numbers("what", initial)
        self.rows = [str(at) for at in range(min(MOST, max([ROWS, *(number + 1 for number in filled)]) + more))]
        self.proposed = [f"said_{at}" for at in sorted(_numbers("what_said", sent) or _numbers("what_said", initial))[:MOST]]
        for row in [*self.rows, *self.proposed]:
            self._add_row(row)

    def _add_row(self, row: str) -> None:
        self.fields[f"what_{row}"] = forms.CharField(label=_("What was promised?"), max_length=300, required=False)
        self.fields[f"due_{row}"] = forms.DateField(label=_("By when?"), required=False, widget=DayInput())
        if len(self.people) > 1:
            names = [(ref, one.name) for ref, one in self.people.items()]
            self.fields[f"to_{row}"] = forms.ChoiceField(label=_("To whom?"), choices=names, required=False)
        source = forms.ChoiceField(choices=[(one.value, one.label) for one in FROM], required=False, widget=forms.HiddenInput)
        self.fields[f"from_{row}"] = source
        if row.startswith("said_"):
            self.fields[f"take_{row}"] = forms.BooleanField(label=_("This was promised"), required=False)

    def clean(self) -> dict[str, Any]:
        """A promise has words and a day."""
        data = super().clean()
        for row in self._taken(data):
            if data.get(f"what_{row}") and not data.get(f"due_{row}") and f"due_{row}" not in self.errors:
                self.add_error(f"due_{row}", _("Say by when it was promised."))
            if data.get(f"due_{row}") and not data.get(f"what_{row}"):
                self.add_error(f"what_{row}", _("Say what was promised for that day."))
        if data.get("quote"):
            self.add_error("quote", _("Make promises of these lines first, or take them out."))
        return data

    def _taken(self, data: Mapping[str, Any]) -> list[str]:
        return [*self.rows, *(row for row in self.proposed if data.get(f"take_{row}"))]

    @property
    def may_grow(self) -> bool:
        """Whether there may be another row."""
        return len(self.rows) < MOST

    def written_rows(self) -> Iterator[Row]:
        """The rows of promises by hand and from the quote, for the template."""
        return (self._shown(row) for row in self.rows)

    def proposed_rows(self) -> Iterator[Row]:
        """Those that notes and letters propose."""
        return (self._shown(row) for row in self.proposed)

    def _shown(self, row: str) -> Row:
        source = self[f"from_{row}"]
        kept = str(source.value() or Promise.Source.REP)
        words = dict(Promise.Source.choices).get(kept, "") if kept != Promise.Source.REP else ""
        to, take = (self[name] if name in self.fields else None for name in (f"to_{row}", f"take_{row}"))
        return Row(self[f"what_{row}"], self[f"due_{row}"], to, source, str(words), take)

    def as_sale(self, prospect: Prospect, *, now: datetime) -> dict[str, Any]:
        """What `win` takes."""
        data = self.cleaned_data
        promises = [self._promise(row, prospect) for row in self._taken(data) if data.get(f"what_{row}")]
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

    def _promise(self, row: str, buyer: Prospect) -> NewPromise:
        data = self.cleaned_data
        to = self.people.get(data.get(f"to_{row}") or "", buyer)
        source = data.get(f"from_{row}") or Promise.Source.REP.value
        return NewPromise(data[f"what_{row}"], data[f"due_{row}"], to.pk, source)

    @staticmethod
    def of(row: Opportunity, proposed: Sequence[ProposedPromise] = (), *, now: datetime) -> dict[str, Any]:
        """As the form begins."""
        begins = {
            "amount": written(row.amount_minor, row.currency),
            "currency": row.currency,
            "sold_on": now.astimezone(ZoneInfo(row.prospect.zone or "UTC")).date(),
            "unfit_because": row.unfit_because,
            "version": row.version,
        }
        for at, one in enumerate(proposed):
            begins |= {f"what_said_{at}": one.what, f"due_said_{at}": one.due_on, f"to_said_{at}": one.to, f"from_said_{at}": one.source}
        return begins


def as_typed(sent: Mapping[str, Any]) -> dict[str, Any]:
    """What was typed, for the form with another row; with a row for each line of the quote where that was asked for."""
    typed = {name: value for name, value in sent.items() if name not in {"do", "quote"}}
    if sent.get("do") != QUOTED:
        return typed | {"quote": sent.get("quote", "")}
    taken = {number for number in _numbers("what", sent) if sent.get(f"what_{number}") or sent.get(f"due_{number}")}
    free = [number for number in range(MOST) if number not in taken]
    lines = lines_of(sent.get("quote", ""))
    for number, line in zip(free, lines, strict=False):
        typed |= {f"what_{number}": line[:300], f"from_{number}": Promise.Source.QUOTE.value}
    return typed | {"quote": "\n".join(lines[len(free) :])}


def _numbers(name: str, sent: Mapping[str, Any]) -> set[int]:
    """Which rows of this name there are."""
    rows = (key.removeprefix(f"{name}_") for key in sent if key.startswith(f"{name}_"))
    return {int(number) for number in rows if number.isascii() and number.isdigit() and len(number) < 4}


def moment_of(on: date, prospect: Prospect, *, now: datetime) -> datetime:
    """Now, when it is of today where they are; else noon of that day."""
    zone = ZoneInfo(prospect.zone or "UTC")
    return now if on == now.astimezone(zone).date() else datetime.combine(on, time(12), zone)
