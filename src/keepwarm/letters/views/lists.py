"""Lists: my letters and how far they came, drafts, exceptions; and the small buttons on them."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from keepwarm.decisions.actions import undo_touch
from keepwarm.letters import actions
from keepwarm.letters.forms import ExceptionForm
from keepwarm.letters.models import Letter
from keepwarm.letters.queries.budget import read_budget
from keepwarm.letters.queries.finding import find_prospect, need_seat, own_seat
from keepwarm.letters.queries.listing import drafts_of, exceptions_since, odd_in_log, sent_of, visible_letters
from keepwarm.letters.queries.times import confirm_a_time
from keepwarm.outbox.queries.accounts import account_of_seat
from keepwarm.staff.access import needs, signed_in
from keepwarm.staff.models import REPS, SEES_ALL
from keepwarm.staff.queries import RUNS_THE_TEAM
from keepwarm.staff.submissions import once

SHOWN = timedelta(days=30)


@require_safe
@needs(*REPS, *SEES_ALL)
def show_letters(request: HttpRequest) -> HttpResponse:
    """The reader's letters of the week; whoever sees everyone and has no seat sees all."""
    user, now = signed_in(request), timezone.now()
    seat = own_seat(user) if user.has_role(*REPS) else None
    context = {
        "lines": sent_of(seat, for_=user, now=now),
        "seat": seat,
        "is_mine": seat is not None,
        "budget": read_budget(seat, now=now) if seat is not None else None,
        "odd": odd_in_log(seat, now=now) if seat is not None else (),
        "drafts": drafts_of(seat) if seat is not None else (),
        "account": account_of_seat(seat.pk if seat is not None else None),
        "may_grant": user.has_role(*RUNS_THE_TEAM),
    }
    return TemplateResponse(request, "letters/list.html", context)


@require_POST
@needs(*REPS)
@once
def discard(request: HttpRequest, ref: str) -> HttpResponse:
    """Throw a draft of one's own away."""
    prospect = actions.discard_draft(ref, seat=need_seat(signed_in(request)))
    messages.success(request, _("The draft to %(name)s is gone.") % {"name": prospect.name})
    return redirect("letters:list")


@require_POST
@needs(*REPS)
@once
def hold_back(request: HttpRequest, ref: str) -> HttpResponse:
    """A letter of one's own that has not left yet is not sent, and its touch is undone."""
    letter = _own(request, ref)
    undo_touch(letter.touch.ref, by=signed_in(request), now=timezone.now())
    messages.success(request, _("Held back: nothing was sent to %(name)s.") % {"name": letter.prospect.name})
    return redirect("letters:list")


@require_POST
@needs(*REPS)
@once
def take_time(request: HttpRequest, ref: str) -> HttpResponse:
    """They took a time that was offered: the letter that confirms it, with an invitation, is begun."""
    letter = _own(request, ref)
    try:
        at = datetime.fromisoformat(request.POST.get("at", ""))
    except ValueError:
        raise Http404 from None
    subject, words = confirm_a_time(at, letter.prospect, letter.seat)
    actions.begin_confirmation(letter, at, words, subject=subject, now=timezone.now())
    return redirect("letters:write", letter.prospect.ref)


@require_POST
@needs(*REPS, about="prospect", changes=True)
@once
def tick_off(request: HttpRequest, ref: str, point: str) -> HttpResponse:
    """A point of the call sheet was said."""
    prospect = find_prospect(ref, for_=signed_in(request))
    actions.tick_off(point, prospect=prospect, now=timezone.now())
    return redirect("desk:person" if request.POST.get("back") == "desk" else "letters:write", prospect.ref)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(*RUNS_THE_TEAM)
@once
def exceptions(request: HttpRequest) -> HttpResponse:
    """What was granted beyond the budget, and the form for one more."""
    user, now = signed_in(request), timezone.now()
    form = ExceptionForm(request.POST or None)
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        actions.grant_exception(data["seat"], because=data["because"], count=data["count"], by=user, now=now)
        messages.success(request, _("Granted to %(name)s. The reason stands on the morning report.") % {"name": data["seat"].name})
        return redirect("letters:exceptions")
    context = {"form": form, "rows": exceptions_since(now - SHOWN)}
    return TemplateResponse(request, "letters/exceptions.html", context, status=422 if form.is_bound else 200)


@require_POST
@needs(*RUNS_THE_TEAM)
@once
def withdraw(request: HttpRequest, ref: str) -> HttpResponse:
    """Take back what was granted and not used."""
    actions.withdraw_exception(ref, by=signed_in(request), now=timezone.now())
    messages.success(request, _("Taken back."))
    return redirect("letters:exceptions")


def _own(request: HttpRequest, ref: str) -> Letter:
    """A letter in the reader's own name. Raises Http404."""
    found = visible_letters(signed_in(request)).filter(ref=ref, seat__user=signed_in(request)).first()
    if found is None:
        raise Http404
    return found
