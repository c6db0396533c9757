"""The opportunities as a list and a board, and what is to be expected of them."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from keepwarm.lib.refusal import Refusal
from keepwarm.selling.actions.changing import move_stage
from keepwarm.selling.forms import MoveForm
from keepwarm.selling.queries.expecting import expect
from keepwarm.selling.queries.pages import Wanted, board, list_opportunities
from keepwarm.selling.queries.permissions import KEEPS_OFFERINGS, SELLS, find_opportunity, sees_others
from keepwarm.staff.access import needs, signed_in
from keepwarm.staff.models import REPS, SEES_ALL
from keepwarm.staff.queries import RUNS_THE_TEAM
from keepwarm.staff.submissions import once

READS = REPS | SEES_ALL
UNPROCESSABLE = 422


@require_safe
@needs(*READS)
def show_list(request: HttpRequest) -> HttpResponse:
    """Open, won, lost, postponed."""
    wanted = Wanted.read(request.GET)
    page = list_opportunities(wanted, for_=signed_in(request), now=timezone.now())
    asked = {"whose": "mine" if wanted.mine else "", "offering": wanted.offering, "stage": wanted.stage}
    narrowed = {name: value for name, value in asked.items() if value}
    kept = {"tab": wanted.tab, **narrowed}
    context = {
        "page": page,
        "narrowed": urlencode(narrowed),
        "older": urlencode({**kept, "after": page.older}) if page.older else "",
        "newer": urlencode(kept) if wanted.after else "",
        "has_others": sees_others(signed_in(request)),
        "may_bring": signed_in(request).has_role(*KEEPS_OFFERINGS),  # who keeps what is sold brings in what was
    }
    return TemplateResponse(request, "selling/list.html", context)


@require_safe
@needs(*READS)
def show_board(request: HttpRequest) -> HttpResponse:
    """The open ones by their stage."""
    return _board(request)


@require_POST
@needs(*SELLS, about="opportunity", changes=True)
@once
def move(request: HttpRequest, ref: str) -> HttpResponse:
    """To another stage, by a button, a key or by dragging."""
    form = MoveForm(request.POST)
    row = find_opportunity(ref, for_=signed_in(request))
    stage = form.cleaned_data["stage"] if form.is_valid() else ""
    version = form.cleaned_data.get("version") if form.is_valid() else None
    try:
        moved = move_stage(ref, stage, by=signed_in(request), now=timezone.now(), version=version)
    except Refusal as refusal:
        return _board(request, refusal=refusal.sentence)
    messages.success(request, _("%(name)s: %(stage)s.") % {"name": row.prospect.name, "stage": moved.stage.label})
    return redirect("selling:show", ref) if request.POST.get("back") == "one" else redirect(f"{reverse('selling:board')}#card-{ref}")


@require_safe
@needs(*READS)
def show_forecast(request: HttpRequest) -> HttpResponse:
    """What they may bring, by the house's own history."""
    mine, after = request.GET.get("whose") == "mine", request.GET.get("after", "")[:40]
    found = expect(for_=signed_in(request), mine=mine, now=timezone.now(), after=after)
    kept = {"whose": "mine"} if mine else {}
    context = {
        "found": found,
        "mine": mine,
        "has_others": sees_others(signed_in(request)),
        "older": urlencode({**kept, "after": found.after}) if found.after else "",
        "newer": (urlencode(kept) or "whose=all") if after else "",
    }
    return TemplateResponse(request, "selling/forecast.html", context)


def _board(request: HttpRequest, *, refusal: str = "") -> HttpResponse:
    mine = request.GET.get("whose") == "mine"
    lanes = board(for_=signed_in(request), mine=mine, now=timezone.now())
    context = {"lanes": lanes, "mine": mine, "refusal": refusal, "any": any(lane.count for lane in lanes)}
    context["may_move"] = any(line.may_move for lane in lanes for line in lane.lines)
    context["has_others"] = sees_others(signed_in(request))
    context["may_change_stages"] = signed_in(request).has_role(*RUNS_THE_TEAM)
    return TemplateResponse(request, "selling/board.html", context, status=UNPROCESSABLE if refusal else 200)
