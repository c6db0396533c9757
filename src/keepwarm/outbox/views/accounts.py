"""Mail accounts: add, change, try, sign with DKIM, take out of use."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from keepwarm.lib.refusal import Refusal
from keepwarm.outbox.actions.account_state import hold_account, note_check, resume_account
from keepwarm.outbox.actions.accounts import add_account, change_account, dkim_record, make_dkim_key, retire_account
from keepwarm.outbox.forms import AccountForm, SelectorForm
from keepwarm.outbox.models import Account
from keepwarm.outbox.queries.permissions import account_to_change
from keepwarm.outbox.sending.testing import try_account
from keepwarm.staff.access import needs, signed_in
from keepwarm.staff.models import REPS
from keepwarm.staff.queries import RUNS_THE_TEAM
from keepwarm.staff.submissions import once

HAVE_ACCOUNTS = REPS | RUNS_THE_TEAM
UNPROCESSABLE = 422


@require_http_methods(["GET", "HEAD", "POST"])
@needs(*HAVE_ACCOUNTS, changes=True)
@once
def add(request: HttpRequest) -> HttpResponse:
    """A new account; then its page, where it is tried."""
    form = AccountForm(request.POST or None, for_=signed_in(request))
    if form.is_bound and form.is_valid():
        seat = form.cleaned_data.pop("seat", None)
        try:
            made = add_account(form.cleaned_data, seat_id=seat.pk if seat else None, by=signed_in(request), now=timezone.now())
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, _("“%(name)s” is added. Try it now.") % {"name": made.name})
            return redirect("outbox:account", ref=made.ref)
    return _show(request, form, None)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(*HAVE_ACCOUNTS, about="mail account", changes=True)
@once
def change(request: HttpRequest, ref: str) -> HttpResponse:
    """One account: its values, how it was tried, its DKIM record."""
    account = account_to_change(ref, for_=signed_in(request))
    form = AccountForm(request.POST or None, for_=signed_in(request), account=account)
    if form.is_bound and form.is_valid():
        try:
            change_account(account, form.cleaned_data, by=signed_in(request), now=timezone.now())
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, _("“%(name)s” is saved.") % {"name": form.cleaned_data["name"]})
            return redirect("outbox:account", ref=ref)
    return _show(request, form, account)


def _show(request: HttpRequest, form: AccountForm, account: Account | None) -> HttpResponse:
    record = dkim_record(account) if account else ("", "")
    context = {"form": form, "account": account, "record": record, "selector_form": SelectorForm()}
    return TemplateResponse(request, "outbox/account.html", context, status=UNPROCESSABLE if form.is_bound else 200)


@require_POST
@needs(*HAVE_ACCOUNTS, about="mail account", changes=True)
def test(request: HttpRequest, ref: str) -> HttpResponse:
    """Try the connection, and say what happened. Outside any transaction, for a server may be slow."""
    account = account_to_change(ref, for_=signed_in(request))
    tried = try_account(account)
    note_check(account, said=tried.said, now=timezone.now())
    (messages.success if tried.works else messages.error)(request, tried.said)
    return redirect("outbox:account", ref=ref)


@require_POST
@needs(*HAVE_ACCOUNTS, about="mail account", changes=True)
@once
def turn(request: HttpRequest, ref: str) -> HttpResponse:
    """Pause, resume or take out of use."""
    account, user, now = account_to_change(ref, for_=signed_in(request)), signed_in(request), timezone.now()
    if request.POST.get("do") == "retire":
        held = retire_account(account, by=user, now=now)
        messages.success(request, _("Out of use. Letters that waited and are not sent: %(count)s.") % {"count": held})
        return redirect("outbox:mail")
    if request.POST.get("do") == "resume":
        resume_account(account, by=user, now=now)
    else:
        hold_account(account, because=request.POST.get("because", ""), now=now)
    return redirect("outbox:account", ref=ref)


@require_POST
@needs(*HAVE_ACCOUNTS, about="mail account", changes=True)
@once
def sign(request: HttpRequest, ref: str) -> HttpResponse:
    """Make a DKIM key."""
    form = SelectorForm(request.POST)
    if form.is_valid():
        make_dkim_key(
            account_to_change(ref, for_=signed_in(request)), form.cleaned_data["selector"], by=signed_in(request), now=timezone.now()
        )
        messages.success(request, _("The key is made. Publish the record below, then mail is signed for all to see."))
    else:
        messages.error(request, _("A selector is one word of letters, digits and hyphens, such as kw2026."))
    return redirect("outbox:account", ref=ref)
