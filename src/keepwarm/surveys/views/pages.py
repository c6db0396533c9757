"""The pages of marketers: all surveys, one with its results, its form, and the file of its answers."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from keepwarm.lib.refusal import Refusal
from keepwarm.staff.access import EVERYONE, needs, signed_in
from keepwarm.staff.models import EDITORS, Seat
from keepwarm.staff.submissions import once
from keepwarm.surveys import actions
from keepwarm.surveys.chart import draw_bars
from keepwarm.surveys.forms import SurveyForm
from keepwarm.surveys.models import Survey
from keepwarm.surveys.queries.lists import find_survey, line_of, list_surveys
from keepwarm.surveys.queries.results import LEAST, results_of
from keepwarm.surveys.refusals import SurveyRefused

UNPROCESSABLE = 422


@require_safe
@needs(*EVERYONE)
def show_list(request: HttpRequest) -> HttpResponse:
    """All surveys, the newest first."""
    user = signed_in(request)
    context = {"lines": list_surveys(for_=user, now=timezone.now()), "may_edit": user.has_role(*EDITORS)}
    return TemplateResponse(request, "surveys/list.html", context)


@require_safe
@needs(*EVERYONE, about="survey")
def show(request: HttpRequest, ref: str) -> HttpResponse:
    """What came of it. `?way=` narrows it to those who came one way."""
    return _show(request, ref, way=request.GET.get("way", ""))


@require_safe
@needs(*EDITORS, about="survey")
def export(request: HttpRequest, ref: str) -> HttpResponse:
    """The old address of the answers as a file: they are taken where it is noted who took them."""
    return redirect(f"{reverse('exports:take', args=['survey-answers'])}?{urlencode({'of': _find(ref).ref})}")


@require_http_methods(["GET", "HEAD", "POST"])
@needs(*EDITORS, changes=True)
@once
def make(request: HttpRequest) -> HttpResponse:
    """A new survey, as a draft."""
    user = signed_in(request)
    form = SurveyForm(
        request.POST if request.method == "POST" else None, owner=Seat.objects.filter(user=user, left_at__isnull=True).first()
    )
    row = _keep(form, lambda: actions.make_survey(form.as_survey(user.zone), by=user, now=timezone.now()))
    return redirect("surveys:show", row.ref) if row else _form(request, form, None)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(*EDITORS, about="survey", changes=True)
@once
def edit(request: HttpRequest, ref: str) -> HttpResponse:
    """A survey written anew; what was answered stays."""
    user, row = signed_in(request), _find(ref)
    form = SurveyForm(request.POST if request.method == "POST" else None, row=row)

    def act() -> Survey:
        version = form.cleaned_data["version"] or 0
        return actions.change_survey(ref, form.as_survey(row.zone), version=version, by=user, now=timezone.now())

    done = _keep(form, act)
    return redirect("surveys:show", done.ref) if done else _form(request, form, row)


@require_POST
@needs(*EDITORS, about="survey", changes=True)
@once
def open_it(request: HttpRequest, ref: str) -> HttpResponse:
    """It takes answers from now on."""
    return _do(request, ref, lambda: actions.open_survey(ref, by=signed_in(request), now=timezone.now()), _("It takes answers now."))


@require_POST
@needs(*EDITORS, about="survey", changes=True)
@once
def close_it(request: HttpRequest, ref: str) -> HttpResponse:
    """It takes no answers any more."""
    return _do(request, ref, lambda: actions.close_survey(ref, by=signed_in(request), now=timezone.now()), _("It is closed."))


def _keep(form: SurveyForm, act: Callable[[], Survey]) -> Survey | None:
    """What was kept; None when the form says what is wrong, or was not sent."""
    if not form.is_bound or not form.is_valid():
        return None
    try:
        return act()
    except Refusal as refusal:
        form.add_error(None, refusal.sentence)
    return None


def _form(request: HttpRequest, form: SurveyForm, row: Survey | None) -> HttpResponse:
    return TemplateResponse(request, "surveys/form.html", {"form": form, "row": row}, status=UNPROCESSABLE if form.is_bound else 200)


def _do(request: HttpRequest, ref: str, act: Callable[[], object], said: str) -> HttpResponse:
    _find(ref)
    try:
        act()
    except Refusal as refusal:
        return _show(request, ref, refusal=refusal.sentence)
    messages.success(request, said)
    return redirect("surveys:show", ref)


def _show(request: HttpRequest, ref: str, *, way: str = "", refusal: str = "") -> HttpResponse:
    user, now, row = signed_in(request), timezone.now(), _find(ref)
    try:
        results = results_of(row, way=way)
    except SurveyRefused as refused:
        results, refusal = results_of(row), refused.sentence
    context = {
        "row": row,
        "line": line_of(row, now=now),
        "results": results,
        "charts": [(one, draw_bars(one.bars)) for one in results.questions],
        "least": LEAST,
        "may_edit": user.has_role(*EDITORS),
        "refusal": refusal,
    }
    return TemplateResponse(request, "surveys/one.html", context, status=UNPROCESSABLE if refusal else 200)


def _find(ref: str) -> Survey:
    try:
        return find_survey(ref)
    except SurveyRefused:
        raise Http404 from None
