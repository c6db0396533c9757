"""What waits, what is doubtful, what failed; and what a person says of it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from keepwarm.lib.text import read_number
from keepwarm.outbox.actions import cancel, rule
from keepwarm.outbox.actions.sending_house import confirm_the_house
from keepwarm.outbox.forms import RulingForm
from keepwarm.outbox.models import Ruling
from keepwarm.outbox.queries.lists import TABS, list_messages, mail_standing
from keepwarm.outbox.queries.permissions import message_to_rule
from keepwarm.outbox.views.accounts import HAVE_ACCOUNTS
from keepwarm.staff.access import EVERYONE, needs, signed_in
from keepwarm.staff.queries import RUNS_THE_TEAM
from keepwarm.staff.submissions import once


@require_safe
@needs(*EVERYONE)
def show(request: HttpRequest) -> HttpResponse:
    """The lists, the accounts, and whether anything holds mail back."""
    user, before = signed_in(request), request.GET.get("before", "")
    standing = mail_standing(for_=user, now=timezone.now())
    asked = request.GET.get("tab", "")
    tab = asked if asked in TABS else "uncertain" if standing.counts["uncertain"] else "waiting"
    lines = list_messages(tab, for_=user, before=read_number(before))
    older = f"tab={tab}&before={lines[-1].id}" if lines and len(lines) == 50 else ""
    context = {"standing": standing, "tab": tab, "lines": lines, "older": older, "newer": f"tab={tab}" if before else ""}
    may = {"runs": user.has_role(*RUNS_THE_TEAM), "adds": user.has_role(*HAVE_ACCOUNTS)}
    return TemplateResponse(request, "outbox/mail.html", {**context, **may, "me": user})


@require_POST
@needs(*EVERYONE, about="message", changes=True)
@once
def decide(request: HttpRequest, ref: str) -> HttpResponse:
    """It arrived, send it again, leave it, or do not send it."""
    message, form = message_to_rule(ref, for_=signed_in(request)), RulingForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Please say in a few words how you know."))
        return redirect("outbox:mail")
    what, because = form.cleaned_data["what"], form.cleaned_data["because"]
    if what == Ruling.What.CANCEL:
        cancel(message, because=because, by=signed_in(request), now=timezone.now())
    else:
        rule(message, what, because=because, by=signed_in(request), now=timezone.now())
    messages.success(request, _("Noted: %(what)s.") % {"what": Ruling.What(what).label})
    return redirect("outbox:mail")


@require_POST
@needs(*RUNS_THE_TEAM, changes=True)
@once
def confirm(request: HttpRequest) -> HttpResponse:
    """This machine is the one that sends."""
    confirm_the_house(send_what_waits=request.POST.get("waiting") == "send", by=signed_in(request), now=timezone.now())
    messages.success(request, _("This house sends again."))
    return redirect("outbox:mail")
