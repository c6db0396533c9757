"""What is done on the page of a customer: each a form that comes back to it."""

from __future__ import annotations

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from keepwarm.customers import actions
from keepwarm.customers.forms import (
    AsideForm,
    BesideForm,
    CaseForm,
    ChangeForm,
    GiveCaseForm,
    LossForm,
    OutcomeForm,
    PromiseForm,
    SettleForm,
)
from keepwarm.customers.models import Case, Promise
from keepwarm.customers.queries.one import find_customer
from keepwarm.customers.queries.people import find_person
from keepwarm.customers.queries.permissions import KEEPS, may_keep
from keepwarm.customers.views.pages import Sent, show_customer
from keepwarm.lib.refusal import Refusal
from keepwarm.prospects.models import Prospect
from keepwarm.selling.models import Sale
from keepwarm.staff.access import needs, signed_in
from keepwarm.staff.queries import NotYours
from keepwarm.staff.submissions import once

UNPROCESSABLE = 422


@require_POST
@needs(*KEEPS, about="promise", changes=True)
@once
def settle(request: HttpRequest, ref: str) -> HttpResponse:
    """Kept or broken, with proof."""
    promise, form, user = _promise(request, ref), SettleForm(request.POST), signed_in(request)
    act = actions.keep_promise if request.POST.get("do") == "kept" else actions.break_promise
    said = _("Noted: kept.") if act is actions.keep_promise else _("Noted: broken. Who sold calls first on the next working morning.")
    return _do(request, promise.prospect, form, lambda: act(ref, form.cleaned_data["proof"], by=user, now=timezone.now()), said, at=ref)


@require_POST
@needs(*KEEPS, about="promise", changes=True)
@once
def change(request: HttpRequest, ref: str) -> HttpResponse:
    """The customer is asked whether a promise may change."""
    promise, form, user = _promise(request, ref), ChangeForm(request.POST), signed_in(request)
    said = _("The customer is asked. Until they say yes it stands as it was.")
    act = lambda: actions.propose_change(ref, **form.cleaned_data, by=user, now=timezone.now())  # noqa: E731
    return _do(request, promise.prospect, form, act, said, at=ref)


@require_POST
@needs(*KEEPS, about="sale", changes=True)
@once
def add(request: HttpRequest, ref: str) -> HttpResponse:
    """One more promise of a sale is written down."""
    sale = Sale.objects.select_related("prospect__owner", "seat", "opportunity").filter(ref=ref).first()
    if sale is None:
        raise Http404
    form, user = PromiseForm(request.POST), signed_in(request)
    _require(sale.prospect, request)

    def act() -> object:
        data = form.cleaned_data
        new = actions.NewPromise(data["what"], data["due_on"], find_person(data["to"], sale.prospect, sale.opportunity))
        return actions.record_promises(sale, [new], by=user, now=timezone.now())

    return _do(request, sale.prospect, form, act, _("Written down."), at=ref)


@require_POST
@needs(*KEEPS, about="prospect", changes=True)
@once
def complain(request: HttpRequest, ref: str) -> HttpResponse:
    """They complained: a case is open."""
    prospect, form, user = find_customer(ref, for_=signed_in(request)), CaseForm(request.POST), signed_in(request)
    _require(prospect, request)
    said = _("The case is open. Nothing of marketing goes to them until it is settled.")
    return _do(request, prospect, form, lambda: actions.open_case(prospect.pk, **form.cleaned_data, by=user, now=timezone.now()), said)


@require_POST
@needs(*KEEPS, about="case", changes=True)
@once
def settle_case(request: HttpRequest, ref: str) -> HttpResponse:
    """What came of a case."""
    case, form, user = _case(request, ref), OutcomeForm(request.POST), signed_in(request)
    act = lambda: actions.settle_case(ref, form.cleaned_data["outcome"], by=user, now=timezone.now())  # noqa: E731
    return _do(request, case.prospect, form, act, _("Settled."), at=ref)


