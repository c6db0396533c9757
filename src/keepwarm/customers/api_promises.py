"""The JSON edge of promises: what was promised at a sale, and how it went."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Annotated, Literal

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext
from ninja import Router, Schema
from pydantic import Field

from keepwarm.customers import actions
from keepwarm.customers.api_fields import READ, WRITE, Key, Limit, Words
from keepwarm.customers.models import Promise
from keepwarm.customers.queries.lists import PromiseLine, list_promises, promise_line, with_all
from keepwarm.customers.queries.one import find_customer
from keepwarm.customers.queries.people import find_person
from keepwarm.customers.refusals import NoSuchThing
from keepwarm.selling.models import Sale
from keepwarm.staff.api import CREATED, PROBLEMS, OnceKey, reader, shaped_by, write_once

router = Router(tags=["customers"])
Tab = Literal["due", "open", "broken", "kept", "unrecorded", "settled", "left"]
Ref = Annotated[str, Field(max_length=16)]


@shaped_by(PromiseLine)
class PromiseOut(Schema):
    """One promise; `recorded` false: the customer told us of it."""


class PromiseIn(Schema):
    """What was promised, for which day, to whom ("": whoever bought; else one of the people around the sale), and from where we know."""

    what: Annotated[str, Field(min_length=1, max_length=300)]
    due_on: date
    to: Annotated[str, Field(max_length=16)] = ""
    source: Literal["rep", "quote", "note", "letter"] = "rep"


class SettleIn(Schema):
    """Whether it was kept, and what shows it."""

    kept: bool
    proof: Words


class ChangeIn(Schema):
    """What the customer is asked to agree to."""

    what: Annotated[str, Field(min_length=1, max_length=300)]
    due_on: date
    because: Annotated[str, Field(min_length=1, max_length=300)]


@router.get("/promises", response={200: list[PromiseOut], **PROBLEMS}, auth=READ)
def show_promises(
    request: HttpRequest, tab: Tab = "due", limit: Limit = 100, offering: Ref = "", rep: Ref = "", source: Ref = "", after: Key = ""
) -> list[PromiseOut]:
    """Promises by how they stand, of an offering, of who sold, of a source (by reference). `after`: the key of the last one you saw."""
    narrowed = {"offering": offering, "rep": rep, "source": source}
    lines = list_promises(for_=reader(request), tab=tab, now=timezone.now(), limit=limit, after=after, **narrowed)
    return [PromiseOut(**asdict(line)) for line in lines]


@router.post("/sales/{ref}/promises", response={CREATED: PromiseOut, **PROBLEMS}, auth=WRITE)
def record(request: HttpRequest, ref: str, body: PromiseIn, key: OnceKey) -> HttpResponse:
    """Write down one more promise of a sale; one that is written down already is given back."""

    def do() -> PromiseOut:
        sale = Sale.objects.select_related("prospect", "opportunity").filter(ref=ref).first()
        if sale is None:
            raise NoSuchThing(gettext("There is no such sale."))
        find_customer(sale.prospect.ref, for_=reader(request))
        new = actions.NewPromise(body.what, body.due_on, find_person(body.to, sale.prospect, sale.opportunity), body.source)
        made = actions.record_promises(sale, [new], by=reader(request), now=timezone.now())
        known = Promise.objects.filter(sale=sale, what=" ".join(body.what.split()), due_on=body.due_on).exclude(state=Promise.State.CHANGED)
        return _promise(made[0].ref if made else known.values_list("ref", flat=True)[0])

    return write_once(request, key, do, status=CREATED)


@router.post("/promises/{ref}/settle", response={200: PromiseOut, **PROBLEMS}, auth=WRITE)
def settle(request: HttpRequest, ref: str, body: SettleIn, key: OnceKey) -> HttpResponse:
    """Kept or broken, with proof. A broken one is a case at once."""

    def do() -> PromiseOut:
        act = actions.keep_promise if body.kept else actions.break_promise
        act(ref, body.proof, by=reader(request), now=timezone.now())
        return _promise(ref)

    return write_once(request, key, do)


@router.post("/promises/{ref}/change", response={200: PromiseOut, **PROBLEMS}, auth=WRITE)
def change(request: HttpRequest, ref: str, body: ChangeIn, key: OnceKey) -> HttpResponse:
    """Ask the customer whether it may change; until they say yes it stands as it was."""

    def do() -> PromiseOut:
        actions.propose_change(ref, body.what, body.due_on, body.because, by=reader(request), now=timezone.now())
        return _promise(ref)

    return write_once(request, key, do)


def _promise(ref: str) -> PromiseOut:
    return PromiseOut(**asdict(promise_line(with_all(Promise.objects.filter(ref=ref)).get())))
