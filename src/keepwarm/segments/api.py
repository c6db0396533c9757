"""The JSON edge of segments: read, save, change, retire, count a condition before it is saved, and read who is in one."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Router, Schema
from pydantic import Field

from keepwarm.engine.conditions.text import to_text
from keepwarm.engine.conditions.tree import Condition
from keepwarm.prospects.models import Prospect
from keepwarm.segments.actions import change_segment, check_may_change, read_condition, retire_segment, save_segment
from keepwarm.segments.models import Segment
from keepwarm.segments.queries import UnknownSegment, condition_of, count_of, find_segment, list_segments, page_of, say_condition, suggest
from keepwarm.staff.actions import Scope
from keepwarm.staff.api import CREATED, PROBLEMS, NeedsScope, OnceKey, reader, write_once

router = Router(tags=["segments"])
READ, WRITE = NeedsScope(Scope.SEGMENTS_READ), NeedsScope(Scope.SEGMENTS_WRITE)


class SegmentIn(Schema):
    """A segment. `condition` as text: `answer.need is known and not touch.mailing.out >= 14 days ago`. `version`: the one you read."""

    name: Annotated[str, Field(max_length=80)]
    condition: Annotated[str, Field(max_length=8000)]
    version: Annotated[int, Field(ge=0, le=2**31 - 1)] = 0


class RetireIn(Schema):
    """`version`: the one you read."""

    version: Annotated[int, Field(ge=1, le=2**31 - 1)]


class ConditionIn(Schema):
    """A condition as text, not saved."""

    condition: Annotated[str, Field(min_length=1, max_length=8000)]


class CountOut(Schema):
    """How many, exact to 10,000; `is_more`: there are more than that. `words`: who is meant."""

    count: int
    is_more: bool
    condition: str
    words: str


class SegmentOut(Schema):
    """A segment. `words`: its condition as people say it."""

    ref: str
    name: str
    condition: str
    words: str
    version: int
    retired: bool


class PersonOut(Schema):
    """Somebody in a segment."""

    ref: str
    name: str
    organization: str
    stage: str
    owner: str


class PeopleOut(Schema):
    """A page of people; `after` is the key of the next one, 0 at the end."""

    people: list[PersonOut]
    after: int


class SuggestedOut(Schema):
    """A segment that the answers and the behaviour suggest; `percent` of everyone looked at."""

    words: str
    because: str
    condition: str
    percent: int


@router.get("/segments", auth=READ, response={200: list[SegmentOut], **PROBLEMS}, summary="Every segment")
def list_all(request: HttpRequest, *, retired: bool = False) -> list[dict[str, Any]]:
    """By name; those in use, or those retired."""
    return [_out(one) for one in list_segments(retired=retired)]


@router.get("/segments/suggested", auth=READ, response={200: list[SuggestedOut], **PROBLEMS}, summary="Suggested segments")
def list_suggested(request: HttpRequest) -> list[dict[str, Any]]:
    """What goes together, and interests that many share. For whoever makes segments."""
    check_may_change(reader(request))
    return [asdict(one) for one in suggest(now=timezone.now())]


@router.post("/segments/count", auth=READ, response={200: CountOut, **PROBLEMS}, summary="Count a condition")
def count_condition(request: HttpRequest, body: ConditionIn) -> dict[str, Any]:
    """How many of those whom you work with it means; nothing is saved."""
    return _count(read_condition(body.condition), request)


@router.get("/segments/{ref}", auth=READ, response={200: SegmentOut, **PROBLEMS}, summary="A segment")
def show(request: HttpRequest, ref: str) -> dict[str, Any]:
    """By its reference."""
    return _out(_find(ref))


@router.get("/segments/{ref}/count", auth=READ, response={200: CountOut, **PROBLEMS}, summary="How many are in it")
def count(request: HttpRequest, ref: str) -> dict[str, Any]:
    """Counted now, among those whom you work with."""
    return _count(condition_of(_find(ref)), request)


@router.get("/segments/{ref}/people", auth=READ, response={200: PeopleOut, **PROBLEMS}, summary="Who is in it")
def list_people(request: HttpRequest, ref: str, after: Annotated[int, Field(ge=0, le=2**63 - 1)] = 0) -> dict[str, Any]:
    """Fifty at a time, whoever came first first, of those whom you work with."""
    found = page_of(_find(ref), now=timezone.now(), for_=reader(request), after=after)
    return {"people": [_person(one) for one in found.rows], "after": found.after}


@router.post("/segments", auth=WRITE, response={CREATED: SegmentOut, **PROBLEMS}, summary="Save a segment")
def add(request: HttpRequest, body: SegmentIn, key: OnceKey) -> HttpResponse:
    """Refused when the condition names what is not there."""
    return write_once(
        request,
        key,
        lambda: SegmentOut(**_out(save_segment(body.name, body.condition, by=reader(request), now=timezone.now()))),
        status=CREATED,
    )


@router.put("/segments/{ref}", auth=WRITE, response={200: SegmentOut, **PROBLEMS}, summary="Change a segment")
def change(request: HttpRequest, ref: str, body: SegmentIn, key: OnceKey) -> HttpResponse:
    """Refused when somebody changed it since you read it."""

    def do() -> SegmentOut:
        by, now = reader(request), timezone.now()
        return SegmentOut(**_out(change_segment(ref, body.name, body.condition, version=body.version, by=by, now=now)))

    return write_once(request, key, do)


@router.post("/segments/{ref}/retire", auth=WRITE, response={200: SegmentOut, **PROBLEMS}, summary="Retire a segment")
def retire(request: HttpRequest, ref: str, body: RetireIn, key: OnceKey) -> HttpResponse:
    """It is offered no more, and can still be read."""

    def do() -> SegmentOut:
        return SegmentOut(**_out(retire_segment(ref, version=body.version, by=reader(request), now=timezone.now())))

    return write_once(request, key, do)


def _find(ref: str) -> Segment:
    try:
        return find_segment(ref)
    except UnknownSegment as unknown:
        raise Http404(unknown.sentence) from None


def _out(segment: Segment) -> dict[str, Any]:
    return {
        "ref": segment.ref,
        "name": segment.name,
        "condition": segment.text,
        "words": say_condition(condition_of(segment)),
        "version": segment.version,
        "retired": segment.retired_at is not None,
    }


def _count(condition: Condition, request: HttpRequest) -> dict[str, Any]:
    found = count_of(condition, now=timezone.now(), for_=reader(request))
    return {"count": found.number, "is_more": found.is_more, "condition": to_text(condition), "words": say_condition(condition)}


def _person(one: Prospect) -> dict[str, str]:
    firm = one.organization.name if one.organization else ""
    return {"ref": one.ref, "name": one.name, "organization": firm, "stage": str(one.get_stage_display()), "owner": one.owner.name}
