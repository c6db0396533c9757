"""Forms of programs: a program itself, what an item is worth in it, and stopping or changing what is planned."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from keepwarm.content.models import Item, State
from keepwarm.programs.actions.programs import SERVED, NewProgram
from keepwarm.programs.models import Program
from keepwarm.programs.queries.pages import topic_labels
from keepwarm.staff.models import Seat

STAGES = {
    1: gettext_lazy("new"),
    2: gettext_lazy("in conversation"),
    3: gettext_lazy("lead"),
    4: gettext_lazy("in sales"),
    5: gettext_lazy("customer"),
}


class ProgramForm(forms.Form):
    """A program: what it is about, for whom, and who looks after it."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=120)
    topic = forms.ChoiceField(label=gettext_lazy("Which interest does it serve?"), required=False)
    owner = forms.ChoiceField(label=gettext_lazy("Who looks after it?"))
    stages = forms.MultipleChoiceField(
        label=gettext_lazy("For which stages?"),
        help_text=gettext_lazy("None means all."),
        required=False,
        choices=[(stage, STAGES[int(stage)]) for stage in SERVED],
        widget=forms.CheckboxSelectMultiple,
    )
    language = forms.CharField(
        label=gettext_lazy("Language"), help_text=gettext_lazy("Such as de or en. Empty means any."), max_length=12, required=False
    )
    position = forms.IntegerField(
        label=gettext_lazy("Place in the order"),
        help_text=gettext_lazy("Whoever two programs serve equally well gets the one with the lower number."),
        min_value=1,
        max_value=1000,
        initial=100,
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False, initial=0)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        everyone = _("none: it is for everyone whom no other program serves")
        self.seats = {seat.ref: seat for seat in Seat.objects.filter(left_at__isnull=True).order_by("name")}
        self.fields["topic"].choices = [("", everyone), *topic_labels().items()]  # type: ignore[attr-defined]
        self.fields["owner"].choices = [(ref, seat.name) for ref, seat in self.seats.items()]  # type: ignore[attr-defined]

    def as_program(self) -> NewProgram:
        """What the actions take."""
        data = self.cleaned_data
        stages = tuple(int(stage) for stage in data["stages"])
        return NewProgram(data["name"], self.seats[data["owner"]].pk, data["topic"], stages, data["language"], data["position"])

    @staticmethod
    def of(program: Program) -> dict[str, Any]:
        """The values of a program as the form shows them."""
        return {
            "name": program.name,
            "topic": program.topic,
            "owner": program.owner.ref,
            "stages": [str(stage) for stage in program.stages],
            "language": program.language,
            "position": program.position,
            "version": program.version,
        }


class WorthForm(forms.Form):
    """What an item is worth in a program; empty: as in general."""

    item = forms.CharField(max_length=16)
    worth = forms.IntegerField(min_value=0, max_value=100, required=False)


class BecauseForm(forms.Form):
    """Stopping, with a reason."""

    because = forms.CharField(label=gettext_lazy("Why?"), max_length=300)


class InsteadForm(BecauseForm):
    """Another item instead, with a reason."""

    item = forms.ChoiceField(label=gettext_lazy("What instead?"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Item.objects.filter(state=State.IN_USE).order_by("-worth", "title").values_list("ref", "title")[:300]
        self.fields["item"].choices = list(rows)  # type: ignore[attr-defined]
