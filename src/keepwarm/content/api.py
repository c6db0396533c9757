"""The JSON edge of the library: items, the map, and an item as a mail. Feeds have a file of their own."""

from __future__ import annotations

import hashlib
from datetime import date
from typing import Annotated, Literal

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import File, Query, Router, Schema
from ninja.files import UploadedFile
from pydantic import Field

from keepwarm.content.actions import NewItem, attach_file, change_item, make_item, retire_item
from keepwarm.content.actions.files import PAPER, keep_file
from keepwarm.content.api_feeds import router as feeds
from keepwarm.content.api_fields import READ, WRITE, ItemOut, Key
from keepwarm.content.models import Item
from keepwarm.content.queries.listing import Filters, find_items, read_map
from keepwarm.content.queries.previews import show_mail
from keepwarm.staff.api import CREATED, PROBLEMS, OnceKey, reader, write_once
from keepwarm.staff.models import Seat

router = Router(tags=["content"])
router.add_router("", feeds)
Kind = Literal["article", "white_paper", "post", "podcast", "video", "seminar", "survey", "letter"]
State = Literal["draft", "in_use", "retired"]


class ItemIn(Schema):
    """An item. `interests` are keys of topics, `stages` 1 to 5; empty suits everyone. `worth`: 100 is the best. `owner`: a seat.

    `asks_to_buy`: true or false is what you say, null is as its text reads. What asks to buy goes only to people who are ready."""

    kind: Kind
    title: Annotated[str, Field(max_length=200)]
    teaser: Annotated[str, Field(max_length=300)] = ""
    body: Annotated[str, Field(max_length=100_000)] = ""
    short_text: Annotated[str, Field(max_length=480)] = ""
    url: Annotated[str, Field(max_length=1000)] = ""
    interests: Annotated[list[Key], Field(max_length=50)] = []
    stages: Annotated[list[Annotated[int, Field(ge=1, le=5)]], Field(max_length=5)] = []
    language: Annotated[str, Field(max_length=12)] = ""
    minutes: Annotated[int, Field(ge=0, le=10_000)] = 0
    worth: Annotated[int, Field(ge=1, le=100)] = 50
    copy_minor: Annotated[int, Field(ge=0, lt=10**12)] = 0
    fresh_until_on: date | None = None
    owner: Annotated[str, Field(max_length=16)] = ""
    question: Key = ""
    asks_to_buy: bool | None = None
    state: State = "draft"
    version: Annotated[int, Field(ge=0, le=2**31 - 1)] = 0


class WholeItemOut(ItemOut):
    """The same with its text."""

    body: str


class ItemsOut(Schema):
    """A page of items, and whether more follow."""

    items: list[ItemOut]
    has_more: bool


class CellOut(Schema):
    """An interest ("" is every) at a stage: what there is, and how many people stand there (null: not counted yet)."""

    interest: str
    stage: int
    fresh: int
    stale: int
    worn: int
    people: int | None
    is_hole: bool


class MailOut(Schema):
    """An item as a mail for one reader. With something in `missing` they would not get it."""

    subject: str
    text: str
    html: str
    missing: list[str]
    fell_back: list[str]
    stale: list[str]


@router.get("/content", response={200: ItemsOut, **PROBLEMS}, auth=READ)
def list_items(
    request: HttpRequest,
    words: Annotated[str, Query(max_length=100)] = "",
    kind: Kind | Literal[""] = "",
    state: State | Literal["stale", ""] = "",
    interest: Annotated[str, Query(max_length=60)] = "",
    page: Annotated[int, Query(ge=1, le=1000)] = 1,
) -> ItemsOut:
    """Items, the best first; all but the retired unless `state` says otherwise."""
    items, has_more = find_items(Filters(words, kind, interest, state, page), now=timezone.now())
    return ItemsOut(items=[ItemOut.from_orm(item) for item in items], has_more=has_more)


@router.get("/content/map", response={200: list[CellOut], **PROBLEMS}, auth=READ)
def show_map(request: HttpRequest) -> list[CellOut]:
    """Interest by stage: what there is, and the holes."""
    return [CellOut.from_orm(cell) for row in read_map(now=timezone.now()).rows for cell in row.cells]


@router.post("/content", response={CREATED: WholeItemOut, **PROBLEMS}, auth=WRITE)
def add(request: HttpRequest, body: ItemIn, key: OnceKey) -> HttpResponse:
    """A new item."""
    by = reader(request)
    return write_once(request, key, lambda: WholeItemOut.from_orm(make_item(_new(body), by=by, now=timezone.now())), status=CREATED)


@router.get("/content/{ref}", response={200: WholeItemOut, **PROBLEMS}, auth=READ)
def show(request: HttpRequest, ref: str) -> Item:
    """One item."""
    return get_object_or_404(Item, ref=ref)


@router.put("/content/{ref}", response={200: WholeItemOut, **PROBLEMS}, auth=WRITE)
def change(request: HttpRequest, ref: str, body: ItemIn, key: OnceKey) -> HttpResponse:
    """An item written anew; `version` is the one that you read, 0 does not ask."""
    row, by = get_object_or_404(Item, ref=ref), reader(request)
    new = _new(body, file_id=row.file_id, html=row.html)
    return write_once(request, key, lambda: WholeItemOut.from_orm(change_item(ref, new, version=body.version, by=by, now=timezone.now())))


@router.post("/content/{ref}/file", response={200: WholeItemOut, **PROBLEMS}, auth=WRITE)
def attach(request: HttpRequest, ref: str, file: Annotated[UploadedFile, File(...)], key: OnceKey) -> HttpResponse:
    """The file that people download: PDF, EPUB or DOCX, as a form's `file`. The mail of the item leads to its page by itself."""
    get_object_or_404(Item, ref=ref)
    name, raw, by = file.name or "", file.read(), reader(request)

    def do() -> WholeItemOut:
        now = timezone.now()
        return WholeItemOut.from_orm(attach_file(ref, keep_file(name, raw, kind=PAPER, by=by, now=now).pk, by=by, now=now))

    return write_once(request, key, do, files=f"{name} {hashlib.sha256(raw).hexdigest()}".encode())


@router.post("/content/{ref}/retire", response={200: ItemOut, **PROBLEMS}, auth=WRITE)
def retire(request: HttpRequest, ref: str, key: OnceKey) -> HttpResponse:
    """Nobody is offered it any more."""
    return write_once(request, key, lambda: ItemOut.from_orm(retire_item(ref, by=reader(request), now=timezone.now())))


@router.get("/content/{ref}/mail", response={200: MailOut, **PROBLEMS}, auth=READ)
def show_as_mail(request: HttpRequest, ref: str, for_: Annotated[str, Query(alias="for", max_length=16)] = "bare") -> MailOut:
    """An item as a mail for a prospect, or for `bare`, `long` or `odd`."""
    mail = show_mail(get_object_or_404(Item, ref=ref), for_, for_=reader(request), now=timezone.now())
    return MailOut.from_orm(mail)


def _new(body: ItemIn, *, file_id: int | None = None, html: str = "") -> NewItem:
    said = body.model_dump(exclude={"owner", "version", "interests", "stages", "asks_to_buy"})
    said["asks_said"] = body.asks_to_buy
    owner = Seat.objects.filter(ref=body.owner).values_list("pk", flat=True).first() if body.owner else None
    unknown = -1 if body.owner and owner is None else owner
    return NewItem(**said, interests=tuple(body.interests), stages=tuple(body.stages), owner_id=unknown, file_id=file_id, html=html)
