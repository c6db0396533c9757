"""The JSON edge of the circle: a prospect given to another rep; addresses, merges, permissions, sales, pipelines and absences beside it."""

from __future__ import annotations

from typing import Annotated

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext
from ninja import Router, Schema
from pydantic import Field

from keepwarm.circle.actions import hand_over
from keepwarm.circle.actions.moving import HandOverRefused
from keepwarm.circle.api_addresses import router as addresses
from keepwarm.circle.api_consent import router as consent
from keepwarm.circle.api_merges import router as merges
from keepwarm.circle.api_pipeline import router as pipeline
from keepwarm.circle.api_selling import router as closing
from keepwarm.circle.api_team import router as team
from keepwarm.prospects.api import ProspectOut, prospect_out
from keepwarm.prospects.queries import UnknownProspect, visible_to
from keepwarm.staff.actions import Scope
from keepwarm.staff.api import PROBLEMS, NeedsScope, OnceKey, reader, write_once
from keepwarm.staff.models import Seat
from keepwarm.staff.queries import persons_seats

router = Router(tags=["prospects"])
router.add_router("", addresses)
router.add_router("", consent)
router.add_router("", merges)
router.add_router("", closing)
router.add_router("", pipeline)
router.add_router("", team)


class GiveIn(Schema):
    """Who has the prospect from now on, by their email address, and why."""

    to: Annotated[str, Field(max_length=254)]
    because: Annotated[str, Field(max_length=200)]


@router.post("/prospects/{ref}/give", response={200: ProspectOut, **PROBLEMS}, auth=NeedsScope(Scope.PROSPECTS_WRITE))
def give(request: HttpRequest, ref: str, body: GiveIn, key: OnceKey) -> HttpResponse:
    """Give a prospect to another rep. Whom sales accepted goes to a closing rep only. For managers and admins."""

    def do() -> ProspectOut:
        found = visible_to(reader(request)).filter(ref=ref).first()
        if found is None:
            raise UnknownProspect
        hand_over(found.pk, _seat_of(body.to), because=body.because, by=reader(request), now=timezone.now())
        return prospect_out(ref, request)

    return write_once(request, key, do)


def _seat_of(email: str) -> Seat:
    seat = persons_seats().filter(user__email__iexact=email.strip()).first()
    if seat is None:
        raise HandOverRefused(gettext("Nobody with the address %(email)s has a place here that could own prospects.") % {"email": email})
    return seat
