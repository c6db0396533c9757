"""What is typed in the content library: an item, a feed, the look of the house, a file, a filter."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from keepwarm.answers.models import Question
from keepwarm.content.actions import NewItem
from keepwarm.content.forms_cost import MoneyField, shown_amount
from keepwarm.content.models import Item, Kind, State
from keepwarm.content.queries.listing import STAGES, Filters, say_stage, topics
from keepwarm.lib.text import read_number
from keepwarm.staff.models import Seat
from keepwarm.staff.queries import persons_seats

LANGUAGES = [("", _("every language")), ("en", "English"), ("de", "Deutsch"), ("fr", "Français"), ("es", "Español"), ("pt", "Português")]
_BODY_HELP = _("What a mail with it says. # makes a heading, - a point, [words](https://…) a link, [[words]](https://…) a button.")


class _Fitting(forms.Form):
    """For whom something is, and who looks after it."""

    interests = forms.MultipleChoiceField(label=_("For people with an interest in"), required=False, widget=forms.CheckboxSelectMultiple)
    stages = forms.TypedMultipleChoiceField(label=_("Who are"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple)
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES, required=False)
    owner = forms.ModelChoiceField(
        label=_("Who looks after it"), queryset=Seat.objects.none(), to_field_name="ref", required=False, empty_label="–"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choosing: Any = self.fields
        choosing["interests"].choices = [(topic.key, topic.label) for topic in topics()]
        choosing["stages"].choices = [(stage.value, say_stage(stage)) for stage in STAGES]
        choosing["owner"].queryset = persons_seats().order_by("name", "pk")


class ItemForm(_Fitting):
    """One item. A title, what it is and for whom; all else may follow."""

    title = forms.CharField(label=_("Title"), max_length=200)
    kind = forms.ChoiceField(label=_("What it is"), choices=Kind.choices)
    state = forms.ChoiceField(label=_("How it stands"), choices=State.choices, initial=State.DRAFT)
    teaser = forms.CharField(label=_("What they get out of it, in a sentence"), max_length=300, required=False)
    url = forms.CharField(label=_("Where it is"), max_length=1000, required=False, help_text=_("A web address, when it lies on one."))
    body = forms.CharField(
        label=_("Text of the mail"), required=False, max_length=100_000, widget=forms.Textarea(attrs={"rows": 14}), help_text=_BODY_HELP
    )
    short_text = forms.CharField(
        label=_("The same as a short message"),
        required=False,
        max_length=480,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("For a phone or a messenger. Without it, nobody gets this as a short message."),
    )
    minutes = forms.IntegerField(label=_("Minutes it takes"), min_value=0, max_value=10_000, required=False)
    worth = forms.IntegerField(
        label=_("How good is it, 1 to 100?"), min_value=1, max_value=100, initial=50, help_text=_("The best goes first.")
    )
    copy_cost = MoneyField(
        label=_("What each copy costs us"), help_text=_("Its author and its print, for each who gets it. Nothing when left empty.")
    )
    fresh_until_on = forms.DateField(
        label=_("Fresh until"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    asks = forms.TypedChoiceField(
        label=_("Does it ask to buy?"),
        choices=[("", _("as its text reads")), ("yes", _("yes")), ("no", _("no"))],
        coerce=lambda said: said == "yes",
        empty_value=None,
        required=False,
        help_text=_("What asks to buy goes only to people who are ready."),
    )
    question = forms.ModelChoiceField(
        label=_("Ask before the download"),
        queryset=Question.objects.order_by("position", "pk"),
        to_field_name="key",
        required=False,
        empty_label="–",
        help_text=_("They may leave it open; it is asked once."),
    )
    file = forms.FileField(label=_("The file to download"), required=False, help_text=_("PDF, EPUB or DOCX, at most 20 MB."))
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def as_new(self, *, file_id: int | None, html: str) -> NewItem:
        """What was typed, for the actions."""
        data = self.cleaned_data
        return NewItem(
            **{name: data[name] for name in ("kind", "title", "teaser", "url", "language", "fresh_until_on", "state")},
            body=data["body"].replace("\r\n", "\n"),
            short_text=data["short_text"].replace("\r\n", "\n"),
            html=html,
            interests=tuple(data["interests"]),
            stages=tuple(data["stages"]),
            minutes=data["minutes"] or 0,
            worth=data["worth"],
            copy_minor=data["copy_cost"],
            owner_id=data["owner"].pk if data["owner"] else None,
            question=data["question"].key if data["question"] else "",
            file_id=file_id,
            asks_said=data["asks"],
        )


def initial_of(item: Item) -> dict[str, Any]:
    """An item as its form shows it."""
    plain = (
        "title",
        "kind",
        "state",
        "teaser",
        "url",
        "body",
        "short_text",
        "minutes",
        "worth",
        "fresh_until_on",
        "interests",
        "stages",
        "language",
        "version",
    )
    found = {name: getattr(item, name) for name in plain}
    found["asks"] = {None: "", True: "yes", False: "no"}[item.asks_said]
    found["copy_cost"] = shown_amount(item.copy_minor)
    return {**found, "owner": item.owner.ref if item.owner else "", "question": item.question.key if item.question else ""}


class FeedForm(_Fitting):
    """A blog or podcast to read."""

    url = forms.URLField(label=_("Address of the feed"), max_length=1000, assume_scheme="https", help_text=_("RSS or Atom."))
    name = forms.CharField(label=_("What you call it"), max_length=120)
    kind = forms.ChoiceField(label=_("Its entries are"), choices=[(Kind.POST, Kind.POST.label), (Kind.PODCAST, Kind.PODCAST.label)])


class LookForm(forms.Form):
    """The look of mails and public pages."""

    name = forms.CharField(label=_("Name of the house"), max_length=120, help_text=_("As your readers know it."))
    postal_address = forms.CharField(label=_("Postal address"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}))
    website = forms.CharField(label=_("Web site"), max_length=300, required=False)
    accent = forms.CharField(label=_("Colour of buttons and links"), max_length=7, widget=forms.TextInput(attrs={"type": "color"}))
    logo = forms.FileField(label=_("Logo"), required=False, help_text=_("PNG, JPEG or GIF, at most 2 MB; shown 40 points high."))


class PictureForm(forms.Form):
    """A picture for mails."""

    file = forms.FileField(label=_("Picture"), help_text=_("PNG, JPEG or GIF, at most 2 MB."))


class TemplateForm(forms.Form):
    """An HTML template from elsewhere."""

    file = forms.FileField(label=_("The template"), help_text=_("An HTML file. Nothing in it is fetched or run."))
    title = forms.CharField(label=_("What you call it"), max_length=200, required=False)


def read_filters(sent: Any) -> Filters:
    """The filter of the list, from an address; what is none of its words is left out."""
    kind, state = sent.get("kind", ""), sent.get("state", "")
    return Filters(
        words=sent.get("words", "").strip()[:100],
        kind=kind if kind in Kind.values else "",
        interest=sent.get("interest", "")[:60],
        state=state if state in {*State.values, "stale"} else "",
        page=read_number(sent.get("page"), most=9_999) or 1,
    )


def bytes_of(file: UploadedFile[bytes] | None) -> bytes:
    """What was uploaded; refused later when it is too large."""
    return file.read() if file is not None else b""
