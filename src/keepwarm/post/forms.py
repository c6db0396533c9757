"""The letter that somebody writes, and the day on which a batch was posted."""

from __future__ import annotations

from datetime import UTC, datetime, time

from django import forms
from django.utils.translation import gettext_lazy as _

from keepwarm.post.actions.writing import LONGEST_SUBJECT, LONGEST_TEXT
from keepwarm.segments.forms_whom import WhomForm


class WriteForm(WhomForm):
    """To one person, by reference, or to a segment; subject and text in our markup, with merge fields."""

    subject = forms.CharField(max_length=LONGEST_SUBJECT, label=_("Subject"))
    text = forms.CharField(
        max_length=LONGEST_TEXT,
        label=_("Text"),
        widget=forms.Textarea(attrs={"rows": 14}),
        help_text=_("{first_name|there} is their given name, or the words behind the bar. Signature and code stand below by themselves."),
    )


class PostedForm(forms.Form):
    """The day on which it was brought to the post; today when nobody says."""

    on = forms.DateField(required=False, label=_("Posted on"), widget=forms.DateInput(attrs={"type": "date"}))

    def at(self, now: datetime) -> datetime:
        """Noon of that day, now when it is today."""
        on = self.cleaned_data.get("on")
        return now if on is None or on == now.date() else datetime.combine(on, time(12), tzinfo=UTC)
