"""What the house offers, and what currencies are worth."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from keepwarm.lib.refusal import Refusal
from keepwarm.selling.actions.offerings import add_offering, change_offering, restore_offering, retire_offering, set_rate
from keepwarm.selling.forms import OfferingForm, RateForm
from keepwarm.selling.models import Offering
from keepwarm.selling.queries.offerings import list_offerings, list_rates
from keepwarm.selling.queries.permissions import KEEPS_OFFERINGS
from keepwarm.selling.queries.rates import house_currency
from keepwarm.selling.views.lists import READS, UNPROCESSABLE
from keepwarm.staff.access import needs, signed_in
from keepwarm.staff.submissions import once


@require_safe
@needs(*READS)
def show_list(request: HttpRequest) -> HttpResponse:
    """What is sold, whom it serves, and what it requires."""
    return _list(request, RateForm(initial={"on": timezone.now().date()}))


@require_http_methods(["GET", "HEAD", "POST"])
@needs(*KEEPS_OFFERINGS)
@once
def add(request: HttpRequest) -> HttpResponse:
    """Something new to sell."""
    form = OfferingForm(request.POST if request.method == "POST" else None, initial={"currency": house_currency()})
    if form.is_valid():
        try:
            add_offering(by=signed_in(request), now=timezone.now(), **form.as_written())
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, _("It can be proposed from now on."))
            return redirect("selling:offerings")
    return _form(request, form)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(*KEEPS_OFFERINGS, changes=True)
@once
def change(request: HttpRequest, ref: str) -> HttpResponse:
    """Other words, price, needs."""
    row = Offering.objects.filter(ref=ref).first()
    if row is None:
        raise Http404
    form = OfferingForm(request.POST if request.method == "POST" else None, initial=OfferingForm.of(row), needs=row.needs)
    if form.is_valid():
        version = form.cleaned_data["version"]
        try:
            change_offering(ref, by=signed_in(request), now=timezone.now(), version=version, **form.as_written())
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
        else:
            return redirect("selling:offerings")
    return _form(request, form, row)


@require_POST
@needs(*KEEPS_OFFERINGS, changes=True)
@once
def mark(request: HttpRequest, ref: str) -> HttpResponse:
    """Out of use, or back."""
    act = restore_offering if request.POST.get("do") == "restore" else retire_offering
    row = act(ref, by=signed_in(request), now=timezone.now())
    said = _("%(name)s is proposed to nobody new.") if row.retired_at else _("%(name)s can be proposed again.")
    messages.success(request, said % {"name": row.name})
    return redirect("selling:offerings")


@require_POST
@needs(*KEEPS_OFFERINGS)
@once
def add_rate(request: HttpRequest) -> HttpResponse:
    """What a currency is worth since a day."""
    form = RateForm(request.POST)
    if form.is_valid():
        data = form.cleaned_data
        try:
            set_rate(data["code"], data["on"], data["rate"], source=data["source"], by=signed_in(request), now=timezone.now())
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
        else:
            return redirect("selling:offerings")
    return _list(request, form)


def _list(request: HttpRequest, form: RateForm) -> HttpResponse:
    context = {
        "offerings": list_offerings(now=timezone.now()),
        "rates": list_rates(),
        "rate_form": form,
        "house": house_currency(),
        "may_change": signed_in(request).has_role(*KEEPS_OFFERINGS),
    }
    return TemplateResponse(request, "selling/offerings.html", context, status=UNPROCESSABLE if form.errors else 200)


def _form(request: HttpRequest, form: OfferingForm, row: Offering | None = None) -> HttpResponse:
    return TemplateResponse(request, "selling/offering_form.html", {"form": form, "row": row}, status=UNPROCESSABLE if form.errors else 200)
