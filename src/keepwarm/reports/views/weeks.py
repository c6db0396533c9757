"""The weekly review, what works, replies beside conversations, the lists, and the rows behind their figures."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from keepwarm.reports.forms import WeekForm
from keepwarm.reports.queries.list_page import list_page
from keepwarm.reports.queries.list_rows import Wanted, list_rows
from keepwarm.reports.queries.morning import SEES_EVERY_REP
from keepwarm.reports.queries.weeks.coaching import coaching
from keepwarm.reports.queries.weeks.replies import replies_beside_conversations
from keepwarm.reports.queries.weeks.rows import Asked, week_rows
from keepwarm.reports.queries.weeks.span import this_week
from keepwarm.reports.queries.weeks.weekly import weekly_review
from keepwarm.staff.access import needs, signed_in
from keepwarm.staff.models import REPS, SEES_ALL

READERS = (*REPS, *SEES_EVERY_REP)


@require_safe
@needs(*READERS)
def show_week(request: HttpRequest) -> HttpResponse:
    """How was the week?"""
    form = WeekForm(request.GET)
    report = weekly_review(for_=signed_in(request), on=form.day, rep=form.rep, now=timezone.now())
    return TemplateResponse(request, "reports/weekly.html", {"report": report})


@require_safe
@needs(*READERS)
def show_coaching(request: HttpRequest) -> HttpResponse:
    """What works?"""
    report = coaching(for_=signed_in(request), rep=WeekForm(request.GET).rep, now=timezone.now())
    return TemplateResponse(request, "reports/coaching.html", {"report": report})


@require_safe
@needs(*SEES_ALL)
def show_replies(request: HttpRequest) -> HttpResponse:
    """What do email replies lead to, beside conversations?"""
    return TemplateResponse(request, "reports/replies.html", {"report": replies_beside_conversations(now=timezone.now())})


@require_safe
@needs(*SEES_ALL)
def show_lists(request: HttpRequest) -> HttpResponse:
    """Which lists are worth it, and which not to buy again?"""
    return TemplateResponse(request, "reports/lists.html", {"report": list_page()})


@require_safe
@needs(*SEES_ALL)
def show_list_rows(request: HttpRequest, what: str) -> HttpResponse:
    """The people or touches behind a figure of the lists."""
    wanted = Wanted.read(what, request.GET)
    behind = list_rows(wanted, for_=signed_in(request))
    place = {"list": wanted.source}
    shown = {
        "behind": behind,
        "older": urlencode({**place, "after": behind.after}) if behind.after else "",
        "newer": urlencode(place) if wanted.after else "",
    }
    return TemplateResponse(request, "reports/list_rows.html", shown)


@require_safe
@needs(*REPS, *SEES_ALL)
def show_week_rows(request: HttpRequest, what: str) -> HttpResponse:
    """The people behind a figure of the weeks."""
    form, now = WeekForm(request.GET), timezone.now()
    asked = Asked(what, form.day or this_week(now), form.weeks, form.rep, form.key)
    behind = week_rows(asked, for_=signed_in(request), now=now)
    return TemplateResponse(request, "reports/week_rows.html", {"behind": behind, "on": asked.on})
