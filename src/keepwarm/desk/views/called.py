"""A call by marketing: who keeps no desk calls from a prospect's page, and writes down there how it ended."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from keepwarm.desk.forms.ending import EndingForm
from keepwarm.desk.queries.ending import show_ending
from keepwarm.desk.queries.meters import Meters
from keepwarm.desk.queries.page import find_prospect, seat_of
from keepwarm.desk.queries.person import show_person
from keepwarm.desk.views.calls import GET_OR_POST, log_sent, sent_form
from keepwarm.desk.views.showing import UNPROCESSABLE, empty_ending, say_refusal
from keepwarm.lib.refusal import Refusal
from keepwarm.prospects.models import Prospect
from keepwarm.staff.access import needs, signed_in
from keepwarm.staff.models import EDITORS
from keepwarm.staff.submissions import once
from keepwarm.touches.models import Direction


@require_http_methods(GET_OR_POST)
@needs(*EDITORS, about="prospect", changes=True)
@once
def called(request: HttpRequest, ref: str) -> HttpResponse:
    """The number behind the same gate as for reps, and the same form. Without a seat the call is nobody's part of the morning."""
    prospect = find_prospect(ref, for_=signed_in(request), to_change=True)
    if request.method != "POST":
        return _page(request, prospect)
    form = sent_form(request, prospect)
    if not form.is_valid():
        return _page(request, prospect, form)
    try:
        log_sent(request, prospect, form, Direction.OUT)
    except Refusal as refusal:
        return _page(request, prospect, form, **say_refusal(request, refusal, form, prospect))
    messages.success(request, _("The call with %(name)s is written down; what comes next is set.") % {"name": prospect.name})
    return redirect("prospect:show", prospect.ref)


def _page(request: HttpRequest, prospect: Prospect, form: EndingForm | None = None, **said: Any) -> HttpResponse:
    user, now = signed_in(request), timezone.now()
    seat = seat_of(user)
    person = show_person(prospect, for_=user, seat=seat, meters=Meters(), now=now)
    ending = show_ending(person, seat=seat, for_=user, now=now, direction=Direction.OUT)
    shown = form or empty_ending(person, ending, zone=prospect.zone or user.zone)
    action = reverse("prospect:called", args=[prospect.ref])
    context = {"person": person, "ending": ending, "form": shown, "direction": Direction.OUT, "action": action, **said}
    return TemplateResponse(request, "desk/called.html", context, status=UNPROCESSABLE if form else 200)
