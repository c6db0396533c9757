"""Pages for the customer: what was promised and how it went, and a yes or no to a change. No session, no cookie, no script."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from keepwarm.consent.sealing import read_ref
from keepwarm.content.brand import house_brand
from keepwarm.customers.actions import Heard, answer_change, hear
from keepwarm.customers.forms import TellUsForm
from keepwarm.customers.links import ASKED, CHANGE
from keepwarm.customers.queries.public import PublicAsked, public_asked, public_change
from keepwarm.customers.words import language_of
from keepwarm.lib.refusal import Refusal
from keepwarm.staff.access import public

WHY_PUBLIC = "The customer answers by the link in their mail, without an account of ours."
NOT_FOUND, UNPROCESSABLE, SEE_OTHER = 404, 422, 303
ANSWERS = {"yes": True, "no": False}


@public(WHY_PUBLIC)
@csrf_exempt  # no cookie says who answers, so none can be misused
@require_http_methods(["GET", "HEAD", "POST"])
def show_asked(request: HttpRequest, token: str) -> HttpResponse:
    """What were you promised? One press for each promise that we know of, and room for those that we do not."""
    page = public_asked(read_ref(ASKED, token))
    if page is None:
        return _page("gone", {}, status=NOT_FOUND)
    with translation.override(language_of(page.asked.prospect)):
        if request.method == "POST":
            return _keep(request, page)
        return _page("asked", {"page": page, "form": TellUsForm(), "done": request.GET.get("done")})


def _keep(request: HttpRequest, page: PublicAsked) -> HttpResponse:
    form = TellUsForm(request.POST)
    if not form.is_valid():
        return _page("asked", {"page": page, "form": form}, status=UNPROCESSABLE)
    data = form.cleaned_data
    kept = {ref: ANSWERS[said] for ref, said in _pressed(request, page).items()}
    heard = Heard(kept, data["more"], ANSWERS.get(data["more_kept"]), data["words"])
    if not (kept or heard.more.strip() or heard.words.strip()):
        return _page("asked", {"page": page, "form": form, "nothing": True}, status=UNPROCESSABLE)
    try:
        hear(page.asked.ref, heard, now=timezone.now())
    except Refusal as refusal:
        return _page("asked", {"page": page, "form": form, "refusal": refusal.sentence}, status=UNPROCESSABLE)
    return _private(HttpResponseRedirect(f"{request.path}?done=1", status=SEE_OTHER))


def _pressed(request: HttpRequest, page: PublicAsked) -> dict[str, str]:
    """Which button was pressed: it names a promise of this page, or all that are open."""
    given = request.POST.get("all", "")
    if given in ANSWERS:
        return {one.ref: given for one in page.open}
    ref, _dot, said = request.POST.get("one", "").partition(".")
    return {ref: said} if said in ANSWERS and ref in {one.ref for one in page.open} else {}


@public(WHY_PUBLIC)
@csrf_exempt  # no cookie says who answers, so none can be misused
@require_http_methods(["GET", "HEAD", "POST"])
def show_change(request: HttpRequest, token: str) -> HttpResponse:
    """May we change what we promised? Yes or no, one press."""
    change = public_change(read_ref(CHANGE, token))
    if change is None:
        return _page("gone", {}, status=NOT_FOUND)
    with translation.override(language_of(change.promise.prospect)):
        refusal = ""
        if request.method == "POST" and request.POST.get("answer") in ANSWERS:
            try:
                answer_change(change.ref, yes=ANSWERS[request.POST["answer"]], now=timezone.now())
                return _private(HttpResponseRedirect(request.path, status=SEE_OTHER))
            except Refusal as refused:
                refusal = refused.sentence
        return _page("change", {"change": change, "refusal": refusal}, status=UNPROCESSABLE if refusal else 200)


def _page(name: str, context: Mapping[str, Any], *, status: int = 200) -> HttpResponse:
    """In the house's name and colours; rendered without the request, so that nothing can set a cookie."""
    given = {"brand": house_brand(), **context, "day_format": gettext("j F Y")}
    return _private(HttpResponse(render_to_string(f"customers/public/{name}.html", given), status=status))


def _private(response: HttpResponse) -> HttpResponse:
    """Not kept; who follows a link from here is not told about."""
    response["Cache-Control"], response["Referrer-Policy"] = "no-store", "no-referrer"
    return response
