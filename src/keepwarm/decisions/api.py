"""The JSON edge of decisions: log a touch, undo it, mend a fact, ask why, and today's queue."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext
from ninja import Router, Schema
from pydantic import AwareDatetime, Field

from keepwarm.decisions.actions import log_touch, settle, undo_touch
from keepwarm.decisions.api_steps import router as steps
from keepwarm.decisions.batch import Choice, NewAnswer, NewTouch
from keepwarm.decisions.by_hand import check_ending, check_outcome, check_recycling, evidence_of, gives_up_early
from keepwarm.decisions.promising import check_promise
from keepwarm.decisions.queries import Line, todays_queue, why
from keepwarm.engine.words import LIVE, Disposition, RecycleReason
from keepwarm.prospects.actions import correct_prospect
from keepwarm.prospects.api import ProspectOut, prospect_out
from keepwarm.prospects.models import Prospect
from keepwarm.prospects.queries import find_changeable, find_visible
from keepwarm.staff.actions import Scope
from keepwarm.staff.api import CREATED, PROBLEMS, NeedsScope, OnceKey, reader, write_once
from keepwarm.touches.models import Channel, Direction, Touch

router = Router(tags=["next touch"])
router.add_router("", steps)


Words = Annotated[str, Field(max_length=300)]


class AnswerIn(Schema):
    """An answer to a question of the house, by the question's key."""

    question: Annotated[str, Field(max_length=60)]
    value: Annotated[str, Field(min_length=1, max_length=500)]


class ChoiceIn(Schema):
    """Your own choice of the next touch; it stands until it is carried out or overtaken."""

    step: Literal["call", "write", "keep_warm"]
    due_at: AwareDatetime
    because: Words = ""


class TouchIn(Schema):
    """A touch that happened. `version` is the prospect's version that you saw: when it changed since, the touch is refused.

    `recycle_until`: back to keep warm until then, for `recycle_reason`, and `because` in words.
    """

    channel: Channel
    direction: Direction = Direction.OUT
    disposition: Disposition
    happened_at: AwareDatetime | None = None
    seconds: Annotated[int, Field(ge=0, le=86_400)] = 0
    learned: Annotated[str, Field(max_length=200)] = ""
    note: Annotated[str, Field(max_length=20_000)] = ""
    purpose: Annotated[str, Field(max_length=24)] = ""
    answers: Annotated[list[AnswerIn], Field(max_length=50)] = []
    call_back_at: AwareDatetime | None = None
    choice: ChoiceIn | None = None
    recycle_until: AwareDatetime | None = None
    recycle_reason: RecycleReason = RecycleReason.OTHER
    because: Words = ""
    end: Annotated[str, Field(max_length=40)] = ""
    version: Annotated[int | None, Field(ge=1, le=2**31 - 1)] = None


class LoggedOut(Schema):
    """The touch that was logged, and the person after it."""

    touch: str
    prospect: ProspectOut


class CorrectionIn(Schema):
    """Facts to mend; what is left out stays. `organization` is the firm's name, "" for none."""

    name: Annotated[str | None, Field(min_length=1, max_length=200)] = None
    title: Annotated[str | None, Field(max_length=120)] = None
    organization: Annotated[str | None, Field(max_length=200)] = None
    language: Annotated[str | None, Field(max_length=12)] = None
    place: Annotated[str | None, Field(max_length=8)] = None
    zone: Annotated[str | None, Field(max_length=64)] = None
    born_on: date | None = None
    version: Annotated[int | None, Field(ge=1, le=2**31 - 1)] = None


class DecisionOut(Schema):
    """What is next with one person, and why."""

    ref: str
    next_step: str
    next_touch_at: datetime | None
    rule: str
    why: str
    promised: bool
    changed: bool = False


class QueueLineOut(Schema):
    """One line of today's queue; their calling hours now or next, in UTC."""

    ref: str
    name: str
    firm: str
    step: str
    rule: str
    why: str
    due_at: datetime
    overdue: bool
    opens_at: datetime
    closes_at: datetime


class QueueOut(Schema):
    """What the key's person does today."""

    promised: list[QueueLineOut]
    now: list[QueueLineOut]
    later: list[QueueLineOut]
    write: list[QueueLineOut]


@router.post("/prospects/{ref}/touches", response={CREATED: LoggedOut, **PROBLEMS}, auth=NeedsScope(Scope.TOUCHES_WRITE))
def log(request: HttpRequest, ref: str, body: TouchIn, key: OnceKey) -> HttpResponse:
    """Log a touch, with what it brought; the next touch is decided in the same transaction."""

    def do() -> LoggedOut:
        me, now = reader(request), timezone.now()
        prospect = find_changeable(ref, for_=reader(request))
        logged = log_touch(_touch(body, prospect, _seat_id(request), now), by=me, now=now)
        return LoggedOut(touch=logged.touch.ref, prospect=prospect_out(ref, request))

    return write_once(request, key, do, status=CREATED)


