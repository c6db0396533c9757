"""The JSON edge of the people around an opportunity, and what they are to it."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Literal

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Router, Schema
from pydantic import Field

from keepwarm.prospects.queries import find_visible
from keepwarm.selling import actions
from keepwarm.selling.api_fields import READ, WRITE
from keepwarm.selling.queries.listing import PersonRow, people_rows
from keepwarm.selling.queries.permissions import find_opportunity
from keepwarm.staff.api import PROBLEMS, OnceKey, reader, shaped_by, write_once

router = Router(tags=["selling"])


@shaped_by(PersonRow)
class PersonOut(Schema):
    """Somebody around an opportunity, by reference, and what they are to it."""


class PersonIn(Schema):
    """Who, by reference, and what they are to it. `gone`: they have nothing to do with it any more."""

    prospect: Annotated[str, Field(max_length=16)]
    role: Literal["decides", "pays", "uses", "for_us", "against", "other"] = "other"
    gone: bool = False


class PeopleOut(Schema):
    """Who is around it."""

    people: list[PersonOut]


@router.get("/opportunities/{ref}/people", response={200: PeopleOut, **PROBLEMS}, auth=READ)
def show_people(request: HttpRequest, ref: str) -> PeopleOut:
    """Who is around an opportunity; whoever may buy first."""
    return _people(ref, request)


@router.post("/opportunities/{ref}/people", response={200: PeopleOut, **PROBLEMS}, auth=WRITE)
def put_person(request: HttpRequest, ref: str, body: PersonIn, key: OnceKey) -> HttpResponse:
    """Put somebody around it in a role, in another when they stand there already, or take them away."""

    def do() -> PeopleOut:
        find_opportunity(ref, for_=reader(request))
        who, by, now = find_visible(body.prospect, for_=reader(request)), reader(request), timezone.now()
        if body.gone:
            actions.remove_person(ref, who, by=by, now=now)
        else:
            actions.put_person(ref, who, body.role, by=by, now=now)
        return _people(ref, request)

    return write_once(request, key, do)


def _people(ref: str, request: HttpRequest) -> PeopleOut:
    rows = people_rows(find_opportunity(ref, for_=reader(request)))
    return PeopleOut(people=[PersonOut(**asdict(row)) for row in rows])
