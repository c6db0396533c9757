"""The JSON edge of mailings: write one, check it, approve it, hold it or let it go on, and read what became of it."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Annotated, Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Router, Schema
from pydantic import AwareDatetime, Field

from keepwarm.mailings.actions.approving import approve_mailing
from keepwarm.mailings.actions.checking import ask_for_check, stop_check
from keepwarm.mailings.actions.editing import NewMailing, change_mailing, discard_mailing, make_mailing
from keepwarm.mailings.actions.steering import pause_mailing, resume_mailing, stop_mailing
from keepwarm.mailings.models import Mailing
from keepwarm.mailings.queries.lists import find_mailing, list_mailings
from keepwarm.mailings.queries.report import as_values
from keepwarm.mailings.tasks import do_check
from keepwarm.staff.actions import Scope
from keepwarm.staff.api import CREATED, PROBLEMS, NeedsScope, OnceKey, reader, write_once

router = Router(tags=["mailings"])
READ, WRITE = NeedsScope(Scope.MAILINGS_READ), NeedsScope(Scope.MAILINGS_WRITE)
Words = Annotated[str, Field(max_length=200)]
Text = Annotated[str, Field(max_length=100_000)]
Version = Annotated[int, Field(ge=0, le=2**31 - 1)]


class MailingIn(Schema):
    """A mailing as it is written. `segment` a reference; `topic` the key of its question; `version`: the one you read, to change it."""

    name: Annotated[str, Field(max_length=120)]
    subject: Words = ""
    body: Text = ""
    topic: Annotated[str, Field(max_length=60)] = ""
    segment: Annotated[str, Field(max_length=16)] = ""
    subject_b: Words = ""
    body_b: Text = ""
    preheader: Words = ""
    language: Annotated[str, Field(max_length=12)] = "en"
    list_name: Annotated[str, Field(max_length=80)] = ""
    in_archive: bool = False
    version: Version = 0

    def as_mailing(self) -> NewMailing:
        """What the actions take."""
        return NewMailing(**self.dict(exclude={"version"}))


class ApproveIn(Schema):
    """`version`: the one you checked. `because`: why a refusal of the check is overruled, by a manager. `begins_at`: with its zone."""

    version: Version
    because: Annotated[str, Field(max_length=300)] = ""
    begins_at: AwareDatetime | None = None


class BecauseIn(Schema):
    """Why."""

    because: Annotated[str, Field(min_length=1, max_length=300)]


class GoneOut(Schema):
    """The draft that is not there any more."""

    ref: str


class CheckOut(Schema):
    """How far the last check is. `state`: waiting, counting, done or stopped; `problem`: why it came to no end."""

    ref: str
    state: str
    done: int
    total: int
    problem: str
    asked_at: datetime
    finished_at: datetime | None


class MailingOut(Schema):
    """A mailing. `check`: how far its last check is; `figures`: what the last one that came to its end found; `counts`: what became
    of it, from its approval on; `two`: how its two texts did, in percent, with ranges."""

    ref: str
    name: str
    state: str
    segment: str
    topic: str
    subject: str
    body: str
    subject_b: str
    body_b: str
    preheader: str
    language: str
    list_name: str
    in_archive: bool
    version: int
    check: CheckOut | None
    verdict: str
    reasons: list[str]
    figures: dict[str, Any]
    first: int
    counts: dict[str, int]
    stopped_because: str
    overruled_because: str
    better: str
    two: dict[str, Any] | None


class LineOut(Schema):
    """A mailing in the list."""

    ref: str
    name: str
    state: str
    segment: str
    version: int


@router.get("/mailings", auth=READ, response={200: list[LineOut], **PROBLEMS}, summary="The mailings")
def list_all(request: HttpRequest) -> list[dict[str, Any]]:
    """The newest first, at most 200."""
    return [line_of(one) for one in list_mailings()]


@router.get("/mailings/{ref}", auth=READ, response={200: MailingOut, **PROBLEMS}, summary="A mailing")
def show(request: HttpRequest, ref: str) -> dict[str, Any]:
    """With what its check found, and what became of it."""
    return as_values(find_mailing(ref), now=timezone.now())


@router.post("/mailings", auth=WRITE, response={CREATED: MailingOut, **PROBLEMS}, summary="Write a mailing")
def add(request: HttpRequest, body: MailingIn, key: OnceKey) -> HttpResponse:
    """A draft; nobody gets it until it is checked and approved."""
    return write_once(request, key, lambda: _out(make_mailing(body.as_mailing(), by=reader(request), now=timezone.now())), status=CREATED)


@router.put("/mailings/{ref}", auth=WRITE, response={200: MailingOut, **PROBLEMS}, summary="Change a mailing")
def change(request: HttpRequest, ref: str, body: MailingIn, key: OnceKey) -> HttpResponse:
    """While it is a draft."""
    return write_once(request, key, lambda: _out(change_mailing(ref, body.as_mailing(), version=body.version, by=reader(request))))


@router.post("/mailings/{ref}/discard", auth=WRITE, response={200: GoneOut, **PROBLEMS}, summary="Throw a draft away")
def discard(request: HttpRequest, ref: str, key: OnceKey) -> HttpResponse:
    """What was approved stays: people got it."""

    def do() -> GoneOut:
        discard_mailing(ref, by=reader(request))
        return GoneOut(ref=ref)

    return write_once(request, key, do)


@router.post("/mailings/{ref}/check", auth=WRITE, response={200: MailingOut, **PROBLEMS}, summary="Check a mailing")
def check(request: HttpRequest, ref: str, key: OnceKey) -> HttpResponse:
    """Who, how many, why them, how alike: counted in the background. Read the mailing until its `check` is done."""

    def do() -> MailingOut:
        asked = ask_for_check(ref, by=reader(request), now=timezone.now())
        transaction.on_commit(partial(do_check, asked.ref))
        return _out(asked.mailing)

    return write_once(request, key, do)


@router.post("/mailings/{ref}/check/stop", auth=WRITE, response={200: MailingOut, **PROBLEMS}, summary="Stop the check of a mailing")
def stop_its_check(request: HttpRequest, ref: str, key: OnceKey) -> HttpResponse:
    """Nobody wants to know any more."""

    def do() -> MailingOut:
        mailing = find_mailing(ref)
        stop_check(mailing, by=reader(request), now=timezone.now())
        return _out(mailing)

    return write_once(request, key, do)


@router.post("/mailings/{ref}/approve", auth=WRITE, response={200: MailingOut, **PROBLEMS}, summary="Send a mailing")
def approve(request: HttpRequest, ref: str, body: ApproveIn, key: OnceKey) -> HttpResponse:
    """To the people of its segment as they stand now."""
    said = {"version": body.version, "because": body.because, "begins_at": body.begins_at}
    return write_once(request, key, lambda: _out(approve_mailing(ref, **said, by=reader(request), now=timezone.now())))  # type: ignore[arg-type]


@router.post("/mailings/{ref}/pause", auth=WRITE, response={200: MailingOut, **PROBLEMS}, summary="Pause a mailing")
def pause(request: HttpRequest, ref: str, body: BecauseIn, key: OnceKey) -> HttpResponse:
    """Who has not got it waits."""
    return write_once(request, key, lambda: _out(pause_mailing(ref, because=body.because, by=reader(request), now=timezone.now())))


@router.post("/mailings/{ref}/resume", auth=WRITE, response={200: MailingOut, **PROBLEMS}, summary="Let a mailing go on")
def resume(request: HttpRequest, ref: str, body: BecauseIn, key: OnceKey) -> HttpResponse:
    """After it was paused, by itself or by somebody."""
    return write_once(request, key, lambda: _out(resume_mailing(ref, because=body.because, by=reader(request), now=timezone.now())))


@router.post("/mailings/{ref}/stop", auth=WRITE, response={200: MailingOut, **PROBLEMS}, summary="Stop a mailing")
def stop(request: HttpRequest, ref: str, body: BecauseIn, key: OnceKey) -> HttpResponse:
    """For good: whoever waits does not get it."""
    return write_once(request, key, lambda: _out(stop_mailing(ref, because=body.because, by=reader(request), now=timezone.now())))


def line_of(one: Mailing) -> dict[str, Any]:
    """A line of the list."""
    segment = one.segment.name if one.segment else ""
    return {"ref": one.ref, "name": one.name, "state": one.state, "segment": segment, "version": one.version}


def _out(one: Mailing) -> MailingOut:
    return MailingOut(**as_values(find_mailing(one.ref), now=timezone.now()))
