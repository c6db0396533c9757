"""The mailboxes that are read: which, since when, and what is wrong with them."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from keepwarm.inbox.actions import connect_mailbox, retire_mailbox
from keepwarm.inbox.forms import MailboxForm
from keepwarm.inbox.models import Mailbox
from keepwarm.inbox.queries import mailboxes_for
from keepwarm.inbox.queries.copies import copy_address
from keepwarm.lib.refusal import Refusal
from keepwarm.staff.access import needs, signed_in
from keepwarm.staff.models import REPS, Role, Seat, User
from keepwarm.staff.queries import RUNS_THE_TEAM
from keepwarm.staff.submissions import once

KEEPERS = (*REPS, Role.MANAGER, Role.ADMIN)
UNPROCESSABLE = 422


@require_http_methods(["GET", "HEAD", "POST"])
@needs(*KEEPERS)
@once
def show(request: HttpRequest) -> HttpResponse:
    """The list, and the form for one more."""
    user, refusal = signed_in(request), ""
    form = MailboxForm(request.POST if request.method == "POST" else None, kinds=_kinds(user))
    if form.is_bound and form.is_valid():
        try:
            return _connect(request, form, user)
        except Refusal as refused:
            refusal = refused.sentence
    seat = _seat(user)
    context = {"rows": mailboxes_for(user), "form": form, "refusal": refusal, "has_seat": seat is not None}
    context["copies"] = copy_address(seat) if seat is not None else ""
    return TemplateResponse(request, "inbox/mailboxes.html", context, status=UNPROCESSABLE if form.is_bound else 200)


@require_POST
@needs(*KEEPERS, about="mailbox", changes=True)
@once
def retire(request: HttpRequest, ref: str) -> HttpResponse:
    """It is read no more."""
    mailbox = get_object_or_404(mailboxes_for(signed_in(request)), ref=ref)
    retire_mailbox(mailbox, by=signed_in(request), now=timezone.now())
    messages.success(request, _("%(user)s is not read any more.") % {"user": mailbox.user})
    return redirect("inbox:mailboxes")


def _connect(request: HttpRequest, form: MailboxForm, user: User) -> HttpResponse:
    data = form.cleaned_data
    seat = None if data["kind"] == Mailbox.Kind.HOUSE else _seat(user)
    connect_mailbox(**data, seat=seat, by=user, now=timezone.now())
    words = _("%(user)s is read from now on; what lies there already is not.")
    if data["kind"] == Mailbox.Kind.SENT:
        words = _("What %(user)s sent is read from now on, and of the last days, so that the share of letters is right.")
    messages.success(request, words % {"user": data["user"]})
    return redirect("inbox:mailboxes")


def _seat(user: User) -> Seat | None:
    return Seat.objects.filter(user=user, kind=Seat.Kind.PERSON, left_at__isnull=True).first()


def _kinds(user: User) -> tuple[str, ...]:
    """Whoever runs the team connects the house's, whoever has a seat their own."""
    house = (Mailbox.Kind.HOUSE,) if user.has_role(*RUNS_THE_TEAM) else ()
    own = (Mailbox.Kind.OWN, Mailbox.Kind.SENT) if _seat(user) is not None else ()
    return (*house, *own)
