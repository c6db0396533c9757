"""Undo of a whole import, asked twice: first what it means, then it is done in the background."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from keepwarm.circle.tasks import take_import_back
from keepwarm.intake.actions.leasing import ask_to_undo
from keepwarm.intake.actions.starting import MAY_IMPORT
from keepwarm.intake.models import Import
from keepwarm.staff.access import needs, signed_in
from keepwarm.staff.submissions import once


@require_http_methods(["GET", "HEAD", "POST"])
@needs(*MAY_IMPORT, about="import", changes=True)
@once
def undo_import(request: HttpRequest, ref: str) -> HttpResponse:
    """What an undo would take back; and the undo."""
    imported = get_object_or_404(Import, ref=ref)
    if request.method == "POST":
        ask_to_undo(imported, by=signed_in(request), now=timezone.now())
        transaction.on_commit(partial(take_import_back, ref, signed_in(request).pk))
        messages.success(request, gettext("The import is being undone."))
        return redirect("intake:import", ref)
    return TemplateResponse(request, "circle/undo_import.html", {"imported": imported})
