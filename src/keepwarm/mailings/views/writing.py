"""The mailings, and writing, checking and approving one."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from keepwarm.lib.refusal import Refusal
from keepwarm.lib.text import read_number
from keepwarm.mailings.actions.approving import OVERRULERS, approve_mailing
from keepwarm.mailings.actions.checking import ask_for_check, stop_check
from keepwarm.mailings.actions.editing import MAKERS, change_mailing, discard_mailing, make_mailing
from keepwarm.mailings.forms import MailingForm
from keepwarm.mailings.models import Mailing
from keepwarm.mailings.queries.lists import find_mailing, list_mailings
from keepwarm.mailings.refusals import UnknownMailing
from keepwarm.mailings.tasks import do_check
from keepwarm.staff.access import EVERYONE, needs, signed_in
from keepwarm.staff.submissions import once

UNPROCESSABLE = 422


@require_safe
@needs(*EVERYONE)
def show_list(request: HttpRequest) -> HttpResponse:
    """Every mailing, the newest first."""
    context = {"mailings": list_mailings(), "may_change": signed_in(request).has_role(*MAKERS)}
    return TemplateResponse(request, "mailings/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(*MAKERS)
@once
def add(request: HttpRequest) -> HttpResponse:
    """A new mailing."""
    start = {"segment": request.GET.get("segment", "")}
    form = MailingForm(request.POST if request.method == "POST" else None, initial=start)
    if form.is_valid():
        try:
            mailing = make_mailing(form.as_mailing(), by=signed_in(request), now=timezone.now())
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
        else:
            return redirect("mailings:show", mailing.ref)
    return _form(request, form)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(*MAKERS, changes=True)
@once
def change(request: HttpRequest, ref: str) -> HttpResponse:
    """The same mailing in other words, while it is a draft."""
    mailing = mailing_or_404(ref)
    form = MailingForm(request.POST if request.method == "POST" else None, initial=MailingForm.of(mailing))
    if form.is_valid():
        try:
            change_mailing(ref, form.as_mailing(), version=form.cleaned_data["version"] or 0, by=signed_in(request))
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
        else:
            return redirect("mailings:show", ref)
    return _form(request, form, mailing)


@require_POST
@needs(*MAKERS, changes=True)
@once
def check(request: HttpRequest, ref: str) -> HttpResponse:
    """Look at its people and its text, in the background."""
    mailing_or_404(ref)
    asked = ask_for_check(ref, by=signed_in(request), now=timezone.now())
    transaction.on_commit(partial(do_check, asked.ref))
    return redirect("mailings:show", ref)


@require_POST
@needs(*MAKERS, changes=True)
@once
def stop_its_check(request: HttpRequest, ref: str) -> HttpResponse:
    """Nobody wants to know any more."""
    stop_check(mailing_or_404(ref), by=signed_in(request), now=timezone.now())
    messages.info(request, _("The check was stopped."))
    return redirect("mailings:show", ref)


@require_POST
@needs(*MAKERS, changes=True)
@once
def approve(request: HttpRequest, ref: str) -> HttpResponse:
    """Send it; where the check refuses, with a manager's reason."""
    mailing_or_404(ref)
    version = read_number(request.POST.get("version"), most=10**9) or 0
    because = request.POST.get("because", "")[:300]
    approve_mailing(ref, version=version, because=because, by=signed_in(request), now=timezone.now())
    messages.success(request, _("It is on its way. Within a minute or two its people are written down, and the first get it."))
    return redirect("mailings:show", ref)


@require_POST
@needs(*MAKERS, changes=True)
@once
def discard(request: HttpRequest, ref: str) -> HttpResponse:
    """Throw a draft away."""
    mailing_or_404(ref)
    discard_mailing(ref, by=signed_in(request))
    messages.success(request, _("The draft is gone."))
    return redirect("mailings:list")


def mailing_or_404(ref: str) -> Mailing:
    """The mailing of an address."""
    try:
        return find_mailing(ref)
    except UnknownMailing as unknown:
        raise Http404 from unknown


def may_overrule(request: HttpRequest) -> bool:
    """Whether the reader may send what the check refuses."""
    return signed_in(request).has_role(*OVERRULERS)


def _form(request: HttpRequest, form: MailingForm, mailing: Mailing | None = None) -> HttpResponse:
    status = UNPROCESSABLE if form.is_bound else 200
    return TemplateResponse(request, "mailings/form.html", {"form": form, "mailing": mailing}, status=status)
