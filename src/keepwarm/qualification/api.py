"""The JSON edge of what a lead is: read it, draft it, talk about it, sign it."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Router, Schema
from pydantic import Field

from keepwarm.policy.actions import begin_draft, change_draft, comment_on_draft
from keepwarm.policy.definition_file import read_definition_data
from keepwarm.policy.queries import definition_in_force
from keepwarm.qualification.actions.agreeing import sign
from keepwarm.qualification.api_trial import router as trials
from keepwarm.qualification.queries.definitions import (
    find_draft,
    list_versions,
    read_revision,
    show_definition,
    signatures_of_version,
    version_row,
)
from keepwarm.qualification.queries.telling import definition_as_json, draft_as_json, signature_as_json
from keepwarm.staff.actions import Scope
from keepwarm.staff.api import CREATED, PROBLEMS, NeedsScope, OnceKey, reader, write_once

router = Router(tags=["lead"])
router.add_router("", trials)
READ, WRITE = NeedsScope(Scope.LEAD_READ), NeedsScope(Scope.LEAD_WRITE)
HERE = "definition"
"""How a refusal names what was sent."""


class CriterionIn(Schema):
    """One criterion. `condition` in the text form: `answer.machines >= 10 and answer.trade in ("mill", "yard")`."""

    name: Annotated[str, Field(max_length=60)]
    label: Annotated[str, Field(max_length=80)] = ""
    group: Annotated[str, Field(max_length=12)] = "own"
    condition: Annotated[str, Field(max_length=4000)]
    evidence: Annotated[list[str], Field(max_length=5)] = []
    required: bool = False


class DraftIn(Schema):
    """What a draft says. `revision`: the one you read; needed when you write a draft anew."""

    criteria: Annotated[list[CriterionIn], Field(max_length=60)]
    supporting_needed: Annotated[int, Field(ge=0, le=60)] = 0
    because: Annotated[str, Field(max_length=300)] = ""
    revision: Annotated[int | None, Field(ge=1, le=2**31 - 1)] = None


class SignIn(Schema):
    """A signature for one side, of the revision you read."""

    side: Literal["marketing", "sales"]
    revision: Annotated[int, Field(ge=1, le=2**31 - 1)]
    comment: Annotated[str, Field(max_length=500)] = ""


class CommentIn(Schema):
    """What you say of a draft."""

    text: Annotated[str, Field(min_length=1, max_length=1000)]


class CriterionOut(Schema):
    """One criterion, with its condition in text and in words."""

    name: str
    label: str
    group: str
    own_group: str = ""
    required: bool
    evidence: list[str]
    condition: str
    words: str


class ProblemOut(Schema):
    """What is wrong. A warning does not keep from signing. `criteria`: the names of those concerned."""

    sentence: str
    criteria: list[str]
    is_warning: bool


class SignatureOut(Schema):
    """Who signed for which side, when."""

    side: str
    by: str
    at: str
    comment: str


class DefinitionOut(Schema):
    """A definition. `provisional`: nobody has signed it yet."""

    version: int
    provisional: bool
    supporting_needed: int
    criteria: list[CriterionOut]
    problems: list[ProblemOut]
    signatures: list[SignatureOut]


class DraftOut(Schema):
    """A draft. `version`: the one it became; `newer_version`: came into force since it was begun, and `warning` says what that means."""

    ref: str
    revision: int
    because: str
    based_on: int
    newer_version: int | None
    warning: str
    version: int | None
    withdrawn: bool
    supporting_needed: int
    criteria: list[CriterionOut]
    problems: list[ProblemOut]
    signatures: list[SignatureOut]


class VersionOut(Schema):
    """A version and who signed it. `signed_by_one`: by the declared exception."""

    number: int
    in_force_at: str
    because: str
    signed_by_one: bool
    signatures: list[SignatureOut]


@router.get("/lead", auth=READ, response={200: DefinitionOut, **PROBLEMS}, summary="What is a lead?")
def show_lead(request: HttpRequest) -> dict[str, Any]:
    """The definition in force, with who signed it."""
    definition = definition_in_force()
    row = version_row(definition.version)
    return definition_as_json(show_definition(definition, check=True), signatures_of_version(row) if row else [])


@router.get("/lead/versions", auth=READ, response={200: list[VersionOut], **PROBLEMS}, summary="Every version")
def versions(request: HttpRequest) -> list[dict[str, Any]]:
    """The newest first."""
    return [
        {
            "number": one.number,
            "in_force_at": one.in_force_at.isoformat() if one.in_force_at else "",
            "because": one.because,
            "signed_by_one": one.signed_by_one,
            "signatures": [signature_as_json(each) for each in signatures_of_version(one)],
        }
        for one in list_versions()
    ]


@router.get("/lead/drafts/{ref}", auth=READ, response={200: DraftOut, **PROBLEMS}, summary="A draft")
def show_draft(request: HttpRequest, ref: str) -> dict[str, Any]:
    """What it says, what is wrong with it, who signed."""
    return draft_as_json(find_draft(ref))


@router.post("/lead/drafts", auth=WRITE, response={CREATED: DraftOut, **PROBLEMS}, summary="Draft a definition")
def begin(request: HttpRequest, body: DraftIn, key: OnceKey) -> HttpResponse:
    """A new draft with these criteria."""

    def do() -> DraftOut:
        by, now = reader(request), timezone.now()
        draft = begin_draft(by=by, now=now, empty=True)
        return _out(change_draft(draft.ref, read_definition_data(_data(body), called=HERE), revision=draft.revision, by=by, now=now))

    return write_once(request, key, do, status=CREATED)


@router.put("/lead/drafts/{ref}", auth=WRITE, response={200: DraftOut, **PROBLEMS}, summary="Write a draft anew")
def change(request: HttpRequest, ref: str, body: DraftIn, key: OnceKey) -> HttpResponse:
    """Signatures of the revision before are void. Refused when somebody changed it since you read it."""

    def do() -> DraftOut:
        drafted, revision = read_definition_data(_data(body), called=HERE), read_revision(find_draft(ref), body.revision)
        return _out(change_draft(ref, drafted, revision=revision, by=reader(request), now=timezone.now()))

    return write_once(request, key, do)


@router.post("/lead/drafts/{ref}/comments", auth=WRITE, response={200: DraftOut, **PROBLEMS}, summary="Say something of a draft")
def comment(request: HttpRequest, ref: str, body: CommentIn, key: OnceKey) -> HttpResponse:
    """Without signing it."""

    def do() -> DraftOut:
        comment_on_draft(ref, body.text, by=reader(request), now=timezone.now())
        return _out(find_draft(ref))

    return write_once(request, key, do)


@router.post("/lead/drafts/{ref}/sign", auth=WRITE, response={200: DraftOut, **PROBLEMS}, summary="Sign a draft for one side")
def sign_for_side(request: HttpRequest, ref: str, body: SignIn, key: OnceKey) -> HttpResponse:
    """With the second side's signature, by another person, it is in force."""

    def do() -> DraftOut:
        now = timezone.now()
        return _out(sign(ref, body.side, revision=body.revision, by=reader(request), now=now, comment=body.comment))

    return write_once(request, key, do)


def _data(body: DraftIn) -> dict[str, Any]:
    """As a file of TOML would have it; without evidence any counts."""
    criteria = [{key: value for key, value in one.model_dump().items() if value != []} for one in body.criteria]
    return {"supporting_needed": body.supporting_needed, "because": body.because, "criterion": criteria}


def _out(draft: Any) -> DraftOut:
    return DraftOut(**draft_as_json(draft))
