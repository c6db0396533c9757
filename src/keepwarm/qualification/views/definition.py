"""What is a lead? The definition in force, versions side by side, and whom a new version changed."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from keepwarm.lib.text import read_number
from keepwarm.policy.queries import definition_in_force, newest_definition
from keepwarm.policy.roles import DRAFTS
from keepwarm.prospects.queries import visible_to
from keepwarm.qualification.models import Rejudged
from keepwarm.qualification.queries.definitions import (
    compare,
    list_versions,
    name_version,
    open_drafts,
    rejudging_of,
    show_definition,
    side_of,
    signatures_of_version,
    version_row,
)
from keepwarm.qualification.queries.reviewing import review_for
from keepwarm.staff.access import EVERYONE, needs, signed_in

SHOWN = 100
"""Names of people whom a version changed; the rest is counted."""


@require_safe
@needs(*EVERYONE)
def show(request: HttpRequest) -> HttpResponse:
    """The definition in force in words, who signed it when, and the drafts that wait for a signature."""
    user, definition = signed_in(request), definition_in_force()
    row = version_row(definition.version)
    context = {
        "shown": show_definition(definition, check=True),
        "row": row,
        "signatures": signatures_of_version(row) if row else [],
        "drafts": open_drafts(),
        "due": review_for(user, now=timezone.now()),
        "rejudging": rejudging_of(definition.version),
        "may_draft": user.has_role(*DRAFTS),
    }
    return TemplateResponse(request, "qualification/definition.html", context)


@require_safe
@needs(*EVERYONE)
def show_versions(request: HttpRequest) -> HttpResponse:
    """Two versions, or a version and a draft, side by side; by default the newest two."""
    newest = newest_definition()
    new = side_of(request.GET.get("new") or str(newest))
    old = side_of(request.GET.get("old") or str(max(0, newest - 1)))
    if old is None or new is None:
        raise Http404
    versions = list_versions()
    choices = [*((str(one.number), name_version(one.number)) for one in versions), ("0", name_version(0))]
    choices += [(f"draft-{one.ref}", str(one.ref)) for one in open_drafts()]
    signed = [(one, signatures_of_version(one)) for one in versions]
    context = {"old": old, "new": new, "pairs": compare(old.definition, new.definition), "choices": choices, "signed": signed}
    return TemplateResponse(request, "qualification/versions.html", context)


@require_safe
@needs(*EVERYONE)
def show_rejudging(request: HttpRequest, number: str) -> HttpResponse:
    """How far everyone is judged by a new version, and whom it made a lead, or a lead no longer."""
    found = read_number(number, most=10**9)
    rejudging = None if found is None else rejudging_of(found)
    if rejudging is None:
        raise Http404
    mine = visible_to(signed_in(request)).values("pk")
    rows = Rejudged.objects.filter(rejudging=rejudging, prospect__in=mine).select_related("prospect__organization", "prospect__owner")
    lists = [(is_lead, list(rows.filter(is_lead=is_lead).order_by("prospect_id")[:SHOWN])) for is_lead in (True, False)]
    context = {"rejudging": rejudging, "lists": lists, "total": max(rejudging.total, rejudging.done)}
    part = "qualification/parts/progress.html" if request.headers.get("HX-Request") else "qualification/rejudging.html"
    return TemplateResponse(request, part, context)
