"""The JSON edge of trials: ask for one, see how far it is and what it says, open a figure, stop it."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Annotated, Any, Literal

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Router, Schema
from pydantic import Field

from keepwarm.policy.queries import definition_in_force
from keepwarm.qualification.actions.trial import stop_trial, try_draft, try_version
from keepwarm.qualification.models import Trial
from keepwarm.qualification.queries.trial import MAY_TRY, inquiries_behind, trial_as_json, trial_page
from keepwarm.qualification.tasks.trial import count_trial
from keepwarm.qualification.trial_counting import Figures
from keepwarm.staff.actions import Scope
from keepwarm.staff.api import CREATED, PROBLEMS, NeedsScope, OnceKey, reader, shaped_by, write_once
from keepwarm.staff.models import Role
from keepwarm.staff.queries import require_role

router = Router(tags=["lead"])
READ, WRITE = NeedsScope(Scope.LEAD_READ), NeedsScope(Scope.LEAD_WRITE)
Key = Annotated[int, Field(ge=0, le=2**31 - 1)]
Figure = Literal[
    "inquiries", "bought", "leads", "leads_bought", "missed", "offered", "returned", "leads_now", "leads_bought_now",
    "missed_now", "offered_now", "returned_now", "only_tried", "only_in_force",
]  # fmt: skip


class TrialIn(Schema):
    """What to try: a draft as it stands, or a version; without either the version in force."""

    draft: Annotated[str, Field(max_length=16)] = ""
    version: Key | None = None


@shaped_by(Figures)
class FiguresOut(Schema):
    """Of one definition. `precision`: share of its leads that bought; `recall`: share of the buyers that it would have found."""

    precision: float | None
    recall: float | None


class SourceOut(Schema):
    """The figures of one source."""

    source: str
    tried: FiguresOut
    in_force: FiguresOut


class TrialOut(Schema):
    """A trial. `state`: counting, done or stopped; the figures are complete when it is done.

    `doubt`: why the figures of the version in force are no comparison; "" when they are.
    """

    trial: str
    state: str
    problem: str
    version: int | None
    draft: str | None
    revision: int | None
    against: int
    total: int
    done: int
    tried: FiguresOut
    in_force: FiguresOut
    only_tried: int
    only_in_force: int
    doubt: str
    sources: list[SourceOut]
    finished_at: datetime | None


class InquiryOut(Schema):
    """One inquiry behind a figure. `prospect` and `name` are empty for whom you may not see."""

    prospect: str
    name: str
    source: str
    asked_at: datetime
    is_lead: bool
    is_lead_now: bool
    bought: bool


class InquiriesOut(Schema):
    """Inquiries behind a figure; ask again with `after` for more, 0 at the end."""

    count: int
    after: int
    inquiries: list[InquiryOut]


@router.post("/lead/trials", response={CREATED: TrialOut, **PROBLEMS}, auth=WRITE)
def start_trial(request: HttpRequest, body: TrialIn, key: OnceKey) -> HttpResponse:
    """Try a definition on all past inquiries; it is counted in the background."""

    def do() -> TrialOut:
        me, now = reader(request), timezone.now()
        number = definition_in_force().version if body.version is None else body.version
        trial = try_draft(body.draft, by=me, now=now) if body.draft else try_version(number, by=me, now=now)
        transaction.on_commit(partial(count_trial, trial.ref))
        return TrialOut(**_told(trial))

    return write_once(request, key, do, status=CREATED)


@router.get("/lead/trials/{ref}", response={200: TrialOut, **PROBLEMS}, auth=READ)
def show_trial(request: HttpRequest, ref: str) -> TrialOut:
    """How far it is, and what it says."""
    require_role(reader(request), *MAY_TRY, Role.DIRECTOR)
    return TrialOut(**_told(get_object_or_404(Trial.objects.defer("rows"), ref=ref)))


@router.get("/lead/trials/{ref}/inquiries", response={200: InquiriesOut, **PROBLEMS}, auth=READ)
def list_inquiries(request: HttpRequest, ref: str, figure: Figure, after: Key = 0) -> InquiriesOut:
    """The inquiries behind a figure, fifty at a time."""
    me = reader(request)
    require_role(me, *MAY_TRY, Role.DIRECTOR)
    behind = inquiries_behind(get_object_or_404(Trial, ref=ref), figure, for_=me, after=after)
    rows = [
        InquiryOut(
            prospect=one.ref,
            name=one.name,
            source=one.source,
            asked_at=one.asked_at,
            is_lead=one.is_lead,
            is_lead_now=one.is_lead_now,
            bought=one.bought,
        )
        for one in behind.rows
    ]
    return InquiriesOut(count=behind.count, after=behind.after, inquiries=rows)


@router.post("/lead/trials/{ref}/stop", response={200: TrialOut, **PROBLEMS}, auth=WRITE)
def stop(request: HttpRequest, ref: str, key: OnceKey) -> HttpResponse:
    """Nobody wants to know any more."""

    def do() -> TrialOut:
        trial = get_object_or_404(Trial.objects.defer("rows"), ref=ref)
        stop_trial(trial, by=reader(request), now=timezone.now())
        trial.refresh_from_db()
        return TrialOut(**_told(trial))

    return write_once(request, key, do)


def _told(trial: Trial) -> dict[str, Any]:
    return trial_as_json(trial_page(trial, now=timezone.now()))
