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

from keepwarm.intake.actions import begin, draft_import, give_up, keep_map
from keepwarm.intake.forms.imports import ColumnsForm, UploadForm
from keepwarm.intake.models import Import
from keepwarm.intake.queries import look_at_columns, look_before, newest_imports
from keepwarm.intake.tasks import carry_on
from keepwarm.lib.refusal import Refusal
from keepwarm.staff.access import needs, signed_in
from keepwarm.staff.models import Role
from keepwarm.staff.submissions import once

MAY_IMPORT = (Role.ADMIN, Role.MANAGER, Role.MARKETER)
UNPROCESSABLE = 422


@require_http_methods(["GET", "HEAD", "POST"])
@needs(*MAY_IMPORT, changes=True)
@once
def imports(request: HttpRequest) -> HttpResponse:
    """The imports so far, and a new file."""
    form = UploadForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            draft = draft_import(file.chunks(), name=file.name, by=signed_in(request), now=timezone.now())
        except Refusal as refusal:
            form.add_error("file", refusal.sentence)
        else:
            return redirect("intake:columns", draft.ref)
    return _show(request, "intake/imports.html", {"form": form, "imports": newest_imports()}, bad=form.is_bound)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(*MAY_IMPORT, about="import", changes=True)
@once
def columns(request: HttpRequest, ref: str) -> HttpResponse:
    """What is in the file, and what each column is."""
    draft = _draft(ref)
    look = look_at_columns(draft)
    form = ColumnsForm(request.POST or None, header=look.header, initial=look.guessed)
    if form.is_valid():
        try:
            keep_map(draft, form.map_data(), source=form.cleaned_data["source"], chosen=form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
        else:
            return redirect("intake:look", ref)
    return _show(request, "intake/columns.html", {"draft": draft, "look": look, "form": form}, bad=form.is_bound)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(*MAY_IMPORT, about="import", changes=True)
@once
def look(request: HttpRequest, ref: str) -> HttpResponse:
    """How the first rows would land; and the start."""
    draft = _draft(ref)
    if not draft.map:
        return redirect("intake:columns", ref)
    if request.method == "POST":
        begin(draft, draft.map, called=gettext("the chosen columns"), source=draft.map["source"], by=signed_in(request), now=timezone.now())
        transaction.on_commit(partial(carry_on, ref))
        return redirect("intake:import", ref)
    return _show(request, "intake/look.html", {"draft": draft, "trial": look_before(draft, now=timezone.now())})


@require_POST
@needs(*MAY_IMPORT, about="import", changes=True)
@once
def discard(request: HttpRequest, ref: str) -> HttpResponse:
    """The draft is not wanted."""
    give_up(_draft(ref), by=signed_in(request))
    messages.success(request, gettext("The file is gone; nothing was brought in."))
    return redirect("intake:imports")


@require_safe
@needs(*MAY_IMPORT, about="import")
def example(request: HttpRequest, ref: str) -> HttpResponse:
    """The chosen columns as a map for the command line."""
    from keepwarm.intake.mapping.writing import as_toml

    draft = get_object_or_404(Import, ref=ref)
    return HttpResponse(as_toml(draft.map), content_type="text/plain; charset=utf-8")


def _draft(ref: str) -> Import:
    return get_object_or_404(Import, ref=ref, state=Import.State.DRAFT)


def _show(request: HttpRequest, template: str, context: dict[str, Any], *, bad: bool = False) -> HttpResponse:
    return TemplateResponse(request, template, context, status=UNPROCESSABLE if bad else 200)
