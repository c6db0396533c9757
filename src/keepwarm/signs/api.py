"""The JSON edge of signs: the house's site tells what somebody did; how ready somebody is by it; the pages that count."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any, Literal

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Router, Schema
from pydantic import AwareDatetime, Field

from keepwarm.prospects.queries import UnknownProspect
from keepwarm.prospects.queries.visibility import visible_to
from keepwarm.signs.actions.marking import HEAVIEST, MARKERS, mark_page, unmark_page
from keepwarm.signs.models import Page
from keepwarm.signs.queries.pages import list_pages
from keepwarm.signs.queries.readiness import readiness_as_values, readiness_of
from keepwarm.signs.telling import ToldSign, tell_sign
from keepwarm.staff.actions import Scope
from keepwarm.staff.api import CREATED, PROBLEMS, NeedsScope, OnceKey, reader, write_once
from keepwarm.staff.queries import require_role

router = Router(tags=["signs"])


class SignIn(Schema):
    """What somebody did, and when; now without `at`. A visit needs the `url` of a marked page, all else is said in `about`."""

    prospect: Annotated[str, Field(min_length=1, max_length=16)]
    kind: Literal["visit", "download", "signed_up", "attended"] = "visit"
    at: AwareDatetime | None = None
    url: Annotated[str, Field(max_length=2000)] = ""
    about: Annotated[str, Field(max_length=200)] = ""


class SignOut(Schema):
    """It is kept: of a visit, the words of the marked page."""

    kind: str
    at: datetime
    page: str


class ReasonOut(Schema):
    """Something they did, once or several times: in words, what it counts now, and when it was last."""

    words: str
    points: float
    last_at: datetime


class ReadinessOut(Schema):
    """How ready somebody is by what they did: points that fade, the mark of the house, when they last came to it, the weightiest first."""

    points: int
    mark: int
    is_ready: bool
    rose_at: datetime | None
    reasons: list[ReasonOut]


@router.get("/prospects/{ref}/readiness", response={200: ReadinessOut, **PROBLEMS}, auth=NeedsScope(Scope.PROSPECTS_READ))
def tell_readiness(request: HttpRequest, ref: str) -> dict[str, Any]:
    """How ready a prospect is, and why: what robots did is left out, and opens are not known."""
    prospect = visible_to(reader(request)).filter(ref=ref).first()
    if prospect is None:
        raise UnknownProspect
    return readiness_as_values(readiness_of([prospect.pk], now=timezone.now())[prospect.pk])


@router.post("/signs", response={CREATED: SignOut, **PROBLEMS}, auth=NeedsScope(Scope.SIGNS_WRITE))
def tell(request: HttpRequest, body: SignIn, key: OnceKey) -> HttpResponse:
    """Keep one thing that one prospect did on a page of yours."""

    def do() -> SignOut:
        now = timezone.now()
        prospect = visible_to(reader(request)).filter(ref=body.prospect).first()
        if prospect is None:
            raise UnknownProspect
        told = ToldSign(body.kind, body.at or now, body.url, body.about)
        page = tell_sign(prospect, told, now=now)
        return SignOut(kind=told.kind, at=told.at.astimezone(UTC), page=page.words if page else "")

    return write_once(request, key, do, status=CREATED)


class PageIn(Schema):
    """A page of your site to mark: all addresses that begin with `url`. A visit counts `weight` times; `interests`: keys of topics."""

    url: Annotated[str, Field(min_length=1, max_length=2000)]
    words: Annotated[str, Field(min_length=1, max_length=200)]
    weight: Annotated[int, Field(ge=1, le=HEAVIEST)] = 1
    interests: Annotated[list[Annotated[str, Field(max_length=60)]], Field(max_length=50)] = []


class PageOut(Schema):
    """A marked page. `people`: how many looked at it, robots left out."""

    ref: str
    url: str
    words: str
    weight: int
    interests: list[str]
    people: int = 0


@router.get("/marked-pages", response={200: list[PageOut], **PROBLEMS}, auth=NeedsScope(Scope.CONTENT_READ))
def list_marked(request: HttpRequest) -> list[Page]:
    """The pages that are marked now, by address."""
    require_role(reader(request), *MARKERS)
    return list_pages()


@router.post("/marked-pages", response={CREATED: PageOut, **PROBLEMS}, auth=NeedsScope(Scope.CONTENT_WRITE))
def mark(request: HttpRequest, body: PageIn, key: OnceKey) -> HttpResponse:
    """Mark one; marked again it takes the new words and weight."""

    def do() -> PageOut:
        return PageOut.from_orm(mark_page(**body.dict(), by=reader(request), now=timezone.now()))

    return write_once(request, key, do, status=CREATED)


@router.post("/marked-pages/{ref}/unmark", response={200: PageOut, **PROBLEMS}, auth=NeedsScope(Scope.CONTENT_WRITE))
def unmark(request: HttpRequest, ref: str, key: OnceKey) -> HttpResponse:
    """Visits to it count no more; those that were, stay."""

    def do() -> PageOut:
        page = Page.objects.filter(ref=ref).first()
        if page is None:
            raise Http404
        unmark_page(ref, by=reader(request), now=timezone.now())
        return PageOut.from_orm(page)

    return write_once(request, key, do)
