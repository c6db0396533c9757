"""The page on which one chooses when the morning report comes by mail."""

from __future__ import annotations

from datetime import time

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from keepwarm.goals.actions import choose_report_mail
from keepwarm.goals.actions.mailing import READ_BY
from keepwarm.goals.models import ReportMail
from keepwarm.goals.queries import report_mail_of
from keepwarm.outbox.queries.accounts import account_of_seat
from keepwarm.reports.forms import MailForm
from keepwarm.staff.access import needs, signed_in
from keepwarm.staff.submissions import once

UNPROCESSABLE = 422


@require_http_methods(["GET", "HEAD", "POST"])
@needs(*READ_BY)
@once
def choose(request: HttpRequest) -> HttpResponse:
    """At which hour, on which days, or not at all."""
    me = signed_in(request)
    form = MailForm(request.POST or None, initial=_chosen(report_mail_of(me)))
    if form.is_valid():
        said = {name: form.cleaned_data[name] for name in ("is_on", "working_days_only")}
        choose_report_mail(me, minute=form.minute(), **said, now=timezone.now())
        messages.success(request, _("Saved."))
        return redirect("reports:mail")
    context = {"form": form, "zone": me.zone, "has_account": account_of_seat(None) is not None}
    return TemplateResponse(request, "reports/mail.html", context, status=UNPROCESSABLE if form.is_bound else 200)


def _chosen(row: ReportMail | None) -> dict[str, object]:
    row = row or ReportMail(is_on=False)
    return {"is_on": row.is_on, "at": time(row.minute // 60, row.minute % 60), "working_days_only": row.working_days_only}
