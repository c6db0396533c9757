"""A manager gives a prospect to another rep, with the reason that stands on the prospect's page."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from keepwarm.circle.actions import hand_over
from keepwarm.circle.forms import HandOverForm
from keepwarm.circle.queries.handing import is_with_sales, takers_of
from keepwarm.handoff.queries import open_handoff
from keepwarm.lib.refusal import Refusal
from keepwarm.prospects.models import Prospect
from keepwarm.prospects.queries import visible_to
from keepwarm.staff.access import needs, signed_in
from keepwarm.staff.queries import RUNS_THE_TEAM
from keepwarm.staff.submissions import once

UNPROCESSABLE = 422
MOST = 200
"""Reps to choose from."""


@require_http_methods(["GET", "HEAD", "POST"])
@needs(*RUNS_THE_TEAM, about="prospect", changes=True)
@once
def give(request: HttpRequest, ref: str) -> HttpResponse:
    """To whom, and why."""
    found = visible_to(signed_in(request)).select_related("owner").filter(ref=ref, merged_into__isnull=True).first()
    if found is None:
        raise Http404
    form = HandOverForm(request.POST or None, reps=takers_of(found)[:MOST])
    if form.is_valid():
        try:
            return _give(request, found, form)
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
    context = {"prospect": found, "form": form, "with_sales": is_with_sales(found)}
    return TemplateResponse(request, "circle/give.html", context, status=UNPROCESSABLE if form.errors else 200)


def _give(request: HttpRequest, found: Prospect, form: HandOverForm) -> HttpResponse:
    seat = form.seat()
    because = form.cleaned_data["because"]
    hand_over(found.pk, seat, because=because, by=signed_in(request), now=timezone.now())
    messages.success(request, gettext("%(name)s is with %(rep)s now.") % {"name": found.name, "rep": seat.name})
    opened = open_handoff(found.pk)
    return redirect("handoff:show", opened.ref) if opened is not None else redirect("prospect:show", found.ref)
