"""The JSON edge of how somebody is reached: an address added, out of use, in use after all, or the firm's."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Literal

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Router, Schema
from pydantic import Field, StringConstraints

from keepwarm.circle.actions.mending import mend_address, put_right
from keepwarm.prospects.api import ProspectOut, prospect_out
from keepwarm.prospects.models import Prospect
from keepwarm.prospects.queries import find_changeable
from keepwarm.staff.actions import Scope
from keepwarm.staff.api import CREATED, PROBLEMS, NeedsScope, OnceKey, reader, write_once

router = Router(tags=["people"])
WRITE = NeedsScope(Scope.PROSPECTS_WRITE)
Value = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=320)]


class AddressIn(Schema):
    """A way to reach them. A number without a country is read where they are; `first` has it tried before the others."""

    kind: Literal["phone", "email", "post", "handle"]
    value: Value
    label: Annotated[str, Field(max_length=40)] = ""
    first: bool = False


class AddressStateIn(Schema):
    """`wrong` reaches somebody else, `retired` is no longer used, `ok` reaches them after all, `shared` is the firm's."""

    state: Literal["wrong", "retired", "ok", "shared"]


@router.post("/prospects/{ref}/addresses", response={CREATED: ProspectOut, **PROBLEMS}, auth=WRITE)
def add_address(request: HttpRequest, ref: str, body: AddressIn, key: OnceKey) -> HttpResponse:
    """Add a way to reach them; one that was out of use comes back. The next touch is decided anew with it."""

    def add(who: Prospect) -> None:
        mend_address(who, body.kind, body.value, label=body.label, first=body.first, by=reader(request), now=timezone.now())

    return _act(request, ref, key, add, status=CREATED)


@router.patch("/prospects/{ref}/addresses/{address}", response={200: ProspectOut, **PROBLEMS}, auth=WRITE)
def change_address(request: HttpRequest, ref: str, address: str, body: AddressStateIn, key: OnceKey) -> HttpResponse:
    """Put one of their own addresses right. The next touch is decided anew with what is left."""
    return _act(request, ref, key, lambda who: put_right(who, address, body.state, by=reader(request), now=timezone.now()))


def _act(request: HttpRequest, ref: str, key: str, act: Callable[[Prospect], object], *, status: int = 200) -> HttpResponse:
    """What is done to a person whom the key's owner may change, and how they are reached after it."""

    def do() -> ProspectOut:
        act(find_changeable(ref, for_=reader(request)))
        return prospect_out(ref, request)

    return write_once(request, key, do, status=status)
