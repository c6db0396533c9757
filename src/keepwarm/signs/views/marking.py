"""Marked pages: which there are, one more, and not any more."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from keepwarm.answers.models import Question
from keepwarm.answers.queries import TOPIC
from keepwarm.lib.refusal import Refusal
from keepwarm.signs.actions.marking import HEAVIEST, MARKERS, mark_page, unmark_page
from keepwarm.signs.queries.pages import list_pages
from keepwarm.staff.access import needs, signed_in
from keepwarm.staff.submissions import once

UNPROCESSABLE = 422


class PageForm(forms.Form):
    """One page to mark."""

    words = forms.CharField(label=gettext_lazy("What stands there?"), max_length=120, help_text=gettext_lazy("Such as: our prices"))
    url = forms.CharField(
        label=gettext_lazy("Its address begins with"), max_length=300, help_text=gettext_lazy("Such as: https://www.example.com/prices")
    )
    weight = forms.IntegerField(
        label=gettext_lazy("How much does a visit count?"),
        min_value=1,
        max_value=HEAVIEST,
        initial=1,
        help_text=gettext_lazy("1 as any visit, 3 as three."),
    )
    interests = forms.MultipleChoiceField(label=gettext_lazy("Interests"), required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, data: object = None) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        topics = list(Question.objects.filter(group=TOPIC).order_by("position", "pk").values_list("key", "label"))
        self.fields["interests"].choices = topics  # type: ignore[attr-defined]
        if not topics:
            del self.fields["interests"]


@require_http_methods(["GET", "HEAD", "POST"])
@needs(*MARKERS)
@once
def show_pages(request: HttpRequest) -> HttpResponse:
    """The list, with the form for one more."""
    form = PageForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            page = mark_page(**form.cleaned_data, by=signed_in(request), now=timezone.now())
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, _("“%(words)s” is marked. Whoever looks at it shows interest from now on.") % {"words": page.words})
            return redirect("pages:list")
    context = {"form": form, "pages": list_pages()}
    return TemplateResponse(request, "signs/pages.html", context, status=UNPROCESSABLE if form.is_bound else 200)


@require_POST
@needs(*MARKERS)
@once
def end_page(request: HttpRequest, ref: str) -> HttpResponse:
    """It is marked no more."""
    unmark_page(ref, by=signed_in(request), now=timezone.now())
    messages.success(request, _("Visits to it count no more. Those that were, stay."))
    return redirect("pages:list")
