"""The director's pages: what it costs and brings, late buyers, the circle, the story of a sale, and the rows behind each figure."""

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
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from keepwarm.ledger.actions import take_back_outlay, write_down_outlay
from keepwarm.ledger.actions.outlays import MAY_SPEND
from keepwarm.lib.refusal import Refusal
from keepwarm.reports.flow_drawing import draw_circle
from keepwarm.reports.forms import PeriodForm
from keepwarm.reports.forms_money import OutlayForm
from keepwarm.reports.queries.flow import Wanted as FlowWanted
from keepwarm.reports.queries.flow import flow_report, flow_rows
from keepwarm.reports.queries.leads.period import Period, period_of
from keepwarm.reports.queries.money.late import late_report
from keepwarm.reports.queries.money.narrowing import Wanted
from keepwarm.reports.queries.money.page import money_report
from keepwarm.reports.queries.money.rows import money_rows
from keepwarm.reports.queries.money.story import sale_story
from keepwarm.staff.access import needs, signed_in
from keepwarm.staff.models import SEES_ALL
from keepwarm.staff.submissions import once

UNPROCESSABLE = 422


@require_safe
@needs(*SEES_ALL)
def show_money(request: HttpRequest) -> HttpResponse:
    """What does it cost, and what does it bring?"""
    me = signed_in(request)
    report = money_report(for_=me, **_asked(request), now=timezone.now())
    shown = {"report": report, "days": _days(report.period), "may_spend": me.has_role(*MAY_SPEND), "form": OutlayForm()}
    return TemplateResponse(request, "reports/money.html", shown)


@require_safe
@needs(*SEES_ALL)
def show_late(request: HttpRequest) -> HttpResponse:
    """Who bought long after the first inquiry?"""
    report = late_report(for_=signed_in(request), **_asked(request), now=timezone.now())
    return TemplateResponse(request, "reports/late.html", {"report": report, "days": _days(report.period)})


@require_safe
@needs(*SEES_ALL)
def show_flow(request: HttpRequest) -> HttpResponse:
    """Where is everyone, and how do they move?"""
    report = flow_report(for_=signed_in(request), **_asked(request), now=timezone.now())
    return TemplateResponse(request, "reports/flow.html", {"report": report, "days": _days(report.period), "drawing": draw_circle(report)})


@require_safe
@needs(*SEES_ALL)
def show_money_rows(request: HttpRequest, what: str) -> HttpResponse:
    """The touches, sales or people behind a figure."""
    me, period = signed_in(request), _period(request)
    behind = money_rows(Wanted.read(what, request.GET), for_=me, period=period, now=timezone.now())
    shown = {"behind": behind, "days": _days(period), "period": period, **_pages(request, behind.after)}
    return TemplateResponse(request, "reports/money_rows.html", shown)


@require_safe
@needs(*SEES_ALL)
def show_flow_rows(request: HttpRequest, what: str) -> HttpResponse:
    """The people behind a figure of the circle."""
    me, period = signed_in(request), _period(request)
    behind = flow_rows(FlowWanted.read(what, request.GET), for_=me, period=period, now=timezone.now())
    shown = {"behind": behind, "days": _days(period), **_pages(request, behind.after)}
    return TemplateResponse(request, "reports/flow_rows.html", shown)


@require_safe
@needs(*SEES_ALL, about="sale")
def show_sale(request: HttpRequest, ref: str) -> HttpResponse:
    """What led to one sale, and what it owes to each contact."""
    return TemplateResponse(request, "reports/sale_story.html", {"story": sale_story(ref, for_=signed_in(request))})


@require_http_methods(["GET", "HEAD", "POST"])
@needs(*MAY_SPEND)
@once
def write_outlay(request: HttpRequest) -> HttpResponse:
    """What was spent that no touch carries."""
    form = OutlayForm(request.POST or None)
    if form.is_valid() and _write_outlay(request, form):
        messages.success(request, _("Written down."))
        return redirect(reverse("reports:money") + "#outlays")
    status = UNPROCESSABLE if form.is_bound else 200
    return TemplateResponse(request, "reports/outlay.html", {"form": form}, status=status)


def _write_outlay(request: HttpRequest, form: OutlayForm) -> bool:
    new = form.cleaned_data
    try:
        write_down_outlay(new["kind"], new["what"], new["amount"], on=new["on"], by=signed_in(request), now=timezone.now())
    except Refusal as refusal:
        form.add_error(None, refusal.sentence)
        return False
    return True


@require_POST
@needs(*MAY_SPEND)
@once
def void_outlay(request: HttpRequest, ref: str) -> HttpResponse:
    """It was wrong."""
    found = take_back_outlay(ref, by=signed_in(request), now=timezone.now())
    messages.success(request, _("Taken back: %(what)s.") % {"what": found.what})
    return redirect(reverse("reports:money") + "#outlays")


def _asked(request: HttpRequest) -> dict[str, date | None]:
    form = PeriodForm(request.GET)
    return {"since": form.day("since"), "until": form.day("until")}


def _period(request: HttpRequest) -> Period:
    form = PeriodForm(request.GET)
    return period_of(for_=signed_in(request), since=form.day("since"), until=form.day("until"), now=timezone.now())


def _days(period: Period) -> str:
    return urlencode({"since": period.since.isoformat(), "until": period.until.isoformat()})


def _pages(request: HttpRequest, after: str) -> dict[str, str]:
    kept = {name: value for name, value in request.GET.items() if name != "after"}
    older = urlencode({**kept, "after": after}) if after else ""
    return {"older": older, "newer": urlencode(kept) or "after=" if request.GET.get("after") else ""}
