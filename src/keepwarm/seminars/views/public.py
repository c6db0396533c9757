"""The pages that guests open without signing in: sign up, the ticket, the calendar file. No session, no cookie, no script."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager
from typing import Any

import segno
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from keepwarm.consent.sealing import LinkUnreadable
from keepwarm.consent.visitors import FIELD, who_comes
from keepwarm.content.brand import house_brand
from keepwarm.lib.refusal import Refusal
from keepwarm.seminars.actions import give_seat_back, sign_up
from keepwarm.seminars.forms import SignUpForm
from keepwarm.seminars.ics import PUBLISH, calendar_of
from keepwarm.seminars.links import ticket_url
from keepwarm.seminars.models import Standing
from keepwarm.seminars.queries.public import PublicPage, Ticket, find_ticket, language_of_page, language_of_ticket, mask, public_page
from keepwarm.seminars.refusals import NoSuchGuest, SignUpRefused
from keepwarm.staff.access import public

NOT_FOUND, UNPROCESSABLE = 404, 422
WHY_PUBLIC = "Whoever is interested signs up without an account of ours."
WHY_TICKET = "A guest sees their own seat by the signed link of the mail, without signing in."


@public(WHY_PUBLIC)
@csrf_exempt  # no cookie says who asks, so none can be misused
@require_http_methods(["GET", "HEAD", "POST"])
def show_seminar(request: HttpRequest, ref: str) -> HttpResponse:
    """What it is about, when and where, and the form to sign up."""
    now, visitor = timezone.now(), who_comes(request.GET.get(FIELD, ""))
    with _speaking(language_of_page(ref)):
        page = public_page(ref, visitor, now=now)
        if page is None:
            return _page("gone", {}, status=NOT_FOUND)
        form = SignUpForm(request.POST if request.method == "POST" else None, page=page, visitor=visitor, now=now)
        if form.is_bound and form.is_valid() and page.is_open:
            return _sign_up(page, form)
        return _show(page, form, status=UNPROCESSABLE if form.is_bound else 200)


def _sign_up(page: PublicPage, form: SignUpForm) -> HttpResponse:
    try:
        guest = sign_up(page.seminar.ref, form.as_sign_up(), now=timezone.now())
    except SignUpRefused as refusal:
        form.add_error(None, refusal.sentence)
        return _show(page, form, status=UNPROCESSABLE)
    return _page("done", {"page": page, "masked": mask(guest.email), "has_seat": guest.standing == Standing.SEATED})


def _show(page: PublicPage, form: SignUpForm, *, status: int) -> HttpResponse:
    return _page("page", {"page": page, "form": form, "stamp": form.fresh_stamp()}, status=status)


@public(WHY_TICKET)
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def show_ticket(request: HttpRequest, token: str) -> HttpResponse:
    """GET shows the seat, POST gives it back."""
    try:
        with _speaking(language_of_ticket(token)):
            return _seat(request, token)
    except (LinkUnreadable, NoSuchGuest) as refusal:
        return _page("bad_link", {"sentence": refusal.sentence}, status=NOT_FOUND)


def _seat(request: HttpRequest, token: str) -> HttpResponse:
    ticket = find_ticket(token, now=timezone.now())
    if request.method != "POST":
        return _show_ticket(ticket, token)
    try:
        give_seat_back(ticket.guest.ref, now=timezone.now())
    except SignUpRefused as refusal:
        return _show_ticket(ticket, token, refusal=refusal.sentence)
    return _show_ticket(find_ticket(token, now=timezone.now()), token, said=True)


def _speaking(language: str) -> AbstractContextManager[object]:
    """The language of the seminar; without one that of the visitor's browser."""
    return translation.override(language or translation.get_language() or "en")


def _show_ticket(ticket: Ticket, token: str, *, said: bool = False, refusal: str = "") -> HttpResponse:
    context = {"ticket": ticket, "code": _code(ticket), "token": token, "said": said, "refusal": refusal}
    return _page("ticket", context, status=UNPROCESSABLE if refusal else 200)


@public(WHY_TICKET)
@require_safe
def ticket_calendar(request: HttpRequest, token: str) -> HttpResponse:
    """The seminar as a calendar file, for who has no mail program that takes invitations."""
    try:
        ticket = find_ticket(token, now=timezone.now())
    except Refusal as refusal:
        return _page("bad_link", {"sentence": refusal.sentence}, status=NOT_FOUND)
    if not ticket.is_seated:
        with _speaking(ticket.seminar.language):
            return _show_ticket(ticket, token, refusal=_("Only a guest with a seat has an entry for the calendar."))
    content = calendar_of(ticket.guest, None, method=PUBLISH, url=ticket_url(ticket.guest.ref), now=timezone.now())
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="seminar.ics"'
    return _private(response)


def _code(ticket: Ticket) -> str:
    """The code that is scanned at the door, as SVG: dark on white, by night too."""
    if not ticket.is_seated or ticket.is_over:
        return ""
    drawn: str = segno.make(ticket.door, error="m").svg_inline(border=3, omitsize=True, light="#ffffff", dark="#000000")
    return mark_safe(drawn)  # noqa: S308 - drawn by ourselves of an address of ours


def _page(name: str, context: Mapping[str, Any], *, status: int = 200) -> HttpResponse:
    """In the house's name and colours; rendered without the request, so that nothing can set a cookie."""
    body = render_to_string(f"seminars/public/{name}.html", {"brand": house_brand(), **context})
    return _private(HttpResponse(body, status=status))


def _private(response: HttpResponse) -> HttpResponse:
    """Not kept; who follows a link from here is not told about."""
    response["Cache-Control"], response["Referrer-Policy"] = "no-store", "no-referrer"
    return response
