"""For whom something is, and who looks after it: what the forms of seminars and surveys ask alike."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from keepwarm.answers.models import Question
from keepwarm.content.actions.items import OFFERED_AT, TOPIC
from keepwarm.staff.models import Seat

LANGUAGES = [("", _("any")), ("en", _("English")), ("de", _("German"))]


class ForWhomForm(forms.Form):
    """Owner, interests, stages and language. In a house that asks for no interest there is nothing to choose, and no such field."""

    owner = forms.ChoiceField(label=_("Who looks after it?"), required=False)
    interests = forms.MultipleChoiceField(
        label=_("For whom: interests"), required=False, widget=forms.CheckboxSelectMultiple, help_text=_("None suits all.")
    )
    stages = forms.TypedMultipleChoiceField(
        label=_("For whom: stages"),
        required=False,
        coerce=int,
        choices=[(int(stage), stage.label) for stage in OFFERED_AT],
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None suits all."),
    )
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        seats = Seat.objects.filter(left_at__isnull=True).order_by("name").values_list("pk", "name")
        self.offer("owner", [("", "–"), *((str(pk), name) for pk, name in seats)])
        if topics := list(Question.objects.filter(group=TOPIC).values_list("key", "label")):
            self.offer("interests", topics)
        else:
            del self.fields["interests"]

    def offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        """What there is to choose from."""
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def for_whom(self) -> dict[str, Any]:
        """What was chosen, as the actions take it."""
        data = self.cleaned_data
        return {
            "owner_id": int(data["owner"]) if data["owner"] else None,
            "interests": tuple(data.get("interests", ())),
            "stages": tuple(data["stages"]),
            "language": data["language"],
        }
