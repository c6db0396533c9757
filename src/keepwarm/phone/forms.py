"""The marketers' form for talking points."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from keepwarm.lib.refusal import Refusal
from keepwarm.phone.actions.points import PointsText, check_voicemail
from keepwarm.phone.models import TalkingPoints
from keepwarm.prospects.models import Stage

OBJECTIONS = 4
LINES = forms.Textarea(attrs={"rows": 4})
ANY_STAGE = [("", _("any stage")), *[choice for choice in Stage.choices if choice[0] != Stage.ENDED]]


class PointsForm(forms.Form):
    """Lists are written one a line; objections come in pairs, an empty pair is left out."""

    name = forms.CharField(label=_("Name"), max_length=120, help_text=_("How you find it again."))
    topic = forms.CharField(
        label=_("Interest"),
        max_length=120,
        required=False,
        help_text=_("As inquiries name it. Empty: fits every interest."),
    )
    stage = forms.TypedChoiceField(label=_("Stage"), choices=ANY_STAGE, coerce=int, empty_value=None, required=False)
    opening = forms.CharField(label=_("To open"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))
    points = forms.CharField(label=_("Three points, one a line"), required=False, widget=LINES)
    questions = forms.CharField(label=_("Questions to ask, one a line"), required=False, widget=LINES)
    voicemail = forms.CharField(
        label=_("If it is only the machine"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("At most 15 seconds. {name} becomes the caller's name."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number in range(1, OBJECTIONS + 1):
            self.fields[f"says_{number}"] = forms.CharField(label=_("They may say"), max_length=300, required=False)
            self.fields[f"answer_{number}"] = forms.CharField(label=_("You can answer"), max_length=500, required=False)

    @property
    def pairs(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """The fields of the objections, two by two."""
        return [(self[f"says_{number}"], self[f"answer_{number}"]) for number in range(1, OBJECTIONS + 1)]

    def clean_voicemail(self) -> str:
        """Words for the machine that fit fifteen seconds and say who calls."""
        text = str(self.cleaned_data["voicemail"])
        try:
            check_voicemail(text)
        except Refusal as refusal:
            raise forms.ValidationError(refusal.sentence) from refusal
        return text

    def as_text(self) -> PointsText:
        """What was written, for `save_points`."""
        data = self.cleaned_data
        pairs = ((data[f"says_{number}"], data[f"answer_{number}"]) for number in range(1, OBJECTIONS + 1))
        return PointsText(
            name=data["name"],
            topic=data["topic"],
            stage=data["stage"],
            opening=data["opening"],
            points=_lines(data["points"]),
            questions=_lines(data["questions"]),
            objections=tuple((says, answer) for says, answer in pairs if says and answer),
            voicemail=data["voicemail"],
        )


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def initial_of(row: TalkingPoints) -> dict[str, object]:
    """A row as the form shows it first."""
    pairs: dict[str, object] = {}
    for number, (says, answer) in enumerate(row.objections[:OBJECTIONS], start=1):
        pairs |= {f"says_{number}": says, f"answer_{number}": answer}
    return {
        "name": row.name,
        "topic": row.topic,
        "stage": row.stage,
        "opening": row.opening,
        "points": "\n".join(row.points),
        "questions": "\n".join(row.questions),
        "voicemail": row.voicemail,
        **pairs,
    }
