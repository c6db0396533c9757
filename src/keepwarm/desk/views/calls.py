"""A call: opened behind the gate, held against colleagues, ended by one form. Theirs to us takes the same form."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from keepwarm.decisions.actions import Logged
from keepwarm.desk.forms.ending import EndingForm
from keepwarm.desk.queries.incoming import who_called
from keepwarm.desk.queries.knowledge import read_knowledge
from keepwarm.desk.queries.page import find_prospect, seat_of
from keepwarm.desk.views.showing import UNPROCESSABLE, next_up, render_desk, render_ending, say_refusal
from keepwarm.lib.refusal import Refusal
from keepwarm.phone.actions import leave_call, log_call, open_call
from keepwarm.phone.queries.numbers import numbers_to_dial
from keepwarm.prospects.models import Prospect
from keepwarm.staff.access import needs, signed_in
from keepwarm.staff.models import REPS
from keepwarm.staff.submissions import once
from keepwarm.touches.models import Direction

GET_OR_POST = ["GET", "HEAD", "POST"]


@require_POST
@needs(*REPS, about="prospect", changes=True)
def call(request: HttpRequest, ref: str) -> HttpResponse:
    """The gate at the click, then the ending form; with htmx the right column alone, which dials at once."""
    prospect, by_htmx = find_prospect(ref, for_=signed_in(request), to_change=True), bool(request.headers.get("HX-Request"))
    try:
        open_call(prospect, seat=seat_of(signed_in(request)), now=timezone.now())
    except Refusal as refusal:
        return render_desk(request, ref, only_panel=by_htmx, refusal=refusal.sentence, status=UNPROCESSABLE)
    if not by_htmx:
        return redirect("desk:ending", ref)
    response = render_ending(request, prospect, only_panel=True, dial_now=True)
    response["HX-Push-Url"] = reverse("desk:ending", args=[prospect.ref])
    return response


@require_http_methods(GET_OR_POST)
@needs(*REPS, about="prospect", changes=True)
@once
def end_call(request: HttpRequest, ref: str) -> HttpResponse:
    """How the call ended."""
    return _end(request, ref, Direction.OUT)


@require_http_methods(GET_OR_POST)
@needs(*REPS, about="prospect", changes=True)
@once
def end_incoming(request: HttpRequest, ref: str) -> HttpResponse:
    """How a call of theirs ended."""
    return _end(request, ref, Direction.IN)


def _end(request: HttpRequest, ref: str, direction: str) -> HttpResponse:
    """A call of theirs may be logged by whoever took it and may see them; one of ours by whom it belongs to."""
    user = signed_in(request)
    prospect = find_prospect(ref, for_=user, to_change=direction == Direction.OUT)
    if request.method != "POST":
        return render_ending(request, prospect, direction=direction)
    form = sent_form(request, prospect, incoming=direction == Direction.IN)
    if not form.is_valid():
        return render_ending(request, prospect, form=form, direction=direction)
    try:
        logged = log_sent(request, prospect, form, direction)
    except Refusal as refusal:
        said = say_refusal(request, refusal, form, prospect)
        return render_ending(request, prospect, form=form, direction=direction, **said)
    return redirect(next_up(logged=logged.touch.ref))


def sent_form(request: HttpRequest, prospect: Prospect, *, incoming: bool = False) -> EndingForm:
    """The form as it was sent."""
    user = signed_in(request)
    questions = read_knowledge(prospect, for_=user, now=timezone.now()).questions
    return EndingForm(request.POST, prospect=prospect, zone=prospect.zone or user.zone, questions=questions, incoming=incoming)


def log_sent(request: HttpRequest, prospect: Prospect, form: EndingForm, direction: str) -> Logged:
    """Log the call that the form tells of. Raises what `log_call` raises."""
    user, now = signed_in(request), timezone.now()
    seat, number = seat_of(user), _dialled(prospect, form, direction)
    touch = form.as_touch(seat_id=seat.pk if seat else None, address_id=number, now=now, direction=direction)
    return log_call(touch, prospect=prospect, seat=seat, by=user, now=now)


def _dialled(prospect: Prospect, form: EndingForm, direction: str) -> int | None:
    """The number that was dialled, so that a wrong one is marked. Of the firm's numbers none is marked from here."""
    own = (one for one in numbers_to_dial(prospect) if one.ref == form.cleaned_data["dialled"] and not one.is_firms)
    return None if direction == Direction.IN else next((one.id for one in own), None)


@require_POST
@needs(*REPS, about="prospect", changes=True)
def not_dialled(request: HttpRequest, ref: str) -> HttpResponse:
    """Nobody dialled after all: let go of the prospect, and nothing is logged."""
    prospect = find_prospect(ref, for_=signed_in(request), to_change=True)
    leave_call(prospect, seat=seat_of(signed_in(request)))
    return redirect("desk:person", ref)


@require_safe
@needs(*REPS)
def they_called(request: HttpRequest) -> HttpResponse:
    """Who is it? Found by a part of the name, the firm or the number."""
    words = request.GET.get("q", "")
    found = who_called(words, for_=signed_in(request))
    return TemplateResponse(request, "desk/they_called.html", {"q": words, "found": found})
