"""The opportunities of a list that came in: what its columns mean, a look before, and the start; undone with the import."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from keepwarm.circle.actions.bring_opportunities import keep_section
from keepwarm.circle.pipeline_columns import PipelineForm
from keepwarm.circle.queries.opportunity_look import count_brought, header_of, look_at
from keepwarm.circle.queries.pipelines import count_refused, lists_with_people
from keepwarm.circle.tasks import bring_pipeline, take_pipeline_back
from keepwarm.intake.actions.starting import MAY_IMPORT
from keepwarm.intake.models import Import
from keepwarm.lib.refusal import Refusal
from keepwarm.staff.access import needs, signed_in
from keepwarm.staff.submissions import once


@require_safe
@needs(*MAY_IMPORT)
def pipelines(request: HttpRequest) -> HttpResponse:
    """The lists whose people are here, how many opportunities each brought, and the way to a new one."""
    return TemplateResponse(request, "circle/pipelines.html", {"lists": lists_with_people()})


@require_http_methods(["GET", "HEAD", "POST"])
@needs(*MAY_IMPORT, about="import", changes=True)
def pipeline(request: HttpRequest, ref: str) -> HttpResponse:
    """What is chosen is shown as it would come in; nothing is written before the button."""
    imported = get_object_or_404(Import, ref=ref, kind="inquiries", state=Import.State.DONE)
    given = request.POST if request.method == "POST" else request.GET
    form = PipelineForm(given if "offering" in given else None, header=header_of(imported))
    shown = {"imported": imported, "form": form, "here": count_brought(imported), "refused": count_refused(imported)}
    if form.is_valid():
        try:
            if request.method == "POST":
                return _start(request, imported, form)
            shown["look"] = look_at(imported, form.section(), today=timezone.now().date())
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
    return TemplateResponse(request, "circle/pipeline.html", shown, status=422 if form.errors else 200)


@once
def _start(request: HttpRequest, imported: Import, form: PipelineForm) -> HttpResponse:
    keep_section(imported, form.section(), by=signed_in(request))
    transaction.on_commit(partial(bring_pipeline, imported.ref, signed_in(request).pk))
    messages.success(request, gettext("The opportunities are coming in."))
    return redirect("circle:pipeline", imported.ref)


@require_POST
@needs(*MAY_IMPORT, about="import", changes=True)
@once
def undo_pipeline(request: HttpRequest, ref: str) -> HttpResponse:
    """The opportunities of a list go again; its people stay, and whatever was worked with since."""
    imported = get_object_or_404(Import, ref=ref, kind="inquiries", state=Import.State.DONE)
    transaction.on_commit(partial(take_pipeline_back, imported.ref, signed_in(request).pk))
    messages.success(request, gettext("Its opportunities are being taken back. What was worked with since stays."))
    return redirect("circle:pipeline", imported.ref)
