"""What is asked about promises, cases and customers; and what the customer is asked."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from keepwarm.customers.models import Loss
from keepwarm.staff.models import Role, User
from keepwarm.staff.queries import persons_seats


class DayInput(forms.DateInput):
    """A day, as browsers ask for one."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(attrs={"class": "input"}, format="%Y-%m-%d")


def _line(label: Any, longest: int, *, required: bool = True, rows: int = 0) -> forms.CharField:
    attrs = {"class": "input"}
    widget: forms.Widget = forms.Textarea(attrs={**attrs, "rows": rows}) if rows else forms.TextInput(attrs=attrs)
    return forms.CharField(label=label, max_length=longest, required=required, widget=widget)


class SettleForm(forms.Form):
    """Kept or broken, and what shows it."""

    use_required_attribute = False
    proof = _line(_("What shows it?"), 500)


class ChangeForm(forms.Form):
    """What the customer is asked to agree to."""

    use_required_attribute = False
    what = _line(_("What it becomes"), 300)
    due_on = forms.DateField(label=_("By which day"), widget=DayInput())
    because = _line(_("Why, as the customer reads it"), 300)


class PromiseForm(forms.Form):
    """One more promise of a sale. `to`: the ref of whom it was made to; "": whoever bought."""

    use_required_attribute = False
    what = _line(_("What was promised, in the customer’s words"), 300)
    due_on = forms.DateField(label=_("By which day"), widget=DayInput())
    to = forms.CharField(label=_("To whom?"), max_length=16, required=False)


class CaseForm(forms.Form):
    """A complaint that somebody heard."""

    use_required_attribute = False
    CHANNELS: ClassVar = [("phone", _("by phone")), ("person", _("seen by one of us")), ("mail", _("by mail"))]
    what = _line(_("What are they unhappy about, in their words?"), 1000, rows=3)
    channel = forms.ChoiceField(label=_("How do we know?"), choices=CHANNELS, widget=forms.Select(attrs={"class": "input"}))


class OutcomeForm(forms.Form):
    """What came of a case."""

    use_required_attribute = False
    outcome = _line(_("What came of it?"), 500, rows=2)


class LossForm(forms.Form):
    """A customer who left."""

    use_required_attribute = False
    reason = forms.ChoiceField(label=_("Why did they leave?"), choices=Loss.Reason.choices, widget=forms.Select(attrs={"class": "input"}))
    because = _line(_("In their words"), 300)
    wake_on = forms.DateField(label=_("When do we ask again?"), widget=DayInput())


class GiveCaseForm(forms.Form):
    """Who settles a case from now on."""

    use_required_attribute = False
    to = forms.ModelChoiceField(
        label=_("Who settles it"),
        queryset=persons_seats().order_by("name"),
        empty_label="–",
        to_field_name="ref",
        widget=forms.Select(attrs={"class": "input"}),
    )


class AsideForm(forms.Form):
    """Who of service stands beside a customer no more."""

    who = forms.ModelChoiceField(queryset=User.objects.all(), to_field_name="ref", widget=forms.HiddenInput)


class BesideForm(forms.Form):
    """Who of service stands beside a customer."""

    use_required_attribute = False
    who = forms.ModelChoiceField(
        label=_("Who stands beside them"),
        queryset=User.objects.filter(is_active=True, grants__role=Role.SERVICE).distinct().order_by("name"),
        empty_label="–",
        widget=forms.Select(attrs={"class": "input"}),
    )


class TellUsForm(forms.Form):
    """The customer's own words: what else was promised, and whether it came true."""

    use_required_attribute = False
    KEPT: ClassVar = [("", _("It is still to come")), ("yes", _("Yes, it came true")), ("no", _("No, it did not"))]
    more = _line(_("What else were you promised?"), 300, required=False, rows=2)
    more_kept = forms.ChoiceField(label=_("And did it come true?"), choices=KEPT, required=False, widget=forms.RadioSelect)
    words = _line(_("Is there anything else you would like to tell us?"), 1000, required=False, rows=3)
