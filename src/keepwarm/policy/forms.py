"""The policy as a form: each value typed in the unit in which people think of it."""

from __future__ import annotations

from datetime import time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from keepwarm.policy.settings import SETTINGS, Setting, Unit

LAST_MINUTE = 24 * 60 - 1


class PolicyForm(forms.Form):
    """One field for each value, and the reason. `version` is the number that the page showed."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    because = forms.CharField(label=_("Why does it change?"), max_length=300)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for setting in SETTINGS:
            field = self.fields[setting.name] = _field_of(setting)
            if setting.unit is not Unit.YES_NO:
                field.widget.attrs["class"] = "input short"

    def as_values(self) -> dict[str, Any]:
        """What was typed, in the unit in which it is kept. Times end at 23:59, which stands for the end of the day."""
        return {setting.name: _keep(setting, self.cleaned_data[setting.name]) for setting in SETTINGS}


def initial_of(values: dict[str, Any], version: int) -> dict[str, Any]:
    """The form as the policy stands."""
    return {"version": version} | {setting.name: typed(setting, values[setting.name]) for setting in SETTINGS}


def typed(setting: Setting, value: Any) -> Any:
    """A kept value as it is typed and shown: a share in percent, a minute of the day as a clock."""
    if setting.unit is Unit.SHARE:
        return round(value * 100, 2)
    if setting.unit is Unit.CLOCK:
        minute = min(int(value), LAST_MINUTE)
        return f"{minute // 60:02}:{minute % 60:02}"
    return value


def _keep(setting: Setting, value: Any) -> Any:
    if setting.unit is Unit.SHARE:
        return round(value / 100, 4)
    if isinstance(value, time):
        minute = value.hour * 60 + value.minute
        return 24 * 60 if minute == LAST_MINUTE else minute
    return value


def _field_of(setting: Setting) -> forms.Field:
    if setting.unit is Unit.YES_NO:
        return forms.BooleanField(label=str(setting.label), required=False)
    if setting.unit is Unit.CLOCK:
        return forms.TimeField(label=str(setting.label), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    if setting.unit is Unit.SHARE:
        return forms.FloatField(label=str(setting.label), min_value=0, max_value=100)
    return forms.IntegerField(label=str(setting.label), min_value=int(setting.low), max_value=int(setting.high))
