"""The gateway: its address, its secret, a try, and whether it rests."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from keepwarm.courier import actions
from keepwarm.courier.actions.endpoints import say_answer
from keepwarm.courier.models import Attempt, Endpoint
from keepwarm.courier.queries import gateway, tell
from keepwarm.lib.refusal import Refusal
from keepwarm.messaging.forms import EndpointForm
from keepwarm.staff.access import needs, signed_in
from keepwarm.staff.models import User

UNPROCESSABLE = 422


@require_http_methods(["GET", "HEAD", "POST"])
@needs(*actions.SETTERS, changes=True)
def show(request: HttpRequest) -> HttpResponse:
    """Show and set it. A new one's secret is shown this once; so the answer is not kept for a second sending."""
    row = gateway()
    form = EndpointForm(request.POST if request.method == "POST" else None, initial=_initial(row))
    if not form.is_bound or not form.is_valid():
        return _page(request, form, status=UNPROCESSABLE if form.is_bound else 200)
    by, now = signed_in(request), timezone.now()
    try:
        if row is None:
            return _page(request, form, secret=actions.add_endpoint(Endpoint.Kind.MESSAGES, form.as_new(), by=by, now=now)[1])
        actions.change_endpoint(row.ref, form.as_new(), by=by, now=now)
    except Refusal as refusal:
        form.add_error(None, refusal.sentence)
        return _page(request, form, status=UNPROCESSABLE)
    messages.success(request, _("Saved. What waits goes on."))
    return redirect("messaging:gateway")


@require_POST
@needs(*actions.SETTERS, changes=True)
def renew(request: HttpRequest) -> HttpResponse:
    """Another secret, shown this once."""
    row = gateway()
    if row is None:
        return redirect("messaging:gateway")
    secret = actions.renew_secret(row.ref, by=signed_in(request), now=timezone.now())
    return _page(request, EndpointForm(initial=_initial(row)), secret=secret)


@require_POST
@needs(*actions.SETTERS, changes=True)
def try_it(request: HttpRequest) -> HttpResponse:
    """Really post a test."""

    def act(row: Endpoint, by: User) -> None:
        answer = actions.try_endpoint(row.ref, by=by, now=timezone.now())
        say = messages.success if answer.outcome == Attempt.Outcome.ACCEPTED else messages.error
        say(request, say_answer(answer))

    return _do(request, act)


@require_POST
@needs(*actions.SETTERS, changes=True)
def go_on(request: HttpRequest) -> HttpResponse:
    """The pause is over."""
    return _do(request, lambda row, by: actions.resume_endpoint(row.ref, by=by, now=timezone.now()), _("What waits goes on."))


@require_POST
@needs(*actions.SETTERS, changes=True)
def remove(request: HttpRequest) -> HttpResponse:
    """No short messages any more."""
    said = _("The gateway is out of use. What waited is not sent, and each person has a next touch.")
    return _do(request, lambda row, by: actions.retire_endpoint(row.ref, by=by, now=timezone.now()), said)


def _do(request: HttpRequest, act: Callable[[Endpoint, User], object], said: str = "") -> HttpResponse:
    row = gateway()
    try:
        if row is not None:
            act(row, signed_in(request))
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    else:
        if row is not None and said:
            messages.success(request, said)
    return redirect("messaging:gateway")


def _initial(row: Endpoint | None) -> dict[str, object]:
    return {name: getattr(row, name) for name in ("name", "url", "is_inside", "is_idempotent")} if row else {}


def _page(request: HttpRequest, form: EndpointForm, *, secret: str = "", status: int = 200) -> HttpResponse:
    row = gateway()
    context = {"form": form, "gateway": tell(row) if row else None, "secret": secret}
    answer = TemplateResponse(request, "messaging/gateway.html", context, status=status)
    answer["Cache-Control"] = "no-store"
    return answer
