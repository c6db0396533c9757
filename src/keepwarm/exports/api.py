"""The JSON edge of exports: what may be taken, and the file."""

from __future__ import annotations

from typing import Literal

from django.http import FileResponse, HttpRequest
from django.utils import timezone
from ninja import Router, Schema

from keepwarm.exports.actions import take_export
from keepwarm.exports.queries.finding import KINDS, exports_for, filters_of, kinds_of
from keepwarm.staff.actions import Scope
from keepwarm.staff.api import PROBLEMS, NeedsScope, reader

router = Router(tags=["exports"])


class ExportOut(Schema):
    """A list or report that may be taken: its name, the kinds of file, and what narrows it."""

    name: str
    title: str
    kinds: list[str]
    filters: list[str]
    needs: str


class ExportIn(Schema):
    """As what, and by which filter."""

    kind: Literal["csv", "xlsx", "pdf"] = "csv"
    filters: dict[str, str] = {}


@router.get("/exports", response={200: list[ExportOut], **PROBLEMS}, auth=NeedsScope(Scope.EXPORTS_READ))
def list_them(request: HttpRequest) -> list[ExportOut]:
    """Everything that the key's person may take."""
    return [
        ExportOut(name=one.name, title=str(one.title), kinds=kinds_of(one), filters=filters_of(one), needs=one.of)
        for one in exports_for(reader(request))
    ]


@router.post("/exports/{name}", response=PROBLEMS, auth=NeedsScope(Scope.EXPORTS_READ))
def take(request: HttpRequest, name: str, body: ExportIn) -> FileResponse:
    """The file. Each time is noted in the book of what left the house: no idempotency key is asked for, since each is another."""
    me, now = reader(request), timezone.now()
    file, _count = take_export(name, body.filters, kind=body.kind, for_=me, by=me, now=now)
    response = FileResponse(file, as_attachment=True, filename=f"{name}-{now:%Y-%m-%d}.{body.kind}", content_type=KINDS[body.kind])
    response["Cache-Control"] = "no-store"
    return response
