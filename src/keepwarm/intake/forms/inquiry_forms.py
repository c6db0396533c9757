"""The page on which a marketer puts an inquiry form together."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from keepwarm.answers.models import Question
from keepwarm.intake.actions.inquiry_forms import FormText
from keepwarm.intake.models import InquiryForm

PARTS = [
    ("organization", _("their firm")),
    ("phone", _("their phone")),
    ("country", _("their country")),
    ("text", _("what we can do for them")),
]
"""Name and email are always asked."""


class InquiryFormForm(forms.Form):
    """What a form asks, in which words, and where it may stand."""

    name = forms.CharField(label=_("Name, for yourselves"), max_length=120)
    heading = forms.CharField(label=_("Heading"), max_length=120)
    intro = forms.CharField(label=_("A line below it"), max_length=600, required=False, widget=forms.Textarea(attrs={"rows": 2}))
    language = forms.ChoiceField(label=_("Language"), required=False)
    source = forms.CharField(
        label=_("Where its people come from"), max_length=120, help_text=_("A source of the reports, such as “Our website”.")
    )
    topic = forms.CharField(label=_("What it is about"), max_length=120, required=False)
    asks = forms.MultipleChoiceField(
        label=_("Beside name and email it asks"), choices=PARTS, required=False, widget=forms.CheckboxSelectMultiple
    )
    questions = forms.MultipleChoiceField(label=_("Questions of the house"), required=False, widget=forms.CheckboxSelectMultiple)
    offers_call = forms.BooleanField(label=_("“Please contact me” can be ticked; somebody calls within the agreed hour"), required=False)
    permission = forms.CharField(
        label=_("Words of the permission for emails"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "Nobody must tick it. Left empty, it is not asked for. Other words later are another version; what was said to these stands."
        ),
    )
    confirms = forms.ChoiceField(
        label=_("The permission is confirmed by mail"), choices=InquiryForm.Confirms.choices, widget=forms.RadioSelect
    )
    hosts = forms.CharField(
        label=_("Sites that may show it in a frame, one a line"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "placeholder": "https://www.example.com"}),
    )
    thanks = forms.CharField(label=_("What is said in the end"), max_length=600, required=False, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, data: Any = None, *, form: InquiryForm | None = None) -> None:
        super().__init__(data, initial=_standing(form))
        chosen = form.questions if form else []
        asked = Question.objects.filter(asked=True) | Question.objects.filter(key__in=chosen)
        self.fields["questions"].choices = [(one.key, one.label) for one in asked]  # type: ignore[attr-defined]
        self.fields["language"].choices = [("", _("as its reader's browser asks")), *settings.LANGUAGES]  # type: ignore[attr-defined]

    def as_text(self) -> FormText:
        """What the marketer said."""
        data = dict(self.cleaned_data)
        hosts = tuple(line.strip() for line in data.pop("hosts").splitlines() if line.strip())
        asks, questions = tuple(data.pop("asks")), tuple(data.pop("questions"))
        return FormText(**data, asks=asks, questions=questions, hosts=hosts)


def _standing(form: InquiryForm | None) -> dict[str, Any]:
    if form is None:
        return {"asks": list(InquiryForm.PARTS), "offers_call": True, "confirms": InquiryForm.Confirms.WHERE_REQUIRED}
    names = ("name", "heading", "intro", "language", "topic", "asks", "questions", "offers_call", "confirms", "thanks")
    standing = {name: getattr(form, name) for name in names}
    words = form.wording.text if form.wording else ""
    return {**standing, "source": form.source.name, "hosts": "\n".join(form.hosts), "permission": words}
