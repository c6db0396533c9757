"""The JSON edge of signs: the house's site tells what somebody did."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Literal

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Router, Schema
from pydantic import AwareDatetime, Field

from keepwarm.prospects.queries import UnknownProspect
from keepwarm.prospects.queries.visibility import visible_to
from keepwarm.signs.telling import ToldSign, tell_sign
from keepwarm.staff.actions import Scope
from keepwarm.staff.api import CREATED, PROBLEMS, NeedsScope, OnceKey, reader, write_once

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


@router.post("/signs", response={CREATED: SignOut, **PROBLEMS}, auth=NeedsScope(Scope.SIGNS_WRITE))
def tell(request: HttpRequest, body: SignIn, key: OnceKey) -> HttpResponse:
    """Keep one thing that one prospect did on a page of yours."""

    def do() -> SignOut:
        now = timezone.now()
        prospect = visible_to(reader(request)).filter(ref=body.prospect).first()
        if prospect is None:
            raise UnknownProspect
        told = ToldSign(body.kind, (body.at or now).astimezone(UTC), body.url, body.about)
        page = tell_sign(prospect, told, now=now)
        return SignOut(kind=told.kind, at=told.at, page=page.words if page else "")

    return write_once(request, key, do, status=CREATED)
