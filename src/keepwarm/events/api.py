"""The JSON edge of events: which address hears of what."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Router, Schema
from pydantic import Field

from keepwarm.courier.actions import retire_endpoint
from keepwarm.courier.new import NewEndpoint
from keepwarm.events.actions import add_subscription
from keepwarm.events.queries import SubscriptionLine, find_subscription, line_of, list_subscriptions
from keepwarm.staff.actions import Scope
from keepwarm.staff.api import CREATED, PROBLEMS, NeedsScope, OnceKey, reader, write_once

router = Router(tags=["webhooks"])
READ, WRITE = NeedsScope(Scope.WEBHOOKS_READ), NeedsScope(Scope.WEBHOOKS_WRITE)


class WebhookIn(Schema):
    """An address, and the events that it hears of. `is_inside`: it lies in the house's own network."""

    name: Annotated[str, Field(max_length=80)]
    url: Annotated[str, Field(max_length=1000)]
    events: Annotated[list[Annotated[str, Field(max_length=40)]], Field(max_length=50)]
    is_inside: bool = False


class WebhookOut(Schema):
    """An address and how it goes. `paused_because` "" when nothing is wrong."""

    ref: str
    name: str
    url: str
    events: list[str]
    paused_because: str
    waiting: int
    failed: int
    made_at: datetime


class NewWebhookOut(WebhookOut):
    """The same with the secret that signs what it gets; shown this once."""

    secret: str


@router.get("/webhooks", response={200: list[WebhookOut], **PROBLEMS}, auth=READ)
def list_all(request: HttpRequest) -> list[WebhookOut]:
    """Addresses in use."""
    return [WebhookOut(**_plain(line)) for line in list_subscriptions()]


@router.post("/webhooks", response={CREATED: NewWebhookOut, **PROBLEMS}, auth=WRITE)
def add(request: HttpRequest, body: WebhookIn, key: OnceKey) -> HttpResponse:
    """A new address; an admin's key is needed."""

    def do() -> NewWebhookOut:
        new = NewEndpoint(body.name, body.url, body.is_inside, is_idempotent=True)
        one, secret = add_subscription(new, body.events, by=reader(request), now=timezone.now())
        return NewWebhookOut(**_plain(line_of(one)), secret=secret)

    return write_once(request, key, do, status=CREATED)


@router.post("/webhooks/{ref}/remove", response={200: WebhookOut, **PROBLEMS}, auth=WRITE)
def remove(request: HttpRequest, ref: str, key: OnceKey) -> HttpResponse:
    """It hears of nothing more."""

    def do() -> WebhookOut:
        one = find_subscription(ref)
        retire_endpoint(ref, by=reader(request), now=timezone.now())
        return WebhookOut(**_plain(line_of(one)))

    return write_once(request, key, do)


def _plain(line: SubscriptionLine) -> dict[str, Any]:
    told = line.told
    names = ("ref", "name", "url", "paused_because", "waiting", "failed", "made_at")
    return {"events": list(line.events), **{name: getattr(told, name) for name in names}}
