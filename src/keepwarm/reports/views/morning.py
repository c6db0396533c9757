"""The morning report and the rows behind its figures. Questions, answers and corrections are actions of the touches."""

from __future__ import annotations

from datetime import date
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from keepwarm.reports.forms import DayForm, LineForm, WordsForm
from keepwarm.reports.queries import day_asked, line_to_correct, name_to_ask_at, question_for, rows_behind
from keepwarm.reports.queries.page import morning_page
from keepwarm.staff.access import needs, signed_in
from keepwarm.staff.models import REPS, SEES_ALL, Role
from keepwarm.staff.submissions import once
from keepwarm.touches.actions import answer_a_question, ask_at_a_name, correct_a_line

READERS = (*REPS, *SEES_ALL)
UNPROCESSABLE = 422


@require_safe
@needs(*READERS)
def morning(request: HttpRequest) -> HttpResponse:
    """Whom did we talk to: the last working day, or the one asked for."""
    reader, now = signed_in(request), timezone.now()
    page = morning_page(for_=reader, on=_day(request), now=now)
    return TemplateResponse(request, "reports/morning.html", {"page": page, "report": page.report, "seen": set()})


@require_safe
@needs(*READERS)
def show_rows(request: HttpRequest, what: str) -> HttpResponse:
    """The rows behind a figure."""
    on, key = _day(request), request.GET.get("key", "")[:60]
    rows = rows_behind(what, for_=signed_in(request), on=on, key=key, now=timezone.now())
    return TemplateResponse(request, "reports/rows.html", {"behind": rows, "on": on})


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Role.MANAGER, Role.ADMIN, about="prospect", changes=True)
@once
def ask(request: HttpRequest, ref: str) -> HttpResponse:
    """The manager asks at a name."""
    named = {"touch_ref": request.GET.get("touch", ""), "seat_ref": request.GET.get("seat", ""), "about": request.GET.get("about", "")}
    found = name_to_ask_at(ref, for_=signed_in(request), **named)
    form = WordsForm(request.POST or None, initial={"text": found.suggestion})
    if form.is_valid():
        text = form.cleaned_data["text"]
        ask_at_a_name(found.prospect.pk, text, to=found.to, touch=found.touch, by=signed_in(request), now=timezone.now())
        messages.success(request, _("Asked. %(name)s finds it on the report and on the desk.") % {"name": found.to.name})
        return _back(request, ref)
    return _show(request, "reports/ask.html", form, {"found": found})


@require_http_methods(["GET", "HEAD", "POST"])
@needs(*READERS, about="question")
@once
def answer(request: HttpRequest, ref: str) -> HttpResponse:
    """The one who was asked answers where the question stands."""
    asked = question_for(ref, for_=signed_in(request))
    form = WordsForm(request.POST or None)
    if form.is_valid():
        answer_a_question(asked, form.cleaned_data["text"], by=signed_in(request), now=timezone.now())
        messages.success(request, _("Answered. It stands beside the name."))
        return _back(request, asked.prospect.ref)
    return _show(request, "reports/answer.html", form, {"asked": asked})


@require_http_methods(["GET", "HEAD", "POST"])
@needs(*READERS, about="touch")
@once
def correct(request: HttpRequest, ref: str) -> HttpResponse:
    """A rep corrects the line of an own call until the manager's hour; the old line stays to be seen."""
    reader, now = signed_in(request), timezone.now()
    touch = line_to_correct(ref, for_=reader, now=now)
    form = LineForm(request.POST or None, initial={"text": touch.learned})
    if form.is_valid():
        correct_a_line(touch, form.cleaned_data["text"], by=reader, now=now)
        messages.success(request, _("Corrected. The earlier line stays to be seen."))
        return _back(request, touch.prospect.ref)
    return _show(request, "reports/correct.html", form, {"touch": touch})


def _day(request: HttpRequest) -> date:
    """The day asked for, where it can be; else the last working day."""
    return day_asked(DayForm(request.GET).day, for_=signed_in(request), now=timezone.now())


def _show(request: HttpRequest, template: str, form: WordsForm | LineForm, more: dict[str, object]) -> HttpResponse:
    """The form as a page of its own; htmx puts its middle where the link was."""
    status = UNPROCESSABLE if form.is_bound else 200
    place = f"{request.path}?{request.GET.urlencode()}"
    return TemplateResponse(request, template, {"form": form, "place": place, "back": _report_of(request), **more}, status=status)


def _back(request: HttpRequest, ref: str) -> HttpResponse:
    """To the report of that day, at that name; htmx loads the whole page, because figures and questions changed."""
    place = f"{_report_of(request)}#prospect-{ref}"
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Redirect": place})
    return redirect(place)


def _report_of(request: HttpRequest) -> str:
    on = DayForm(request.GET).day
    return reverse("reports:morning") + (f"?{urlencode({'on': on.isoformat()})}" if on else "")
