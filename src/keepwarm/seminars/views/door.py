"""Who came: ticked on the list, on a phone at the door, or by the code of a ticket."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from keepwarm.lib.refusal import Refusal
from keepwarm.seminars.actions import mark_attended, take_attendance_back
from keepwarm.seminars.models import Guest
from keepwarm.seminars.queries.lists import find_seminar, line_of, list_guests
from keepwarm.seminars.refusals import SeminarRefused
from keepwarm.staff.access import needs, signed_in
from keepwarm.staff.models import EDITORS
from keepwarm.staff.submissions import once

UNPROCESSABLE = 422


@require_safe
@needs(*EDITORS, about="seminar")
def show_door(request: HttpRequest, ref: str) -> HttpResponse:
    """The list at the door: large on a phone, with boxes to tick on paper."""
    try:
        row = find_seminar(ref)
    except SeminarRefused:
        raise Http404 from None
    find = request.GET.get("find", "").strip()[:100]
    guests = [guest for guest in list_guests(row, for_=signed_in(request), find=find) if guest.standing != "gave_back"]
    context = {"row": row, "line": line_of(row, now=timezone.now()), "guests": guests, "find": find}
    return TemplateResponse(request, "seminars/door.html", context)


@require_POST
@needs(*EDITORS, about="seminar", changes=True)
@once
def tick(request: HttpRequest, ref: str) -> HttpResponse:
    """These guests were there."""
    back = redirect("seminars:door" if request.POST.get("from") == "door" else "seminars:show", ref)
    try:
        count = mark_attended(ref, request.POST.getlist("guest")[:2_000], by=signed_in(request), now=timezone.now())
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
        return back
    messages.success(request, ngettext("%(count)s guest was there.", "%(count)s guests were there.", count) % {"count": count})
    return back


@require_POST
@needs(*EDITORS, about="guest", changes=True)
@once
def untick(request: HttpRequest, ref: str) -> HttpResponse:
    """A wrong name was ticked."""
    guest = _find(ref)
    try:
        take_attendance_back(ref, by=signed_in(request), now=timezone.now())
        messages.success(request, _("Taken back: %(name)s was not there.") % {"name": guest.name})
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    return redirect("seminars:door" if request.POST.get("from") == "door" else "seminars:show", guest.seminar.ref)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(*EDITORS, about="guest", changes=True)
@once
def scanned(request: HttpRequest, ref: str) -> HttpResponse:
    """The page that the code of a ticket opens. Looking changes nothing; the button lets them in."""
    guest, refusal = _find(ref), ""
    if request.method == "POST":
        try:
            mark_attended(guest.seminar.ref, [ref], by=signed_in(request), now=timezone.now())
            return redirect("seminars:scanned", ref)
        except Refusal as refused:
            refusal = refused.sentence
    context = {"guest": guest, "row": guest.seminar, "refusal": refusal}
    return TemplateResponse(request, "seminars/scanned.html", context, status=UNPROCESSABLE if refusal else 200)


def _find(ref: str) -> Guest:
    guest = Guest.objects.select_related("seminar", "prospect__organization").filter(ref=ref).first()
    if guest is None:
        raise Http404
    return guest
