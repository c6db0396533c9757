"""The team's page: who is here, away, ill, back, and leaving with a preview of what moves where."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from keepwarm.circle.actions import come_back, leave, mark_days_away, mark_ill_today
from keepwarm.circle.forms import AwayForm, LeaveForm
from keepwarm.circle.queries import plan_leave, shares
from keepwarm.circle.queries.team import MAY_MARK, UnknownSeat, seat_to_mark, team_page
from keepwarm.lib.refusal import Refusal
from keepwarm.staff.access import EVERYONE, needs, signed_in
from keepwarm.staff.models import Seat
from keepwarm.staff.queries import RUNS_THE_TEAM, NotYours, absence_of, may_run_team
from keepwarm.staff.submissions import once

UNPROCESSABLE = 422


@require_safe
@needs(*EVERYONE)
def show_team(request: HttpRequest) -> HttpResponse:
    """Who is here today."""
    me, now = signed_in(request), timezone.now()
    context = {"lines": team_page(for_=me, now=now), "now": now, "may_run": may_run_team(me)}
    return TemplateResponse(request, "circle/team.html", context)


@require_POST
@needs(*MAY_MARK, about="seat", changes=True)
@once
def ill_today(request: HttpRequest, ref: str) -> HttpResponse:
    """Ill until the end of the working day: promised calls move at once."""
    seat = _seat(request, ref)
    mark_ill_today(seat, by=signed_in(request), now=timezone.now())
    messages.success(request, gettext("%(name)s is ill today. What was promised is with those present.") % {"name": seat.name})
    return redirect("circle:team")


@require_http_methods(["GET", "HEAD", "POST"])
@needs(*MAY_MARK, about="seat", changes=True)
@once
def away(request: HttpRequest, ref: str) -> HttpResponse:
    """Away from one day to another."""
    seat = _seat(request, ref)
    form = AwayForm(request.POST or None, initial={"first": timezone.now().date()})
    if form.is_valid():
        try:
            _mark_away(request, seat, form)
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, gettext("Noted. What cannot wait goes to those present."))
            return redirect("circle:team")
    return _show(request, "circle/away.html", {"seat": seat, "form": form})


@require_POST
@needs(*MAY_MARK, about="seat", changes=True)
@once
def back(request: HttpRequest, ref: str) -> HttpResponse:
    """Here again: what was lent comes back."""
    seat, now = _seat(request, ref), timezone.now()
    absence = absence_of(seat, now)
    count = come_back(absence, by=signed_in(request), now=now) if absence else 0
    said = ngettext("%(name)s is back, and one prospect with them.", "%(name)s is back, and %(count)d prospects with them.", count)
    messages.success(request, said % {"name": seat.name, "count": count})
    return redirect("circle:team")


@require_http_methods(["GET", "HEAD", "POST"])
@needs(*RUNS_THE_TEAM, about="seat", changes=True)
@once
def leaving(request: HttpRequest, ref: str) -> HttpResponse:
    """What moves to whom when somebody leaves; and the leaving."""
    seat, form = _seat(request, ref), LeaveForm(request.POST or None)
    if form.is_valid():
        try:
            left = leave(seat, by=signed_in(request), now=timezone.now(), because=form.cleaned_data["because"])
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
        else:
            said = gettext("%(name)s has left. %(count)d prospects have a new owner and their date, %(promised)d of them promised.")
            messages.success(request, said % {"name": seat.name, "count": left.moved, "promised": left.promised})
            return redirect("circle:team")
    return _show(request, "circle/leave.html", _preview(seat) | {"seat": seat, "form": form})


def _mark_away(request: HttpRequest, seat: Seat, form: AwayForm) -> None:
    data = form.cleaned_data
    mark_days_away(seat, data["first"], data["last"], because=data["because"], by=signed_in(request), now=timezone.now())


def _preview(seat: Seat) -> dict[str, Any]:
    moves = plan_leave(seat, now=timezone.now())
    return {
        "shares": shares(moves),
        "count": len(moves),
        "promised": sum(1 for move in moves if move.promised_at),
    }


def _seat(request: HttpRequest, ref: str) -> Seat:
    """The seat of somebody who works here, as far as the reader may mark it."""
    try:
        return seat_to_mark(ref, for_=signed_in(request))
    except UnknownSeat:
        raise Http404 from None
    except NotYours as refusal:
        raise PermissionDenied(refusal.sentence) from None


def _show(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    return TemplateResponse(request, template, context, status=UNPROCESSABLE if context["form"].errors else 200)
