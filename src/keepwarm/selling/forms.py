"""Forms of selling: an opportunity, who is around it, an offering, a rate."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from keepwarm.answers.models import Question
from keepwarm.lib.money import is_currency, read_amount, to_major
from keepwarm.lib.refusal import Refusal
from keepwarm.prospects.models import Prospect
from keepwarm.selling.actions.opening import NewOpportunity
from keepwarm.selling.models import Offering, Opportunity, OpportunityPerson
from keepwarm.selling.queries.rates import house_currency

NEEDS = 4
"""Rows of needs that the form of an offering shows beyond those that are written."""


class DayInput(forms.DateInput):
    """A day, with the browser's own calendar."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class MoneyForm(forms.Form):
    """An amount as people write it, and its currency."""

    amount = forms.CharField(label=gettext_lazy("Amount"), max_length=24, required=False)
    currency = forms.CharField(label=gettext_lazy("Currency"), min_length=3, max_length=3, required=False)

    def clean_currency(self) -> str:
        """Three capital letters; the house's own when nobody says."""
        code = str(self.cleaned_data["currency"] or house_currency()).upper()
        if not is_currency(code):
            raise forms.ValidationError(_("Three letters, such as EUR."))
        return code

    def clean(self) -> dict[str, Any]:
        """The amount in minor units, as `amount_minor`; None when it is left empty."""
        data: dict[str, Any] = super().clean() or {}
        data["amount_minor"] = None
        if data.get("amount") and data.get("currency"):
            try:
                data["amount_minor"] = read_amount(data["amount"], data["currency"])
            except Refusal as refusal:
                self.add_error("amount", refusal.sentence)
        return data


def written(minor: int | None, currency: str) -> str:
    """An amount as the form shows it."""
    return "" if minor is None else f"{to_major(minor, currency):f}"


