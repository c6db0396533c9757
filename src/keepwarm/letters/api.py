"""The JSON edge of letters: look at one, send one, keep a draft. What the house agrees on stands in `api_house`."""

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
from keepwarm.letters.api_house import Purpose
from keepwarm.letters.api_house import router as house
from keepwarm.letters.models import Letter
from keepwarm.letters.queries.checking import Checked, NewLetter, check_letter
from keepwarm.letters.queries.composer import find_draft
from keepwarm.letters.queries.finding import finding_lines, need_seat, own_seat
from keepwarm.letters.queries.listing import LetterLine, line_of, sent_of, visible_letters
from keepwarm.letters.refusals import UnknownLetter
from keepwarm.prospects.models import Prospect
from keepwarm.prospects.queries import UnknownProspect, may_change, visible_to
from keepwarm.staff.actions import Scope
from keepwarm.staff.api import CREATED, PROBLEMS, NeedsScope, OnceKey, reader, write_once
from keepwarm.staff.models import REPS
from keepwarm.staff.queries import NotYours, require_role

router = Router(tags=["letters"])
router.add_router("", house)


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


@router.get("/letters", response={200: list[LetterOut], **PROBLEMS}, auth=NeedsScope(Scope.LETTERS_READ))
def list_letters(request: HttpRequest) -> list[LetterOut]:
    """Your letters of the last seven days, also those written elsewhere; whoever sees everyone sees all. The newest first, at most 200."""
    me = reader(request)
    seat = own_seat(me) if me.has_role(*REPS) else None
    return [_out(line) for line in sent_of(seat, for_=me, now=timezone.now())]


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
