"""The desk itself, undo, and today's list on paper."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from keepwarm.decisions.actions import undo_touch
from keepwarm.desk.queries.page import find_touch
from keepwarm.desk.queries.today import list_today
from keepwarm.desk.views.showing import render_desk
from keepwarm.handoff.queries.page_list import waiting_for
from keepwarm.staff.access import needs, signed_in
from keepwarm.staff.models import REPS, Role
from keepwarm.staff.submissions import once


@require_safe
@needs(*REPS)
def show_today(request: HttpRequest) -> HttpResponse:
    """The desk at the first line of today's queue."""
    return render_desk(request)


@require_safe
@needs(*REPS, about="prospect")
def show_person(request: HttpRequest, ref: str) -> HttpResponse:
    """The desk at one prospect."""
    return render_desk(request, ref)


@require_safe
@needs(*REPS)
def show_waiting(request: HttpRequest) -> HttpResponse:
    """The hand-offs that wait for the reader, as their clocks stand this minute."""
    user = signed_in(request)
    waiting = waiting_for(user, now=timezone.now()) if user.has_role(Role.CLOSING_REP) else ()
    return TemplateResponse(request, "desk/parts/waiting.html", {"waiting": waiting})


@require_POST
@needs(*REPS, about="touch", changes=True)
@once
def undo(request: HttpRequest, ref: str) -> HttpResponse:
    """Void what one logged a moment ago."""
    touch = find_touch(ref, for_=signed_in(request))
    prospect = undo_touch(touch.ref, by=signed_in(request), now=timezone.now())
    messages.success(request, _("Undone. %(name)s stands as before.") % {"name": prospect.name})
    back = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    return redirect(back if safe else "desk:today")


@require_safe
@needs(*REPS)
def show_list(request: HttpRequest) -> HttpResponse:
    """Today's list, made for A4."""
    sheet = list_today(for_=signed_in(request), now=timezone.now())
    return TemplateResponse(request, "desk/today.html", {"sheet": sheet})
