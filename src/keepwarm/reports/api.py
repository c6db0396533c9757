"""The JSON edge of the reports: the morning report; that of the leads stands in `api_leads`."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router, Schema

from keepwarm.reports.api_day import router as day
from keepwarm.reports.api_leads import router as leads
from keepwarm.reports.api_money import router as money
from keepwarm.reports.api_questions import QuestionOut, question_out
from keepwarm.reports.api_questions import router as questions
from keepwarm.reports.queries import MorningReport, Part, day_asked, morning_report
from keepwarm.reports.queries.handoffs import HandOffsOfDay, handoffs_of
from keepwarm.reports.queries.morning import SEES_EVERY_REP
from keepwarm.reports.queries.shapes import GivenUp, Line, Waiting
from keepwarm.staff.actions import Scope
from keepwarm.staff.api import PROBLEMS, NeedsScope, reader
from keepwarm.staff.models import REPS, SEES_ALL
from keepwarm.staff.queries import require_role

router = Router(tags=["reports"])
router.add_router("", leads)
router.add_router("", day)
router.add_router("", money)
router.add_router("", questions)


class TalkOut(Schema):
    """Whom we talked to, and one line of what was learned; `theirs` when they rang us. `touch`: the talk, to ask about."""

    ref: str
    name: str
    firm: str
    learned: str
    ending: str
    theirs: bool
    at: datetime
    touch: str
    questions: list[QuestionOut]


class TriedOut(Schema):
    """Who was dialled and not reached."""

    ref: str
    name: str
    firm: str


class WaitingOut(Schema):
    """What is overdue, was put off twice, or given up early."""

    ref: str
    name: str
    firm: str
    questions: list[QuestionOut]


class AskedOut(Schema):
    """A question at a name that stands nowhere else in the part."""

    ref: str
    name: str
    question: QuestionOut


class PartOut(Schema):
    """One rep's part. `email_share` is a fraction of all activity over the last days worked, null without any and where it is not known."""

    seat: str
    name: str
    away: bool
    reached: list[TalkOut]
    tried: list[TriedOut]
    meetings: list[TalkOut]
    email_share: float | None
    over_email_limit: bool
    overdue: list[WaitingOut]
    postponed_twice: list[WaitingOut]
    given_up_early: list[WaitingOut]
    asked: list[AskedOut]


class TotalsOut(Schema):
    """The house in figures: distinct people of the day, and what stands open now."""

    reached: int
    tried: int
    meetings: int
    overdue: int
    postponed_twice: int
    longest_silence_days: int


class HandOffOut(Schema):
    """Who was offered to whom of sales."""

    ref: str
    name: str
    to: str


class HandOffsOut(Schema):
    """Who waits for an answer of sales, who was not answered in time, and who came back that day; at most twelve of each."""

    waiting: list[HandOffOut]
    not_answered_in_time: list[HandOffOut]
    returned: list[HandOffOut]


class MorningOut(Schema):
    """The report of one day, as the key's person may see it. `handoffs` is null for who does not see every rep."""

    on: date
    totals: TotalsOut
    reps: list[PartOut]
    handoffs: HandOffsOut | None


@router.get("/reports/morning", response={200: MorningOut, **PROBLEMS}, auth=NeedsScope(Scope.REPORTS_READ))
def morning(request: HttpRequest, on: Annotated[date | None, Query()] = None) -> MorningOut:
    """Whom each rep reached by phone, by name. Without a day: the last one worked."""
    me, now = reader(request), timezone.now()
    require_role(me, *REPS, *SEES_ALL)
    report = morning_report(for_=me, on=day_asked(on, for_=me, now=now), now=now)
    return _shown(report, handoffs_of(report.on, for_=me, now=now) if me.has_role(*SEES_EVERY_REP) else None)


def _shown(report: MorningReport, handoffs: HandOffsOfDay | None) -> MorningOut:
    totals = report.totals
    return MorningOut(
        on=report.on,
        totals=TotalsOut(
            reached=totals.reached,
            tried=totals.tried,
            meetings=totals.meetings,
            overdue=totals.overdue,
            postponed_twice=totals.postponed,
            longest_silence_days=totals.silence_days,
        ),
        reps=[_part(part) for part in report.parts],
        handoffs=_handoffs(handoffs) if handoffs is not None else None,
    )


def _handoffs(found: HandOffsOfDay) -> HandOffsOut:
    kinds = {"waiting": found.waiting, "not_answered_in_time": found.unanswered, "returned": found.returned}
    return HandOffsOut(**{kind: [HandOffOut(ref=one.ref, name=one.name, to=one.to_name) for one in lines] for kind, lines in kinds.items()})


def _part(part: Part) -> PartOut:
    return PartOut(
        seat=part.seat_ref,
        name=part.name,
        away=part.is_away,
        reached=[_talk(line) for line in part.reached],
        tried=[TriedOut(ref=one.person.ref, name=one.person.name, firm=one.person.firm) for one in part.not_reached],
        meetings=[_talk(line) for line in part.meetings],
        email_share=part.share,
        over_email_limit=part.is_over_limit,
        overdue=[_waiting(one) for one in part.overdue],
        postponed_twice=[_waiting(one) for one in part.postponed],
        given_up_early=[_waiting(one) for one in part.given_up],
        asked=[AskedOut(ref=person.ref, name=person.name, question=question_out(one)) for person, one in part.loose],
    )


def _talk(line: Line) -> TalkOut:
    return TalkOut(
        ref=line.person.ref,
        name=line.person.name,
        firm=line.person.firm,
        learned=line.learned,
        ending=line.ending,
        theirs=line.theirs,
        at=line.at,
        touch=line.touch_ref,
        questions=[question_out(one) for one in line.questions],
    )


def _waiting(one: Waiting | GivenUp) -> WaitingOut:
    questions = [question_out(asked) for asked in one.questions]
    return WaitingOut(ref=one.person.ref, name=one.person.name, firm=one.person.firm, questions=questions)