@router.post("/touches/{ref}/undo", response={200: ProspectOut, **PROBLEMS}, auth=NeedsScope(Scope.TOUCHES_WRITE))
def undo(request: HttpRequest, ref: str, key: OnceKey) -> HttpResponse:
    """Undo the newest touch of a person; the next touch is decided anew."""

    def do() -> ProspectOut:
        touch = get_object_or_404(Touch.objects.select_related("prospect"), ref=ref)
        find_changeable(touch.prospect.ref, for_=reader(request))
        after = undo_touch(ref, by=reader(request), now=timezone.now())
        return prospect_out(after.ref, request)

    return write_once(request, key, do)


@router.patch("/prospects/{ref}/facts", response={200: ProspectOut, **PROBLEMS}, auth=NeedsScope(Scope.PROSPECTS_WRITE))
def correct(request: HttpRequest, ref: str, body: CorrectionIn, key: OnceKey) -> HttpResponse:
    """Mend wrong facts; the next touch is decided anew from the right ones."""

    def do() -> ProspectOut:
        me, now = reader(request), timezone.now()
        find_changeable(ref, for_=reader(request))
        fields = body.model_dump(exclude_unset=True, exclude={"version"})
        given = {name: value for name, value in fields.items() if value is not None or name == "born_on"}
        after = correct_prospect(ref, given, by=me, now=now, version=body.version)
        if after.is_open:
            settle([after.pk], by=me, now=now, because=gettext("facts were mended"))
        return prospect_out(ref, request)

    return write_once(request, key, do)


@router.get("/prospects/{ref}/decision", response={200: DecisionOut, **PROBLEMS}, auth=NeedsScope(Scope.PROSPECTS_READ))
def explain(request: HttpRequest, ref: str) -> DecisionOut:
    """What is next with one person, and why."""
    return _decision(find_visible(ref, for_=reader(request)), request)


@router.post("/prospects/{ref}/decide", response={200: DecisionOut, **PROBLEMS}, auth=NeedsScope(Scope.DECIDE))
def decide_one(request: HttpRequest, ref: str, key: OnceKey) -> HttpResponse:
    """Decide anew for one person from the facts as they are now; a person's own choice stands."""

    def do() -> DecisionOut:
        prospect = find_changeable(ref, for_=reader(request))
        changed = settle([prospect.pk], by=reader(request), now=timezone.now())
        out = _decision(find_visible(ref, for_=reader(request)), request)
        return out.model_copy(update={"changed": bool(changed)})

    return write_once(request, key, do)


@router.get("/plan/today", response={200: QueueOut, **PROBLEMS}, auth=NeedsScope(Scope.PLAN_READ))
def today(request: HttpRequest) -> QueueOut:
    """Today's queue of the key's person: promised first, then callable now, later today, and write."""
    queue = todays_queue(for_=reader(request), now=timezone.now())
    return QueueOut(
        promised=[_line(one) for one in queue.promised],
        now=[_line(one) for one in queue.now],
        later=[_line(one) for one in queue.later],
        write=[_line(one) for one in queue.write],
    )


def _touch(body: TouchIn, prospect: Prospect, seat_id: int | None, now: datetime) -> NewTouch:
    check_ending(body.channel.value, body.disposition.value)
    if body.call_back_at is not None:
        check_promise(prospect, body.call_back_at, now=now)
    choice = Choice(body.choice.step, body.choice.due_at, body.choice.because) if body.choice else None
    check_outcome(choice, body.recycle_until, body.end)
    if body.recycle_until is not None:
        gave_up = body.disposition not in LIVE and gives_up_early(prospect)
        check_recycling(body.recycle_reason, body.because or body.learned, gives_up=gave_up)
    evidence = int(evidence_of(body.channel.value, body.direction.value, body.disposition.value))
    plain: dict[str, Any] = body.model_dump(
        include={"seconds", "learned", "note", "purpose", "call_back_at", "recycle_until", "end", "version"}
    )
    if body.recycle_until is not None:
        plain |= {"recycle_reason": body.recycle_reason.value}
    return NewTouch(
        prospect_id=prospect.pk,
        channel=body.channel.value,
        direction=body.direction.value,
        disposition=body.disposition.value,
        happened_at=body.happened_at or now,
        seat_id=seat_id,
        by_hand=body.channel == Channel.EMAIL,
        answers=tuple(NewAnswer(one.question, one.value, evidence, "api") for one in body.answers),
        choice=choice,
        because=body.because or body.learned,
        **plain,
    )


def _seat_id(request: HttpRequest) -> int | None:
    seat = getattr(reader(request), "seat", None)
    return seat.pk if seat is not None else None


def _decision(prospect: Prospect, request: HttpRequest) -> DecisionOut:
    reason = why(prospect, zone=reader(request).zone) if prospect.is_open else None
    return DecisionOut(
        ref=prospect.ref,
        next_step=prospect.next_step,
        next_touch_at=prospect.next_touch_at,
        rule=prospect.because_rule,
        why=reason.sentence if reason else "",
        promised=reason.is_promised if reason else False,
    )


def _line(one: Line) -> QueueLineOut:
    return QueueLineOut(
        ref=one.ref,
        name=one.name,
        firm=one.firm,
        step=one.step,
        rule=one.rule,
        why=one.short,
        due_at=one.due_at,
        overdue=one.overdue,
        opens_at=one.opens_at,
        closes_at=one.closes_at,
    )
