"""The field in which one question of the house is asked, whichever page asks it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from keepwarm.answers.models import Question, Way
from keepwarm.answers.queries import words_of

LONGEST = 500
"""Letters of an answer (`answers.models.Answer.value`)."""
YES_NO = [("yes", gettext_lazy("yes")), ("no", gettext_lazy("no"))]


class Words(forms.Field):
    """Words, as many as an answer holds; longer ones are told so, and stand as they were typed."""

    widget = forms.Textarea(attrs={"rows": 3})

    def clean(self, value: Any) -> str:
        """The words without blanks around them."""
        text = str(value or "").strip()
        if len(text) > LONGEST:
            raise forms.ValidationError(
                _("An answer can have at most %(most)d characters, and this one has %(count)d. Please shorten it; the rest is kept.")
                % {"most": LONGEST, "count": len(text)}
            )
        return text


class Number(forms.Field):
    """A number, kept as it is meant: 1,5 is 1.5."""

    widget = forms.TextInput(attrs={"inputmode": "decimal"})

    def clean(self, value: Any) -> str:
        """The number as text; "" for none."""
        text = str(value or "").strip().replace(" ", "")
        plain = text.replace(",", ".") if text.count(",") == 1 and "." not in text else text
        try:
            found = float(plain) if plain else None
        except ValueError:
            found = float("nan")
        if found is not None and (found != found or abs(found) > 1e15):
            raise forms.ValidationError(_("Please write a number, such as 12 or 12.5."))
        return plain


def field_for(question: Question, *, way: Way, label: str = "", now_said: str = "") -> forms.Field:
    """A field that need not be filled in, in the words of this way to ask. Its cleaned value is the answer as text, "" for none."""
    common: dict[str, Any] = {"label": label or words_of(question, way), "required": False, "initial": now_said}
    if question.kind == Question.Kind.CHOICE:
        return forms.ChoiceField(choices=[(one, one) for one in question.choices], widget=forms.RadioSelect, **common)
    if question.kind == Question.Kind.YES_NO:
        return forms.ChoiceField(choices=YES_NO, widget=forms.RadioSelect, **common)
    return Number(**common) if question.kind == Question.Kind.NUMBER else Words(**common)
