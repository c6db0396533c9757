"""One opportunity: open it, change it, its next touch, the people around it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from keepwarm.lib.refusal import Refusal
from keepwarm.prospects.models import Prospect
from keepwarm.prospects.queries import find_visible, visible_to
from keepwarm.selling.actions.changing import change_opportunity, put_person, remove_person, set_next
from keepwarm.selling.actions.opening import open_opportunity
from keepwarm.selling.forms import NextForm, OpportunityForm, PersonForm
from keepwarm.selling.models import Offering
from keepwarm.selling.queries.expecting import chance_of
from keepwarm.selling.queries.fit import fits_of
from keepwarm.selling.queries.one import others_of_firm, show_opportunity
from keepwarm.selling.queries.pages import of_prospect
from keepwarm.selling.queries.permissions import SELLS, find_opportunity
from keepwarm.selling.views.lists import READS, UNPROCESSABLE
from keepwarm.staff.access import EVERYONE, needs, signed_in
from keepwarm.staff.submissions import once


@require_safe
@needs(*READS, about="opportunity")
def show(request: HttpRequest, ref: str) -> HttpResponse:
    """People, fit, history, and what can be done."""
    return _page(request, ref)


@require_safe
@needs(*EVERYONE, about="prospect")
def of_person(request: HttpRequest, ref: str) -> HttpResponse:
    """What one prospect may buy, and what they bought."""
    prospect = find_visible(ref, for_=signed_in(request))
    lines = of_prospect(prospect.pk, for_=signed_in(request), now=timezone.now())
    context = {"prospect": prospect, "lines": lines, "may_open": signed_in(request).has_role(*SELLS)}
    return TemplateResponse(request, "selling/of_person.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(*SELLS, about="prospect", changes=True)
@once
def add(request: HttpRequest, ref: str) -> HttpResponse:
    """What this prospect may buy: straight away, or from an accepted hand-off."""
    prospect = find_visible(ref, for_=signed_in(request))
    shown = _offerings(prospect)
    form = OpportunityForm(request.POST if request.method == "POST" else None, offerings=[(one, fit.words) for one, fit in shown])
    if form.is_valid():
        new = form.as_new(handoff_ref=request.GET.get("handoff", ""))
        try:
            row = open_opportunity(prospect.pk, new, by=signed_in(request), now=timezone.now())
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, _("Opened. Nobody forgets its next touch."))
            return redirect("selling:show", row.ref)
    context = {"form": form, "prospect": prospect, "shown": shown, "row": None}
    return TemplateResponse(request, "selling/form.html", context, status=UNPROCESSABLE if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(*SELLS, about="opportunity", changes=True)
@once
def change(request: HttpRequest, ref: str) -> HttpResponse:
    """The same opportunity in other words and figures."""
    row = find_opportunity(ref, for_=signed_in(request))
    shown = _offerings(row.prospect, also=row.offering)
    bound = request.POST if request.method == "POST" else None
    form = OpportunityForm(bound, initial=OpportunityForm.of(row), offerings=[(one, fit.words) for one, fit in shown])
    if form.is_valid():
        version = form.cleaned_data["version"]
        try:
            change_opportunity(ref, form.as_changes(), by=signed_in(request), now=timezone.now(), version=version)
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
        else:
            return redirect("selling:show", ref)
    context = {"form": form, "prospect": row.prospect, "shown": shown, "row": row}
    return TemplateResponse(request, "selling/form.html", context, status=UNPROCESSABLE if form.errors else 200)


@require_POST
@needs(*SELLS, about="opportunity", changes=True)
@once
def next_touch(request: HttpRequest, ref: str) -> HttpResponse:
    """Its next touch."""
    find_opportunity(ref, for_=signed_in(request))
    form = NextForm(request.POST)
    who: dict[str, Any] = {"by": signed_in(request), "now": timezone.now()}
    return _do(request, ref, form, lambda data: set_next(ref, data["next_on"], data["next_what"], version=data["version"], **who))


@require_POST
@needs(*SELLS, about="opportunity", changes=True)
@once
def add_person(request: HttpRequest, ref: str) -> HttpResponse:
    """Somebody of the firm."""
    row = find_opportunity(ref, for_=signed_in(request))
    form = PersonForm(request.POST, people=others_of_firm(row, for_=signed_in(request)))
    who: dict[str, Any] = {"by": signed_in(request), "now": timezone.now()}
    return _do(request, ref, form, lambda data: put_person(ref, Prospect.objects.get(ref=data["person"]), data["role"], **who))


@require_POST
@needs(*SELLS, about="opportunity", changes=True)
@once
def drop_person(request: HttpRequest, ref: str) -> HttpResponse:
    """They have nothing to do with it."""
    find_opportunity(ref, for_=signed_in(request))
    found = visible_to(signed_in(request)).filter(ref=request.POST.get("person", "")).first()
    if found is not None:
        who: dict[str, Any] = {"by": signed_in(request), "now": timezone.now()}
        return _do(request, ref, None, lambda _data: remove_person(ref, found, **who))
    return redirect("selling:show", ref)


def _do(request: HttpRequest, ref: str, form: forms.Form | None, act: Callable[[dict[str, Any]], object]) -> HttpResponse:
    """Carried out, and the page again; or the page and why it was refused."""
    if form is not None and not form.is_valid():
        return _page(request, ref, refusal=_("Please look at the day and the words once more."))
    try:
        act(form.cleaned_data if form is not None else {})
    except Refusal as refusal:
        return _page(request, ref, refusal=refusal.sentence)
    return redirect("selling:show", ref)


def _page(request: HttpRequest, ref: str, *, refusal: str = "") -> HttpResponse:
    now, user = timezone.now(), signed_in(request)
    page = show_opportunity(ref, for_=user, now=now)
    chance, told = chance_of(page.row, now=now) if page.is_open else (None, None)
    people = others_of_firm(page.row, for_=user) if page.may_change and page.is_open else []
    context: dict[str, Any] = {"page": page, "chance": chance, "told": told, "refusal": refusal}
    context["person_form"] = PersonForm(people=people) if people else None
    row = page.row
    context["next_form"] = NextForm(initial={"next_on": row.next_on, "next_what": row.next_what, "version": row.version})
    return TemplateResponse(request, "selling/one.html", context, status=UNPROCESSABLE if refusal else 200)


def _offerings(prospect: Prospect, *, also: Offering | None = None) -> list[tuple[Offering, Any]]:
    """What is offered now, with how each fits; what fits comes first, what does not last."""
    rows = list(Offering.objects.filter(retired_at__isnull=True))
    rows += [also] if also is not None and also not in rows else []
    fits = fits_of(rows, prospect, now=timezone.now())
    order = {"fits": 0, "not_known": 1, "does_not": 2}
    return sorted(((one, fits[one.pk]) for one in rows), key=lambda pair: (order[pair[1].verdict], pair[0].name))
