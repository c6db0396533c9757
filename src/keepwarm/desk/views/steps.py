"""The other actions of the desk: write, keep warm, not this one, a meeting, a note."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from keepwarm.decisions.actions import log_touch, refuse_advice
from keepwarm.decisions.by_hand import gives_up_early
from keepwarm.desk.forms.recycling import KeepWarmForm
from keepwarm.desk.forms.steps import LetterForm, MeetingForm, NotThisOneForm
from keepwarm.desk.queries.page import find_prospect, seat_of
from keepwarm.desk.views.recycling import put_back
from keepwarm.desk.views.showing import UNPROCESSABLE, fresh, next_up, render_desk, say_refusal
from keepwarm.desk.views.small import CHANGERS
from keepwarm.lib.refusal import Refusal
from keepwarm.outbox.queries.accounts import account_of_seat
from keepwarm.prospects.models import Prospect
from keepwarm.staff.access import needs, signed_in
from keepwarm.staff.models import REPS
from keepwarm.staff.submissions import once

GET_OR_POST = ["GET", "HEAD", "POST"]


@require_http_methods(GET_OR_POST)
@needs(*CHANGERS, about="prospect", changes=True)
@once
def keep_warm(request: HttpRequest, ref: str) -> HttpResponse:
    """Put back with a reason and a day to wake up."""
    prospect = find_prospect(ref, for_=signed_in(request), to_change=True)
    form = KeepWarmForm(request.POST or None, initial=fresh(prospect), today=_today(request), gives_up=gives_up_early(prospect))

    def act() -> str:
        put_back(request, prospect, form)
        return next_up() if signed_in(request).has_role(*REPS) else reverse("prospect:show", args=[prospect.ref])

    return _show_or_do(request, prospect, form, "act_keep_warm", act)


@require_http_methods(GET_OR_POST)
@needs(*REPS, about="prospect", changes=True)
@once
def not_this_one(request: HttpRequest, ref: str) -> HttpResponse:
    """Advice refused, by one of five reasons."""
    prospect = find_prospect(ref, for_=signed_in(request), to_change=True)
    form = NotThisOneForm(request.POST or None, initial=fresh(prospect))

    def act() -> str:
        data = form.cleaned_data
        refuse_advice(prospect.pk, data["reason"], by=signed_in(request), now=timezone.now(), version=data["version"])
        messages.success(request, _("Not this one: counted, and %(name)s is kept warm.") % {"name": prospect.name})
        return next_up()

    return _show_or_do(request, prospect, form, "act_not_this_one", act)


@require_http_methods(GET_OR_POST)
@needs(*REPS, about="prospect", changes=True)
@once
def letter(request: HttpRequest, ref: str) -> HttpResponse:
    """A letter sent elsewhere, logged by hand. Where the house sends mail, the composer is the way to write one."""
    prospect, seat = find_prospect(ref, for_=signed_in(request), to_change=True), seat_of(signed_in(request))
    account = account_of_seat(seat.pk if seat else None)
    if account is not None and request.method != "POST" and "elsewhere" not in request.GET:
        return redirect("letters:write", prospect.ref)
    form = LetterForm(request.POST or None, initial=fresh(prospect))

    def act() -> str:
        now = timezone.now()
        touch = form.as_touch(prospect_id=prospect.pk, seat_id=seat.pk if seat else None, now=now)
        return next_up(logged=log_touch(touch, by=signed_in(request), now=now).touch.ref)

    return _show_or_do(request, prospect, form, "act_letter", act, account=account)


@require_http_methods(GET_OR_POST)
@needs(*REPS, about="prospect", changes=True)
@once
def meeting(request: HttpRequest, ref: str) -> HttpResponse:
    """A meeting or a visit, held or not."""
    prospect, seat = find_prospect(ref, for_=signed_in(request), to_change=True), seat_of(signed_in(request))
    now, zone = timezone.now(), signed_in(request).zone
    form = MeetingForm(request.POST or None, initial=fresh(prospect, day=_today(request)), now=now, zone=zone)

    def act() -> str:
        touch = form.as_touch(prospect_id=prospect.pk, seat_id=seat.pk if seat else None)
        return next_up(logged=log_touch(touch, by=signed_in(request), now=now).touch.ref)

    return _show_or_do(request, prospect, form, "act_meeting", act)


def _show_or_do(request: HttpRequest, prospect: Prospect, form: Any, panel: str, act: Callable[[], str], **around: Any) -> HttpResponse:
    """The panel with its form; what was typed stays when something is wrong or refused."""
    more: dict[str, Any] = {"form": form, **around}
    if form.is_bound and form.is_valid():
        try:
            return redirect(act())
        except Refusal as refusal:
            more |= say_refusal(request, refusal, form, prospect)
    return render_desk(request, prospect.ref, panel=panel, status=UNPROCESSABLE if form.is_bound else 200, **more)


def _today(request: HttpRequest) -> Any:
    from zoneinfo import ZoneInfo

    return timezone.now().astimezone(ZoneInfo(signed_in(request).zone)).date()
