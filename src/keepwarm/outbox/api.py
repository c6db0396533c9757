"""The JSON edge of mail: what waits, is uncertain, failed or left, and what a person says of it."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Literal

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Router, Schema
from pydantic import Field

from keepwarm.outbox.actions import cancel, rule
from keepwarm.outbox.models import Message
from keepwarm.outbox.queries.lists import Line, lines_of, list_messages
from keepwarm.outbox.queries.permissions import message_to_rule
from keepwarm.staff.actions import Scope
from keepwarm.staff.api import PROBLEMS, NeedsScope, OnceKey, reader, shaped_by, write_once

router = Router(tags=["mail"])
Limit = Annotated[int, Field(ge=1, le=200)]


@shaped_by(Line, without=("id", "kind", "state_label", "seat", "account", "can_be_held_back", "can_be_sent_again"))
class MessageOut(Schema):
    """One message to one recipient. `state`: queued, claimed, handing_over, accepted, uncertain, failed, bounced, cancelled."""


class RulingIn(Schema):
    """What becomes of it, and how you know."""

    what: Literal["arrived", "again", "leave", "cancel"]
    because: Annotated[str, Field(min_length=1, max_length=300)]


@router.get("/messages", response={200: list[MessageOut], **PROBLEMS}, auth=NeedsScope(Scope.LETTERS_READ))
def list_mail(
    request: HttpRequest, state: Literal["waiting", "uncertain", "failed", "sent"] = "waiting", limit: Limit = 50
) -> list[MessageOut]:
    """Messages that you may see, the newest first."""
    return [MessageOut(**asdict(line)) for line in list_messages(state, for_=reader(request), limit=limit)]


@router.post("/messages/{ref}/decide", response={200: MessageOut, **PROBLEMS}, auth=NeedsScope(Scope.LETTERS_WRITE))
def decide(request: HttpRequest, ref: str, body: RulingIn, key: OnceKey) -> HttpResponse:
    """Say of an uncertain message that it arrived, is sent again or left; or hold back one that waits."""

    def do() -> MessageOut:
        message, by, now = message_to_rule(ref, for_=reader(request)), reader(request), timezone.now()
        if body.what == "cancel":
            done = cancel(message, because=body.because, by=by, now=now)
        else:
            done = rule(message, body.what, because=body.because, by=by, now=now)
        (line,) = lines_of(Message.objects.filter(pk=done.pk), limit=1)
        return MessageOut(**asdict(line))

    return write_once(request, key, do)
