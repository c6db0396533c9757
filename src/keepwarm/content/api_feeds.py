"""The JSON edge of feeds, and of what they propose."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Literal

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Router, Schema
from pydantic import Field

from keepwarm.content.actions.feeds import NewFeed, add_feed, ask_to_read, dismiss_proposal, retire_feed, take_proposal
from keepwarm.content.api_fields import READ, WRITE, ItemOut, Key
from keepwarm.content.models import Feed, Proposal
from keepwarm.content.words import say_trouble
from keepwarm.staff.api import CREATED, PROBLEMS, OnceKey, reader, write_once

router = Router(tags=["content"])


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


@router.get("/feeds", response={200: list[FeedOut], **PROBLEMS}, auth=READ)
def list_feeds(request: HttpRequest) -> list[FeedOut]:
    """Feeds that are read, and how that went."""
    return [_feed(row) for row in Feed.objects.filter(retired_at__isnull=True)]


@router.post("/feeds", response={CREATED: FeedOut, **PROBLEMS}, auth=WRITE)
def add_one_feed(request: HttpRequest, body: FeedIn, key: OnceKey) -> HttpResponse:
    """A feed to read from now on."""
    new = NewFeed(body.url, body.name, body.kind, tuple(body.interests), language=body.language)
    return write_once(request, key, lambda: _feed(add_feed(new, by=reader(request), now=timezone.now())), status=CREATED)


@router.post("/feeds/{ref}/remove", response={200: DoneOut, **PROBLEMS}, auth=WRITE)
def remove(request: HttpRequest, ref: str, key: OnceKey) -> HttpResponse:
    """It is read no more; what came from it stays."""
    return _act(request, ref, key, lambda: retire_feed(ref, by=reader(request), now=timezone.now()))


@router.post("/feeds/{ref}/read", response={200: DoneOut, **PROBLEMS}, auth=WRITE)
def read_soon(request: HttpRequest, ref: str, key: OnceKey) -> HttpResponse:
    """It is due at once, and read within minutes."""
    return _act(request, ref, key, lambda: ask_to_read(ref, by=reader(request), now=timezone.now()))


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


def _act(request: HttpRequest, ref: str, key: str, act: Callable[[], None]) -> HttpResponse:
    get_object_or_404(Feed, ref=ref, retired_at__isnull=True)

    def do() -> DoneOut:
        act()
        return DoneOut(ref=ref)

    return write_once(request, key, do)


def _feed(row: Feed) -> FeedOut:
    plain = {name: getattr(row, name) for name in ("ref", "url", "name", "read_at", "next_read_at")}
    return FeedOut(**plain, trouble=say_trouble(row.trouble, row.trouble_args))
