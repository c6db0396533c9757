"""The JSON edge of letters: look at one, send one, keep a draft, the budget, exceptions, and texts of the house."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext
from ninja import Router, Schema
from pydantic import AwareDatetime, Field

from keepwarm.decisions.actions import undo_touch
from keepwarm.letters import actions
from keepwarm.letters.models import Letter
from keepwarm.letters.queries.budget import read_budget
from keepwarm.letters.queries.checking import Checked, NewLetter, check_letter
from keepwarm.letters.queries.composer import find_draft
from keepwarm.letters.queries.finding import finding_lines, need_seat, own_seat
from keepwarm.letters.queries.listing import LetterLine, letters_of, line_of, snippets_in_use, visible_letters
from keepwarm.letters.refusals import UnknownLetter
from keepwarm.prospects.models import Prospect
from keepwarm.prospects.queries import UnknownProspect, may_change, visible_to
from keepwarm.staff.actions import Scope
from keepwarm.staff.api import CREATED, PROBLEMS, NeedsScope, OnceKey, reader, write_once
from keepwarm.staff.models import REPS
from keepwarm.staff.queries import NotYours, persons_seats, require_role

router = Router(tags=["letters"])
Purpose = Literal["find_contact", "ask_referral", "schedule", "confirm", "answer", "after_voicemail", "introduction"]


class LetterIn(Schema):
    """A letter. `overrule`: one word why advice is not followed. `invite_at`: the agreed time it confirms; an invitation goes along."""

    purpose: Purpose
    subject: Annotated[str, Field(max_length=200)] = ""
    body: Annotated[str, Field(max_length=20_000)]
    overrule: Annotated[str, Field(max_length=200)] = ""
    invite_at: AwareDatetime | None = None
    version: Annotated[int | None, Field(ge=1, le=2**31 - 1)] = None


class DraftIn(Schema):
    """What is written so far. `version` is that of the draft you saw, 0 for none."""

    purpose: Purpose | Literal[""] = ""
    subject: Annotated[str, Field(max_length=200)] = ""
    body: Annotated[str, Field(max_length=20_000)] = ""
    version: Annotated[int | None, Field(ge=0, le=2**31 - 1)] = None


class DraftOut(Schema):
    """A draft, and its version after the save."""

    ref: str
    purpose: str
    subject: str
    body: str
    version: int
    saved_at: datetime


class FindingOut(Schema):
    """What was found. A `rule` stops the letter, the rest can be overruled with a word. `say_by_phone`: what belongs into a talk."""

    kind: str
    rule: bool
    quote: str
    because: str
    fix: str
    replacement: str
    say_by_phone: str


class CheckOut(Schema):
    """Whether it could go as it stands, and everything that was found."""

    may_go: bool
    findings: list[FindingOut]


class LetterOut(Schema):
    """A letter and how far it came; `state` as the outbox knows it."""

    ref: str
    prospect: str
    name: str
    seat: str
    purpose: str
    subject: str
    state: str
    state_in_words: str
    because: str


class BudgetOut(Schema):
    """Letters left over the last days worked. Figures are null where the rep's own mailbox is not connected."""

    known: bool
    letters_left: int | None
    letters: int | None
    others: int | None
    share: float | None
    limit: float
    days_worked: int
    exceptions: int
    sentence: str


class ExceptionIn(Schema):
    """Letters beyond the budget, with the reason that stands on the morning report. `seat`: its reference."""

    seat: Annotated[str, Field(max_length=16)]
    because: Annotated[str, Field(max_length=300)]
    count: Annotated[int, Field(ge=1, le=20)] = 1


class GrantedOut(Schema):
    """How many letters were granted."""

    granted: int


class SnippetOut(Schema):
    """A text of the house with its merge fields."""

    ref: str
    name: str
    purpose: str
    language: str
    subject: str
    text: str


class SnippetIn(Schema):
    """A text of the house. Fields stand in it as `{{given_name}}` or `{{firm|your firm}}`."""

    name: Annotated[str, Field(min_length=1, max_length=120)]
    purpose: Purpose | Literal[""] = ""
    language: Annotated[str, Field(max_length=12)] = ""
    subject: Annotated[str, Field(max_length=200)] = ""
    text: Annotated[str, Field(min_length=1, max_length=4000)]


@router.get("/letters", response={200: list[LetterOut], **PROBLEMS}, auth=NeedsScope(Scope.LETTERS_READ))
def list_letters(request: HttpRequest) -> list[LetterOut]:
    """Your letters of the last seven days; whoever sees everyone sees all. The newest first, at most 200."""
    me = reader(request)
    seat = own_seat(me) if me.has_role(*REPS) else None
    return [_out(line) for line in letters_of(seat, for_=me, now=timezone.now())]


@router.get("/letters/budget", response={200: BudgetOut, **PROBLEMS}, auth=NeedsScope(Scope.LETTERS_READ))
def budget(request: HttpRequest) -> BudgetOut:
    """How many letters you have left, and what earns the next one."""
    found = read_budget(need_seat(reader(request)), now=timezone.now())
    known, share = found.is_known, found.share
    return BudgetOut(
        known=known,
        letters_left=found.left if known else None,
        letters=share.letters if known else None,
        others=share.others if known else None,
        share=share.share if known else None,
        limit=found.limit,
        days_worked=found.days,
        exceptions=found.exceptions,
        sentence=found.sentence,
    )


@router.get("/letters/snippets", response={200: list[SnippetOut], **PROBLEMS}, auth=NeedsScope(Scope.LETTERS_READ))
def list_snippets(request: HttpRequest) -> list[SnippetOut]:
    """Texts of the house in use."""
    return [SnippetOut.from_orm(row) for row in snippets_in_use()]


