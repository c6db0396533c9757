"""The policy as a form: each value typed in the unit in which people think of it."""

from __future__ import annotations

from datetime import time
from typing import Any

from django import forms
from django.utils.translation import gettext, ngettext_lazy
from django.utils.translation import gettext_lazy as _

from keepwarm.policy.settings import SETTINGS, Setting, Unit

LAST_MINUTE = 24 * 60 - 1
_SAID = {
    Unit.SHARE: _("%(count)s %%"),
    Unit.DAYS: ngettext_lazy("%(count)s day", "%(count)s days", "count"),
    Unit.MONTHS: ngettext_lazy("%(count)s month", "%(count)s months", "count"),
    Unit.WORKING_HOURS: ngettext_lazy("%(count)s working hour", "%(count)s working hours", "count"),
    Unit.WORKING_DAYS: ngettext_lazy("%(count)s working day", "%(count)s working days", "count"),
    Unit.HOURS: ngettext_lazy("%(count)s hour", "%(count)s hours", "count"),
    Unit.MINUTES: ngettext_lazy("%(count)s minute", "%(count)s minutes", "count"),
    Unit.POINTS: ngettext_lazy("%(count)s point", "%(count)s points", "count"),
    Unit.PEOPLE: ngettext_lazy("%(count)s person", "%(count)s people", "count"),
    Unit.CENTS: ngettext_lazy("%(count)s cent", "%(count)s cents", "count"),
    Unit.WORDS: ngettext_lazy("%(count)s word", "%(count)s words", "count"),
}
"""What is counted in times, and clocks, are shown bare."""


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
        percent = round(value * 100, 2)
        return int(percent) if percent == int(percent) else percent
    if setting.unit is Unit.CLOCK:
        minute = min(int(value), LAST_MINUTE)
        return f"{minute // 60:02}:{minute % 60:02}"
    return value


def say(setting: Setting, value: Any) -> str:
    """A kept value with its unit as people say it, such as `1 working day`, `20 %`, `09:00`, `yes`."""
    shown = typed(setting, value)
    if setting.unit is Unit.YES_NO:
        return gettext("yes") if shown else gettext("no")
    return str(_SAID[setting.unit] % {"count": shown}) if setting.unit in _SAID else f"{shown}"


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
