"""An inquiry form: the page, what follows it, and the confirmation of an address."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from keepwarm.answers.models import Way
from keepwarm.answers.queries import words_of
from keepwarm.circle.actions.answering import ask_after
from keepwarm.circle.actions.confirming import confirm_sign_up
from keepwarm.circle.queries.asking_after import question_after
from keepwarm.consent.sealing import LinkUnreadable, seal, unseal
from keepwarm.intake.actions.filling import NothingWaits, TooMany, send_form, waiting_for
from keepwarm.intake.actions.new_person import NotTaken
from keepwarm.intake.models import Filled, InquiryForm
from keepwarm.lib.network import client_of
from keepwarm.public.ask_form import AskForm
from keepwarm.public.showing import show, speaking
from keepwarm.signs.answering import answer_path
from keepwarm.staff.access import public

GONE, NOT_FOUND, REFUSED, TOO_MANY = 410, 404, 422, 429
METHODS = ["GET", "HEAD", "POST"]
WHY_PUBLIC = (
    "Whoever is interested inquires without an account; a sealed stamp, a limit a network and the confirmation by mail keep abuse out."
)
THANKS = "thanks"


@public(WHY_PUBLIC)
@csrf_exempt  # it stands on other sites too, and no cookie says who asks
@require_http_methods(METHODS)
def ask(request: HttpRequest, ref: str) -> HttpResponse:
    """The form; what was typed stands until it is taken."""
    form = InquiryForm.objects.select_related("wording", "source").filter(ref=ref).first()
    if form is None:
        return show("no_form", {}, status=NOT_FOUND)
    if form.closed_at is not None:
        return show("no_form", {}, status=GONE, language=form.language, hosts=form.hosts)
    with speaking(form.language):
        return _take(request, form) if request.method == "POST" else _shown(form, AskForm(form=form, now=timezone.now()))


@public(WHY_PUBLIC)
@require_safe
def thanks(request: HttpRequest, token: str) -> HttpResponse:
    """What happens next."""
    try:
        ref = unseal(THANKS, token).decode("ascii", "replace")
    except LinkUnreadable as refusal:
        return show("bad_link", {"sentence": refusal.sentence}, status=NOT_FOUND)
    filled = Filled.objects.select_related("form", "prospect").filter(ref=ref).first()
    if filled is None:
        return show("no_form", {}, status=NOT_FOUND)
    question = question_after(filled)
    context: dict[str, Any] = {"filled": filled, "form": filled.form}
    if question is not None and filled.prospect is not None:
        context |= {"question": words_of(question, Way.FORM)}
        context |= {"question_path": answer_path(filled.prospect.ref, question.key)}
    return show("thanks", context, language=filled.form.language, hosts=filled.form.hosts)


@public(WHY_PUBLIC)
@csrf_exempt
@require_http_methods(METHODS)
def confirm_address(request: HttpRequest, token: str) -> HttpResponse:
    """GET shows what is confirmed, POST confirms: a scanner that opens the link confirms nothing."""
    try:
        filled = confirm_sign_up(token, now=timezone.now()) if request.method == "POST" else waiting_for(token)
    except LinkUnreadable as refusal:
        return show("bad_link", {"sentence": refusal.sentence}, status=NOT_FOUND)
    except NothingWaits as refusal:
        return show("bad_link", {"sentence": refusal.sentence}, status=GONE)
    return show("confirm", {"filled": filled, "form": filled.form}, language=filled.form.language)


def _take(request: HttpRequest, form: InquiryForm) -> HttpResponse:
    """What was sent; with what is wrong in it, if anything."""
    now = timezone.now()
    filled_in, status = AskForm(request.POST, form=form, now=now), REFUSED
    if filled_in.is_valid():
        try:
            filled = send_form(form, filled_in.given(), address=_client(request), now=now)
        except (NotTaken, TooMany) as refusal:
            status = TOO_MANY if isinstance(refusal, TooMany) else REFUSED
            filled_in.add_error(None, refusal.sentence)
        else:
            ask_after(filled, now=now)
            return HttpResponseRedirect(f"/ask/thanks/{seal(THANKS, filled.ref.encode())}/")
    return _shown(form, filled_in, status=status)


def _shown(form: InquiryForm, filled_in: AskForm, *, status: int = 200) -> HttpResponse:
    return show("ask", {"form": form, "fields": filled_in}, status=status, language=form.language, hosts=form.hosts)


def _client(request: HttpRequest) -> str:
    return client_of(request.META.get("REMOTE_ADDR", ""), request.headers.get("X-Forwarded-For", ""), proxies=settings.PROXIES)
