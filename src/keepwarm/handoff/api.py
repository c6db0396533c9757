"""The JSON edge of hand-offs: the brief, offer, accept, return, withdraw, ask another; and recycling, from any stage."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from typing import Annotated, Literal

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext
from ninja import Router, Schema
from pydantic import AwareDatetime, Field

from keepwarm.decisions.by_hand import check_recycling, gives_up_early
from keepwarm.engine.words import RecycleReason
from keepwarm.handoff import actions
from keepwarm.handoff.api_reasons import router as reasons
from keepwarm.handoff.queries import visible_handoffs
from keepwarm.handoff.queries.listing import Row, rows_of
from keepwarm.handoff.queries.page_brief import Brief, read_brief
from keepwarm.handoff.queries.page_one import find_handoff
from keepwarm.handoff.refusals import NobodySells, UnknownHandOff
from keepwarm.prospects.api import ProspectOut, prospect_out
from keepwarm.prospects.models import Prospect
from keepwarm.prospects.queries import UnknownProspect, may_change, visible_to
from keepwarm.prospects.words import say_recycled
from keepwarm.staff.actions import Scope
from keepwarm.staff.api import CREATED, PROBLEMS, NeedsScope, OnceKey, reader, shaped_by, write_once
from keepwarm.staff.models import Seat
from keepwarm.staff.queries import NotYours, persons_seats

router = Router(tags=["hand-off"])
router.add_router("", reasons)
State = Literal["offered", "accepted", "returned", "withdrawn"]
Limit = Annotated[int, Field(ge=1, le=200)]
Email = Annotated[str, Field(max_length=254)]


@shaped_by(Row)
class HandOffOut(Schema):
    """One hand-off. `rep` is who is asked, who has them in sales, or who answered; the marks of the clock only while it waits."""


class OfferIn(Schema):
    """Offer a lead to sales. `to`: the address of a closing rep; without it the best is chosen. `version`: the prospect's that you saw."""

    to: Email = ""
    why: Annotated[str, Field(max_length=500)] = ""
    introduce: Literal["call", "letter", "not"] = "not"
    introduction: Annotated[str, Field(max_length=20_000)] = ""
    version: Annotated[int | None, Field(ge=1, le=2**31 - 1)] = None


class ReturnIn(Schema):
    """Why it comes back: the key of an agreed reason; the day to come back to them, when it goes to nobody else."""

    reason: Annotated[str, Field(max_length=24)]
    words: Annotated[str, Field(max_length=500)] = ""
    wake_at: AwareDatetime | None = None


class WithdrawIn(Schema):
    """Why it is taken back."""

    because: Annotated[str, Field(max_length=500)] = ""


class PassOnIn(Schema):
    """Who is asked instead, by their email address; without one the best of the others."""

    to: Email = ""


class WordsIn(Schema):
    """The words of the introduction, as the prospect hears them."""

    introduction: Annotated[str, Field(min_length=1, max_length=20_000)]


@shaped_by(Brief)
class BriefOut(Schema):
    """The brief as it stood at the offer, in words and in your zone."""


class RecycleIn(Schema):
    """Back to keep warm until a moment. `because` in words."""

    until: AwareDatetime
    reason: RecycleReason
    because: Annotated[str, Field(max_length=300)] = ""
    version: Annotated[int | None, Field(ge=1, le=2**31 - 1)] = None


@router.get("/handoffs", response={200: list[HandOffOut], **PROBLEMS}, auth=NeedsScope(Scope.HANDOFFS_READ))
def list_handoffs(request: HttpRequest, state: State | None = None, limit: Limit = 50) -> list[HandOffOut]:
    """Hand-offs that you may see, the newest first."""
    found = visible_handoffs(reader(request))
    return [HandOffOut(**asdict(row)) for row in rows_of(found if state is None else found.filter(state=state), limit=limit)]


@router.get("/handoffs/{ref}", response={200: HandOffOut, **PROBLEMS}, auth=NeedsScope(Scope.HANDOFFS_READ))
def show_handoff(request: HttpRequest, ref: str) -> HandOffOut:
    """One hand-off."""
    return _out(ref, request)


@router.get("/handoffs/{ref}/brief", response={200: BriefOut, **PROBLEMS}, auth=NeedsScope(Scope.HANDOFFS_READ))
def show_brief(request: HttpRequest, ref: str) -> BriefOut:
    """The whole conversation on one page, as it stood when it was offered."""
    me = reader(request)
    return BriefOut(**asdict(read_brief(find_handoff(ref, for_=me).brief, zone=me.zone, now=timezone.now())))


@router.post("/prospects/{ref}/handoff", response={CREATED: HandOffOut, **PROBLEMS}, auth=NeedsScope(Scope.HANDOFFS_WRITE))
def offer(request: HttpRequest, ref: str, body: OfferIn, key: OnceKey) -> HttpResponse:
    """Offer a lead to sales: judged by the definition in force, which both sides signed."""

    def do() -> HandOffOut:
        prospect = _visible(ref, request)
        said = body.model_dump(exclude={"to"})
        made = actions.offer(prospect.pk, by=reader(request), now=timezone.now(), to_seat=_seat_of(body.to), **said)
        return _out(made.ref, request)

    return write_once(request, key, do, status=CREATED)


