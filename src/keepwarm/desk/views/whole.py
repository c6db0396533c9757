"""How the prospect's page is put together, and its small forms as they stand empty."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone

from keepwarm.desk.forms.ends import EndForm, ReopenForm
from keepwarm.desk.forms.facts import AddressForm, AnswerForm, CorrectForm, LiftForm, WishForm
from keepwarm.desk.forms.permits import ExpireForm, PermitForm
from keepwarm.desk.forms.steps import ChoiceForm, LaterForm, NoteForm
from keepwarm.desk.queries.page import seat_of
from keepwarm.desk.queries.whole import show_whole
from keepwarm.desk.views.showing import fresh
from keepwarm.prospects.models import Prospect
from keepwarm.signs.queries import readiness_of
from keepwarm.staff.access import signed_in
from keepwarm.staff.models import EDITORS, REPS

SMALL_FORMS: dict[str, type[forms.Form]] = {
    "note": NoteForm,
    "choose": ChoiceForm,
    "later": LaterForm,
    "end": EndForm,
    "reopen": ReopenForm,
    "wish": WishForm,
    "lift": LiftForm,
    "permit": PermitForm,
    "expire": ExpireForm,
    "unblock": LiftForm,
    "answer": AnswerForm,
    "correct": CorrectForm,
    "address": AddressForm,
}


def render_whole(request: HttpRequest, prospect: Prospect, *, status: int = 200, **bound: Any) -> HttpResponse:
    """The page. One small form at a time stands open: that of `?open=`, or the one that comes back with a mistake."""
    user, before, now = signed_in(request), request.GET.get("before", ""), timezone.now()
    whole = show_whole(prospect, for_=user, seat=seat_of(user), now=now, before=before, foresee="comes" in request.GET)
    opened = bound.pop("opened", "") or request.GET.get("open", "")
    form = bound.pop("form", None) or empty_form(opened, prospect)
    shown = {"opened": opened if form else "", "form": form, "before": before, "is_rep": user.has_role(*REPS)}
    shown["may_call_by_hand"] = not shown["is_rep"] and user.has_role(*EDITORS)
    signs = readiness_of([prospect.pk], now=now)[prospect.pk]
    context = {"whole": whole, "person": whole, "signs": signs, **shown, **bound}
    return TemplateResponse(request, "desk/prospect.html", context, status=status)


def empty_form(name: str, prospect: Prospect) -> forms.Form | None:
    """The small form of that name as it stands before anything is written; None when there is none."""
    if name not in SMALL_FORMS:
        return None
    firm = prospect.organization.name if prospect.organization else ""
    who = {"name": prospect.name, "title": prospect.title, "organization": firm, "zone": prospect.zone}
    return SMALL_FORMS[name](initial=fresh(prospect, **who), prefix=name)
