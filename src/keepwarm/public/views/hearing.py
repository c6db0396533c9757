"""The pages behind a signed link: preferences, and unsubscribing. No session, no cookie, no script; the token says who it is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from keepwarm.circle.actions import hearing as circle
from keepwarm.circle.queries.hearing import read_hearing
from keepwarm.consent.links import LinkUnreadable, Named, Purpose, preferences_path, read_token
from keepwarm.consent.models import Channel
from keepwarm.consent.queries import Behind, who_is_behind
from keepwarm.lib.refusal import Refusal
from keepwarm.prospects.models import Prospect
from keepwarm.public.forms import CallForm, HowForm
from keepwarm.public.showing import show as page
from keepwarm.staff.access import public

NOT_FOUND, GONE, REFUSED, TOO_MANY = 404, 410, 422, 429
WHY_PUBLIC = "Whoever got the mail decides how we write to them, without signing in; the signed token says who it is."
ONE_CLICK = "List-Unsubscribe"
"""The field that a mail program posts (RFC 8058)."""
METHODS = ["GET", "HEAD", "POST"]
ENDS = {
    "mailing": gettext_noop("Done. No more newsletters and mailings come to you."),
    "email": gettext_noop("Done. No more email comes to you from us."),
    "all": gettext_noop("Done. You will hear nothing from us any more: no email, no calls, no post."),
}


@public(WHY_PUBLIC)
@csrf_exempt  # no cookie says who asks, so none can be misused: the token does
@require_http_methods(METHODS)
def prefer(request: HttpRequest, token: str) -> HttpResponse:
    """How would you like to hear from us?"""
    return _open(Purpose.PREFERENCES, token, request, _prefer)


@public(WHY_PUBLIC)
@csrf_exempt
@require_http_methods(METHODS)
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """GET shows what would end, POST ends it."""
    return _open(Purpose.UNSUBSCRIBE, token, request, _unsubscribe)


@public(WHY_PUBLIC)
@csrf_exempt
@require_http_methods(METHODS)
def unsubscribe_by_one_click(request: HttpRequest, token: str) -> HttpResponse:
    """The address of the header `List-Unsubscribe`: a mail program posts here, and whoever opens it by hand sees the page."""
    return _open(Purpose.ONE_CLICK, token, request, _unsubscribe)


Show = Callable[[HttpRequest, Named, Behind, Prospect], HttpResponse]


def _open(purpose: Purpose, token: str, request: HttpRequest, show: Show) -> HttpResponse:
    """The page of whom the token names; calm words for a link that is not whole, and for somebody whom we have forgotten."""
    try:
        named = read_token(purpose, token)
    except LinkUnreadable as refusal:
        return page("bad_link", {"sentence": refusal.sentence}, status=NOT_FOUND)
    behind = who_is_behind(named)
    if behind.prospect is None:
        return page("forgotten", {}, status=GONE if request.method != "POST" else 200)  # what a mail program asks for is so
    return show(request, named, behind, behind.prospect)


def _prefer(request: HttpRequest, named: Named, behind: Behind, prospect: Prospect) -> HttpResponse:
    now, what = timezone.now(), request.POST.get("what", "")
    how = _how_form(request if what == "choose" else None, behind, prospect, now)
    call = CallForm(request.POST if what == "call" else None)
    said, status = "", 200
    try:
        said = _act(what, how, call, behind, prospect, now=now)
    except circle.TooOften as refusal:
        said, status = refusal.sentence, TOO_MANY
    except Refusal as refusal:
        call.add_error("number", refusal.sentence)
    if how.errors or call.errors:
        return page("preferences", {"how": how, "call": call, "behind": behind, "masked": _mask(behind)}, status=REFUSED)
    if said and status == 200:
        how, call = _how_form(None, behind, prospect, now), CallForm()
    return page("preferences", {"how": how, "call": call, "said": said, "masked": _mask(behind)}, status=status)


def _how_form(request: HttpRequest | None, behind: Behind, prospect: Prospect, now: datetime) -> HowForm:
    hearing = read_hearing(prospect, behind.address, now=now)
    return HowForm(request.POST if request else None, hearing=hearing, zone=prospect.zone, now=now)


def _act(what: str, how: HowForm, call: CallForm, behind: Behind, prospect: Prospect, *, now: datetime) -> str:
    """Do what a button asks; what is to be said of it, "" when nothing was done."""
    if what == "stop":
        circle.stop(prospect, behind.address, how=_("Asked on the page of preferences to hear nothing any more"), now=now)
        return _(ENDS["all"])
    if what == "choose" and how.is_valid():
        circle.choose(prospect, behind.address, how.chosen(), now=now)
        return _("Thank you. This holds from now on.")
    if what == "call" and call.is_valid():
        circle.ask_for_call(prospect, number=call.cleaned_data["number"], when=call.cleaned_data["when"], now=now)
        return _("Thank you. We will call you.")
    return ""


def _unsubscribe(request: HttpRequest, named: Named, behind: Behind, prospect: Prospect) -> HttpResponse:
    usual = "email" if named.channel == Channel.EMAIL else "mailing"
    context = {"usual": usual, "masked": _mask(behind), "preferences": _way_back(named)}
    if request.method != "POST":
        return page("stop", context)
    is_machine = ONE_CLICK in request.POST
    wanted = usual if is_machine else request.POST.get("end", usual)
    wanted = wanted if wanted in ENDS else usual
    _end(wanted, named, behind, prospect, is_machine=is_machine, now=timezone.now())
    return page("stopped", {**context, "said": _(ENDS[wanted])})


def _end(wanted: str, named: Named, behind: Behind, prospect: Prospect, *, is_machine: bool, now: datetime) -> None:
    how = _("Unsubscribed with one click in their mail program") if is_machine else _("Unsubscribed by the link in a mail")
    if wanted == "all":
        circle.stop(prospect, behind.address, how=how, now=now)
    else:
        circle.unsubscribe(prospect, behind.address, channel=wanted, how=how, now=now)


def _way_back(named: Named) -> str:
    """To the preferences, from a link in the text of a mail; the address in its header opens nothing but itself."""
    if named.purpose == Purpose.ONE_CLICK:
        return ""
    return preferences_path(named.prospect_ref, address_ref=named.address_ref, channel=named.channel)


def _mask(behind: Behind) -> str:
    """Which address it is about, for whoever has it; a mail may have been passed on."""
    if behind.address is None:
        return ""
    local, _at, domain = behind.address.normalized.rpartition("@")
    return f"{local[:1]}•••@{domain}"
