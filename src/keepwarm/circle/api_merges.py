"""The JSON edge of who is the same person: doubts, two who become one, and two people after all."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Literal

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Path, Query, Router, Schema
from pydantic import Field

from keepwarm.circle.actions import merge, unmerge
from keepwarm.circle.actions.mending import answer_doubt
from keepwarm.circle.models import Merge
from keepwarm.circle.queries.merges import standing_merges
from keepwarm.intake.actions.starting import MAY_IMPORT
from keepwarm.intake.queries import open_doubts
from keepwarm.prospects.api import ProspectOut, prospect_out
from keepwarm.prospects.models import Doubt, Prospect
from keepwarm.prospects.queries import find_changeable, find_visible, prospect_page
from keepwarm.prospects.words import say_likeness
from keepwarm.staff.actions import Scope
from keepwarm.staff.api import PROBLEMS, NeedsScope, OnceKey, reader, write_once
from keepwarm.staff.queries import require_role

router = Router(tags=["people"])
READ, WRITE = NeedsScope(Scope.PROSPECTS_READ), NeedsScope(Scope.PROSPECTS_WRITE)
Number = Annotated[int, Path(ge=1, le=2**63 - 1)]


class WhoOut(Schema):
    """Somebody, by reference and name."""

    ref: str
    name: str


class DoubtOut(Schema):
    """Two who may be one person, and why. `doubt` is its number."""

    doubt: int
    one: WhoOut
    other: WhoOut
    reasons: list[str]


class DoubtsOut(Schema):
    """A page of doubts, the newest first; `after` asks for the next page, 0 at the end."""

    doubts: list[DoubtOut]
    after: int


class MergeOut(Schema):
    """Who was found to be this person, when, by whom and why."""

    ref: str
    other: WhoOut
    at: datetime
    by: str
    because: str


class SameOut(Schema):
    """Who may be the same person, and who was found to be."""

    doubts: list[DoubtOut]
    merges: list[MergeOut]


class VerdictIn(Schema):
    """`same`: the other becomes part of this one. `different`: two people, and the pair is never asked about again."""

    verdict: Literal["same", "different"]


class MergeIn(Schema):
    """Who becomes part of this one, by reference, and why they are the same person."""

    other: Annotated[str, Field(max_length=16)]
    because: Annotated[str, Field(max_length=300)]


@router.get("/doubts", response={200: DoubtsOut, **PROBLEMS}, auth=READ)
def list_doubts(request: HttpRequest, after: Annotated[int, Query(ge=0, le=2**63 - 1)] = 0) -> DoubtsOut:
    """Who may be the same person, of the whole house. For marketers, managers and admins."""
    require_role(reader(request), *MAY_IMPORT)
    page = open_doubts(after=after)
    return DoubtsOut(
        doubts=[DoubtOut(doubt=one.id, one=_who(one.left), other=_who(one.right), reasons=list(one.reasons)) for one in page.lines],
        after=page.older,
    )


@router.get("/prospects/{ref}/same", response={200: SameOut, **PROBLEMS}, auth=READ)
def show_same(request: HttpRequest, ref: str) -> SameOut:
    """Who may be the same person as this one, and which merges into this one can be undone."""
    page = prospect_page(ref, for_=reader(request), now=timezone.now())
    return SameOut(
        doubts=[_doubt(row, page.prospect) for row in page.doubts],
        merges=[_merge(row) for row in standing_merges(page.prospect)],
    )


@router.post("/prospects/{ref}/doubts/{doubt}", response={200: ProspectOut, **PROBLEMS}, auth=WRITE)
def settle(request: HttpRequest, ref: str, doubt: Number, body: VerdictIn, key: OnceKey) -> HttpResponse:
    """Say whether the two of a doubt are the same person."""

    def act(who: Prospect) -> None:
        row = get_object_or_404(Doubt, Q(a=who) | Q(b=who), pk=doubt)
        answer_doubt(row, who, body.verdict, by=reader(request), now=timezone.now())

    return _act(request, ref, key, act)


@router.post("/prospects/{ref}/merge", response={200: ProspectOut, **PROBLEMS}, auth=WRITE)
def merge_two(request: HttpRequest, ref: str, body: MergeIn, key: OnceKey) -> HttpResponse:
    """Make another person part of this one, whose name, owner and choice stay. The wishes of both hold: the stricter wins."""

    def act(who: Prospect) -> None:
        other = find_visible(body.other, for_=reader(request))
        merge(who.pk, other.pk, because=body.because, by=reader(request), now=timezone.now())

    return _act(request, ref, key, act)


@router.post("/prospects/{ref}/merges/{merged}/undo", response={200: ProspectOut, **PROBLEMS}, auth=WRITE)
def undo(request: HttpRequest, ref: str, merged: str, key: OnceKey) -> HttpResponse:
    """Two people after all: each has back what was theirs. A newer merge with one of the two is undone first."""

    def act(who: Prospect) -> None:
        row = get_object_or_404(Merge, ref=merged, winner=who)
        unmerge(row.ref, by=reader(request), now=timezone.now())

    return _act(request, ref, key, act)


def _act(request: HttpRequest, ref: str, key: str, act: Callable[[Prospect], object]) -> HttpResponse:
    """What is done to a person whom the key's owner may change, and how they stand after it."""

    def do() -> ProspectOut:
        act(find_changeable(ref, for_=reader(request)))
        return prospect_out(ref, request)

    return write_once(request, key, do)


def _who(one: Prospect) -> WhoOut:
    return WhoOut(ref=one.ref, name=one.name)


def _doubt(row: Doubt, about: Prospect) -> DoubtOut:
    other = row.b if row.a_id == about.pk else row.a
    return DoubtOut(doubt=row.pk, one=_who(about), other=_who(other), reasons=[say_likeness(reason) for reason in row.reasons])


def _merge(row: Merge) -> MergeOut:
    return MergeOut(ref=row.ref, other=_who(row.loser), at=row.at, by=row.by.name if row.by else "", because=row.because)
