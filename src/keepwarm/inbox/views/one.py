"""One mail: what was read of it, and what a person says it means."""

from __future__ import annotations

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from keepwarm.inbox import files
from keepwarm.inbox.actions import (
    choose_kind,
    give_to,
    leave_alone,
    leave_proposal,
    read_received,
    set_aside,
    take_in_sender,
    take_proposal,
)
from keepwarm.inbox.forms import KindForm, ProposalForm, SenderForm, WhoseForm
from keepwarm.inbox.models import Proposal, Received
from keepwarm.inbox.queries.candidates import whose_it_may_be
from keepwarm.inbox.queries.lists import READERS, SEES_STRANGERS, find_received
from keepwarm.inbox.queries.page import show_mail
from keepwarm.lib.refusal import Refusal
from keepwarm.prospects.queries import workable_by
from keepwarm.staff.access import needs, signed_in
from keepwarm.staff.submissions import once

UNPROCESSABLE = 422


class NobodyChosen(Refusal):
    """Words that name nobody, or perhaps several."""


View = Callable[..., HttpResponse]


def _posted(*roles: str, about: str = "mail") -> Callable[[View], View]:
    """What a button does, once, for whoever may."""
    return lambda view: require_POST(needs(*roles, about=about, changes=True)(once(view)))


@require_safe
@needs(*READERS, about="mail")
def show(request: HttpRequest, ref: str) -> HttpResponse:
    """The mail, what was read of it, and what may be chosen."""
    return _render(request, ref)


@require_safe
@needs(*READERS, about="mail")
def download(request: HttpRequest, ref: str) -> HttpResponse:
    """The mail as it came, byte for byte: to be kept as a file, never shown by the browser."""
    row = find_received(ref, for_=signed_in(request))
    response = HttpResponse(files.read(row.hashed), content_type="application/octet-stream")
    response["Content-Disposition"] = f'attachment; filename="{row.ref}.eml"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


@_posted(*READERS)
def choose(request: HttpRequest, ref: str) -> HttpResponse:
    """What kind of reply it is."""
    form = KindForm(request.POST)

    def act(row: Received) -> str:
        choose_kind(row, **form.cleaned_data, by=signed_in(request), now=timezone.now())
        return _("Done. The next touch follows from it, and the house has learned.")

    return _do(request, ref, act, form)


@_posted(*READERS)
def give(request: HttpRequest, ref: str) -> HttpResponse:
    """Whose mail it is."""
    form = WhoseForm(request.POST)

    def act(row: Received) -> str:
        whom = workable_by(signed_in(request)).filter(ref=form.cleaned_data["prospect"].strip()[:16]).first()
        if whom is None:
            raise NobodyChosen(_("Choose who it is, or find them by other words."))
        give_to(row, whom, by=signed_in(request), now=timezone.now())
        return _("It waits at %(name)s now.") % {"name": whom.name}

    return _do(request, ref, act, form)


@_posted(*READERS)
def take_in(request: HttpRequest, ref: str) -> HttpResponse:
    """Whoever wrote is taken in, and the mail is theirs."""
    form = SenderForm(request.POST)

    def act(row: Received) -> str:
        given = take_in_sender(row, name=form.cleaned_data["name"], by=signed_in(request), now=timezone.now())
        return _("It waits at %(name)s now.") % {"name": given.prospect.name if given.prospect else ""}

    return _do(request, ref, act, form)


@_posted(*READERS)
def leave(request: HttpRequest, ref: str) -> HttpResponse:
    """Nothing follows."""

    def act(row: Received) -> str:
        leave_alone(row, by=signed_in(request), now=timezone.now())
        return _("Left alone. It stays kept.")

    return _do(request, ref, act)


@_posted(*SEES_STRANGERS)
def read_again(request: HttpRequest, ref: str) -> HttpResponse:
    """One that could not be read is read once more."""

    def act(row: Received) -> str:
        set_aside(row, now=timezone.now())
        read_received(row.pk, now=timezone.now())
        return _("It was read once more.")

    return _do(request, ref, act)


@_posted(*READERS, about="proposal")
def take_them(request: HttpRequest, ref: str) -> HttpResponse:
    """Whom a reply named is taken in."""
    proposal, form = _proposal(request, ref), ProposalForm(request.POST)

    def act(row: Received) -> str:
        taken = take_proposal(ref, **form.cleaned_data, by=signed_in(request), now=timezone.now())
        return _("%(name)s is taken in. No mail was sent.") % {"name": taken.name}

    return _do(request, proposal.received.ref, act, form)


@_posted(*READERS, about="proposal")
def leave_them(request: HttpRequest, ref: str) -> HttpResponse:
    """Whom a reply named is left alone."""
    proposal = _proposal(request, ref)

    def act(row: Received) -> str:
        leave_proposal(ref, by=signed_in(request), now=timezone.now())
        return _("Left alone.")

    return _do(request, proposal.received.ref, act)


def _proposal(request: HttpRequest, ref: str) -> Proposal:
    theirs = workable_by(signed_in(request)).order_by().values("pk")
    return get_object_or_404(Proposal.objects.select_related("received"), ref=ref, prospect__in=theirs)


def _do(request: HttpRequest, ref: str, act: Callable[[Received], str], form: forms.Form | None = None) -> HttpResponse:
    row = find_received(ref, for_=signed_in(request))
    if form is not None and not form.is_valid():
        said = (
            "" if isinstance(form, (KindForm, WhoseForm)) else " ".join(str(error) for errors in form.errors.values() for error in errors)
        )
        return _render(request, ref, form=form, refusal=said, status=UNPROCESSABLE)
    try:
        messages.success(request, act(row))
    except Refusal as refusal:
        return _render(request, ref, form=form, refusal=refusal.sentence, status=UNPROCESSABLE)
    return redirect("inbox:show", ref)


def _render(request: HttpRequest, ref: str, *, status: int = 200, form: forms.Form | None = None, refusal: str = "") -> HttpResponse:
    page = show_mail(ref, for_=signed_in(request))
    sought = form.cleaned_data.get("prospect", "") if isinstance(form, WhoseForm) and form.is_valid() else ""
    read = page.row.reading
    kind_form = form if isinstance(form, KindForm) else KindForm(initial={name: read.get(name) for name in ("wake_on", "name", "email")})
    context = {"page": page, "form": kind_form, "whose_form": form if isinstance(form, WhoseForm) else WhoseForm(), "refusal": refusal}
    context["people"] = whose_it_may_be(page.row, sought, for_=signed_in(request)) if page.may_give else ()
    return TemplateResponse(request, "inbox/one.html", context, status=status)
