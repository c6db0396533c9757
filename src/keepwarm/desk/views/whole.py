"""How the prospect's page is put together, and how a small form on it is done: carried out, or shown again with what was typed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone

from keepwarm.desk.forms.ends import EndForm, ReopenForm
from keepwarm.desk.forms.facts import AddressForm, AnswerForm, CorrectForm, LiftForm, WishForm
from keepwarm.desk.forms.steps import ChoiceForm, LaterForm, NoteForm
from keepwarm.desk.queries.page import seat_of
from keepwarm.desk.queries.whole import show_whole
from keepwarm.desk.views.showing import UNPROCESSABLE, fresh, say_refusal
from keepwarm.lib.refusal import Refusal
from keepwarm.prospects.models import Prospect
from keepwarm.staff.access import signed_in
from keepwarm.staff.models import REPS

SMALL_FORMS: dict[str, type[forms.Form]] = {
    "note": NoteForm,
    "choose": ChoiceForm,
    "later": LaterForm,
    "end": EndForm,
    "reopen": ReopenForm,
    "wish": WishForm,
    "lift": LiftForm,
    "answer": AnswerForm,
    "correct": CorrectForm,
    "address": AddressForm,
}


def render_whole(request: HttpRequest, prospect: Prospect, *, status: int = 200, **bound: Any) -> HttpResponse:
    """The page with all its small forms; `bound` are those that come back with a mistake, and what is said about it."""
    user = signed_in(request)
    before = request.GET.get("before", "")
    whole = show_whole(prospect, for_=user, seat=seat_of(user), now=timezone.now(), before=before)
    organization = prospect.organization.name if prospect.organization else ""
    who = {"name": prospect.name, "title": prospect.title, "organization": organization, "zone": prospect.zone}
    shown = {name: form(initial=fresh(prospect, **who), prefix=name) for name, form in SMALL_FORMS.items()}
    context = {
        "whole": whole,
        "person": whole,
        "forms": shown | bound.pop("forms", {}),
        "before": before,
        "is_rep": user.has_role(*REPS),
        **bound,
    }
    return TemplateResponse(request, "desk/prospect.html", context, status=status)


def do_small(
    request: HttpRequest, prospect: Prospect, name: str, act: Callable[[Any], object], *, said: str, more: dict[str, Any] | None = None
) -> HttpResponse:
    """Carry out the small form `name` by `act`, or show the page again with it. `said` is the notice afterwards."""
    form = SMALL_FORMS[name](request.POST, prefix=name, **(more or {}))
    bound: dict[str, Any] = {"forms": {name: form}, "opened": name}
    if form.is_valid():
        try:
            act(form)
        except Refusal as refusal:
            bound |= say_refusal(request, refusal, form, prospect, prefix=f"{name}-")
        else:
            messages.success(request, said)
            return redirect("prospect:show", prospect.ref)
    return render_whole(request, prospect, status=UNPROCESSABLE, **bound)


def today_of(request: HttpRequest) -> Any:
    """The reader's day."""
    return timezone.now().astimezone(ZoneInfo(signed_in(request).zone)).date()
