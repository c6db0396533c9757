"""The JSON edge of the library: items, the map, an item as a mail, feeds and what they propose."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Query, Router, Schema
from pydantic import Field

from keepwarm.content.actions import NewItem, change_item, make_item, retire_item
from keepwarm.content.actions.feeds import NewFeed, add_feed, dismiss_proposal, take_proposal
from keepwarm.content.models import Feed, Item, Proposal
from keepwarm.content.queries.listing import Filters, find_items, read_map
from keepwarm.content.queries.previews import show_mail
from keepwarm.content.words import say_trouble
from keepwarm.staff.actions import Scope
from keepwarm.staff.api import CREATED, PROBLEMS, NeedsScope, OnceKey, reader, write_once
from keepwarm.staff.models import Seat

router = Router(tags=["content"])
READ, WRITE = NeedsScope(Scope.CONTENT_READ), NeedsScope(Scope.CONTENT_WRITE)
Kind = Literal["article", "white_paper", "post", "podcast", "video", "seminar", "survey", "letter"]
State = Literal["draft", "in_use", "retired"]
Key = Annotated[str, Field(max_length=60)]


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
    fresh_until_on: date | None = None
    owner: Annotated[str, Field(max_length=16)] = ""
    question: Key = ""
    asks_to_buy: bool | None = None
    state: State = "draft"
    version: Annotated[int, Field(ge=0, le=2**31 - 1)] = 0


class ItemOut(Schema):
    """An item as it stands."""

    ref: str
    kind: str
    title: str
    teaser: str
    url: str
    interests: list[str]
    stages: list[int]
    language: str
    minutes: int
    worth: int
    fresh_until_on: date | None
    asks_to_buy: bool
    state: str
    version: int


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


class FeedIn(Schema):
    """A feed, and for whom its entries are."""

    url: Annotated[str, Field(max_length=1000)]
    name: Annotated[str, Field(max_length=120)] = ""
    kind: Literal["post", "podcast"] = "post"
    interests: Annotated[list[Key], Field(max_length=50)] = []
    language: Annotated[str, Field(max_length=12)] = ""


class FeedOut(Schema):
    """A feed; `trouble` is a sentence, "" when the last reading went well."""

    ref: str
    url: str
    name: str
    read_at: datetime | None
    next_read_at: datetime
    trouble: str


class ProposalOut(Schema):
    """An entry that waits for somebody to decide."""

    ref: str
    feed: str
    title: str
    teaser: str
    url: str
    minutes: int


class DoneOut(Schema):
    """It is done."""

    ref: str


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


@router.post("/content/{ref}/retire", response={200: ItemOut, **PROBLEMS}, auth=WRITE)
def retire(request: HttpRequest, ref: str, key: OnceKey) -> HttpResponse:
    """Nobody is offered it any more."""
    return write_once(request, key, lambda: ItemOut.from_orm(retire_item(ref, by=reader(request), now=timezone.now())))


@router.get("/content/{ref}/mail", response={200: MailOut, **PROBLEMS}, auth=READ)
def show_as_mail(request: HttpRequest, ref: str, for_: Annotated[str, Query(alias="for", max_length=16)] = "bare") -> MailOut:
    """An item as a mail for a prospect, or for `bare`, `long` or `odd`."""
    mail = show_mail(get_object_or_404(Item, ref=ref), for_, for_=reader(request), now=timezone.now())
    return MailOut.from_orm(mail)


@router.get("/feeds", response={200: list[FeedOut], **PROBLEMS}, auth=READ)
def list_feeds(request: HttpRequest) -> list[FeedOut]:
    """Feeds that are read, and how that went."""
    return [_feed(row) for row in Feed.objects.filter(retired_at__isnull=True)]


@router.post("/feeds", response={CREATED: FeedOut, **PROBLEMS}, auth=WRITE)
def add_one_feed(request: HttpRequest, body: FeedIn, key: OnceKey) -> HttpResponse:
    """A feed to read from now on."""
    new = NewFeed(body.url, body.name, body.kind, tuple(body.interests), language=body.language)
    return write_once(request, key, lambda: _feed(add_feed(new, by=reader(request), now=timezone.now())), status=CREATED)


@router.get("/proposals", response={200: list[ProposalOut], **PROBLEMS}, auth=READ)
def list_proposals(request: HttpRequest) -> list[ProposalOut]:
    """What feeds propose, the newest first, at most 200."""
    rows = Proposal.objects.filter(settled_at__isnull=True, feed__retired_at__isnull=True).select_related("feed")
    plain = [
        (row, {name: getattr(row, name) for name in ("ref", "title", "teaser", "url", "minutes")})
        for row in rows.order_by("-found_at")[:200]
    ]
    return [ProposalOut(feed=row.feed.ref, **said) for row, said in plain]


@router.post("/proposals/{ref}/take", response={CREATED: ItemOut, **PROBLEMS}, auth=WRITE)
def take(request: HttpRequest, ref: str, key: OnceKey) -> HttpResponse:
    """An entry becomes an item in use."""
    by = reader(request)
    return write_once(request, key, lambda: ItemOut.from_orm(take_proposal(ref, by=by, now=timezone.now())), status=CREATED)


@router.post("/proposals/{ref}/dismiss", response={200: DoneOut, **PROBLEMS}, auth=WRITE)
def dismiss(request: HttpRequest, ref: str, key: OnceKey) -> HttpResponse:
    """It is not proposed again."""

    def do() -> DoneOut:
        dismiss_proposal(ref, by=reader(request), now=timezone.now())
        return DoneOut(ref=ref)

    return write_once(request, key, do)


def _new(body: ItemIn, *, file_id: int | None = None, html: str = "") -> NewItem:
    said = body.model_dump(exclude={"owner", "version", "interests", "stages", "asks_to_buy"})
    said["asks_said"] = body.asks_to_buy
    owner = Seat.objects.filter(ref=body.owner).values_list("pk", flat=True).first() if body.owner else None
    unknown = -1 if body.owner and owner is None else owner
    return NewItem(**said, interests=tuple(body.interests), stages=tuple(body.stages), owner_id=unknown, file_id=file_id, html=html)


def _feed(row: Feed) -> FeedOut:
    plain = {name: getattr(row, name) for name in ("ref", "url", "name", "read_at", "next_read_at")}
    return FeedOut(**plain, trouble=say_trouble(row.trouble, row.trouble_args))
