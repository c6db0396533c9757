"""A firm's page, the marketers' morning, and their list of keep-warm touches."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from keepwarm.decisions.actions import log_touch
from keepwarm.desk.forms.keeping import DoneForm
from keepwarm.desk.queries.colleagues import show_firm
from keepwarm.desk.queries.keeping import list_keeping
from keepwarm.desk.queries.marketing import read_marketing
from keepwarm.desk.queries.page import find_prospect, seat_of
from keepwarm.lib.refusal import Refusal
from keepwarm.prospects.models import Organization
from keepwarm.staff.access import EVERYONE, needs, signed_in
from keepwarm.staff.models import EDITORS
from keepwarm.staff.submissions import once

KEEPERS = EDITORS


@require_safe
@needs(*EVERYONE)
def show_organization(request: HttpRequest, ref: str) -> HttpResponse:
    """Everyone at a firm, and who of us spoke with whom."""
    firm = show_firm(get_object_or_404(Organization, ref=ref), for_=signed_in(request), now=timezone.now())
    return TemplateResponse(request, "desk/organization.html", {"firm": firm})


@require_safe
@needs(*KEEPERS)
def show_marketing(request: HttpRequest) -> HttpResponse:
    """What a marketer's day begins with: what came back, what waits, and who is to hear from us."""
    today = read_marketing(for_=signed_in(request), now=timezone.now())
    return TemplateResponse(request, "desk/marketing.html", {"today": today})


@require_safe
@needs(*KEEPERS)
def show_keeping(request: HttpRequest) -> HttpResponse:
    """Keep-warm touches that no program serves yet, by week."""
    keeping = list_keeping(for_=signed_in(request), now=timezone.now(), after=request.GET.get("after", ""))
    return TemplateResponse(request, "desk/keeping.html", {"keeping": keeping, "form": DoneForm()})


@require_POST
@needs(*KEEPERS, about="prospect", changes=True)
@once
def log_done(request: HttpRequest, ref: str) -> HttpResponse:
    """One of them was sent by hand: a mailing, or something by post."""
    prospect, form = find_prospect(ref, for_=signed_in(request), to_change=True), DoneForm(request.POST)
    if not form.is_valid():
        raise Refusal(_("Say how it was sent: as a mailing or by post."))
    seat = seat_of(signed_in(request))
    touch = form.as_touch(prospect_id=prospect.pk, seat_id=seat.pk if seat else None, now=timezone.now())
    log_touch(touch, by=signed_in(request), now=touch.happened_at)
    messages.success(request, _("Logged at %(name)s; the next date is set.") % {"name": prospect.name})
    return redirect("keeping:list")
