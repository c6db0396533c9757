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
    """The page. One small form at a time stands open: that of `?open=`, or the one that comes back with a mistake."""
    user, before = signed_in(request), request.GET.get("before", "")
    whole = show_whole(prospect, for_=user, seat=seat_of(user), now=timezone.now(), before=before)
    opened = bound.pop("opened", "") or request.GET.get("open", "")
    form = bound.pop("form", None) or empty_form(opened, prospect)
    shown = {"opened": opened if form else "", "form": form, "before": before, "is_rep": user.has_role(*REPS)}
    context = {"whole": whole, "person": whole, **shown, **bound}
    return TemplateResponse(request, "desk/prospect.html", context, status=status)


def empty_form(name: str, prospect: Prospect) -> forms.Form | None:
    """The small form of that name as it stands before anything is written; None when there is none."""
    if name not in SMALL_FORMS:
        return None
    firm = prospect.organization.name if prospect.organization else ""
    who = {"name": prospect.name, "title": prospect.title, "organization": firm, "zone": prospect.zone}
    return SMALL_FORMS[name](initial=fresh(prospect, **who), prefix=name)


def do_small(
    request: HttpRequest, prospect: Prospect, name: str, act: Callable[[Any], object], *, said: str, more: dict[str, Any] | None = None
) -> HttpResponse:
    """Carry out the small form `name` by `act`, or show the page again with it. `said` is the notice afterwards."""
    form = SMALL_FORMS[name](request.POST, prefix=name, **(more or {}))
    bound: dict[str, Any] = {"form": form, "opened": name}
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
