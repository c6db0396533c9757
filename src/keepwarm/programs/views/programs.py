"""The programs, one of them with its items, and a form for each."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from keepwarm.lib.refusal import Refusal
from keepwarm.programs.actions.programs import MAKERS, change_program, make_program, set_worth, start_program, stop_program
from keepwarm.programs.forms import BecauseForm, ProgramForm, WorthForm
from keepwarm.programs.queries.pages import ProgramPage, list_programs, read_program
from keepwarm.staff.access import EVERYONE, needs, signed_in
from keepwarm.staff.submissions import once

UNPROCESSABLE = 422


@require_safe
@needs(*EVERYONE)
def show_list(request: HttpRequest) -> HttpResponse:
    """All programs: whom they serve, how many, and who runs out of content."""
    context = {"programs": list_programs(for_=signed_in(request)), "may_change": signed_in(request).has_role(*MAKERS)}
    return TemplateResponse(request, "programs/list.html", context)


@require_safe
@needs(*EVERYONE)
def show_one(request: HttpRequest, ref: str) -> HttpResponse:
    """One program: its items, the best first, each with its reach."""
    may_change = signed_in(request).has_role(*MAKERS)
    return TemplateResponse(request, "programs/one.html", {"page": _page(ref), "may_change": may_change, "stop": BecauseForm()})


@require_http_methods(["GET", "HEAD", "POST"])
@needs(*MAKERS)
@once
def add(request: HttpRequest) -> HttpResponse:
    """A new program."""
    form = ProgramForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            program = make_program(form.as_program(), by=signed_in(request), now=timezone.now())
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, _("It runs. From the next choice on, people get what is in it."))
            return redirect("programs:show", program.ref)
    return _form(request, form)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(*MAKERS, changes=True)
@once
def change(request: HttpRequest, ref: str) -> HttpResponse:
    """The same program in other words."""
    page = _page(ref)
    form = ProgramForm(request.POST if request.method == "POST" else None, initial=ProgramForm.of(page.program))
    if form.is_valid():
        try:
            change_program(ref, form.as_program(), version=form.cleaned_data["version"] or 0, by=signed_in(request), now=timezone.now())
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
        else:
            return redirect("programs:show", ref)
    return _form(request, form, page)


@require_POST
@needs(*MAKERS, changes=True)
@once
def turn(request: HttpRequest, ref: str) -> HttpResponse:
    """Stop it with a reason, or let it go on."""
    page, by, now = _page(ref), signed_in(request), timezone.now()
    if page.program.state == page.program.State.STOPPED:
        start_program(ref, by=by, now=now)
        messages.success(request, _("It goes on."))
    else:
        stop_program(ref, because=request.POST.get("because", ""), by=by, now=now)
        messages.success(request, _("It is stopped. Its people get something else; nobody is forgotten."))
    return redirect("programs:show", ref)


@require_POST
@needs(*MAKERS, changes=True)
@once
def weigh(request: HttpRequest, ref: str) -> HttpResponse:
    """What an item is worth here."""
    _page(ref)
    form = WorthForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Its worth is a number from 0 to 100: 100 for the best, 0 to leave it out."))
    else:
        set_worth(ref, form.cleaned_data["item"], form.cleaned_data["worth"], by=signed_in(request), now=timezone.now())
        messages.success(request, _("Noted. The next choice goes by it."))
    return redirect("programs:show", ref)


def _page(ref: str) -> ProgramPage:
    page = read_program(ref, now=timezone.now())
    if page is None:
        raise Http404
    return page


def _form(request: HttpRequest, form: ProgramForm, page: ProgramPage | None = None) -> HttpResponse:
    status = UNPROCESSABLE if form.is_bound else 200
    return TemplateResponse(request, "programs/form.html", {"form": form, "page": page}, status=status)
