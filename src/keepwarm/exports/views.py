"""The page of one export with its buttons, the file, and the book of all that left."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import IO, cast

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from keepwarm.exports.actions import take_export
from keepwarm.exports.queries.book import PAGE, list_taken
from keepwarm.exports.queries.finding import KINDS, Declared, UnknownExport, exports_for, filters_of, find_export, kinds_of
from keepwarm.exports.tables import table_exports
from keepwarm.lib.refusal import Refusal
from keepwarm.lib.text import read_number
from keepwarm.staff.access import EVERYONE, needs, signed_in
from keepwarm.staff.models import Role
from keepwarm.staff.queries import NotYours

UNPROCESSABLE = 422


@require_http_methods(["GET", "HEAD", "POST"])
@needs(*EVERYONE)
def show(request: HttpRequest, name: str) -> HttpResponse:
    """What is exported, and the buttons; sent, the file."""
    found, given = _find(request, name), request.POST if request.method == "POST" else request.GET
    filters = {one: given[one][:200] for one in filters_of(found) if given.get(one)}
    if request.method != "POST":
        return _show(request, found, filters)
    kind, now, me = given.get("kind", "csv"), timezone.now(), signed_in(request)
    try:
        file, _count = take_export(name, filters, kind=kind, for_=me, by=me, now=now)
    except Refusal as refusal:
        return _show(request, found, filters, refusal=refusal.sentence)
    return cast("HttpResponse", as_download(file, name, kind, now=now))


@require_safe
@needs(*EVERYONE)
def show_list(request: HttpRequest) -> HttpResponse:
    """Everything that the reader may take."""
    me = signed_in(request)
    tables = set(table_exports())
    offered = [(one, kinds_of(one)) for one in sorted(exports_for(me), key=lambda one: str(one.title)) if not one.of]
    context = {
        "offered": [(one, kinds) for one, kinds in offered if one not in tables],
        "tables": [(one, kinds) for one, kinds in offered if one in tables],
        "sees_book": me.has_role(Role.ADMIN),
    }
    return TemplateResponse(request, "exports/list.html", context)


@require_safe
@needs(Role.ADMIN)
def show_book(request: HttpRequest) -> HttpResponse:
    """Who took what, the newest first."""
    before = request.GET.get("before", "")
    lines = list_taken(before=read_number(before))
    older = f"before={lines[-1].pk}" if len(lines) == PAGE else ""
    context = {"lines": lines, "older": older, "newer": "all" if before else ""}
    return TemplateResponse(request, "exports/book.html", context)


def as_download(file: IO[bytes], name: str, kind: str, *, now: datetime) -> FileResponse:
    """The finished file as an answer, read from the disk as it is sent."""
    response = FileResponse(file, as_attachment=True, filename=f"{name}-{now:%Y-%m-%d}.{kind}", content_type=KINDS[kind])
    response["Cache-Control"] = "no-store"
    return response


def _find(request: HttpRequest, name: str) -> Declared:
    try:
        return find_export(name, for_=signed_in(request))
    except UnknownExport as unknown:
        raise Http404(unknown.sentence) from None
    except NotYours as refused:
        raise PermissionDenied(refused.sentence) from None


def _show(request: HttpRequest, found: Declared, filters: Mapping[str, str], *, refusal: str = "") -> HttpResponse:
    context = {"found": found, "filters": filters, "kinds": kinds_of(found), "refusal": refusal}
    return TemplateResponse(request, "exports/one.html", context, status=UNPROCESSABLE if refusal else 200)
