"""Will our mail be taken? The checks of an account's domain and server, asked when somebody asks for them."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from keepwarm.outbox.deliverability import check_sender
from keepwarm.outbox.deliverability.found import State
from keepwarm.outbox.deliverability.of_account import sender_of
from keepwarm.outbox.queries.accounts import accounts_in_use
from keepwarm.staff.access import needs
from keepwarm.staff.queries import RUNS_THE_TEAM


@require_safe
@needs(*RUNS_THE_TEAM)
def show_deliverability(request: HttpRequest) -> HttpResponse:
    """The accounts, and, of the one that is asked about, every check with what to do. It takes some seconds and writes nothing."""
    accounts = accounts_in_use()
    context: dict[str, object] = {"accounts": accounts}
    if ref := request.GET.get("account", ""):
        account = get_object_or_404(accounts, ref=ref)
        checks = check_sender(sender_of(account))
        context |= {"account": account, "checks": checks, "is_fine": all(one.state == State.OK for one in checks)}
    return render(request, "outbox/deliverability.html", context)
