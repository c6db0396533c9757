"""The form by which guests sign up, and the one in which marketers write a seminar."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from keepwarm.answers.forms import field_for
from keepwarm.answers.models import Question, Way
from keepwarm.consent.stamps import StampOff, check_stamp, keep_stamp
from keepwarm.content.actions.items import TOPIC
from keepwarm.content.forms_cost import MoneyField, shown_amount
from keepwarm.content.forms_for_whom import ForWhomForm
from keepwarm.outbox.addressing import UnusableAddress, check_email
from keepwarm.prospects.models import Prospect
from keepwarm.seminars.actions import NewSeminar, SignUp
from keepwarm.seminars.models import Seminar
from keepwarm.seminars.queries.public import PublicPage
from keepwarm.seminars.times import FIRST, SECOND
from keepwarm.staff.models import Seat

ZONES = [(zone, zone.replace("_", " ")) for zone in sorted(available_timezones()) if "/" in zone or zone == "UTC"]
WHICH = [("", "–"), (FIRST, gettext_lazy("the first, before the clocks go back")), (SECOND, gettext_lazy("the second, after it"))]
TRAP = "website"


class SignUpForm(forms.Form):
    """Name, email and at most one question. Of whom the link was made for only the question is asked."""

    name = forms.CharField(label=gettext_lazy("Your name"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    email = forms.CharField(
        label=gettext_lazy("Your email"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "email", "inputmode": "email"})
    )
    website = forms.CharField(required=False, widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}))
    stamp = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any, *, page: PublicPage, visitor: Prospect | None, now: datetime) -> None:
        self.visitor, self.now, self.what = visitor if page.masked else None, now, page.seminar.source
        super().__init__(data)
        if self.visitor is not None:
            del self.fields["name"], self.fields["email"]
        if page.question is not None:
            self.fields["answer"] = field_for(page.question, way=Way.SEMINAR)

    def clean_email(self) -> str:
        """An address that can be written to."""
        try:
            return check_email(self.cleaned_data["email"])
        except UnusableAddress:
            raise forms.ValidationError(_("This is no email address: is a letter missing?")) from None

    def clean(self) -> dict[str, Any]:
        """No machine: the field that nobody sees is empty, and the page was open for a while."""
        data = super().clean() or self.cleaned_data
        if data.get(TRAP):
            raise forms.ValidationError(_("Please leave the last field empty: it is there for machines."))
        try:
            check_stamp(self.what, data.get("stamp", ""), now=self.now)
        except StampOff as refusal:
            raise forms.ValidationError(refusal.sentence) from None
        return data

    def fresh_stamp(self) -> str:
        """For the page that is about to be shown."""
        return keep_stamp(self.what, str(self.data.get("stamp", "")), now=self.now)

    def as_sign_up(self) -> SignUp:
        """Who signs up."""
        data = self.cleaned_data
        return SignUp(self.visitor, data.get("name", ""), data.get("email", ""), data.get("answer", ""))


class SeminarForm(ForWhomForm):
    """A seminar. Whether a time is skipped or doubled by a change of clocks is said beside it."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=160)
    teaser = forms.CharField(label=gettext_lazy("In one line: what do they take home?"), max_length=300, required=False)
    day = forms.DateField(label=gettext_lazy("Day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    clock = forms.TimeField(label=gettext_lazy("It begins at"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    zone = forms.ChoiceField(label=gettext_lazy("By the clocks of"), choices=ZONES)
    which = forms.ChoiceField(label=gettext_lazy("Which of the two?"), choices=WHICH, required=False)
    minutes = forms.IntegerField(label=gettext_lazy("Minutes"), min_value=1, max_value=10_080, initial=60)
    seats = forms.IntegerField(label=gettext_lazy("Seats"), min_value=1, max_value=100_000, initial=30)
    seat_cost = MoneyField(label=gettext_lazy("What a seat costs us"), help_text=gettext_lazy("Each guest who was there costs so much."))
    place = forms.CharField(label=gettext_lazy("Place"), max_length=300, required=False)
    link = forms.CharField(
        label=gettext_lazy("Online at"),
        max_length=1000,
        required=False,
        help_text=gettext_lazy("Only guests see this address."),
        widget=forms.TextInput(attrs={"inputmode": "url", "placeholder": "https://"}),
    )
    text = forms.CharField(
        label=gettext_lazy("What is it about?"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=gettext_lazy("An empty line begins a new paragraph."),
    )
    question = forms.ChoiceField(
        label=gettext_lazy("One question at sign-up"), required=False, help_text=gettext_lazy("Nobody is asked what we know already.")
    )
    after_text = forms.CharField(
        label=gettext_lazy("What those who do not come shall read afterwards"), required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *, row: Seminar | None = None, zone: str = "UTC", owner: Seat | None = None) -> None:
        super().__init__(data, initial=_initial(row, zone, owner))
        asked = Question.objects.exclude(group=TOPIC).filter(asked=True).values_list("key", "label")
        self.offer("question", [("", _("none")), *asked])

    def as_seminar(self) -> NewSeminar:
        """What was written."""
        data = self.cleaned_data
        return NewSeminar(
            title=data["title"],
            local_at=datetime.combine(data["day"], data["clock"].replace(second=0, microsecond=0)),
            zone=data["zone"],
            **self.for_whom(),
            **{name: data[name] for name in _PLAIN},
            seat_minor=data["seat_cost"],
        )


_PLAIN = ("which", "minutes", "seats", "place", "link", "teaser", "text", "question", "after_text")


def _initial(row: Seminar | None, zone: str, owner: Seat | None) -> dict[str, Any]:
    if row is None:
        return {"zone": zone, "owner": str(owner.pk) if owner else "", "minutes": 60, "seats": 30}
    local = datetime.fromisoformat(row.local_at)
    names = (
        "title",
        "teaser",
        "zone",
        "minutes",
        "seats",
        "place",
        "link",
        "text",
        "interests",
        "stages",
        "language",
        "after_text",
        "version",
    )
    return {
        **{name: getattr(row, name) for name in names},
        "seat_cost": shown_amount(row.seat_minor),
        "day": local.date(),
        "clock": local.time(),
        "which": _which(row),
        "owner": str(row.owner_id or ""),
        "question": row.question.key if row.question else "",
    }


def _which(row: Seminar) -> str:
    """Said only where two hours are equal."""
    local = row.local().replace(tzinfo=None)
    there = row.local().tzinfo
    early, late = (local.replace(tzinfo=there, fold=fold).utcoffset() for fold in (0, 1))
    return "" if early == late else (SECOND if row.fold else FIRST)
