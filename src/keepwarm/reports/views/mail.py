"""The page on which one chooses when the morning report comes by mail."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from keepwarm.goals.actions import choose_report_mail
from keepwarm.goals.actions.mailing import READ_BY
from keepwarm.outbox.queries.accounts import account_of_seat
from keepwarm.reports.forms import MailForm
from keepwarm.reports.queries.mail_choice import mail_choice
from keepwarm.staff.access import needs, signed_in
from keepwarm.staff.submissions import once

UNPROCESSABLE = 422


@require_http_methods(["GET", "HEAD", "POST"])
@needs(*READ_BY)
@once
def choose(request: HttpRequest) -> HttpResponse:
    """At which hour, on which days, or not at all."""
    me = signed_in(request)
    chosen = mail_choice(me)
    initial = {"is_on": chosen.is_on, "at": chosen.at, "working_days_only": chosen.working_days_only}
    form = MailForm(request.POST or None, initial=initial)
    if form.is_valid():
        said = {name: form.cleaned_data[name] for name in ("is_on", "working_days_only")}
        choose_report_mail(me, minute=form.minute(), **said, now=timezone.now())
        messages.success(request, _("Saved."))
        return redirect("reports:mail")
    context = {"form": form, "zone": me.zone, "has_account": account_of_seat(None) is not None}
    return TemplateResponse(request, "reports/mail.html", context, status=UNPROCESSABLE if form.is_bound else 200)
