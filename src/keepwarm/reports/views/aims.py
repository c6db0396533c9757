"""Goals in conversations and leads, quotas of who sells, and the rows behind their figures."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from keepwarm.goals.actions import set_goal, set_quota, take_back_quota
from keepwarm.lib.days import today_in
from keepwarm.lib.refusal import Refusal
from keepwarm.reports.forms import WeekForm
from keepwarm.reports.forms_aims import GoalForm, QuotaForm
from keepwarm.reports.queries.aims.goals import goals_page
from keepwarm.reports.queries.aims.quota_rows import quota_rows
from keepwarm.reports.queries.aims.quotas import QuotasPage, quotas_page
from keepwarm.reports.queries.morning import SEES_EVERY_REP
from keepwarm.staff.access import needs, signed_in
from keepwarm.staff.models import REPS, Role
from keepwarm.staff.queries import RUNS_THE_TEAM, require_role
from keepwarm.staff.submissions import once

SELLS = (Role.CLOSING_REP, *SEES_EVERY_REP)
UNPROCESSABLE = 422


@require_http_methods(["GET", "HEAD", "POST"])
@needs(*REPS, *SEES_EVERY_REP)
@once
def show_goals(request: HttpRequest) -> HttpResponse:
    """What do we aim at, and how far are we? Whoever runs the team sets a goal here."""
    me, now = signed_in(request), timezone.now()
    form = GoalForm(request.POST or None)
    if request.method == "POST":
        require_role(me, *RUNS_THE_TEAM)
        if form.is_valid() and _set_goal(request, form):
            return redirect("reports:goals")
    page = goals_page(for_=me, now=now)
    return TemplateResponse(request, "reports/goals.html", {"page": page, "form": form}, status=UNPROCESSABLE if form.is_bound else 200)


def _set_goal(request: HttpRequest, form: GoalForm) -> bool:
    me, now, said = signed_in(request), timezone.now(), form.cleaned_data
    what = {"measure": said["measure"], "per": said["per"], "aim": said["aim"], "because": said["because"]}
    try:
        set_goal(said["seat"], **what, from_on=said["from_on"] or today_in(me.zone, now), by=me, now=now)
    except Refusal as refusal:
        form.add_error(None, refusal.sentence)
        return False
    messages.success(request, _("The goal of %(name)s is set.") % {"name": said["seat"].name})
    return True


@require_http_methods(["GET", "HEAD", "POST"])
@needs(*SELLS)
@once
def show_quotas(request: HttpRequest) -> HttpResponse:
    """What is sold so far, what is to be expected, what is still needed? Whoever runs the team sets a quota here."""
    me = signed_in(request)
    page = _quotas(request)
    form = QuotaForm(request.POST or None)
    if request.method == "POST":
        require_role(me, *RUNS_THE_TEAM)
        if _change_quota(request, form, page):
            return redirect(request.get_full_path())
    return TemplateResponse(request, "reports/quotas.html", {"page": page, "form": form}, status=UNPROCESSABLE if form.is_bound else 200)


def _quotas(request: HttpRequest) -> QuotasPage:
    form = WeekForm({"week": request.GET.get("on", "")})
    return quotas_page(for_=signed_in(request), period=request.GET.get("period", ""), on=form.day, now=timezone.now())


def _change_quota(request: HttpRequest, form: QuotaForm, page: QuotasPage) -> bool:
    try:
        done = _take_back(request, page) if "take_back" in request.POST else _set_quota(request, form, page)
    except Refusal as refusal:
        form.add_error(None, refusal.sentence)
        return False
    if done:
        messages.success(request, _("Saved."))
    return done


def _take_back(request: HttpRequest, page: QuotasPage) -> bool:
    line = next((one for one in page.lines if one.seat.ref == request.POST["take_back"]), None)
    if line is not None:
        take_back_quota(line.seat, page.period, page.starts_on, by=signed_in(request), now=timezone.now())
    return line is not None


def _set_quota(request: HttpRequest, form: QuotaForm, page: QuotasPage) -> bool:
    if form.is_valid():
        new, said = form.as_quota(page.period, page.starts_on), form.cleaned_data
        set_quota(said["seat"], new, because=said["because"], by=signed_in(request), now=timezone.now())
    return form.is_valid()


@require_safe
@needs(*SELLS)
def show_quota_rows(request: HttpRequest, what: str) -> HttpResponse:
    """The people behind a figure of the quotas."""
    page = _quotas(request)
    behind = quota_rows(what, page, rep=request.GET.get("rep", "")[:16], for_=signed_in(request), now=timezone.now())
    return TemplateResponse(request, "reports/quota_rows.html", {"behind": behind, "page": page})