@router.post("/letters/snippets", response={CREATED: SnippetOut, **PROBLEMS}, auth=NeedsScope(Scope.LETTERS_WRITE))
def write_snippet(request: HttpRequest, body: SnippetIn, key: OnceKey) -> HttpResponse:
    """A new text of the house."""
    text = actions.SnippetText(**body.model_dump())
    return write_once(
        request, key, lambda: SnippetOut.from_orm(actions.save_snippet(text, by=reader(request), now=timezone.now())), status=CREATED
    )


@router.post("/letters/exceptions", response={CREATED: GrantedOut, **PROBLEMS}, auth=NeedsScope(Scope.LETTERS_WRITE))
def grant(request: HttpRequest, body: ExceptionIn, key: OnceKey) -> HttpResponse:
    """Grant a rep letters beyond the budget. Only who runs the team may."""

    def do() -> GrantedOut:
        seat = persons_seats().filter(ref=body.seat).first()
        if seat is None:
            raise UnknownLetter(gettext("There is no such seat."))
        rows = actions.grant_exception(seat, because=body.because, count=body.count, by=reader(request), now=timezone.now())
        return GrantedOut(granted=len(rows))

    return write_once(request, key, do, status=CREATED)


@router.post("/prospects/{ref}/letters/check", response={200: CheckOut, **PROBLEMS}, auth=NeedsScope(Scope.LETTERS_READ))
def check(request: HttpRequest, ref: str, body: LetterIn) -> CheckOut:
    """Look at a letter; nothing is written."""
    checked = _checked(ref, body, request)
    lines = finding_lines(checked)
    findings = [
        FindingOut(
            kind=one.kind,
            rule=one.is_rule,
            quote=one.quote,
            because=one.because,
            fix=one.fix,
            replacement=one.replacement,
            say_by_phone=one.by_phone,
        )
        for one in lines
    ]
    return CheckOut(may_go=not checked.rules and (not checked.advice or bool(body.overrule.strip())), findings=findings)


@router.post("/prospects/{ref}/letters", response={CREATED: LetterOut, **PROBLEMS}, auth=NeedsScope(Scope.LETTERS_WRITE))
def send(request: HttpRequest, ref: str, body: LetterIn, key: OnceKey) -> HttpResponse:
    """Send a letter in your name: checked, taken from your budget, and queued."""
    checked = _checked(ref, body, request)
    return write_once(
        request, key, lambda: _line(actions.send_letter(checked, by=reader(request), now=timezone.now()), request), status=CREATED
    )


@router.put("/prospects/{ref}/letters/draft", response={200: DraftOut, **PROBLEMS}, auth=NeedsScope(Scope.LETTERS_WRITE))
def keep_draft(request: HttpRequest, ref: str, body: DraftIn, key: OnceKey) -> HttpResponse:
    """Keep what is written so far."""

    def do() -> DraftOut:
        text = actions.Text(body.purpose, body.subject, body.body)
        seat = need_seat(reader(request))
        return DraftOut.from_orm(actions.save_draft(_to_write(ref, request), seat, text, version=body.version, now=timezone.now()))

    return write_once(request, key, do)


@router.get("/prospects/{ref}/letters/draft", response={200: DraftOut, **PROBLEMS}, auth=NeedsScope(Scope.LETTERS_READ))
def show_draft(request: HttpRequest, ref: str) -> DraftOut:
    """What you have begun to write."""
    draft = find_draft(_to_write(ref, request), need_seat(reader(request)))
    if draft is None:
        raise UnknownLetter(gettext("There is no such draft any more."))
    return DraftOut.from_orm(draft)


@router.post("/letters/{ref}/hold-back", response={200: LetterOut, **PROBLEMS}, auth=NeedsScope(Scope.LETTERS_WRITE))
def hold_back(request: HttpRequest, ref: str, key: OnceKey) -> HttpResponse:
    """A letter of yours that has not left yet is not sent."""

    def do() -> LetterOut:
        letter = visible_letters(reader(request)).filter(ref=ref, seat__user=reader(request)).first()
        if letter is None:
            raise UnknownLetter(gettext("There is no such letter, or it is not yours."))
        undo_touch(letter.touch.ref, by=reader(request), now=timezone.now())
        return _line(letter, request)

    return write_once(request, key, do)


def _checked(ref: str, body: LetterIn, request: HttpRequest) -> Checked:
    """Looked at before anything is written: a check takes a moment."""
    prospect, seat = _to_write(ref, request), need_seat(reader(request))
    new = NewLetter(
        prospect, seat, body.purpose, body.subject, body.body, overrule=body.overrule, invite_at=body.invite_at, version=body.version
    )
    return check_letter(new, now=timezone.now())


def _to_write(ref: str, request: HttpRequest) -> Prospect:
    require_role(reader(request), *REPS)
    found = visible_to(reader(request)).select_related("organization").filter(ref=ref, merged_into__isnull=True).first()
    if found is None:
        raise UnknownProspect
    if not may_change(found, reader(request)):
        raise NotYours(gettext("%(name)s belongs to somebody else: ask them, or your manager.") % {"name": found.name})
    return found


def _line(letter: Letter, request: HttpRequest) -> LetterOut:
    row = visible_letters(reader(request)).get(pk=letter.pk)
    return _out(line_of(row, for_=reader(request), now=timezone.now()))


def _out(line: LetterLine) -> LetterOut:
    return LetterOut(
        ref=line.ref,
        prospect=line.prospect_ref,
        name=line.name,
        seat=line.who,
        purpose=line.purpose,
        subject=line.subject,
        state=line.state_key,
        state_in_words=line.state,
        because=line.because,
    )
