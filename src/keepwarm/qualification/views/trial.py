"""Trials on history: asked for, how far one is, its figures, the inquiries behind a figure, stop."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from keepwarm.lib.text import read_number
from keepwarm.policy.models import DefinitionDraft
from keepwarm.policy.queries import definition_in_force
from keepwarm.qualification.actions.trial import stop_trial, try_draft, try_version
from keepwarm.qualification.models import Trial
from keepwarm.qualification.queries.trial import MAY_TRY, TITLES, inquiries_behind, newest_trial_of, newest_trials, trial_page
from keepwarm.qualification.tasks.trial import count_trial
from keepwarm.staff.access import needs, signed_in
from keepwarm.staff.models import Role
from keepwarm.staff.submissions import once

READERS = (*MAY_TRY, Role.DIRECTOR)
HIGHEST = 2**31


@require_safe
@needs(*READERS)
def trials(request: HttpRequest) -> HttpResponse:
    """The trials made last."""
    return TemplateResponse(request, "qualification/trials.html", {"trials": newest_trials(), "in_force": definition_in_force().version})


@require_POST
@needs(*MAY_TRY)
@once
def start_trial(request: HttpRequest) -> HttpResponse:
    """Try a draft as it stands, or a version; counted in the background."""
    me, now = signed_in(request), timezone.now()
    draft, version = request.POST.get("draft", "")[:16], request.POST.get("version", "")
    trial = try_draft(draft, by=me, now=now) if draft else try_version(read_number(version, most=HIGHEST) or 0, by=me, now=now)
    transaction.on_commit(partial(count_trial, trial.ref))
    return redirect("qualification:trial", trial.ref)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(*MAY_TRY, about="draft", changes=True)
@once
def try_one(request: HttpRequest, ref: str) -> HttpResponse:
    """A draft on the past: its trial as it stands now, if there is one, else the question whether to count it."""
    draft = get_object_or_404(DefinitionDraft, ref=ref)
    if request.method == "POST":
        trial = try_draft(draft.ref, by=signed_in(request), now=timezone.now())
        transaction.on_commit(partial(count_trial, trial.ref))
        return redirect("qualification:trial", trial.ref)
    if made := newest_trial_of(draft.ref, draft.revision):
        return redirect("qualification:trial", made.ref)
    return TemplateResponse(request, "qualification/trial_ask.html", {"draft": draft})


@require_safe
@needs(*READERS, about="trial")
def show_trial(request: HttpRequest, ref: str) -> HttpResponse:
    """One trial: its progress while it is counted, afterwards its figures. For htmx only the part that changes."""
    row = get_object_or_404(Trial.objects.defer("rows").select_related("by"), ref=ref)
    template = "qualification/parts/trial_state.html" if request.headers.get("HX-Request") else "qualification/trial.html"
    return TemplateResponse(request, template, {"page": trial_page(row, now=timezone.now())})


@require_safe
@needs(*READERS, about="trial")
def show_figure(request: HttpRequest, ref: str, figure: str) -> HttpResponse:
    """The inquiries behind a figure, page by page."""
    row = get_object_or_404(Trial, ref=ref, finished_at__isnull=False)
    if figure not in TITLES:
        raise Http404
    source, after = read_number(request.GET.get("source"), most=HIGHEST), read_number(request.GET.get("after"), most=HIGHEST) or 0
    behind = inquiries_behind(row, figure, for_=signed_in(request), source=source, after=after)
    older = f"after={behind.after}" + (f"&source={source}" if source is not None else "")
    newer = (f"source={source}" if source is not None else "after=0") if after else ""
    shown = {"row": row, "behind": behind, "older": older if behind.after else "", "newer": newer}
    return TemplateResponse(request, "qualification/trial_rows.html", shown)


@require_POST
@needs(*MAY_TRY, about="trial", changes=True)
@once
def stop(request: HttpRequest, ref: str) -> HttpResponse:
    """Nobody wants to know any more."""
    stop_trial(get_object_or_404(Trial, ref=ref), by=signed_in(request), now=timezone.now())
    messages.info(request, gettext("The trial was stopped."))
    return redirect("qualification:trial", ref)