@router.post("/handoffs/{ref}/accept", response={200: HandOffOut, **PROBLEMS}, auth=NeedsScope(Scope.HANDOFFS_WRITE))
def accept(request: HttpRequest, ref: str, key: OnceKey) -> HttpResponse:
    """Accept: you own the prospect, and call first. Of two at once one wins, the other is told who."""
    return _act(request, ref, key, lambda: actions.accept(ref, by=reader(request), now=timezone.now()))


@router.post("/handoffs/{ref}/return", response={200: HandOffOut, **PROBLEMS}, auth=NeedsScope(Scope.HANDOFFS_WRITE))
def give_back(request: HttpRequest, ref: str, body: ReturnIn, key: OnceKey) -> HttpResponse:
    """Return with an agreed reason: kept warm again, or another rep is asked, as the reason says."""
    return _act(request, ref, key, lambda: actions.give_back(ref, by=reader(request), now=timezone.now(), **body.model_dump()))


@router.post("/handoffs/{ref}/withdraw", response={200: HandOffOut, **PROBLEMS}, auth=NeedsScope(Scope.HANDOFFS_WRITE))
def withdraw(request: HttpRequest, ref: str, body: WithdrawIn, key: OnceKey) -> HttpResponse:
    """Take it back before sales answered."""
    return _act(request, ref, key, lambda: actions.withdraw(ref, because=body.because, by=reader(request), now=timezone.now()))


@router.post("/handoffs/{ref}/pass-on", response={200: HandOffOut, **PROBLEMS}, auth=NeedsScope(Scope.HANDOFFS_WRITE))
def pass_on(request: HttpRequest, ref: str, body: PassOnIn, key: OnceKey) -> HttpResponse:
    """Ask another rep, with a new clock. For managers and admins."""
    me = reader(request)
    return _act(request, ref, key, lambda: actions.pass_on(ref, by=me, now=timezone.now(), to_seat=_seat_of(body.to)))


@router.post("/handoffs/{ref}/approve", response={200: HandOffOut, **PROBLEMS}, auth=NeedsScope(Scope.HANDOFFS_WRITE))
def approve(request: HttpRequest, ref: str, body: WordsIn, key: OnceKey) -> HttpResponse:
    """Approve the words of the introduction. For marketers and managers."""
    me = reader(request)
    return _act(request, ref, key, lambda: actions.approve_introduction(ref, introduction=body.introduction, by=me, now=timezone.now()))


@router.post("/handoffs/{ref}/introduced", response={200: HandOffOut, **PROBLEMS}, auth=NeedsScope(Scope.HANDOFFS_WRITE))
def introduced(request: HttpRequest, ref: str, key: OnceKey) -> HttpResponse:
    """You have introduced them to the rep, in the words that were approved."""
    return _act(request, ref, key, lambda: actions.note_introduced(ref, by=reader(request), now=timezone.now()))


@router.post("/prospects/{ref}/recycle", response={200: ProspectOut, **PROBLEMS}, auth=NeedsScope(Scope.TOUCHES_WRITE))
def recycle(request: HttpRequest, ref: str, body: RecycleIn, key: OnceKey) -> HttpResponse:
    """Put back to keep warm until a moment, from any stage. Out of sales they go home, and the rep keeps a thread."""

    def do() -> ProspectOut:
        me, prospect = reader(request), _visible(ref, request)
        if not may_change(prospect, me):
            raise NotYours(gettext("%(name)s belongs to somebody else: ask them, or your manager.") % {"name": prospect.name})
        check_recycling(body.reason, body.because, gives_up=gives_up_early(prospect))
        words = body.because or say_recycled(body.reason)
        actions.recycle(prospect.pk, body.until, words, reason=body.reason, by=me, now=timezone.now(), version=body.version)
        return prospect_out(ref, request)

    return write_once(request, key, do)


def _act(request: HttpRequest, ref: str, key: str, act: Callable[[], object]) -> HttpResponse:
    """An act on a hand-off that the reader may see, and how it stands after it."""

    def do() -> HandOffOut:
        _out(ref, request)
        act()
        return _out(ref, request)

    return write_once(request, key, do)


def _out(ref: str, request: HttpRequest) -> HandOffOut:
    rows = rows_of(visible_handoffs(reader(request)).filter(ref=ref))
    if not rows:
        raise UnknownHandOff(gettext("There is no such hand-off, or you may not see it."))
    return HandOffOut(**asdict(rows[0]))


def _seat_of(email: str) -> Seat | None:
    """The seat of whoever has that address; None when nobody is named. Raises NobodySells."""
    seat = persons_seats().filter(user__email__iexact=email.strip()).first() if email.strip() else None
    if seat is None and email.strip():
        raise NobodySells(gettext("Nobody with the address %(email)s has a place here that could own prospects.") % {"email": email})
    return seat


def _visible(ref: str, request: HttpRequest) -> Prospect:
    found = visible_to(reader(request)).filter(ref=ref).first()
    if found is None:
        raise UnknownProspect
    return found
