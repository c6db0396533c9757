"""The JSON edge of seminars: what is coming, who comes, plan, open, call off, and who was there."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import datetime
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext
from ninja import Router, Schema
from pydantic import Field

from keepwarm.seminars import actions
from keepwarm.seminars.models import Seminar
from keepwarm.seminars.queries.lists import GuestLine, SeminarLine, find_seminar, line_of, list_guests, list_seminars
from keepwarm.seminars.refusals import SeminarRefused
from keepwarm.staff.actions import Scope
from keepwarm.staff.api import CREATED, PROBLEMS, NeedsScope, OnceKey, reader, shaped_by, write_once

router = Router(tags=["seminars"])
READ, WRITE = NeedsScope(Scope.SEMINARS_READ), NeedsScope(Scope.SEMINARS_WRITE)
Limit = Annotated[int, Field(ge=1, le=200)]
Key = Annotated[str, Field(max_length=60)]


@shaped_by(SeminarLine)
class SeminarOut(Schema):
    """A seminar and its counts. `phase`: draft, open, full, over or called_off; `url` is where people sign up."""


@shaped_by(GuestLine)
class GuestOut(Schema):
    """A guest of a prospect that you may see. `standing`: seated, waiting or gave_back; `told`: no mail to them is outstanding."""


class SeminarIn(Schema):
    """A seminar. `local_at` is the wall time in `zone`, without an offset; of an hour that comes twice say `which`: first or second."""

    title: Annotated[str, Field(max_length=160)]
    local_at: Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$")]
    zone: Annotated[str, Field(max_length=64)]
    seats: Annotated[int, Field(ge=1, le=100_000)]
    minutes: Annotated[int, Field(ge=1, le=10_080)] = 60
    which: Annotated[str, Field(pattern="^(first|second)?$")] = ""
    teaser: Annotated[str, Field(max_length=300)] = ""
    text: Annotated[str, Field(max_length=20_000)] = ""
    place: Annotated[str, Field(max_length=300)] = ""
    link: Annotated[str, Field(max_length=1000)] = ""
    interests: Annotated[list[Key], Field(max_length=50)] = []
    stages: Annotated[list[Annotated[int, Field(ge=1, le=5)]], Field(max_length=5)] = []
    language: Annotated[str, Field(pattern="^([a-z]{2})?$")] = ""
    question: Key = ""
    after_text: Annotated[str, Field(max_length=20_000)] = ""
    seat_minor: Annotated[int, Field(ge=0, lt=10**12)] = 0


class ChangedIn(SeminarIn):
    """The same written anew. `version`: the one that was read, 0 does not ask."""

    version: Annotated[int, Field(ge=0, le=2**31 - 1)] = 0


class WrittenOut(Schema):
    """To how many it goes, each when they may be written to."""

    count: int


class CameIn(Schema):
    """Who was there, by reference of the guest."""

    guests: Annotated[list[Annotated[str, Field(max_length=16)]], Field(min_length=1, max_length=500)]


class CameOut(Schema):
    """How many of them were not noted before."""

    noted: int


@router.get("/seminars", response={200: list[SeminarOut], **PROBLEMS}, auth=READ)
def list_them(request: HttpRequest, over: bool = False, limit: Limit = 50) -> list[SeminarOut]:
    """Seminars to come, the next first; with `over` those that were, the newest first."""
    lines = list_seminars(for_=reader(request), now=timezone.now(), over=over, limit=limit)
    return [SeminarOut(**asdict(line)) for line in lines]


@router.get("/seminars/{ref}", response={200: SeminarOut, **PROBLEMS}, auth=READ)
def show(request: HttpRequest, ref: str) -> SeminarOut:
    """One seminar."""
    return _out(ref)


@router.get("/seminars/{ref}/guests", response={200: list[GuestOut], **PROBLEMS}, auth=READ)
def guests(request: HttpRequest, ref: str) -> list[GuestOut]:
    """Its guests, of the prospects that you may see: those with a seat, then the waiting list in its order."""
    return [GuestOut(**asdict(line)) for line in list_guests(find_seminar(ref), for_=reader(request))]


@router.post("/seminars", response={CREATED: SeminarOut, **PROBLEMS}, auth=WRITE)
def make(request: HttpRequest, body: SeminarIn, key: OnceKey) -> HttpResponse:
    """A new seminar, as a draft. An hour that no clock shows is refused."""

    def do() -> SeminarOut:
        made = actions.make_seminar(_new(body), by=reader(request), now=timezone.now())
        return _out(made.ref)

    return write_once(request, key, do, status=CREATED)


@router.put("/seminars/{ref}", response={200: SeminarOut, **PROBLEMS}, auth=WRITE)
def change(request: HttpRequest, ref: str, body: ChangedIn, key: OnceKey) -> HttpResponse:
    """A seminar written anew; its guests are told of another time or place, and who looks after it stays."""

    def do() -> SeminarOut:
        row = find_seminar(ref)
        actions.change_seminar(
            ref, replace(_new(body), owner_id=row.owner_id), version=body.version, by=reader(request), now=timezone.now()
        )
        return _out(ref)

    return write_once(request, key, do)


@router.post("/seminars/{ref}/open", response={200: SeminarOut, **PROBLEMS}, auth=WRITE)
def open_it(request: HttpRequest, ref: str, key: OnceKey) -> HttpResponse:
    """People can sign up from now on."""

    def do() -> SeminarOut:
        actions.open_seminar(ref, by=reader(request), now=timezone.now())
        return _out(ref)

    return write_once(request, key, do)


@router.post("/seminars/{ref}/call-off", response={200: SeminarOut, **PROBLEMS}, auth=WRITE)
def call_it_off(request: HttpRequest, ref: str, key: OnceKey) -> HttpResponse:
    """It does not take place; each guest is told within a minute."""

    def do() -> SeminarOut:
        actions.call_off(ref, by=reader(request), now=timezone.now())
        return _out(ref)

    return write_once(request, key, do)


@router.post("/seminars/{ref}/attended", response={200: CameOut, **PROBLEMS}, auth=WRITE)
def attended(request: HttpRequest, ref: str, body: CameIn, key: OnceKey) -> HttpResponse:
    """These guests were there: a touch and a sign of each, once."""

    def do() -> CameOut:
        return CameOut(noted=actions.mark_attended(ref, body.guests, by=reader(request), now=timezone.now()))

    return write_once(request, key, do)


@router.post("/seminars/{ref}/missed", response={200: WrittenOut, **PROBLEMS}, auth=WRITE)
def missed(request: HttpRequest, ref: str, key: OnceKey) -> HttpResponse:
    """Those who had a seat and did not come are written to."""
    return write_once(request, key, lambda: WrittenOut(count=actions.follow_up(ref, by=reader(request), now=timezone.now())))


@router.post("/guests/{ref}/not-there", response={200: CameOut, **PROBLEMS}, auth=WRITE)
def not_there(request: HttpRequest, ref: str, key: OnceKey) -> HttpResponse:
    """A wrong name was noted: touch and sign are taken back."""

    def do() -> CameOut:
        actions.take_attendance_back(ref, by=reader(request), now=timezone.now())
        return CameOut(noted=0)

    return write_once(request, key, do)


def _new(body: SeminarIn) -> actions.NewSeminar:
    given: dict[str, Any] = body.model_dump(exclude={"version"})
    given |= {"interests": tuple(body.interests), "stages": tuple(body.stages), "local_at": _wall(body.local_at)}
    return actions.NewSeminar(**given)


def _wall(text: str) -> datetime:
    """Raises SeminarRefused for a day that does not exist."""
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        raise SeminarRefused(gettext("There is no such day or time: %(text)s.") % {"text": text}) from None


def _out(ref: str) -> SeminarOut:
    row: Seminar = find_seminar(ref)
    return SeminarOut(**asdict(line_of(row, now=timezone.now())))
