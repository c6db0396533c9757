"""The JSON edge of consent: what somebody permits and wishes, and what is suppressed. It adds and closes; nothing here opens again."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Router, Schema
from pydantic import AwareDatetime, Field

from keepwarm.circle.actions.permitting import permit_and_settle, wish_and_settle
from keepwarm.circle.actions.suppressing import read_closing, suppress_address
from keepwarm.circle.actions.wishes import withdraw_and_settle
from keepwarm.consent.models import Channel, Permission, Suppression, Wish, Wording
from keepwarm.consent.queries import suppressed
from keepwarm.consent.queries.told import tell_consent
from keepwarm.decisions.batch import NewWish
from keepwarm.prospects.models import Prospect
from keepwarm.prospects.queries import find_changeable, find_visible
from keepwarm.staff.actions import Scope
from keepwarm.staff.api import CREATED, PROBLEMS, NeedsScope, OnceKey, reader, write_once
from keepwarm.staff.models import EDITORS
from keepwarm.staff.queries import require_role

router = Router(tags=["consent"])
READ, WRITE = NeedsScope(Scope.CONSENT_READ), NeedsScope(Scope.CONSENT_WRITE)
KEEPS_CONSENT = EDITORS


class PermissionOut(Schema):
    """A permission; `text` says it in words, `proof_file` is the SHA-256 of a file of the house."""

    ref: str
    channel: str
    kind: str
    text: str
    wording: str
    proof: str
    proof_file: str
    source: str
    given_at: datetime
    expires_at: datetime | None
    last_used_at: datetime | None
    withdrawn_at: datetime | None


class WishOut(Schema):
    """A wish that holds; `channel` "" is any way."""

    ref: str
    kind: str
    channel: str
    until_at: datetime | None
    words: str
    text: str
    said_at: datetime
    source: str


class ConsentOut(Schema):
    """All of one person. `may_send`: by kind of mail "" for yes, or why not, for their first mailbox."""

    prospect: str
    permissions: list[PermissionOut]
    wishes: list[WishOut]
    may_send: dict[str, str]


class PermissionIn(Schema):
    """A yes that they gave. `wording` is the reference of the words they read."""

    channel: Channel
    kind: Permission.Kind
    proof: Annotated[str, Field(min_length=1, max_length=300)]
    wording: Annotated[str, Field(max_length=16)] = ""
    given_at: AwareDatetime | None = None
    expires_at: AwareDatetime | None = None


class WishIn(Schema):
    """What they asked for; `until_at` belongs to not_before."""

    kind: Wish.Kind
    channel: Channel | Literal[""] = ""
    until_at: AwareDatetime | None = None
    words: Annotated[str, Field(max_length=300)] = ""


class SuppressionIn(Schema):
    """An address or a domain that nobody is to use any more."""

    kind: Literal["email", "phone", "domain"]
    value: Annotated[str, Field(min_length=1, max_length=320)]
    scope: Suppression.Scope = Suppression.Scope.ALL
    reason: Suppression.Reason = Suppression.Reason.ASKED


class SuppressionOut(Schema):
    """Whether it is closed: "all", "mailing" or ""."""

    kind: str
    closed: str
    prospects: int = 0


@router.get("/prospects/{ref}/consent", response={200: ConsentOut, **PROBLEMS}, auth=READ)
def show_consent(request: HttpRequest, ref: str) -> dict[str, Any]:
    """What somebody permits and wishes, and whether mail may go to them now."""
    return tell_consent(find_visible(ref, for_=reader(request)), now=timezone.now())


@router.post("/prospects/{ref}/permissions", response={CREATED: ConsentOut, **PROBLEMS}, auth=WRITE)
def permit(request: HttpRequest, ref: str, body: PermissionIn, key: OnceKey) -> HttpResponse:
    """Record a permission with its proof; the next touch is decided anew."""

    def do() -> ConsentOut:
        prospect, now = find_changeable(ref, for_=reader(request)), timezone.now()
        wording = get_object_or_404(Wording, ref=body.wording, channel=body.channel) if body.wording else None
        row = Permission(prospect=prospect, channel=body.channel, kind=body.kind, wording=wording, proof=body.proof, source="api")
        row.given_at, row.expires_at = body.given_at or now, body.expires_at
        permit_and_settle(row, by=reader(request), now=now)
        return _told(prospect)

    return write_once(request, key, do, status=CREATED)


@router.post("/prospects/{ref}/permissions/{permission}/withdraw", response={200: ConsentOut, **PROBLEMS}, auth=WRITE)
def withdraw(request: HttpRequest, ref: str, permission: str, key: OnceKey) -> HttpResponse:
    """They took a permission back; its proof stays."""

    def do() -> ConsentOut:
        prospect = find_changeable(ref, for_=reader(request))
        row = get_object_or_404(Permission, ref=permission, prospect=prospect)
        withdraw_and_settle(row, by=reader(request), now=timezone.now())
        return _told(prospect)

    return write_once(request, key, do)


@router.post("/prospects/{ref}/wishes", response={CREATED: ConsentOut, **PROBLEMS}, auth=WRITE)
def wish(request: HttpRequest, ref: str, body: WishIn, key: OnceKey) -> HttpResponse:
    """What they asked for holds from now on, and stands on the timeline."""

    def do() -> ConsentOut:
        prospect, now = find_changeable(ref, for_=reader(request)), timezone.now()
        said = NewWish(body.kind.value, str(body.channel), body.until_at, body.words)
        wish_and_settle(prospect, said, by=reader(request), now=now)
        return _told(prospect)

    return write_once(request, key, do, status=CREATED)


@router.post("/suppressions", response={CREATED: SuppressionOut, **PROBLEMS}, auth=WRITE)
def suppress(request: HttpRequest, body: SuppressionIn, key: OnceKey) -> HttpResponse:
    """Nobody is to use this address or domain any more, whoever has it. For marketers, managers and admins."""

    def do() -> SuppressionOut:
        me = reader(request)
        require_role(me, *KEEPS_CONSENT)
        given = {"scope": body.scope.value, "reason": body.reason.value, "source": "api"}
        count = suppress_address(body.kind, body.value, **given, by=me, now=timezone.now())
        return SuppressionOut(kind=body.kind, closed=body.scope.value, prospects=count)

    return write_once(request, key, do, status=CREATED)


@router.get("/suppressions", response={200: SuppressionOut, **PROBLEMS}, auth=READ)
def look_up(request: HttpRequest, kind: Literal["email", "phone", "domain"], value: str) -> SuppressionOut:
    """Whether an address is closed, by itself or by its domain. For marketers, managers and admins."""
    require_role(reader(request), *KEEPS_CONSENT)
    named = (kind, read_closing(kind, value[:320]))
    return SuppressionOut(kind=kind, closed=suppressed([named]).get(named, ""))


def _told(prospect: Prospect) -> ConsentOut:
    return ConsentOut.model_validate(tell_consent(prospect, now=timezone.now()))
