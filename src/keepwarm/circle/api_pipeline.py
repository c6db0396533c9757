"""The JSON edge of a list's opportunities: what its columns would bring, the start, what came of it, and the way back."""

from __future__ import annotations

from functools import partial
from typing import Annotated, Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Router, Schema
from pydantic import Field

from keepwarm.circle.actions.bring_opportunities import ask_for_opportunities
from keepwarm.circle.actions.pipelines import ask_to_go_on, ask_to_stop
from keepwarm.circle.actions.take_back_opportunities import ask_to_undo_opportunities
from keepwarm.circle.models import Pipeline
from keepwarm.circle.queries.opportunity_look import count_brought, look_at
from keepwarm.circle.queries.pipelines import count_refused
from keepwarm.circle.tasks import bring_pipeline, take_import_back, take_pipeline_back
from keepwarm.intake.actions.leasing import ask_to_undo
from keepwarm.intake.actions.starting import MAY_IMPORT
from keepwarm.intake.models import Import
from keepwarm.staff.actions import Scope
from keepwarm.staff.api import PROBLEMS, NeedsScope, OnceKey, reader, write_once
from keepwarm.staff.queries import require_role

router = Router(tags=["intake"])
IMPORTS = NeedsScope(Scope.IMPORTS_WRITE)
ACCEPTED = 202


class SectionIn(Schema):
    """What the columns mean: `opportunity` as in a map, such as {"offering": "product"}; empty: that of the list's own map."""

    opportunity: Annotated[dict[Annotated[str, Field(max_length=40)], Any], Field(max_length=20)] = {}


class RefusedLine(Schema):
    """A line that would be refused, and why."""

    line: int
    reason: str


class LookOut(Schema):
    """What would come in; nothing is written. `same`: names of offerings that are taken for another one."""

    rows: int
    refused: int
    outcomes: dict[str, int]
    offerings: dict[str, int]
    new_offerings: list[str]
    same: dict[str, str]
    reasons: list[RefusedLine]


class BroughtOut(Schema):
    """How many opportunities of a list are here, and how many of its lines were refused as such.

    `state`: of its people. `coming`: running, stopped, failed, done, undoing or undone, "" before anybody asked; `done` of `total` rows
    so far, and the `problem` of what failed.
    """

    import_id: str
    state: str
    opportunities: int
    refused: int
    coming: str
    done: int
    total: int
    problem: str


@router.get("/imports/{ref}/opportunities", response={200: BroughtOut, **PROBLEMS}, auth=IMPORTS)
def show(request: HttpRequest, ref: str) -> BroughtOut:
    """What came of it so far."""
    return _told(_list(request, ref))


@router.post("/imports/{ref}/opportunities/look", response={200: LookOut, **PROBLEMS}, auth=IMPORTS)
def look(request: HttpRequest, ref: str, body: SectionIn) -> LookOut:
    """A look before: nothing is written, so that no idempotency key is asked for."""
    imported = _list(request, ref)
    found = look_at(imported, _section(imported, body), today=timezone.now().date())
    return LookOut(
        rows=found.rows,
        refused=found.refused,
        outcomes={outcome or "open": count for outcome, count in found.outcomes.items()},
        offerings=dict(found.offerings),
        new_offerings=found.new,
        same=found.same,
        reasons=[RefusedLine(line=one.line, reason=one.reason) for one in found.flawed],
    )


@router.post("/imports/{ref}/opportunities", response={ACCEPTED: BroughtOut, **PROBLEMS}, auth=IMPORTS)
def bring(request: HttpRequest, ref: str, body: SectionIn, key: OnceKey) -> HttpResponse:
    """Bring them in, in the background. The same list again adds only what is missing."""

    def do() -> BroughtOut:
        imported, me = _list(request, ref), reader(request)
        ask_for_opportunities(imported, _section(imported, body), by=me, now=timezone.now())
        transaction.on_commit(partial(bring_pipeline, ref, me.pk))
        return _told(imported)

    return write_once(request, key, do, status=ACCEPTED)


@router.post("/imports/{ref}/opportunities/stop", response={ACCEPTED: BroughtOut, **PROBLEMS}, auth=IMPORTS)
def stop(request: HttpRequest, ref: str, key: OnceKey) -> HttpResponse:
    """Stop after the rows in hand; what is in stays in."""

    def do() -> BroughtOut:
        imported = _list(request, ref)
        ask_to_stop(imported, by=reader(request), now=timezone.now())
        return _told(imported)

    return write_once(request, key, do, status=ACCEPTED)


@router.post("/imports/{ref}/opportunities/go-on", response={ACCEPTED: BroughtOut, **PROBLEMS}, auth=IMPORTS)
def go_on(request: HttpRequest, ref: str, key: OnceKey) -> HttpResponse:
    """Go on behind the last row that is in."""

    def do() -> BroughtOut:
        imported, me = _list(request, ref), reader(request)
        ask_to_go_on(imported, by=me, now=timezone.now())
        transaction.on_commit(partial(bring_pipeline, ref, me.pk))
        return _told(imported)

    return write_once(request, key, do, status=ACCEPTED)


@router.post("/imports/{ref}/opportunities/undo", response={ACCEPTED: BroughtOut, **PROBLEMS}, auth=IMPORTS)
def take_back(request: HttpRequest, ref: str, key: OnceKey) -> HttpResponse:
    """Its opportunities go again, its people stay; so does whatever was worked with since."""

    def do() -> BroughtOut:
        imported = _list(request, ref)
        ask_to_undo_opportunities(ref, by=reader(request), now=timezone.now())
        transaction.on_commit(partial(take_pipeline_back, ref, reader(request).pk))
        return _told(imported)

    return write_once(request, key, do, status=ACCEPTED)


@router.post("/imports/{ref}/undo", response={ACCEPTED: BroughtOut, **PROBLEMS}, auth=IMPORTS)
def undo(request: HttpRequest, ref: str, key: OnceKey) -> HttpResponse:
    """Take back the whole list: its opportunities, and the people whom nobody touched since."""

    def do() -> BroughtOut:
        require_role(reader(request), *MAY_IMPORT)
        imported = get_object_or_404(Import, ref=ref)
        ask_to_undo(imported, by=reader(request), now=timezone.now())
        transaction.on_commit(partial(take_import_back, ref, reader(request).pk))
        imported.refresh_from_db()
        return _told(imported)

    return write_once(request, key, do, status=ACCEPTED)


def _list(request: HttpRequest, ref: str) -> Import:
    require_role(reader(request), *MAY_IMPORT)
    return get_object_or_404(Import, ref=ref, kind="inquiries", state=Import.State.DONE)


def _section(imported: Import, body: SectionIn) -> dict[str, Any]:
    return body.opportunity or dict(imported.map.get("opportunity", {}))


def _told(imported: Import) -> BroughtOut:
    row = Pipeline.objects.filter(imported=imported).first()
    return BroughtOut(
        import_id=imported.ref,
        state=imported.state,
        opportunities=count_brought(imported),
        refused=count_refused(imported),
        coming=row.state if row else "",
        done=row.done if row else 0,
        total=row.total if row else imported.total,
        problem=row.problem if row else "",
    )