class OpportunityForm(MoneyForm):
    """What somebody may buy, for how much and when, and what comes next."""

    offering = forms.ChoiceField(label=gettext_lazy("What may they buy?"))
    name = forms.CharField(label=gettext_lazy("A name for it"), max_length=160, required=False)
    expected_on = forms.DateField(label=gettext_lazy("When do they decide?"), required=False, widget=DayInput())
    word_percent = forms.IntegerField(label=gettext_lazy("Your own word, in percent"), min_value=0, max_value=100, required=False)
    next_on = forms.DateField(label=gettext_lazy("Next touch on"), widget=DayInput())
    next_what = forms.CharField(label=gettext_lazy("What comes next?"), max_length=200)
    unfit_because = forms.CharField(
        label=gettext_lazy("Why propose it although it does not fit?"),
        help_text=gettext_lazy("Needed only where what they said is against it."),
        max_length=300,
        required=False,
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    field_order = ("offering", "amount", "currency", "expected_on", "word_percent", "next_on", "next_what", "name", "unfit_because")

    def __init__(self, *args: Any, offerings: Iterable[tuple[Offering, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(one.ref, f"{one.name} ({fit})" if fit else one.name) for one, fit in offerings]
        self.fields["offering"].choices = choices  # type: ignore[attr-defined]
        self.fields["amount"].help_text = _("Empty: the price of the offering.")

    def as_new(self, *, handoff_ref: str = "") -> NewOpportunity:
        """What the action takes."""
        data = self.cleaned_data
        return NewOpportunity(
            offering=data["offering"],
            next_on=data["next_on"],
            next_what=data["next_what"],
            amount_minor=data["amount_minor"],
            currency=data["currency"],
            expected_on=data["expected_on"],
            word_percent=data["word_percent"],
            name=data["name"],
            unfit_because=data["unfit_because"],
            handoff_ref=handoff_ref,
        )

    def as_changes(self) -> dict[str, Any]:
        """What `change_opportunity` takes; an amount that was left empty stays."""
        data = self.cleaned_data
        names = ("offering", "name", "expected_on", "word_percent", "next_on", "next_what", "unfit_because")
        money = {"amount_minor": data["amount_minor"], "currency": data["currency"]} if data["amount_minor"] is not None else {}
        return {name: data[name] for name in names} | money

    @staticmethod
    def of(row: Opportunity) -> dict[str, Any]:
        """As the form shows it."""
        names = ("name", "expected_on", "word_percent", "next_on", "next_what", "unfit_because", "currency", "version")
        return {name: getattr(row, name) for name in names} | {
            "offering": row.offering.ref,
            "amount": written(row.amount_minor, row.currency),
        }


class NextForm(forms.Form):
    """Only the next touch."""

    next_on = forms.DateField(label=gettext_lazy("Next touch on"), widget=DayInput())
    next_what = forms.CharField(label=gettext_lazy("What comes next?"), max_length=200)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class MoveForm(forms.Form):
    """To another stage."""

    stage = forms.SlugField(max_length=24)
    version = forms.IntegerField(required=False)


class PersonForm(forms.Form):
    """Somebody of the firm, and what they are to it."""

    person = forms.ChoiceField(label=gettext_lazy("Who?"))
    role = forms.ChoiceField(label=gettext_lazy("What are they to it?"), choices=OpportunityPerson.Role.choices)

    def __init__(self, *args: Any, people: Sequence[Prospect], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = [(one.ref, f"{one.name}, {one.title}" if one.title else one.name) for one in people]  # type: ignore[attr-defined]


class OfferingForm(MoneyForm):
    """An offering: what it is, what it costs, which needs it serves, and what it requires."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=120)
    code = forms.CharField(label=gettext_lazy("Code"), max_length=40, required=False)
    requires = forms.CharField(
        label=gettext_lazy("What does it require?"),
        help_text=gettext_lazy('A condition such as: answer.rooms >= 10 and not answer.roof = "listed"'),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    requires_words = forms.CharField(label=gettext_lazy("The same in words"), max_length=300, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    field_order = ("name", "code", "amount", "currency")

    def __init__(self, *args: Any, needs: Sequence[Mapping[str, Any]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["amount"].label = _("Price")
        self.fields["amount"].help_text = _("Empty: agreed each time.")
        questions = [("", _("none")), *Question.objects.filter(asked=True).order_by("position", "pk").values_list("key", "label")]
        named = {str(one["question"]) for one in needs}
        questions += [(key, key) for key in sorted(named - {key for key, _label in questions})]
        self.rows = [f"need_{at}" for at in range(len(needs) + NEEDS)]
        for at, row in enumerate(self.rows):
            told = needs[at] if at < len(needs) else {"question": "", "values": []}
            self._add_need(row, told, questions)

    def _add_need(self, row: str, told: Mapping[str, Any], questions: Sequence[tuple[str, str]]) -> None:
        self.fields[row] = forms.ChoiceField(label=_("Question"), choices=questions, required=False, initial=told["question"])
        values = forms.CharField(label=_("Answers it serves"), max_length=500, required=False, initial=", ".join(told["values"]))
        self.fields[f"{row}_values"] = values

    def pairs(self) -> list[tuple[Any, Any]]:
        """The rows of needs, for the template."""
        return [(self[row], self[f"{row}_values"]) for row in self.rows]

    def as_written(self) -> dict[str, Any]:
        """What the actions take."""
        data = self.cleaned_data
        needs = [
            {"question": data[row], "values": [text.strip() for text in data[f"{row}_values"].split(",") if text.strip()]}
            for row in self.rows
            if data.get(row)
        ]
        plain = {name: data[name] for name in ("name", "code", "currency", "requires", "requires_words")}
        return {**plain, "price_minor": data["amount_minor"], "needs": needs}

    @staticmethod
    def of(row: Offering) -> dict[str, Any]:
        """As the form shows it."""
        names = ("name", "code", "currency", "requires", "requires_words", "version")
        return {name: getattr(row, name) for name in names} | {"amount": written(row.price_minor, row.currency)}


class RateForm(forms.Form):
    """What one unit of a currency is worth."""

    code = forms.CharField(label=gettext_lazy("One unit of"), min_length=3, max_length=3)
    rate = forms.DecimalField(label=gettext_lazy("is worth"), max_digits=18, decimal_places=8)
    on = forms.DateField(label=gettext_lazy("since"), widget=DayInput())
    source = forms.CharField(label=gettext_lazy("as said by"), max_length=120)
