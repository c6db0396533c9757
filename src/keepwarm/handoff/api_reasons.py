"""The JSON edge of the agreed reasons to give a lead back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Literal

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Router, Schema
from pydantic import Field

from keepwarm.handoff.actions.agreed_list import add_reason, change_reason, restore_reason, retire_reason
from keepwarm.handoff.models import ReturnReason
from keepwarm.handoff.queries.page_one import all_reasons
from keepwarm.staff.actions import Scope
from keepwarm.staff.api import CREATED, PROBLEMS, NeedsScope, OnceKey, reader, write_once

router = Router(tags=["hand-off"])
READ, WRITE = NeedsScope(Scope.HANDOFFS_READ), NeedsScope(Scope.HANDOFFS_WRITE)
Goes = Literal["back", "other_rep"]


class ReasonIn(Schema):
    """A reason in words, and where the prospect goes with it: back to whoever offered them, or to another closing rep."""

    label: Annotated[str, Field(min_length=1, max_length=120)]
    goes: Goes = "back"


class ReasonOut(Schema):
    """A reason of the agreed list; `retired_at` tells that it is not offered any more."""

    key: str
    label: str
    goes: Goes
    retired_at: datetime | None


@router.get("/return-reasons", response={200: list[ReasonOut], **PROBLEMS}, auth=READ)
def list_reasons(request: HttpRequest) -> list[ReasonOut]:
    """The agreed list, those in use first. Empty until the first offer, or the first change, writes the list that a house begins with."""
    return [_out(one) for one in all_reasons()]


@router.post("/return-reasons", response={CREATED: ReasonOut, **PROBLEMS}, auth=WRITE)
def add(request: HttpRequest, body: ReasonIn, key: OnceKey) -> HttpResponse:
    """A new reason at the end of the list. For managers and admins."""
    act = _as_told(lambda: add_reason(body.label, body.goes, by=reader(request), now=timezone.now()))
    return write_once(request, key, act, status=CREATED)


@router.put("/return-reasons/{key_of}", response={200: ReasonOut, **PROBLEMS}, auth=WRITE)
def change(request: HttpRequest, key_of: str, body: ReasonIn, key: OnceKey) -> HttpResponse:
    """Other words for the same reason, or another way to go. For managers and admins."""
    act = _as_told(lambda: change_reason(key_of, body.label, body.goes, by=reader(request), now=timezone.now()))
    return write_once(request, key, act)


@router.post("/return-reasons/{key_of}/retire", response={200: ReasonOut, **PROBLEMS}, auth=WRITE)
def retire(request: HttpRequest, key_of: str, key: OnceKey) -> HttpResponse:
    """Not offered any more; the last one in use stays. For managers and admins."""
    return write_once(request, key, _as_told(lambda: retire_reason(key_of, by=reader(request), now=timezone.now())))


@router.post("/return-reasons/{key_of}/restore", response={200: ReasonOut, **PROBLEMS}, auth=WRITE)
def restore(request: HttpRequest, key_of: str, key: OnceKey) -> HttpResponse:
    """Offered again. For managers and admins."""
    return write_once(request, key, _as_told(lambda: restore_reason(key_of, by=reader(request), now=timezone.now())))


def _as_told(act: Callable[[], ReturnReason]) -> Callable[[], ReasonOut]:
    return lambda: _out(act())


def _out(row: ReturnReason) -> ReasonOut:
    return ReasonOut.model_validate({name: getattr(row, name) for name in ReasonOut.model_fields})
