"""A field for what a copy or a seat costs us: an amount in the house's currency, or nothing."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings

from keepwarm.lib.money import NotMoney, read_amount, to_major


class MoneyField(forms.CharField):
    """Typed as people write amounts; minor units come out, 0 where it is left empty."""

    def __init__(self, **more: Any) -> None:
        super().__init__(max_length=30, required=False, widget=forms.TextInput(attrs={"inputmode": "decimal"}), **more)

    def clean(self, value: Any) -> int:
        """Minor units."""
        text = super().clean(value)
        try:
            return read_amount(text, settings.CURRENCY) if text else 0
        except NotMoney as problem:
            raise forms.ValidationError(problem.sentence) from None


def shown_amount(minor: int) -> str:
    """As it is typed; empty for nothing."""
    return f"{to_major(minor, settings.CURRENCY):f}" if minor else ""
