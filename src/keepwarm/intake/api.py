"""The JSON edge of intake: somebody new, and lists to import."""

from __future__ import annotations

import tomllib
from datetime import datetime
from functools import partial
from typing import Annotated, Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext
from ninja import File, Form, Router, Schema
from ninja.files import UploadedFile
from pydantic import Field

from keepwarm.intake.actions import ask_to_stop, begin, draft_received, plan_of, receive_file
from keepwarm.intake.actions.new_person import NewPerson, take_in
from keepwarm.intake.actions.starting import MAY_IMPORT
from keepwarm.intake.api_forms import router as forms
from keepwarm.intake.mapping.checks import MapWrong
from keepwarm.intake.models import Import
from keepwarm.intake.tasks import carry_on
from keepwarm.prospects.models import Prospect
from keepwarm.staff.actions import Scope
from keepwarm.staff.api import CREATED, PROBLEMS, NeedsScope, OnceKey, reader, write_once
from keepwarm.staff.models import REPS, Role
from keepwarm.staff.queries import require_role

router = Router(tags=["intake"])
router.add_router("", forms)
WHO_ADDS = (*sorted(REPS), Role.MARKETER, Role.MANAGER, Role.SERVICE, Role.ADMIN)
Text = Annotated[str, Field(max_length=200)]


class PersonIn(Schema):
    """Somebody with an inquiry. A name or a way to reach them is enough; who is known already gets the inquiry added.

    `region` (such as DE) reads phones without a country code. `answers`: by key of the question.
    """

    name: Text = ""
    organization: Text = ""
    title: Annotated[str, Field(max_length=120)] = ""
    emails: Annotated[list[Text], Field(max_length=5)] = []
    phones: Annotated[list[Text], Field(max_length=5)] = []
    town: Text = ""
    country: Annotated[str, Field(max_length=60)] = ""
    topic: Annotated[str, Field(max_length=120)] = ""
    text: Annotated[str, Field(max_length=5000)] = ""
    source: Annotated[str, Field(min_length=1, max_length=120)] = "API"
    wants_contact: bool = False
    region: Annotated[str, Field(max_length=2)] = ""
    answers: Annotated[dict[Annotated[str, Field(pattern="^[a-z0-9_]{1,60}$")], Text], Field(max_length=50)] = {}


class ArrivedOut(Schema):
    """What became of somebody: a new person, or an inquiry of one who is here; `already` when nothing was added."""

    prospect: str
    created: bool
    already: bool


class ImportOut(Schema):
    """An import and how far it is. `state`: draft, running, done, stopped, failed or undone."""

    import_id: str
    state: str
    problem: str
    file: str
    total: int
    rows: int
    created: int
    matched: int
    already: int
    rejected: int
    done_at: datetime | None


@router.post("/inquiries", response={CREATED: ArrivedOut, **PROBLEMS}, auth=NeedsScope(Scope.PROSPECTS_WRITE))
def add_person(request: HttpRequest, body: PersonIn, key: OnceKey) -> HttpResponse:
    """Take somebody in: recognized when they are here already, judged, and with their next touch at once."""

    def do() -> ArrivedOut:
        me = reader(request)
        require_role(me, *WHO_ADDS)
        given = body.model_dump(exclude={"region", "answers", "emails", "phones"})
        person = NewPerson(
            **given,
            emails=tuple(body.emails),
            phones=tuple(body.phones),
            said=body.answers,
            source_kind="api",
            key=f"api:{me.pk}:{key}",
        )
        arrived = take_in(person, by=me, now=timezone.now(), region=body.region.upper())
        prospect = Prospect.objects.get(pk=arrived.prospect_id)
        return ArrivedOut(prospect=prospect.ref, created=arrived.created, already=arrived.already)

    return write_once(request, key, do, status=CREATED)


@router.post("/imports", response={CREATED: ImportOut, **PROBLEMS}, auth=NeedsScope(Scope.IMPORTS_WRITE))
def start_import(
    request: HttpRequest,
    file: Annotated[UploadedFile, File(...)],
    map: Annotated[str, Form(max_length=100_000)],  # noqa: A002 - the command line calls it so too
    source: Annotated[str, Form(min_length=1, max_length=120)],
    key: OnceKey,
) -> HttpResponse:
    """Send a CSV or XLSX file with its map (TOML, as for the command line); it runs in the background."""
    me, data = reader(request), _read_map(map)
    received = receive_file(file.chunks(), name=file.name or "list", by=me)
    plan = plan_of(received, data, called="map")

    def do() -> ImportOut:
        now = timezone.now()
        imported = draft_received(received, by=me, now=now)
        begin(imported, data, called="map", source=source, by=me, now=now, plan=plan)
        transaction.on_commit(partial(carry_on, imported.ref))
        return _shown(imported)

    return write_once(request, key, do, status=CREATED, files=f"{received.file_hash} {received.file_name} {map} {source}".encode())


@router.get("/imports/{ref}", response={200: ImportOut, **PROBLEMS}, auth=NeedsScope(Scope.IMPORTS_WRITE))
def show_import(request: HttpRequest, ref: str) -> ImportOut:
    """How far an import is."""
    require_role(reader(request), *MAY_IMPORT)
    return _shown(get_object_or_404(Import, ref=ref))


@router.post("/imports/{ref}/stop", response={200: ImportOut, **PROBLEMS}, auth=NeedsScope(Scope.IMPORTS_WRITE))
def stop_import(request: HttpRequest, ref: str, key: OnceKey) -> HttpResponse:
    """Ask an import to stop behind the chunk it is writing."""

    def do() -> ImportOut:
        imported = get_object_or_404(Import, ref=ref)
        ask_to_stop(imported, by=reader(request), now=timezone.now())
        imported.refresh_from_db()
        return _shown(imported)

    return write_once(request, key, do)


def _read_map(text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        raise MapWrong(gettext("The map is no valid TOML: %(problem)s.") % {"problem": problem}) from None


def _shown(one: Import) -> ImportOut:
    return ImportOut(
        import_id=one.ref,
        state=one.state,
        problem=one.problem,
        file=one.file_name,
        total=one.total,
        rows=one.rows,
        created=one.created,
        matched=one.matched,
        already=one.already,
        rejected=one.rejected,
        done_at=one.done_at,
    )
