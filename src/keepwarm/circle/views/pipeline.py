"""The opportunities of a list that came in: what its columns mean, a look before, and the start; undone with the import."""

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

from keepwarm.circle.actions.bring_opportunities import ask_for_opportunities
from keepwarm.circle.actions.pipelines import ask_to_go_on, ask_to_stop
from keepwarm.circle.actions.take_back_opportunities import ask_to_undo_opportunities
from keepwarm.circle.models import Pipeline
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
    imported = _list(ref)
    row = Pipeline.objects.filter(imported=imported).first()
    if row is not None and (row.is_at_work or request.headers.get("HX-Request")):
        return _show_progress(request, imported, row)
    return _look_or_start(request, imported, row)


def _look_or_start(request: HttpRequest, imported: Import, row: Pipeline | None) -> HttpResponse:
    given = request.POST if request.method == "POST" else request.GET
    form = PipelineForm(given if "offering" in given else None, header=header_of(imported))
    shown: dict[str, Any] = {"imported": imported, "row": row, "form": form}
    shown |= {"here": count_brought(imported), "refused": count_refused(imported)}
    if form.is_valid():
        try:
            if request.method == "POST":
                return _start(request, imported, form)
            shown["look"] = look_at(imported, form.section(), today=timezone.now().date())
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
    return TemplateResponse(request, "circle/pipeline.html", shown, status=422 if form.errors else 200)


def _show_progress(request: HttpRequest, imported: Import, row: Pipeline) -> HttpResponse:
    """While it runs only how far it is, asked for again each second; after that the page comes anew."""
    is_part = bool(request.headers.get("HX-Request"))
    template = "circle/parts/pipeline_state.html" if is_part else "circle/pipeline_runs.html"
    response = TemplateResponse(request, template, {"imported": imported, "row": row})
    if is_part and not row.is_at_work:
        response.headers["HX-Refresh"] = "true"
    return response


@once
def _start(request: HttpRequest, imported: Import, form: PipelineForm) -> HttpResponse:
    ask_for_opportunities(imported, form.section(), by=signed_in(request), now=timezone.now())
    transaction.on_commit(partial(bring_pipeline, imported.ref, signed_in(request).pk))
    messages.success(request, gettext("The opportunities are coming in."))
    return redirect("circle:pipeline", imported.ref)


@require_POST
@needs(*MAY_IMPORT, about="import", changes=True)
@once
def stop_pipeline(request: HttpRequest, ref: str) -> HttpResponse:
    """Stop after the rows in hand; what is in stays in."""
    ask_to_stop(_list(ref), by=signed_in(request), now=timezone.now())
    messages.info(request, gettext("It stops after the rows in hand."))
    return redirect("circle:pipeline", ref)


@require_POST
@needs(*MAY_IMPORT, about="import", changes=True)
@once
def go_on_with_pipeline(request: HttpRequest, ref: str) -> HttpResponse:
    """Go on behind the last row that is in."""
    ask_to_go_on(_list(ref), by=signed_in(request), now=timezone.now())
    transaction.on_commit(partial(bring_pipeline, ref, signed_in(request).pk))
    return redirect("circle:pipeline", ref)


@require_POST
@needs(*MAY_IMPORT, about="import", changes=True)
@once
def undo_pipeline(request: HttpRequest, ref: str) -> HttpResponse:
    """The opportunities of a list go again; its people stay, and whatever was worked with since."""
    ask_to_undo_opportunities(_list(ref).ref, by=signed_in(request), now=timezone.now())
    transaction.on_commit(partial(take_pipeline_back, ref, signed_in(request).pk))
    messages.success(request, gettext("Its opportunities are being taken back. What was worked with since stays."))
    return redirect("circle:pipeline", ref)


def _list(ref: str) -> Import:
    return get_object_or_404(Import, ref=ref, kind="inquiries", state=Import.State.DONE)
