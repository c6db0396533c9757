"""Forms of mailings: the mailing itself, and why something is done with one on its way."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from keepwarm.answers.models import Question
from keepwarm.mailings.actions.editing import TOPIC, NewMailing
from keepwarm.mailings.models import Mailing
from keepwarm.segments.queries import list_segments


class MailingForm(forms.Form):
    """A mailing: to whom, about what, and its text or two."""

    name = forms.CharField(label=gettext_lazy("Name"), help_text=gettext_lazy("Only we see it."), max_length=120)
    segment = forms.ChoiceField(label=gettext_lazy("To whom?"), required=False)
    topic = forms.ChoiceField(label=gettext_lazy("Which interest is it about?"), required=False)
    subject = forms.CharField(label=gettext_lazy("Subject"), max_length=200, required=False)
    preheader = forms.CharField(
        label=gettext_lazy("The line beside the subject"),
        help_text=gettext_lazy("A mailbox shows it before the mail is opened."),
        max_length=200,
        required=False,
    )
    body = forms.CharField(
        label=gettext_lazy("Text"),
        help_text=gettext_lazy(
            "A blank line begins a paragraph. [words](https://…) is a link, [[words]](https://…) a button. {first_name|there} is their "
            "given name, or “there” for whoever has none."
        ),
        max_length=100_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 16}),
    )
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=[("en", "English"), ("de", "Deutsch")], initial="en")
    list_name = forms.CharField(
        label=gettext_lazy("Name of the list"),
        help_text=gettext_lazy("Such as Warm words: mailboxes show it beside “Unsubscribe”."),
        max_length=80,
        required=False,
    )
    in_archive = forms.BooleanField(
        label=gettext_lazy("Everyone may read it on the web"),
        help_text=gettext_lazy("It stands in the public archive, without anything personal."),
        required=False,
    )
    subject_b = forms.CharField(
        label=gettext_lazy("A second subject, to compare"),
        help_text=gettext_lazy("Half of the first share gets it. Empty: there is only one."),
        max_length=200,
        required=False,
    )
    body_b = forms.CharField(
        label=gettext_lazy("A second text, to compare"),
        help_text=gettext_lazy("Empty: only the subjects differ."),
        max_length=100_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False, initial=0)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        segments = [(one.ref, one.name) for one in list_segments()]
        topics = Question.objects.filter(group=TOPIC).order_by("label").values_list("key", "label")
        self.fields["segment"].choices = [("", _("nobody yet")), *segments]  # type: ignore[attr-defined]
        self.fields["topic"].choices = [("", _("nothing in particular")), *topics]  # type: ignore[attr-defined]

    def as_mailing(self) -> NewMailing:
        """What the actions take."""
        return NewMailing(**{name: value for name, value in self.cleaned_data.items() if name != "version"})

    @staticmethod
    def of(mailing: Mailing) -> dict[str, Any]:
        """The values of a mailing as the form shows them."""
        names = [name for name in MailingForm.base_fields if name != "segment"]
        return {"segment": mailing.segment.ref if mailing.segment else "", **{name: getattr(mailing, name) for name in names}}
