"""The JSON edge of short messages: list, write, decide; and what the gateway tells us, by a key or signed."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Literal

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Router, Schema
from pydantic import AwareDatetime, Field

from keepwarm.courier.actions.endpoints import ABOUT
from keepwarm.courier.queries import gateway
from keepwarm.courier.signing import HEADER, is_signed
from keepwarm.messaging import actions
from keepwarm.messaging.actions.writing import LONGEST_TEXT
from keepwarm.messaging.queries import lists
from keepwarm.outbox.sealing import unseal
from keepwarm.prospects.queries import find_visible
from keepwarm.segments.queries import keys_to_write
from keepwarm.staff.actions import Scope
from keepwarm.staff.api import CREATED, PROBLEMS, NeedsScope, OnceKey, reader, shaped_by, write_once

router = Router(tags=["messages"])
READ, WRITE, REPORT = NeedsScope(Scope.MESSAGES_READ), NeedsScope(Scope.MESSAGES_WRITE), NeedsScope(Scope.MESSAGES_REPORT)
Limit = Annotated[int, Field(ge=1, le=500)]


class Signed:
    """The gateway by its signature: `Keepwarm-Signature`, made with the secret that signs what we send."""

    def __call__(self, request: HttpRequest) -> str | None:
        """Who it is, or None when nothing is signed so."""
        through = gateway()
        if through is None or not is_signed(
            request.body, request.headers.get(HEADER, ""), unseal(through.secret, about=ABOUT), now=timezone.now()
        ):
            return None
        return through.ref


@shaped_by(lists.MessageLine)
class ShortMessageOut(Schema):
    """A message. `key`: as on each try. `state`: held, queued, claimed, handing_over, accepted, delivered, uncertain, failed, cancelled."""


@shaped_by(lists.HeardLine)
class HeardOut(Schema):
    """What somebody sent us; `prospect_ref` "" is nobody we know."""


class WriteShortIn(Schema):
    """A message to people (references) or to everyone of a segment (its name or reference)."""

    text: Annotated[str, Field(max_length=LONGEST_TEXT)]
    prospects: Annotated[list[Annotated[str, Field(max_length=16)]], Field(max_length=500)] = []
    segment: Annotated[str, Field(max_length=120)] = ""


class WrittenShortOut(Schema):
    """How many are on their way, and how many are held, by the reason."""

    waiting: int
    held: dict[str, int]
    refs: list[str]


class DecideShortIn(Schema):
    """What becomes of one that perhaps arrived (arrived, again, leave), or that waits (cancel)."""

    what: Literal["arrived", "again", "leave", "cancel"]


class GatewayReportIn(Schema):
    """What became of a message, or a message of theirs.

    `delivered` and `failed` name ours by `id`: our key, or the id that you answered with.
    `received` brings your own `id`, `from` and `text`.
    """

    type: Literal["delivered", "failed", "received"]
    id: Annotated[str, Field(min_length=1, max_length=120)]
    because: Literal["", "unknown_number", "cannot_receive", "opted_out", "other"] = ""
    sender: Annotated[str, Field(max_length=320, alias="from")] = ""
    kind: Literal["phone", "handle"] = "phone"
    text: Annotated[str, Field(max_length=4000)] = ""
    at: AwareDatetime | None = None


class GatewayReportOut(Schema):
    """That it was heard; `is_stop`: they asked for no more, and get none."""

    ref: str
    is_known: bool
    is_stop: bool = False


@router.get("/short-messages", response={200: list[ShortMessageOut], **PROBLEMS}, auth=READ)
def list_all(request: HttpRequest, state: Annotated[str, Field(max_length=12)] = "", limit: Limit = 50) -> list[ShortMessageOut]:
    """Short messages to people whom you may see, the newest first."""
    return [ShortMessageOut(**asdict(one)) for one in lists.list_messages(for_=reader(request), state=state, limit=limit)]


@router.get("/short-messages/received", response={200: list[HeardOut], **PROBLEMS}, auth=READ)
def list_received(request: HttpRequest, limit: Limit = 50) -> list[HeardOut]:
    """What people sent us, the newest first."""
    return [HeardOut(**asdict(one)) for one in lists.list_heard(for_=reader(request), limit=limit)]


@router.post("/short-messages", response={CREATED: WrittenShortOut, **PROBLEMS}, auth=WRITE)
def write(request: HttpRequest, body: WriteShortIn, key: OnceKey) -> HttpResponse:
    """Write to people or to a segment. Who may not get it now gets nothing, and the reason is told."""

    def do() -> WrittenShortOut:
        by, now = reader(request), timezone.now()
        ids = [find_visible(ref, for_=by).pk for ref in body.prospects]
        if body.segment:
            ids += keys_to_write(body.segment, for_=by, now=now, most=actions.writing.MOST)
        done = actions.write_messages(ids, text=body.text, by=by, now=now)
        return WrittenShortOut(waiting=done.waiting, held=dict(done.held), refs=done.refs)

    return write_once(request, key, do, status=CREATED)


@router.post("/short-messages/reports", response={200: GatewayReportOut, **PROBLEMS}, auth=[REPORT, Signed()])
def report(request: HttpRequest, body: GatewayReportIn) -> GatewayReportOut:
    """What the gateway tells us. The same told twice is done once; so it needs no key of its own."""
    now = timezone.now()
    if body.type == "received":
        heard = actions.hear(body.id, body.sender, body.text, kind=body.kind, heard_at=body.at, now=now)
        return GatewayReportOut(ref=heard.ref, is_known=heard.prospect_id is not None, is_stop=heard.is_stop)
    message = actions.report_delivery(body.id, body.type, because=body.because, now=now)
    return GatewayReportOut(ref=message.ref, is_known=True)


@router.get("/short-messages/{ref}", response={200: ShortMessageOut, **PROBLEMS}, auth=READ)
def show(request: HttpRequest, ref: str) -> ShortMessageOut:
    """One message, and how it stands."""
    return ShortMessageOut(**asdict(lists.line_of(lists.find_message(ref, for_=reader(request)))))


@router.post("/short-messages/{ref}/decision", response={200: ShortMessageOut, **PROBLEMS}, auth=WRITE)
def decide(request: HttpRequest, ref: str, body: DecideShortIn, key: OnceKey) -> HttpResponse:
    """Say what becomes of a doubtful one, or call one back."""

    def do() -> ShortMessageOut:
        by, now = reader(request), timezone.now()
        return ShortMessageOut(**asdict(lists.line_of(actions.decide(lists.find_message(ref, for_=by).ref, body.what, by=by, now=now))))

    return write_once(request, key, do)
