"""The forms in which whoever runs the team sets goals and quotas."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy

from keepwarm.goals.actions.quotas import NewQuota
from keepwarm.goals.models import Measure, Per
from keepwarm.lib.money import NotMoney, read_amount
from keepwarm.reports.queries.aims.quotas import closing_seats
from keepwarm.staff.models import Seat


class GoalForm(forms.Form):
    """What a rep or a team is to aim at. Nothing else can be chosen than conversations and leads."""

    seat = forms.ModelChoiceField(
        Seat.objects.filter(left_at__isnull=True).order_by("kind", "name"),
        to_field_name="ref",
        label=gettext_lazy("Who"),
        empty_label="–",
    )
    aim = forms.IntegerField(label=gettext_lazy("How many"), min_value=0, max_value=10_000, help_text=gettext_lazy("0 ends the goal."))
    measure = forms.ChoiceField(label=gettext_lazy("Of what"), choices=Measure.choices)
    per = forms.ChoiceField(label=gettext_lazy("In which time"), choices=Per.choices)
    from_on = forms.DateField(label=gettext_lazy("From"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    because = forms.CharField(label=gettext_lazy("Why"), required=False, max_length=200)


class QuotaForm(forms.Form):
    """What a closing rep is to sell in the month or quarter of the page: money, or a number of sales."""

    seat = forms.ModelChoiceField(Seat.objects.none(), to_field_name="ref", label=gettext_lazy("Who"), empty_label="–")
    amount = forms.CharField(label=gettext_lazy("In money"), required=False, max_length=30)
    currency = forms.CharField(label=gettext_lazy("Currency"), required=False, max_length=3)
    sales = forms.IntegerField(label=gettext_lazy("Or in sales"), required=False, min_value=1, max_value=100_000)
    because = forms.CharField(label=gettext_lazy("Why"), required=False, max_length=200)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        seats = self.fields["seat"]
        if isinstance(seats, forms.ModelChoiceField):
            seats.queryset = Seat.objects.filter(pk__in=[seat.pk for seat in closing_seats()]).order_by("name")
        self.fields["currency"].initial = settings.CURRENCY

    def clean(self) -> dict[str, Any]:
        """The amount in minor units."""
        said: dict[str, Any] = super().clean() or {}
        if said.get("amount"):
            currency = (said.get("currency") or settings.CURRENCY).strip().upper()
            try:
                said["amount_minor"] = read_amount(said["amount"], currency)
            except NotMoney as problem:
                self.add_error("amount", problem.sentence)
        return said

    def as_quota(self, period: str, starts_on: date) -> NewQuota:
        """What was said, of that time."""
        said = self.cleaned_data
        currency = (said.get("currency") or settings.CURRENCY).strip().upper()
        return NewQuota(period, starts_on, said.get("amount_minor"), currency if said.get("amount") else "", said.get("sales"))
