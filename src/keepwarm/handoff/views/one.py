"""One hand-off: its page, the clock, the brief on paper, and what can be done: accept, return, withdraw, ask another, introduce."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from keepwarm.handoff.actions.answering import accept, give_back, withdraw
from keepwarm.handoff.actions.asking import pass_on
from keepwarm.handoff.actions.introducing import approve_introduction, note_introduced
from keepwarm.handoff.brief_pdf import print_brief
from keepwarm.handoff.forms import RepForm, ReturnForm, WithdrawForm, WordsForm
from keepwarm.handoff.models import HandOff
from keepwarm.handoff.queries.candidates import closing_seats
from keepwarm.handoff.queries.page_one import HandOffPage, find_handoff, reasons_in_use, show_handoff
from keepwarm.handoff.refusals import AnsweredAlready
from keepwarm.lib.refusal import Refusal
from keepwarm.lib.text import joined
from keepwarm.staff.access import EVERYONE, needs, signed_in
from keepwarm.staff.models import EDITORS, REPS, Role
from keepwarm.staff.queries import RUNS_THE_TEAM
from keepwarm.staff.submissions import once

ANSWERS = (Role.CLOSING_REP, Role.MANAGER)
APPROVES = (Role.MARKETER, Role.MANAGER)
OFFERERS = (*REPS, *EDITORS)
UNPROCESSABLE, CONFLICT = 422, 409


@require_safe
@needs(*EVERYONE, about="handoff")
def show(request: HttpRequest, ref: str) -> HttpResponse:
    """The brief, who is asked until when, and what one can do."""
    return _render(request, ref)


@require_safe
@needs(*EVERYONE, about="handoff")
def clock(request: HttpRequest, ref: str) -> HttpResponse:
    """The clock alone, as it stands this minute."""
    page = show_handoff(ref, for_=signed_in(request), now=timezone.now())
    return TemplateResponse(request, "handoff/parts/clock.html", {"face": page.line.clock, "waits": page.waits, "row": page.row})


@require_safe
@needs(*EVERYONE, about="handoff")
def brief(request: HttpRequest, ref: str) -> HttpResponse:
    """The brief as a PDF of one page."""
    page = show_handoff(ref, for_=signed_in(request), now=timezone.now())
    asked = _("Hand-off from %(from)s to %(to)s") % {"from": page.line.from_name, "to": page.line.to_name}
    asked = joined(asked, page.introduced)
    foot = joined(_("As of %(day)s") % {"day": page.brief.made}, page.judged_by)
    response = HttpResponse(print_brief(page.brief, why=page.row.why, asked=asked, foot=foot), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="brief-{page.row.ref}.pdf"'
    return response


@require_POST
@needs(*ANSWERS, about="handoff", changes=True)
@once
def accept_it(request: HttpRequest, ref: str) -> HttpResponse:
    """Sales takes them. Whoever comes second sees who was first."""
    find_handoff(ref, for_=signed_in(request))

    def act() -> str:
        row = accept(ref, by=signed_in(request), now=timezone.now())
        messages.success(request, _("%(name)s is yours. The first call is due as agreed.") % {"name": row.prospect.name})
        return ref

    return _do(request, ref, act)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(*ANSWERS, about="handoff", changes=True)
@once
def give_it_back(request: HttpRequest, ref: str) -> HttpResponse:
    """Back with an agreed reason."""
    user, now = signed_in(request), timezone.now()
    row = find_handoff(ref, for_=user)
    zone = row.prospect.zone or user.zone
    form = ReturnForm(request.POST if request.method == "POST" else None, reasons=reasons_in_use(), zone=zone, now=now)

    def act() -> str:
        data = form.cleaned_data
        give_back(ref, reason=data["reason"], words=data["words"], wake_at=form.wake_at(), by=user, now=now)
        messages.success(request, _("Given back. You hear of it when %(name)s warms up again.") % {"name": row.prospect.name})
        return ref

    return _do(request, ref, act, form=form, panel="return")


@require_http_methods(["GET", "HEAD", "POST"])
@needs(*OFFERERS, about="handoff", changes=True)
@once
def withdraw_it(request: HttpRequest, ref: str) -> HttpResponse:
    """Taken back by whoever offers."""
    find_handoff(ref, for_=signed_in(request))
    form = WithdrawForm(request.POST if request.method == "POST" else None)

    def act() -> str:
        withdraw(ref, because=form.cleaned_data["because"], by=signed_in(request), now=timezone.now())
        messages.success(request, _("Withdrawn. The conversation goes on as before."))
        return ref

    return _do(request, ref, act, form=form, panel="withdraw")


@require_POST
@needs(*RUNS_THE_TEAM, about="handoff", changes=True)
@once
def ask_another(request: HttpRequest, ref: str) -> HttpResponse:
    """A manager asks somebody else."""
    find_handoff(ref, for_=signed_in(request))
    form = RepForm(request.POST, reps=closing_seats()[:200])

    def act() -> str:
        pass_on(ref, by=signed_in(request), now=timezone.now(), to_seat=form.seat())
        messages.success(request, _("Another rep is asked; their clock begins now."))
        return ref

    return _do(request, ref, act, form=form)


@require_POST
@needs(*APPROVES, about="handoff", changes=True)
@once
def approve(request: HttpRequest, ref: str) -> HttpResponse:
    """A marketer approves the words of the introduction."""
    find_handoff(ref, for_=signed_in(request))
    form = WordsForm(request.POST)

    def act() -> str:
        approve_introduction(ref, introduction=form.cleaned_data["introduction"], by=signed_in(request), now=timezone.now())
        messages.success(request, _("Approved: these words may be used."))
        return ref

    return _do(request, ref, act, form=form)


@require_POST
@needs(*OFFERERS, about="handoff", changes=True)
@once
def introduced(request: HttpRequest, ref: str) -> HttpResponse:
    """Whoever introduces says that it was done."""
    find_handoff(ref, for_=signed_in(request))

    def act() -> str:
        row = note_introduced(ref, by=signed_in(request), now=timezone.now())
        messages.success(request, _("Noted: %(name)s was introduced.") % {"name": row.prospect.name})
        return ref

    return _do(request, ref, act)


def _do(request: HttpRequest, ref: str, act: Callable[[], str], *, form: forms.Form | None = None, panel: str = "") -> HttpResponse:
    """Carried out, and the page again; or the page with the form as it was typed, and why it was refused."""
    if form is not None and not (form.is_bound and form.is_valid()):
        return _render(request, ref, panel=panel, form=form, status=UNPROCESSABLE if form.is_bound else 200)
    try:
        return redirect(reverse("handoff:show", args=[act()]))
    except AnsweredAlready as refusal:
        return _render(request, ref, refusal=refusal.sentence, status=CONFLICT)
    except Refusal as refusal:
        return _render(request, ref, panel=panel, form=form, refusal=refusal.sentence, status=UNPROCESSABLE)


def _render(request: HttpRequest, ref: str, *, panel: str = "", status: int = 200, **more: Any) -> HttpResponse:
    user, now = signed_in(request), timezone.now()
    page: HandOffPage = show_handoff(ref, for_=user, now=now)
    context = {
        "page": page,
        "brief": page.brief,
        "panel": panel if page.waits else "",
        "may_pass_on": page.waits and user.has_role(*RUNS_THE_TEAM),
        "may_give": page.row.state == HandOff.State.ACCEPTED and page.row.closed_at is None and user.has_role(*RUNS_THE_TEAM),
        "rep_form": RepForm(reps=closing_seats()[:200]),
        "may_approve": page.row.closed_at is None and not page.row.approved_by and user.has_role(*APPROVES),
        **more,
    }
    return TemplateResponse(request, "handoff/one.html", context, status=status)