@require_POST
@needs(*KEEPS, about="case", changes=True)
@once
def give_case(request: HttpRequest, ref: str) -> HttpResponse:
    """Somebody else settles a case."""
    case, form, user = _case(request, ref), GiveCaseForm(request.POST), signed_in(request)
    act = lambda: actions.give_case(ref, form.cleaned_data["to"], by=user, now=timezone.now())  # noqa: E731
    return _do(request, case.prospect, form, act, _("They settle it from now on, until the same day."))


@require_POST
@needs(*KEEPS, about="prospect", changes=True)
@once
def lose(request: HttpRequest, ref: str) -> HttpResponse:
    """They left us, and are asked again on a day."""
    prospect, form, user = find_customer(ref, for_=signed_in(request)), LossForm(request.POST), signed_in(request)
    _require(prospect, request)
    said = _("Noted. They stay in the conversation, and on that day we ask again.")
    return _do(request, prospect, form, lambda: actions.lose_customer(prospect.pk, **form.cleaned_data, by=user, now=timezone.now()), said)


@require_POST
@needs(*KEEPS, about="prospect", changes=True)
@once
def beside(request: HttpRequest, ref: str) -> HttpResponse:
    """Somebody of service stands beside the customer. Who sold stays all the same."""
    prospect, form, user = find_customer(ref, for_=signed_in(request)), BesideForm(request.POST), signed_in(request)
    _require(prospect, request)
    act = lambda: actions.stand_beside(prospect.pk, form.cleaned_data["who"], by=user, now=timezone.now())  # noqa: E731
    return _do(request, prospect, form, act, _("They stand beside this customer now."))


@require_POST
@needs(*KEEPS, about="prospect", changes=True)
@once
def aside(request: HttpRequest, ref: str) -> HttpResponse:
    """Somebody stands beside the customer no more. Who sold stays."""
    prospect, form, user = find_customer(ref, for_=signed_in(request)), AsideForm(request.POST), signed_in(request)
    _require(prospect, request)
    act = lambda: actions.step_aside(prospect.pk, form.cleaned_data["who"], by=user, now=timezone.now())  # noqa: E731
    return _do(request, prospect, form, act, _("They stand beside this customer no more."))


def _case(request: HttpRequest, ref: str) -> Case:
    case = Case.objects.select_related("prospect__owner").filter(ref=ref).first()
    if case is None:
        raise Http404
    _require(case.prospect, request)
    return case


def _promise(request: HttpRequest, ref: str) -> Promise:
    promise = Promise.objects.select_related("prospect__owner").filter(ref=ref).first()
    if promise is None:
        raise Http404
    _require(promise.prospect, request)
    return promise


def _require(prospect: Prospect, request: HttpRequest) -> None:
    """Whoever cannot read them hears that there is nobody; whoever may only read, that they are not theirs."""
    user = signed_in(request)
    find_customer(prospect.ref, for_=user)
    if not may_keep(prospect, user):
        raise NotYours(_("%(name)s is not among your customers: ask service, or whoever sold to them.") % {"name": prospect.name})


def _do(request: HttpRequest, prospect: Prospect, form: forms.Form, act: Callable[[], object], said: str, *, at: str = "") -> HttpResponse:
    """Carried out; or the page again with what is wrong and what was typed. `at`: the promise, sale or case that the form stands below."""
    if not form.is_valid():
        return show_customer(request, prospect.ref, refusal=_say_wrong(form), sent=Sent(form, at), status=UNPROCESSABLE)
    try:
        act()
    except Refusal as refusal:
        return show_customer(request, prospect.ref, refusal=refusal.sentence, sent=Sent(form, at), status=UNPROCESSABLE)
    messages.success(request, said)
    return redirect("customers:show", prospect.ref)


def _say_wrong(form: forms.Form) -> str:
    """Each field that is wrong by its name."""
    wrong = [(form.fields[name].label, error) for name, errors in form.errors.as_data().items() for error in errors]
    empty = [str(label) for label, error in wrong if error.code == "required"]
    others = [f"{label}: {text}" for label, error in wrong if error.code != "required" for text in error.messages]
    return " ".join([*([_("Fill in: %(fields)s") % {"fields": ", ".join(empty)}] if empty else []), *others])
