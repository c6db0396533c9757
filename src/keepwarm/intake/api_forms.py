"""The JSON edge of inquiry forms: which there are, making one, changing one, closing and opening it."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from django.conf import settings
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Router, Schema
from pydantic import Field

from keepwarm.intake.actions.inquiry_forms import FormText, close_form, open_form, save_form
from keepwarm.intake.models import InquiryForm
from keepwarm.staff.actions import Scope
from keepwarm.staff.api import CREATED, PROBLEMS, NeedsScope, OnceKey, reader, write_once
from keepwarm.staff.models import REPS, SEES_ALL
from keepwarm.staff.queries import require_role

router = Router(tags=["forms"])
READ, WRITE = NeedsScope(Scope.CONTENT_READ), NeedsScope(Scope.CONTENT_WRITE)
Name = Annotated[str, Field(max_length=120)]
Words = Annotated[str, Field(max_length=600)]
Part = Literal["organization", "phone", "country", "text"]
WAITS = Q(filled__confirmed_at__isnull=True) & ~Q(filled__waits={})


class FormIn(Schema):
    """An inquiry form. `asks`: what it asks beside name and email; `questions`: keys of the house's; `permission`: the words of the
    permission for emails, "" asks for none; `hosts`: sites that may show it in a frame."""

    name: Annotated[str, Field(min_length=1, max_length=120)]
    heading: Annotated[str, Field(min_length=1, max_length=120)]
    source: Annotated[str, Field(min_length=1, max_length=120)]
    intro: Words = ""
    thanks: Words = ""
    language: Literal["", "en", "de"] = ""
    topic: Name = ""
    asks: Annotated[list[Part], Field(max_length=4)] = ["organization", "phone", "country", "text"]
    questions: Annotated[list[Annotated[str, Field(max_length=60)]], Field(max_length=50)] = []
    offers_call: bool = True
    permission: Annotated[str, Field(max_length=4000)] = ""
    confirms: Literal["required", "always"] = "required"
    hosts: Annotated[list[Annotated[str, Field(max_length=200)]], Field(max_length=50)] = []

    def as_text(self) -> FormText:
        """What the action takes."""
        said = self.dict()
        return FormText(**{**said, **{name: tuple(said[name]) for name in ("asks", "questions", "hosts")}})


class FormOut(Schema):
    """A form as it stands. `address`: its page; `sent` and `waiting`: how often it was sent, and how many wait for a confirmation."""

    ref: str
    name: str
    heading: str
    source: str
    intro: str
    thanks: str
    language: str
    topic: str
    asks: list[str]
    questions: list[str]
    offers_call: bool
    permission: str
    confirms: str
    hosts: list[str]
    open: bool
    address: str
    sent: int
    waiting: int


@router.get("/forms", auth=READ, response={200: list[FormOut], **PROBLEMS}, summary="The inquiry forms")
def list_all(request: HttpRequest) -> list[dict[str, Any]]:
    """The open ones first, at most 200."""
    require_role(reader(request), *REPS, *SEES_ALL)
    return [_out(one) for one in _counted().order_by("closed_at", "name", "pk")[:200]]


@router.get("/forms/{ref}", auth=READ, response={200: FormOut, **PROBLEMS}, summary="An inquiry form")
def show(request: HttpRequest, ref: str) -> dict[str, Any]:
    """By its reference."""
    require_role(reader(request), *REPS, *SEES_ALL)
    return _out(_find(ref))


@router.post("/forms", auth=WRITE, response={CREATED: FormOut, **PROBLEMS}, summary="Make an inquiry form")
def add(request: HttpRequest, body: FormIn, key: OnceKey) -> HttpResponse:
    """It can be sent at once."""
    return write_once(request, key, lambda: _saved(request, body, ""), status=CREATED)


@router.put("/forms/{ref}", auth=WRITE, response={200: FormOut, **PROBLEMS}, summary="Change an inquiry form")
def change(request: HttpRequest, ref: str, body: FormIn, key: OnceKey) -> HttpResponse:
    """Other words of the permission are another version; what was said to the earlier ones stands."""
    return write_once(request, key, lambda: _saved(request, body, _find(ref).ref))


@router.post("/forms/{ref}/close", auth=WRITE, response={200: FormOut, **PROBLEMS}, summary="Close an inquiry form")
def close(request: HttpRequest, ref: str, key: OnceKey) -> HttpResponse:
    """Nobody can send it any more; what was sent stays."""
    return write_once(request, key, lambda: _turned(request, close_form, ref))


@router.post("/forms/{ref}/open", auth=WRITE, response={200: FormOut, **PROBLEMS}, summary="Open an inquiry form again")
def reopen(request: HttpRequest, ref: str, key: OnceKey) -> HttpResponse:
    """It can be sent again."""
    return write_once(request, key, lambda: _turned(request, open_form, ref))


def _saved(request: HttpRequest, body: FormIn, ref: str) -> FormOut:
    return FormOut(**_out(_find(save_form(body.as_text(), ref=ref, by=reader(request), now=timezone.now()).ref)))


def _turned(request: HttpRequest, turn: Any, ref: str) -> FormOut:
    return FormOut(**_out(_find(turn(_find(ref).ref, by=reader(request), now=timezone.now()).ref)))


def _counted() -> Any:
    counts = {"sent": Count("filled"), "waiting": Count("filled", filter=WAITS)}
    return InquiryForm.objects.select_related("source", "wording").annotate(**counts)


def _find(ref: str) -> Any:
    found = _counted().filter(ref=ref).first()
    if found is None:
        raise Http404
    return found


def _out(row: Any) -> dict[str, Any]:
    plain = ("ref", "name", "heading", "intro", "thanks", "language", "topic", "asks", "questions", "offers_call", "confirms", "hosts")
    return {
        **{name: getattr(row, name) for name in plain},
        "source": row.source.name,
        "permission": row.wording.text if row.wording else "",
        "open": row.closed_at is None,
        "address": f"{settings.PUBLIC_URL}/ask/{row.ref}/",
        "sent": row.sent,
        "waiting": row.waiting,
    }
