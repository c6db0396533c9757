"""Other software that hears of events: set, tried, changed, taken out of use."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from keepwarm.courier.actions import resume_endpoint, retire_endpoint, try_endpoint
from keepwarm.courier.actions.endpoints import say_answer
from keepwarm.courier.models import Attempt
from keepwarm.courier.words import say_because
from keepwarm.events import actions
from keepwarm.events.forms import SubscriptionForm
from keepwarm.events.models import Subscription
from keepwarm.events.queries import UnknownSubscription, find_subscription, line_of, list_subscriptions, newest_parcels
from keepwarm.lib.refusal import Refusal
from keepwarm.staff.access import needs, signed_in

UNPROCESSABLE = 422


@require_http_methods(["GET", "HEAD", "POST"])
@needs(*actions.SETTERS, changes=True)
def show_list(request: HttpRequest) -> HttpResponse:
    """All addresses, and a new one, whose secret is shown this once; so the answer is not kept for a second sending."""
    form, secret = SubscriptionForm(request.POST if request.method == "POST" else None), ""
    if form.is_bound and form.is_valid():
        try:
            by, events = signed_in(request), form.cleaned_data["events"]
            _one, secret = actions.add_subscription(form.as_new(), events, by=by, now=timezone.now())
            form = SubscriptionForm()
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
    context = {"form": form, "secret": secret, "lines": list_subscriptions()}
    answer = TemplateResponse(request, "events/list.html", context, status=UNPROCESSABLE if form.is_bound else 200)
    answer["Cache-Control"] = "no-store"
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
@needs(*actions.SETTERS, about="subscription", changes=True)
def show(request: HttpRequest, ref: str) -> HttpResponse:
    """One address: what it hears of, and what went there lately."""
    one = _find(ref)
    initial = {"name": one.endpoint.name, "url": one.endpoint.url, "is_inside": one.endpoint.is_inside, "events": one.events}
    form = SubscriptionForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_bound and form.is_valid():
        try:
            actions.change_subscription(ref, form.as_new(), form.cleaned_data["events"], by=signed_in(request), now=timezone.now())
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, _("Saved. What waits goes on."))
            return redirect("events:show", ref)
    parcels = [(parcel, say_because(parcel.because)) for parcel in newest_parcels(one)]
    context = {"form": form, "line": line_of(one), "parcels": parcels}
    return TemplateResponse(request, "events/one.html", context, status=UNPROCESSABLE if form.is_bound else 200)


@require_POST
@needs(*actions.SETTERS, about="subscription", changes=True)
def do(request: HttpRequest, ref: str, what: str) -> HttpResponse:
    """Try it, let it go on, or take it out of use."""
    _find(ref)
    by, now = signed_in(request), timezone.now()
    if what == "test":
        answer = try_endpoint(ref, by=by, now=now)
        say = messages.success if answer.outcome == Attempt.Outcome.ACCEPTED else messages.error
        say(request, say_answer(answer))
    elif what == "go-on":
        resume_endpoint(ref, by=by, now=now)
    elif what == "remove":
        retire_endpoint(ref, by=by, now=now)
        return redirect("events:list")
    else:
        raise Http404
    return redirect("events:show", ref)


def _find(ref: str) -> Subscription:
    try:
        return find_subscription(ref)
    except UnknownSubscription:
        raise Http404 from None
