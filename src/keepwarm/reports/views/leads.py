"""What became of our leads: the report of the hand-offs, and the rows behind each of its figures."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from keepwarm.reports.forms import PeriodForm
from keepwarm.reports.queries.leads import Wanted, lead_rows, leads_report
from keepwarm.reports.queries.leads.period import Period, period_of
from keepwarm.staff.access import needs, signed_in
from keepwarm.staff.models import REPS, SEES_ALL

READERS = (*REPS, *SEES_ALL)


@require_safe
@needs(*READERS)
def leads(request: HttpRequest) -> HttpResponse:
    """Offered, accepted, returned, how soon, and what became of those who came back."""
    form = PeriodForm(request.GET)
    report = leads_report(for_=signed_in(request), since=form.day("since"), until=form.day("until"), now=timezone.now())
    return TemplateResponse(request, "reports/leads.html", {"report": report, "days": _days(report.period)})


@require_safe
@needs(*READERS)
def show_lead_rows(request: HttpRequest, what: str) -> HttpResponse:
    """The hand-offs behind a figure."""
    form, me, now = PeriodForm(request.GET), signed_in(request), timezone.now()
    period = period_of(for_=me, since=form.day("since"), until=form.day("until"), now=now)
    behind = lead_rows(Wanted.read(what, request.GET), for_=me, period=period, now=now)
    kept = {name: value for name, value in request.GET.items() if name != "after"}
    older = urlencode({**kept, "after": behind.after}) if behind.after else ""
    newer = urlencode(kept) or "after=" if request.GET.get("after") else ""
    shown = {"behind": behind, "days": _days(period), "older": older, "newer": newer}
    return TemplateResponse(request, "reports/lead_rows.html", shown)


def _days(period: Period) -> str:
    """The days as the query string of an address."""
    return urlencode({"since": period.since.isoformat(), "until": period.until.isoformat()})
