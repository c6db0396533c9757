"""Forms about the people of the house. What they say is checked by the actions; a form only reads it."""

from __future__ import annotations

from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from keepwarm.lib.money import to_major, to_minor
from keepwarm.staff.actions import Hours, NewPerson, Scope
from keepwarm.staff.models import Role, Seat, Team, Territory, User

ZONES = [(zone, zone) for zone in sorted(available_timezones()) if "/" in zone or zone == "UTC"]
DAYS = [
    ("0", _("Mon")),
    ("1", _("Tue")),
    ("2", _("Wed")),
    ("3", _("Thu")),
    ("4", _("Fri")),
    ("5", _("Sat")),
    ("6", _("Sun")),
]


class FoundForm(forms.Form):
    """The first user of an empty house."""

    name = forms.CharField(label=_("Your name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    email = forms.EmailField(
        label=_("Your email"), help_text=_("You sign in with it."), widget=forms.EmailInput(attrs={"autocomplete": "username"})
    )
    password = forms.CharField(
        label=_("A password"),
        help_text=_("At least ten characters; a short sentence is fine."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    zone = forms.ChoiceField(label=_("Where you work"), choices=ZONES, initial="Europe/London")

    def as_person(self) -> NewPerson:
        """What the form says."""
        data = self.cleaned_data
        return NewPerson(data["name"], data["email"], data["zone"], password=data["password"])


class PersonForm(forms.Form):
    """A colleague to come."""

    name = forms.CharField(label=_("Name"), max_length=120)
    email = forms.EmailField(label=_("Email"))
    roles = forms.MultipleChoiceField(
        label=_("What they do"), choices=Role.choices, widget=forms.CheckboxSelectMultiple, initial=[Role.INSIDE_REP]
    )
    team = forms.ModelChoiceField(
        label=_("Team"), queryset=Team.objects.order_by("name"), required=False, to_field_name="ref", empty_label="–"
    )
    zone = forms.ChoiceField(label=_("Where they work"), choices=ZONES)

    def as_person(self) -> NewPerson:
        """What the form says."""
        data = self.cleaned_data
        return NewPerson(data["name"], data["email"], data["zone"], team=data["team"])


class RolesForm(forms.Form):
    """What somebody does."""

    roles = forms.MultipleChoiceField(label=_("What they do"), choices=Role.choices, widget=forms.CheckboxSelectMultiple)


class HoursForm(forms.Form):
    """When somebody works, and how much of it is for calls."""

    zone = forms.ChoiceField(label=_("Time zone"), choices=ZONES)
    place = forms.CharField(label=_("Place, for its holidays"), max_length=8, required=False, help_text=_("Such as DE or US-CA."))
    days = forms.MultipleChoiceField(label=_("Working days"), choices=DAYS, widget=forms.CheckboxSelectMultiple)
    opens = forms.TimeField(label=_("Begins"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    closes = forms.TimeField(label=_("Ends"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    call_minutes = forms.IntegerField(
        label=_("Minutes a day for calls"), min_value=0, max_value=1440, help_text=_("The queue of the day is made to fit.")
    )

    @staticmethod
    def initial_of(seat: Seat) -> dict[str, Any]:
        """The form as the seat stands."""
        return {
            "zone": seat.zone,
            "place": seat.place,
            "days": [str(day) for day in range(7) if seat.work_days >> day & 1],
            "opens": _as_clock(seat.opens_minute),
            "closes": _as_clock(min(seat.closes_minute, 24 * 60 - 1)),
            "call_minutes": seat.call_minutes,
        }

    def as_hours(self) -> Hours:
        """What the form says, in the units of a seat."""
        data = self.cleaned_data
        return Hours(
            zone=data["zone"],
            work_days=sum(1 << int(day) for day in data["days"]),
            opens_minute=data["opens"].hour * 60 + data["opens"].minute,
            closes_minute=data["closes"].hour * 60 + data["closes"].minute,
            call_minutes=data["call_minutes"],
            place=data["place"].strip(),
        )


class RateForm(forms.Form):
    """What an hour of a seat costs, typed in whole units."""

    rate = forms.DecimalField(
        label=_("An hour costs"),
        min_value=0,
        max_value=99_999,
        decimal_places=3,
        help_text=_("All in, for the reports of what a lead took; 0 leaves their minutes out."),
    )
    currency = forms.CharField(label=_("Currency"), min_length=3, max_length=3, help_text=_("Such as EUR, as the lists’ costs."))

    @staticmethod
    def initial_of(seat: Seat) -> dict[str, Any]:
        """The form as the seat stands."""
        return {"rate": to_major(seat.hour_minor, seat.currency), "currency": seat.currency}

    def hour_minor(self) -> int:
        """In minor units of the currency."""
        return to_minor(self.cleaned_data["rate"], self.cleaned_data["currency"].upper())


class TeamForm(forms.Form):
    """Which team somebody works with."""

    team = forms.ModelChoiceField(label=_("Team"), queryset=Team.objects.order_by("name"), to_field_name="ref", empty_label=None)

    @staticmethod
    def initial_of(seat: Seat) -> dict[str, Any]:
        """The form as the seat stands."""
        return {"team": seat.team}


class TeamNameForm(forms.Form):
    """The name of a team, new or another."""

    name = forms.CharField(label=_("Name"), max_length=120)


class TerritoriesForm(forms.Form):
    """What comes to a seat first, one a line."""

    lines = forms.CharField(
        label=_("Territories"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("One a line: “place DE”, “topic solar”, “source Spring fair”."),
    )

    @staticmethod
    def initial_of(seat: Seat) -> dict[str, str]:
        """The form as the seat stands."""
        return {"lines": "\n".join(f"{one.by} {one.value}" for one in seat.territories.order_by("by", "value"))}

    def clean_lines(self) -> list[tuple[str, str]]:
        """Pairs of kind and value."""
        pairs = []
        for line in str(self.cleaned_data["lines"]).splitlines():
            kind, _blank, value = line.strip().partition(" ")
            if not kind:
                continue
            if kind.rstrip(":") not in Territory.By.values or not value.strip():
                raise forms.ValidationError(_("“%(line)s” does not begin with place, topic or source."), params={"line": line[:60]})
            pairs.append((kind.rstrip(":"), value.strip()))
        return pairs


class ProfileForm(forms.Form):
    """Oneself."""

    name = forms.CharField(label=_("Name"), max_length=120)
    zone = forms.ChoiceField(label=_("Time zone"), choices=ZONES)
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)

    @staticmethod
    def initial_of(user: User) -> dict[str, str]:
        """The form as the person stands."""
        return {"name": user.name, "zone": user.zone, "language": user.language}


class PasswordForm(forms.Form):
    """A new password."""

    password = forms.CharField(
        label=_("A new password"),
        help_text=_("At least ten characters. Other devices are signed out."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )


class KeyForm(forms.Form):
    """A new key for the API."""

    name = forms.CharField(label=_("What uses the key"), max_length=80)
    scopes = forms.MultipleChoiceField(
        label=_("What it may do"), choices=[(scope.value, scope.value) for scope in Scope], widget=forms.CheckboxSelectMultiple
    )


def _as_clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"
