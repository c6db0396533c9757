"""An import that runs or has run: how far it is, stop, go on, what came of it, the refused rows, the doubts."""

from __future__ import annotations

from functools import partial
from urllib.parse import urlencode

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from keepwarm.intake.actions import ask_to_go_on, ask_to_stop
from keepwarm.intake.actions.starting import MAY_IMPORT
from keepwarm.intake.models import Import
from keepwarm.intake.queries import import_page, open_doubts
from keepwarm.intake.tasks import carry_on
from keepwarm.lib.text import read_number
from keepwarm.staff.access import needs, signed_in
from keepwarm.staff.submissions import once


@require_safe
@needs(*MAY_IMPORT, about="import")
def show_import(request: HttpRequest, ref: str) -> HttpResponse:
    """One import: its progress while it runs, afterwards what came of it. For htmx only the part that changes."""
    imported = get_object_or_404(Import, ref=ref)
    if imported.state == Import.State.DRAFT:
        return redirect("intake:columns", ref)
    template = "intake/parts/state.html" if request.headers.get("HX-Request") else "intake/import.html"
    return TemplateResponse(request, template, {"page": import_page(imported, now=timezone.now())})


@require_POST
@needs(*MAY_IMPORT, about="import", changes=True)
@once
def stop(request: HttpRequest, ref: str) -> HttpResponse:
    """Stop after the rows in hand; what is in stays in."""
    ask_to_stop(get_object_or_404(Import, ref=ref), by=signed_in(request), now=timezone.now())
    messages.info(request, gettext("It stops after the rows in hand."))
    return redirect("intake:import", ref)


@require_POST
@needs(*MAY_IMPORT, about="import", changes=True)
@once
def go_on(request: HttpRequest, ref: str) -> HttpResponse:
    """Go on behind the last row that is in."""
    imported = get_object_or_404(Import, ref=ref, state__in=[Import.State.STOPPED, Import.State.FAILED, Import.State.RUNNING])
    ask_to_go_on(imported, by=signed_in(request))
    transaction.on_commit(partial(carry_on, ref))
    return redirect("intake:import", ref)


@require_safe
@needs(*MAY_IMPORT, about="import")
def rejects(request: HttpRequest, ref: str) -> HttpResponse:
    """The old address of the refused rows: they are taken where it is noted who took them."""
    imported = get_object_or_404(Import, ref=ref)
    return redirect(f"{reverse('exports:take', args=['import-refused'])}?{urlencode({'of': imported.ref})}")


@require_safe
@needs(*MAY_IMPORT)
def doubts(request: HttpRequest) -> HttpResponse:
    """Who may be the same person; settled one by one."""
    return TemplateResponse(request, "intake/doubts.html", {"page": open_doubts(after=read_number(request.GET.get("after")) or 0)})
