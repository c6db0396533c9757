"""The JSON edge of programs: which there are, what tomorrow brings, what comes next for one person, and stopping it."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, datetime
from typing import Annotated, Literal

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Router, Schema
from pydantic import Field

from keepwarm.programs.actions.stopping import change_turn, stop_turn
from keepwarm.programs.api_writing import add_to
from keepwarm.programs.queries.next_of import next_of
from keepwarm.programs.queries.pages import ProgramLine, list_programs, read_program
from keepwarm.programs.queries.tomorrow import Group, TurnLine, Wanted, line_of, read_day
from keepwarm.prospects.queries import UnknownProspect
from keepwarm.prospects.queries.visibility import visible_to
from keepwarm.staff.actions import Scope
from keepwarm.staff.api import PROBLEMS, NeedsScope, OnceKey, reader, shaped_by, write_once

router = Router(tags=["programs"])
Reason = Annotated[str, Field(min_length=1, max_length=300)]


@shaped_by(ProgramLine)
class ProgramOut(Schema):
    """A program. `people` is counted up to 10,000; `run_out`: of them, who has nothing left within 30 days."""


class ItemOut(Schema):
    """An item of a program: its worth here, and how many people had it at all."""

    ref: str
    title: str
    worth: int
    reached: int


class ProgramPageOut(Schema):
    """One program with its items, the best first."""

    program: ProgramOut
    items: list[ItemOut]
    planned: int
    sent_in_30_days: int


@shaped_by(Group)
class GroupOut(Schema):
    """A part of a day with the same channel, program and thing."""


@shaped_by(TurnLine)
class TurnOut(Schema):
    """One turn to come: to whom, what, when and why."""


class DayOut(Schema):
    """What a day brings. `is_more`: there are more than were counted."""

    on: date
    count: int
    is_more: bool
    groups: list[GroupOut]
    turns: list[TurnOut]
    after: str


class NextOut(Schema):
    """What comes next for a person; `ref` is empty while it is only foreseen, and can be stopped when it is planned."""

    ref: str
    what: str
    way: str
    due_at: datetime | None
    because: str
    program: str


class StopIn(Schema):
    """Why it is stopped."""

    because: Reason


class ChangeIn(Schema):
    """What comes instead (an item's ref), and why."""

    item: str
    because: Reason


@router.get("/programs", response={200: list[ProgramOut], **PROBLEMS}, auth=NeedsScope(Scope.PROGRAMS_READ))
def list_all(request: HttpRequest) -> list[ProgramOut]:
    """All programs, in their order."""
    return [ProgramOut(**asdict(line)) for line in list_programs(for_=reader(request))]


@router.get("/programs/tomorrow", response={200: DayOut, **PROBLEMS}, auth=NeedsScope(Scope.PROGRAMS_READ))
def tomorrow(
    request: HttpRequest,
    day: Literal["today", "tomorrow"] = "tomorrow",
    channel: str = "",
    program: str = "",
    item: str = "",
    kind: str = "",
    after: str = "",
) -> DayOut:
    """What a day brings, by channel and program ("-": of none), with a page of names."""
    wanted = Wanted.read({"day": day, "channel": channel, "program": program, "item": item, "kind": kind, "after": after})
    found = read_day(wanted, for_=reader(request), now=timezone.now())
    groups, turns = [GroupOut(**asdict(one)) for one in found.groups], [TurnOut(**asdict(one)) for one in found.lines]
    return DayOut(on=found.on, count=found.count, is_more=found.is_more, groups=groups, turns=turns, after=found.older)


@router.get("/programs/{ref}", response={200: ProgramPageOut, **PROBLEMS}, auth=NeedsScope(Scope.PROGRAMS_READ))
def show(request: HttpRequest, ref: str) -> ProgramPageOut:
    """One program."""
    page = read_program(ref, now=timezone.now())
    if page is None:
        raise Http404
    items = [ItemOut(ref=one.ref, title=one.title, worth=one.worth, reached=one.reached) for one in page.items]
    return ProgramPageOut(program=ProgramOut(**asdict(page.line)), items=items, planned=page.planned, sent_in_30_days=page.sent)


@router.get("/prospects/{ref}/next", response={200: NextOut | None, **PROBLEMS}, auth=NeedsScope(Scope.PROGRAMS_READ))
def next_for(request: HttpRequest, ref: str) -> NextOut | None:
    """What comes next for this person in the conversation and why; null when a call or a letter comes next."""
    prospect = visible_to(reader(request)).filter(ref=ref).first()
    if prospect is None:
        raise UnknownProspect
    found = next_of(prospect, now=timezone.now())
    return None if found is None else NextOut(**{name: value for name, value in asdict(found).items() if name != "moved"})


@router.post("/turns/{ref}/stop", response={200: TurnOut, **PROBLEMS}, auth=NeedsScope(Scope.PROGRAMS_WRITE))
def stop(request: HttpRequest, ref: str, body: StopIn, key: OnceKey) -> HttpResponse:
    """Not this, for this person; they get something else a gap later."""

    def do() -> TurnOut:
        turn = stop_turn(ref, because=body.because, by=reader(request), now=timezone.now())
        return TurnOut(**asdict(line_of(turn, for_=reader(request))))

    return write_once(request, key, do)


@router.post("/turns/{ref}/change", response={200: TurnOut, **PROBLEMS}, auth=NeedsScope(Scope.PROGRAMS_WRITE))
def change(request: HttpRequest, ref: str, body: ChangeIn, key: OnceKey) -> HttpResponse:
    """Another item for this person instead."""

    def do() -> TurnOut:
        turn = change_turn(ref, body.item, because=body.because, by=reader(request), now=timezone.now())
        return TurnOut(**asdict(line_of(turn, for_=reader(request))))

    return write_once(request, key, do)


add_to(router)
