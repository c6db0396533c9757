"""The JSON edge of programs, writing: a program is made, changed, stopped, started, and its items are weighed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from typing import Annotated

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Router, Schema
from pydantic import Field

from keepwarm.programs.actions.programs import NewProgram, change_program, make_program, set_worth, start_program, stop_program
from keepwarm.programs.models import Program
from keepwarm.programs.queries.pages import ProgramLine, read_program
from keepwarm.staff.actions import Scope
from keepwarm.staff.api import CREATED, PROBLEMS, NeedsScope, OnceKey, reader, shaped_by, write_once
from keepwarm.staff.models import Seat

WRITE = NeedsScope(Scope.PROGRAMS_WRITE)
NOBODY = -1


class ProgramIn(Schema):
    """A program. `topic`: the key of an interest, "" is for everyone. `stages` 1 to 5, none is all. `owner`: a seat's reference.

    `position` decides between programs that serve somebody equally well, the least first. `version`: the one that was read, 0 does not ask.
    """

    name: Annotated[str, Field(max_length=120)]
    owner: Annotated[str, Field(max_length=16)]
    topic: Annotated[str, Field(max_length=60)] = ""
    stages: Annotated[list[Annotated[int, Field(ge=1, le=5)]], Field(max_length=5)] = []
    language: Annotated[str, Field(max_length=12)] = ""
    position: Annotated[int, Field(ge=1, le=1000)] = 100
    version: Annotated[int, Field(ge=0, le=2**31 - 1)] = 0


class StopProgramIn(Schema):
    """Why it stops."""

    because: Annotated[str, Field(min_length=1, max_length=300)]


class WorthIn(Schema):
    """What an item (its reference) is worth in the program: 0 leaves it out, null is as in general."""

    item: Annotated[str, Field(max_length=16)]
    worth: Annotated[int, Field(ge=0, le=100)] | None = None


@shaped_by(ProgramLine)
class KeptProgramOut(Schema):
    """A program as it stands now, and its version."""

    version: int


def make(request: HttpRequest, body: ProgramIn, key: OnceKey) -> HttpResponse:
    """A new program, which runs at once."""
    return write_once(request, key, lambda: _out(make_program(_new(body), by=reader(request), now=timezone.now())), status=CREATED)


def change(request: HttpRequest, ref: str, body: ProgramIn, key: OnceKey) -> HttpResponse:
    """A program written anew; what is planned stands."""
    by, now = reader(request), timezone.now()
    return _act(request, ref, key, lambda: change_program(ref, _new(body), version=body.version, by=by, now=now))


def stop(request: HttpRequest, ref: str, body: StopProgramIn, key: OnceKey) -> HttpResponse:
    """Nobody gets anything of it any more; its people get something else."""
    return _act(request, ref, key, lambda: stop_program(ref, because=body.because, by=reader(request), now=timezone.now()))


def start(request: HttpRequest, ref: str, key: OnceKey) -> HttpResponse:
    """It goes on."""
    return _act(request, ref, key, lambda: start_program(ref, by=reader(request), now=timezone.now()))


def weigh(request: HttpRequest, ref: str, body: WorthIn, key: OnceKey) -> HttpResponse:
    """What an item is worth in it."""
    return _act(request, ref, key, lambda: set_worth(ref, body.item, body.worth, by=reader(request), now=timezone.now()))


def _act(request: HttpRequest, ref: str, key: str, act: Callable[[], object]) -> HttpResponse:
    if not Program.objects.filter(ref=ref).exists():
        raise Http404

    def do() -> KeptProgramOut:
        act()
        return _out(Program.objects.get(ref=ref))

    return write_once(request, key, do)


def _out(program: Program) -> KeptProgramOut:
    page = read_program(program.ref, now=timezone.now())
    assert page is not None
    return KeptProgramOut(**asdict(page.line), version=page.program.version)


def _new(body: ProgramIn) -> NewProgram:
    owner = Seat.objects.filter(ref=body.owner).values_list("pk", flat=True).first() or NOBODY
    return NewProgram(body.name, owner, body.topic, tuple(body.stages), body.language, body.position)


def add_to(router: Router) -> None:
    """Beside those that read: one address of the web belongs to one router."""
    router.post("/programs", response={CREATED: KeptProgramOut, **PROBLEMS}, auth=WRITE)(make)
    router.put("/programs/{ref}", response={200: KeptProgramOut, **PROBLEMS}, auth=WRITE)(change)
    router.post("/programs/{ref}/stop", response={200: KeptProgramOut, **PROBLEMS}, auth=WRITE)(stop)
    router.post("/programs/{ref}/start", response={200: KeptProgramOut, **PROBLEMS}, auth=WRITE)(start)
    router.post("/programs/{ref}/worth", response={200: KeptProgramOut, **PROBLEMS}, auth=WRITE)(weigh)
