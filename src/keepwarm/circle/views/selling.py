"""An opportunity is won, lost, postponed or taken up again, and a sale is undone."""

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
from django.views.decorators.http import require_http_methods

from keepwarm.circle.actions.losing import lose
from keepwarm.circle.actions.postponing import postpone, take_up_again
from keepwarm.circle.actions.undoing_a_sale import undo_sale
from keepwarm.circle.actions.winning import win
from keepwarm.circle.forms_selling import LoseForm, PostponeForm, TakeUpForm, UndoSaleForm
from keepwarm.circle.forms_winning import MORE, QUOTED, WinForm, as_typed
from keepwarm.circle.queries.selling import propose_promises, said_before
from keepwarm.customers.queries.people import people_to_promise
from keepwarm.lib.refusal import Refusal
from keepwarm.selling.models import Opportunity
from keepwarm.selling.queries.fit import fit_of
from keepwarm.selling.queries.permissions import SELLS, find_opportunity, find_sale
from keepwarm.staff.access import needs, signed_in
from keepwarm.staff.submissions import once

UNPROCESSABLE = 422
Act = Callable[[dict[str, Any]], object]


@require_http_methods(["GET", "HEAD", "POST"])
@needs(*SELLS, about="opportunity", changes=True)
@once
def win_it(request: HttpRequest, ref: str) -> HttpResponse:
    """Sold: with what was promised, or with the word that nothing was promised beyond the quote."""
    row = find_opportunity(ref, for_=signed_in(request))
    form = _win_form(request, row)
    more = {"fit": fit_of(row.offering, row.prospect, now=timezone.now()), "said": said_before(row.prospect_id)}
    said = _("Sold. %(name)s gets the promises in writing, and they are checked when they are due.")

    def act(_data: dict[str, Any]) -> object:
        now = timezone.now()
        return win(ref, by=signed_in(request), now=now, **form.as_sale(row.prospect, now=now))

    return _do(request, row, form, act, "circle/selling/win.html", said, more)


def _win_form(request: HttpRequest, row: Opportunity) -> WinForm:
    """As it begins, with what notes and letters propose; as it was typed, with more rows where they are asked for; or as it is sent."""
    begins = WinForm.of(row, propose_promises(row, for_=signed_in(request)), now=timezone.now())
    people = people_to_promise(row.prospect, row)
    if request.POST.get("do") in {MORE, QUOTED}:
        return WinForm(initial=begins | as_typed(request.POST.dict()), sent=request.POST, people=people)
    return WinForm(request.POST or None, initial=begins, sent=request.POST, people=people)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(*SELLS, about="opportunity", changes=True)
@once
def lose_it(request: HttpRequest, ref: str) -> HttpResponse:
    """Lost: why, to whom, and when they hear from us again."""
    row = find_opportunity(ref, for_=signed_in(request))
    said = _("%(name)s hears from us again on the day you chose.")
    who: dict[str, Any] = {"by": signed_in(request), "now": timezone.now()}
    return _do(request, row, LoseForm(request.POST or None), lambda data: lose(ref, **data, **who), "circle/selling/lose.html", said)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(*SELLS, about="opportunity", changes=True)
@once
def postpone_it(request: HttpRequest, ref: str) -> HttpResponse:
    """Not now: why, and when it comes back."""
    row = find_opportunity(ref, for_=signed_in(request))
    said = _("It comes back on the day you chose, and %(name)s is kept warm until then.")
    who: dict[str, Any] = {"by": signed_in(request), "now": timezone.now()}
    form = PostponeForm(request.POST or None)
    return _do(request, row, form, lambda data: postpone(ref, **data, **who), "circle/selling/postpone.html", said)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(*SELLS, about="opportunity", changes=True)
@once
def take_up(request: HttpRequest, ref: str) -> HttpResponse:
    """A lost or postponed one is open again."""
    row = find_opportunity(ref, for_=signed_in(request))
    said = _("Open again, with its next touch.")
    who: dict[str, Any] = {"by": signed_in(request), "now": timezone.now()}
    form = TakeUpForm(request.POST or None)
    return _do(request, row, form, lambda data: take_up_again(ref, **data, **who), "circle/selling/take_up.html", said)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(*SELLS, about="sale", changes=True)
@once
def undo(request: HttpRequest, ref: str) -> HttpResponse:
    """It was no sale."""
    sale = find_sale(ref, for_=signed_in(request))
    form = UndoSaleForm(request.POST or None)
    if form.is_valid():
        try:
            undo_sale(ref, because=form.cleaned_data["because"], by=signed_in(request), now=timezone.now())
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, _("Undone. The row stays, and what was promised by it is not owed."))
            return redirect("selling:show", sale.opportunity.ref) if sale.opportunity else redirect("prospect:show", sale.prospect.ref)
    context = {"sale": sale, "form": form}
    return TemplateResponse(request, "circle/selling/undo.html", context, status=UNPROCESSABLE if form.errors else 200)


def _do(
    request: HttpRequest, row: Opportunity, form: forms.Form, act: Act, template: str, said: str, more: dict[str, Any] | None = None
) -> HttpResponse:
    """Carried out, and the opportunity again; or the form as it was typed, and why it was refused."""
    if form.is_valid():
        try:
            act(form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, said % {"name": row.prospect.name})
            return redirect("selling:show", row.ref)
    context = {"row": row, "form": form, **(more or {})}
    return TemplateResponse(request, template, context, status=UNPROCESSABLE if form.errors else 200)
