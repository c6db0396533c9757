"""The offer of a lead to sales."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from keepwarm.decisions.refusals import StaleForm
from keepwarm.handoff.actions.offering import offer
from keepwarm.handoff.forms import OfferForm
from keepwarm.handoff.models import HandOff
from keepwarm.handoff.queries.page_offer import OfferPage, find_prospect, show_offer
from keepwarm.lib.refusal import Refusal
from keepwarm.prospects.models import Prospect
from keepwarm.staff.access import needs, signed_in
from keepwarm.staff.models import EDITORS, REPS
from keepwarm.staff.submissions import once

OFFERERS = (*REPS, *EDITORS)
UNPROCESSABLE = 422


@require_http_methods(["GET", "HEAD", "POST"])
@needs(*OFFERERS, about="prospect", changes=True)
@once
def offer_it(request: HttpRequest, ref: str) -> HttpResponse:
    """Why now, who is asked, and how they are introduced; or what is missing until this is a lead."""
    user, now = signed_in(request), timezone.now()
    prospect = find_prospect(ref, for_=user)
    if prospect is None:
        raise Http404
    page = show_offer(prospect, for_=user, now=now)
    initial = {"introduce": HandOff.Introduce.NOT, "introduction": page.opening_words, "version": prospect.version}
    form = OfferForm(request.POST if request.method == "POST" else None, initial=initial, reps=page.reps, suggested=page.rep)
    if form.is_bound and form.is_valid():
        return _offer(request, prospect, form, page)
    return _show(request, form, page, status=UNPROCESSABLE if form.is_bound else 200)


def _offer(request: HttpRequest, prospect: Prospect, form: OfferForm, page: OfferPage) -> HttpResponse:
    try:
        row = offer(prospect.pk, by=signed_in(request), now=timezone.now(), **form.as_offer())
    except StaleForm as refusal:
        prospect.refresh_from_db()
        sent = request.POST.copy()
        sent["version"] = str(prospect.version)
        form.data = sent
        return _show(request, form, page, status=UNPROCESSABLE, refusal=refusal.sentence)
    except Refusal as refusal:
        return _show(request, form, page, status=UNPROCESSABLE, refusal=refusal.sentence)
    messages.success(request, _("%(name)s is offered to sales. You hear of the answer on your desk.") % {"name": prospect.name})
    return redirect("handoff:show", row.ref)


def _show(request: HttpRequest, form: OfferForm, page: OfferPage, *, status: int, refusal: str = "") -> HttpResponse:
    return TemplateResponse(
        request, "handoff/offer.html", {"form": form, "page": page, "brief": page.brief, "refusal": refusal}, status=status
    )
