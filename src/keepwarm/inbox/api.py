"""The JSON edge of the inbox: what came in, and what it means."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, datetime
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Router, Schema
from pydantic import Field

from keepwarm.inbox.actions import choose_kind
from keepwarm.inbox.queries.lists import Tab, find_received, list_received, number_of
from keepwarm.inbox.words import Kind
from keepwarm.staff.actions import Scope
from keepwarm.staff.api import PROBLEMS, NeedsScope, OnceKey, reader, write_once

router = Router(tags=["inbox"])
Limit = Annotated[int, Field(ge=1, le=200)]


class MailOut(Schema):
    """One mail in a list. `confidence` in percent; `prospect` a reference, "" when it is nobody's."""

    ref: str
    from_name: str
    subject: str
    kind: str
    said: str
    confidence: int
    state: str
    received_at: datetime
    prospect: str
    name: str
    is_verified: bool


class WholeMailOut(Schema):
    """One mail with its words, without quote and signature, and what was read of it."""

    ref: str
    from_email: str
    subject: str
    text: str
    kind: str
    confidence: float
    state: str
    reading: dict[str, Any]
    prospect: str
    received_at: datetime


class KindIn(Schema):
    """What a reply is, by the word of a person; the day and the person that it names."""

    kind: Kind
    wake_on: date | None = None
    name: Annotated[str, Field(max_length=200)] = ""
    email: Annotated[str, Field(max_length=320)] = ""


@router.get("/inbox", response={200: list[MailOut], **PROBLEMS}, auth=NeedsScope(Scope.PROSPECTS_READ))
def list_mails(request: HttpRequest, tab: Tab = Tab.WAITING, after: str = "", limit: Limit = 50) -> list[MailOut]:
    """What came in, the newest first, as far as you may see it; `after` is the last reference of the page before."""
    lines = list_received(tab, for_=reader(request), before=number_of(after[:16]), size=limit)
    return [MailOut(**asdict(line)) for line in lines]


@router.get("/inbox/{ref}", response={200: WholeMailOut, **PROBLEMS}, auth=NeedsScope(Scope.PROSPECTS_READ))
def show_mail(request: HttpRequest, ref: str) -> WholeMailOut:
    """One mail."""
    return _out(ref, request)


@router.post("/inbox/{ref}/kind", response={200: WholeMailOut, **PROBLEMS}, auth=NeedsScope(Scope.TOUCHES_WRITE))
def choose(request: HttpRequest, ref: str, body: KindIn, key: OnceKey) -> HttpResponse:
    """Say what a reply is: what follows that kind is done, and the choice is learned."""

    def do() -> WholeMailOut:
        choose_kind(find_received(ref, for_=reader(request)), **body.model_dump(exclude_unset=True), by=reader(request), now=timezone.now())
        return _out(ref, request)

    return write_once(request, key, do)


def _out(ref: str, request: HttpRequest) -> WholeMailOut:
    row = find_received(ref, for_=reader(request))
    names = ("ref", "from_email", "subject", "text", "kind", "confidence", "state", "reading", "received_at")
    return WholeMailOut(**{name: getattr(row, name) for name in names}, prospect=row.prospect.ref if row.prospect else "")
