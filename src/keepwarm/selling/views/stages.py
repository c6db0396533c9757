"""The agreed stages of selling: their order, their names, new ones, and those that are used no more."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from keepwarm.lib.refusal import Refusal
from keepwarm.selling.actions.stages import change_stages
from keepwarm.selling.forms_stages import StagesForm
from keepwarm.selling.queries.stages import FIRST_STAGES, StageRow, list_changes, list_stages, stages_version
from keepwarm.selling.views.lists import UNPROCESSABLE
from keepwarm.staff.access import needs, signed_in
from keepwarm.staff.queries import RUNS_THE_TEAM
from keepwarm.staff.submissions import once


@require_http_methods(["GET", "HEAD", "POST"])
@needs(*RUNS_THE_TEAM)
@once
def show_stages(request: HttpRequest) -> HttpResponse:
    """The stages as they are, to be changed with a reason."""
    rows = list_stages() or [StageRow(key, label, 0, None) for key, label in FIRST_STAGES]
    form = StagesForm(request.POST if request.method == "POST" else None, rows=rows, version=stages_version())
    if form.is_valid():
        said = form.cleaned_data
        try:
            change_stages(form.wanted(), because=said["because"], by=signed_in(request), now=timezone.now(), version=said["version"])
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, _("These are the stages of selling from now on."))
            return redirect("selling:stages")
    context = {"form": form, "changes": list_changes()}
    return TemplateResponse(request, "selling/stages.html", context, status=UNPROCESSABLE if form.errors else 200)
