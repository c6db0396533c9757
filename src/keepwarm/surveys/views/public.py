"""The page that asks. No session, no cookie, no script; what was said is kept with each press of the button."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from keepwarm.consent.stamps import keep_stamp
from keepwarm.consent.visitors import FIELD as FOR
from keepwarm.consent.visitors import who_comes
from keepwarm.content.brand import house_brand
from keepwarm.lib.text import read_number
from keepwarm.staff.access import public
from keepwarm.surveys.actions import Filled, keep_filled
from keepwarm.surveys.forms import SurveyPageForm
from keepwarm.surveys.links import FROM, SHEET, page_path, read_sheet, seal_sheet
from keepwarm.surveys.queries.public import PublicSurvey, Visit, public_survey
from keepwarm.surveys.refusals import SurveyClosed

NOT_FOUND, UNPROCESSABLE, SEE_OTHER = 404, 422, 303
WHY_PUBLIC = "Whoever was given the address answers without an account of ours."
AFTER, AGAIN, DONE = "after", "again", "done"
"""Names in the address: the place one has come to, that what we know is asked too, and that one is through."""


@public(WHY_PUBLIC)
@csrf_exempt  # no cookie says who answers, so none can be misused
@require_http_methods(["GET", "HEAD", "POST"])
def show_survey(request: HttpRequest, ref: str) -> HttpResponse:
    """The questions, all or the next one; a button keeps what was said."""
    visit = _visit(request)
    page = public_survey(ref, visit, now=timezone.now())
    if page is None:
        return _page("gone", {}, status=NOT_FOUND)
    with translation.override(page.survey.language or translation.get_language() or "en"):
        if request.GET.get(DONE) or not page.is_open or not page.asks:
            return _page("end", {"page": page, "again": _again(request, page), "done": request.GET.get(DONE)})
        if request.method == "POST":
            return _keep(request, page, visit)
        return _show(page, SurveyPageForm(None, page=page))


def _visit(request: HttpRequest) -> Visit:
    given = request.GET
    return Visit(
        visitor=who_comes(given.get(FOR, "")),
        sheet_ref=read_sheet(given.get(SHEET, "")),
        way=given.get(FROM, ""),
        after=read_number(given.get(AFTER), most=9_999) or 0,
        again=bool(given.get(AGAIN)),
    )


def _keep(request: HttpRequest, page: PublicSurvey, visit: Visit) -> HttpResponse:
    form = SurveyPageForm(request.POST, page=page)
    is_right = form.is_valid()
    if not visit.sheet_ref and not form.check_person(page.survey.source, now=timezone.now()):
        return _show(page, form, status=UNPROCESSABLE)
    filled = Filled(form.said(), is_right and page.is_last, visit.visitor, visit.sheet_ref, visit.way)
    try:
        sheet = keep_filled(page.survey.ref, filled, now=timezone.now())
    except SurveyClosed as refusal:
        form.add_error(None, refusal.sentence)
        return _show(page, form, status=UNPROCESSABLE)
    token = seal_sheet(sheet.ref) if sheet is not None and sheet.prospect_id is None else request.GET.get(SHEET, "")
    if not is_right:
        return _show(page, form, status=UNPROCESSABLE, kept=bool(form.said()), again_to=_here(request, page, token))
    return _private(HttpResponseRedirect(_next(request, page, token), status=SEE_OTHER))


def _next(request: HttpRequest, page: PublicSurvey, token: str) -> str:
    """On to the next question, or to the thanks. The sheet stays in the address, so one can go on another day."""
    kept = {name: request.GET.get(name, "") for name in (FOR, FROM, AGAIN)} | {SHEET: token}
    if page.is_last:
        return page_path(page.survey.ref, **kept, **{DONE: "1"})
    return page_path(page.survey.ref, **kept, **{AFTER: str(page.asks[-1].position)})


def _here(request: HttpRequest, page: PublicSurvey, token: str) -> str:
    """The same page with the sheet that was begun: what is mended belongs on it, and nobody counts twice."""
    kept = {name: request.GET.get(name, "") for name in (FOR, FROM, AGAIN, AFTER)} | {SHEET: token}
    return page_path(page.survey.ref, **kept)


def _again(request: HttpRequest, page: PublicSurvey) -> str:
    """Where somebody whom we know answers anew; "" for a stranger, and when it is over."""
    token = request.GET.get(FOR, "")
    return page_path(page.survey.ref, **{FOR: token, AGAIN: "1"}) if token and page.is_open else ""


def _show(page: PublicSurvey, form: SurveyPageForm, *, status: int = 200, kept: bool = False, again_to: str = "") -> HttpResponse:
    stamp = keep_stamp(page.survey.source, str(form.data.get("stamp", "")), now=timezone.now())
    return _page("page", {"page": page, "form": form, "stamp": stamp, "kept": kept, "again_to": again_to}, status=status)


def _page(name: str, context: Mapping[str, Any], *, status: int = 200) -> HttpResponse:
    """In the house's name and colours; rendered without the request, so that nothing can set a cookie."""
    body = render_to_string(f"surveys/public/{name}.html", {"brand": house_brand(), **context})
    return _private(HttpResponse(body, status=status))


def _private(response: HttpResponse) -> HttpResponse:
    """Not kept; who follows a link from here is not told about."""
    response["Cache-Control"], response["Referrer-Policy"] = "no-store", "no-referrer"
    return response
