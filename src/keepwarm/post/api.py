"""The JSON edge of letters on paper: what waits, write, print, posted, and what came back."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Annotated

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Router, Schema
from pydantic import AwareDatetime, Field

from keepwarm.post import actions
from keepwarm.post.actions.writing import LONGEST_SUBJECT, LONGEST_TEXT, MOST
from keepwarm.post.models import Letter
from keepwarm.post.queries import lists
from keepwarm.post.queries.finding import find_letter
from keepwarm.prospects.queries import find_visible
from keepwarm.segments.queries import keys_to_write
from keepwarm.staff.actions import Scope
from keepwarm.staff.api import CREATED, PROBLEMS, NeedsScope, OnceKey, reader, shaped_by, write_once

router = Router(tags=["post"])
READ, WRITE = NeedsScope(Scope.POST_READ), NeedsScope(Scope.POST_WRITE)
Limit = Annotated[int, Field(ge=1, le=500)]


@shaped_by(lists.LetterLine)
class LetterOut(Schema):
    """A letter. `state`: waits, printed, posted, returned or cancelled; `because`: why it is held or came back."""


@shaped_by(lists.BatchLine)
class BatchOut(Schema):
    """A batch. `state`: open, frozen, posted or cancelled; `pdf`: the SHA-256 of the file."""


class WaitingOut(Schema):
    """What waits for print, since when, and how many are held until a day."""

    count: int
    oldest_at: datetime | None
    held: int
    letters: list[LetterOut]
    holding: list[LetterOut]


class WriteIn(Schema):
    """A letter to people (references) or to everyone of a segment (its name or reference)."""

    subject: Annotated[str, Field(max_length=LONGEST_SUBJECT)]
    text: Annotated[str, Field(max_length=LONGEST_TEXT)]
    prospects: Annotated[list[Annotated[str, Field(max_length=16)]], Field(max_length=500)] = []
    segment: Annotated[str, Field(max_length=120)] = ""


class WrittenOut(Schema):
    """How many wait for print now, and how many are held, by the reason."""

    waiting: int
    held: dict[str, int]


class PrintIn(Schema):
    """A name for the batch, and how many letters at most."""

    name: Annotated[str, Field(max_length=120)] = ""
    most: Annotated[int, Field(ge=1, le=actions.MOST)] = actions.MOST


class PostedIn(Schema):
    """When it was brought to the post; now when nobody says."""

    at: AwareDatetime | None = None


class ReturnedIn(Schema):
    """Why it came back: moved or unknown."""

    because: Annotated[str, Field(pattern="^(moved|unknown)$")]


@router.get("/post", response={200: WaitingOut, **PROBLEMS}, auth=READ)
def waiting(request: HttpRequest, limit: Limit = 50) -> WaitingOut:
    """What waits for print and what is held, of people whom you may see; the counts are of the house."""
    ready, held = lists.list_waiting(for_=reader(request), limit=limit), lists.list_held(for_=reader(request), limit=limit)
    return WaitingOut(
        **asdict(lists.waiting()), letters=[LetterOut(**asdict(one)) for one in ready], holding=[LetterOut(**asdict(one)) for one in held]
    )


@router.get("/post/batches", response={200: list[BatchOut], **PROBLEMS}, auth=READ)
def batches(request: HttpRequest, limit: Limit = 50) -> list[BatchOut]:
    """Batches, the newest first."""
    return [BatchOut(**asdict(line)) for line in lists.list_batches(limit=limit)]


@router.get("/post/batches/{ref}/letters", response={200: list[LetterOut], **PROBLEMS}, auth=READ)
def letters(request: HttpRequest, ref: str) -> list[LetterOut]:
    """The letters of a batch, of people whom you may see."""
    return [LetterOut(**asdict(line)) for line in lists.letters_of(lists.find_batch(ref), for_=reader(request))]


@router.post("/post/letters", response={CREATED: WrittenOut, **PROBLEMS}, auth=WRITE)
def write(request: HttpRequest, body: WriteIn, key: OnceKey) -> HttpResponse:
    """Write to people or to a segment. Who may not get it now is held, with the reason."""

    def do() -> WrittenOut:
        by, now = reader(request), timezone.now()
        ids = [find_visible(ref, for_=by).pk for ref in body.prospects]
        if body.segment:
            ids += keys_to_write(body.segment, for_=by, now=now, most=MOST)
        done = actions.write_letters(ids, subject=body.subject, text=body.text, by=by, now=now)
        return WrittenOut(waiting=done.waiting, held=dict(done.held))

    return write_once(request, key, do, status=CREATED)


@router.post("/post/batches", response={CREATED: BatchOut, **PROBLEMS}, auth=WRITE)
def print_it(request: HttpRequest, body: PrintIn, key: OnceKey) -> HttpResponse:
    """Freeze what waits, and make the PDF."""

    def do() -> BatchOut:
        return _batch(actions.print_batch(by=reader(request), now=timezone.now(), name=body.name, most=body.most).ref)

    return write_once(request, key, do, status=CREATED)


@router.post("/post/batches/{ref}/posted", response={200: BatchOut, **PROBLEMS}, auth=WRITE)
def posted(request: HttpRequest, ref: str, body: PostedIn, key: OnceKey) -> HttpResponse:
    """It was brought to the post."""

    def do() -> BatchOut:
        return _batch(actions.mark_posted(ref, at=body.at, by=reader(request), now=timezone.now()).ref)

    return write_once(request, key, do)


@router.post("/post/batches/{ref}/take-back", response={200: BatchOut, **PROBLEMS}, auth=WRITE)
def take_back(request: HttpRequest, ref: str, key: OnceKey) -> HttpResponse:
    """Its letters wait for another batch."""

    def do() -> BatchOut:
        return _batch(actions.take_batch_back(ref, by=reader(request), now=timezone.now()).ref)

    return write_once(request, key, do)


@router.post("/post/letters/{ref}/returned", response={200: LetterOut, **PROBLEMS}, auth=WRITE)
def returned(request: HttpRequest, ref: str, body: ReturnedIn, key: OnceKey) -> HttpResponse:
    """The letter with this code (or reference) came back."""

    def do() -> LetterOut:
        letter = find_letter(ref)
        find_visible(letter.prospect.ref, for_=reader(request))
        return _letter(actions.note_return(letter.ref, because=body.because, by=reader(request), now=timezone.now()))

    return write_once(request, key, do)


@router.post("/post/letters/{ref}/there", response={200: LetterOut, **PROBLEMS}, auth=WRITE)
def there(request: HttpRequest, ref: str, key: OnceKey) -> HttpResponse:
    """It was another letter that came back."""

    def do() -> LetterOut:
        letter = find_letter(ref)
        find_visible(letter.prospect.ref, for_=reader(request))
        return _letter(actions.take_return_back(letter.ref, by=reader(request), now=timezone.now()))

    return write_once(request, key, do)


def _batch(ref: str) -> BatchOut:
    return BatchOut(**asdict(lists.show_batch(lists.find_batch(ref))))


def _letter(letter: Letter) -> LetterOut:
    return LetterOut(**asdict(lists.line_of(letter)))
