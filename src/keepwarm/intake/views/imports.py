"""From the file to the look before: nothing is changed until somebody says so."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from keepwarm.intake.actions import Received, begin, draft_received, give_up, keep_map, plan_of, receive_file
from keepwarm.intake.actions.starting import MAY_IMPORT
from keepwarm.intake.forms.imports import ColumnsForm, UploadForm
from keepwarm.intake.mapping.plan import Plan
from keepwarm.intake.models import Import
from keepwarm.intake.queries import look_at_columns, look_before, newest_imports
from keepwarm.intake.tasks import carry_on
from keepwarm.lib.refusal import Refusal
from keepwarm.staff.access import needs, signed_in
from keepwarm.staff.submissions import once

UNPROCESSABLE = 422


@require_http_methods(["GET", "HEAD", "POST"])
@needs(*MAY_IMPORT, changes=True)
def imports(request: HttpRequest) -> HttpResponse:
    """The imports so far, and a new file, which is stored before the transaction that names it."""
    form = UploadForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            return _draft_received(request, receive_file(file.chunks(), name=file.name, by=signed_in(request)))
        except Refusal as refusal:
            form.add_error("file", refusal.sentence)
    return _show(request, "intake/imports.html", {"form": form, "imports": newest_imports()}, bad=form.is_bound)


@once
def _draft_received(request: HttpRequest, received: Received) -> HttpResponse:
    return redirect("intake:columns", draft_received(received, by=signed_in(request), now=timezone.now()).ref)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(*MAY_IMPORT, about="import", changes=True)
def columns(request: HttpRequest, ref: str) -> HttpResponse:
    """What is in the file, and what each column is."""
    draft = _draft(request, ref)
    look = look_at_columns(draft)
    form = ColumnsForm(request.POST or None, header=look.header, initial=look.guessed)
    if form.is_valid():
        try:
            plan_of(draft, form.map_data(), called=gettext("the chosen columns"))
            return _keep_columns(request, draft, form)
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
    return _show(request, "intake/columns.html", {"draft": draft, "look": look, "form": form}, bad=form.is_bound)


@once
def _keep_columns(request: HttpRequest, draft: Import, form: ColumnsForm) -> HttpResponse:
    keep_map(draft, form.map_data(), source=form.cleaned_data["source"], chosen=form.cleaned_data)
    return redirect("intake:look", draft.ref)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(*MAY_IMPORT, about="import", changes=True)
def look(request: HttpRequest, ref: str) -> HttpResponse:
    """How the first rows would land; and the start."""
    draft = _draft(request, ref)
    if not draft.map:
        return redirect("intake:columns", ref)
    if request.method == "POST":
        return _begin(request, draft, plan_of(draft, draft.map, called=gettext("the chosen columns")))
    return _show(request, "intake/look.html", {"draft": draft, "trial": look_before(draft, now=timezone.now())})


@once
def _begin(request: HttpRequest, draft: Import, plan: Plan) -> HttpResponse:
    by, source, called = signed_in(request), str(draft.map.get("source", "")), gettext("the chosen columns")
    begin(draft, draft.map, called=called, source=source, by=by, now=timezone.now(), plan=plan)
    transaction.on_commit(partial(carry_on, draft.ref))
    return redirect("intake:import", draft.ref)


@require_POST
@needs(*MAY_IMPORT, about="import", changes=True)
@once
def discard(request: HttpRequest, ref: str) -> HttpResponse:
    """The draft is not wanted."""
    give_up(get_object_or_404(Import, ref=ref), by=signed_in(request))
    messages.success(request, gettext("The file is gone; nothing was brought in."))
    return redirect("intake:imports")


@require_safe
@needs(*MAY_IMPORT, about="import")
def example(request: HttpRequest, ref: str) -> HttpResponse:
    """The chosen columns as a map for the command line."""
    from keepwarm.intake.mapping.writing import as_toml

    draft = get_object_or_404(Import, ref=ref)
    return HttpResponse(as_toml(draft.map), content_type="text/plain; charset=utf-8")


def _draft(request: HttpRequest, ref: str) -> Import:
    """Shown only as long as it is a draft; what is sent may be sent twice, and the actions refuse what has begun."""
    only = {} if request.method == "POST" else {"state": Import.State.DRAFT}
    return get_object_or_404(Import, ref=ref, **only)


def _show(request: HttpRequest, template: str, context: dict[str, Any], *, bad: bool = False) -> HttpResponse:
    return TemplateResponse(request, template, context, status=UNPROCESSABLE if bad else 200)
