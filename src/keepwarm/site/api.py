"""The API under /api/v1/: the routers of the rooms, keys with scopes, and every error as a sentence in JSON."""

from __future__ import annotations

from http import HTTPStatus
from importlib import import_module
from importlib.util import find_spec

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from keepwarm.circle.queries.team import UnknownSeat
from keepwarm.customers.refusals import NoSuchThing, SettledAlready
from keepwarm.decisions.refusals import StaleForm
from keepwarm.decisions.refusals import UnknownProspect as GoneProspect
from keepwarm.events.queries import UnknownSubscription
from keepwarm.exports.queries.finding import UnknownExport
from keepwarm.handoff.refusals import AnsweredAlready, NoSuchReason, OfferedAlready, UnknownHandOff
from keepwarm.letters.refusals import OnItsWayAlready, UnknownLetter
from keepwarm.letters.refusals import StaleDraft as StaleLetter
from keepwarm.lib.refusal import Refusal
from keepwarm.mailings.refusals import StaleMailing, UnknownMailing
from keepwarm.messaging.refusals import UnknownMessage
from keepwarm.policy.actions import StaleDraft
from keepwarm.post.refusals import UnknownBatch, UnknownPaperLetter
from keepwarm.programs.refusals import UnknownProgram
from keepwarm.prospects.actions import ProspectChangedMeanwhile
from keepwarm.prospects.actions.addresses import UnknownAddress
from keepwarm.prospects.queries import UnknownProspect
from keepwarm.qualification.queries.definitions import UnknownDefinition
from keepwarm.reports.queries.remarks import NotAskedOfYou
from keepwarm.selling.refusals import ChangedMeanwhile as OpportunityChanged
from keepwarm.selling.refusals import ClosedAlready, UnknownOpportunity, UnknownSale
from keepwarm.site.rooms import ROOMS
from keepwarm.staff.queries import NotYours
from keepwarm.staff.submissions import SentDifferently

STATUS_OF: tuple[tuple[type[Refusal], HTTPStatus], ...] = (
    (NotYours, HTTPStatus.FORBIDDEN),
    (UnknownProspect, HTTPStatus.NOT_FOUND),
    (GoneProspect, HTTPStatus.NOT_FOUND),
    (UnknownAddress, HTTPStatus.NOT_FOUND),
    (NotAskedOfYou, HTTPStatus.NOT_FOUND),
    (UnknownSeat, HTTPStatus.NOT_FOUND),
    (UnknownHandOff, HTTPStatus.NOT_FOUND),
    (NoSuchReason, HTTPStatus.NOT_FOUND),
    (UnknownProgram, HTTPStatus.NOT_FOUND),
    (UnknownExport, HTTPStatus.NOT_FOUND),
    (NoSuchThing, HTTPStatus.NOT_FOUND),
    (SettledAlready, HTTPStatus.CONFLICT),
    (UnknownMailing, HTTPStatus.NOT_FOUND),
    (StaleMailing, HTTPStatus.CONFLICT),
    (UnknownBatch, HTTPStatus.NOT_FOUND),
    (UnknownPaperLetter, HTTPStatus.NOT_FOUND),
    (UnknownMessage, HTTPStatus.NOT_FOUND),
    (UnknownSubscription, HTTPStatus.NOT_FOUND),
    (AnsweredAlready, HTTPStatus.CONFLICT),
    (OfferedAlready, HTTPStatus.CONFLICT),
    (StaleForm, HTTPStatus.CONFLICT),
    (ProspectChangedMeanwhile, HTTPStatus.CONFLICT),
    (SentDifferently, HTTPStatus.CONFLICT),
    (UnknownDefinition, HTTPStatus.NOT_FOUND),
    (StaleDraft, HTTPStatus.CONFLICT),
    (StaleLetter, HTTPStatus.CONFLICT),
    (OnItsWayAlready, HTTPStatus.CONFLICT),
    (UnknownLetter, HTTPStatus.NOT_FOUND),
    (UnknownOpportunity, HTTPStatus.NOT_FOUND),
    (UnknownSale, HTTPStatus.NOT_FOUND),
    (OpportunityChanged, HTTPStatus.CONFLICT),
    (ClosedAlready, HTTPStatus.CONFLICT),
)
"""Refusals with a status of their own; every other is 422: understood, and refused for the reason it gives."""

api = NinjaAPI(
    title="Keepwarm",
    version="1",
    description="Whom to call, whom to write to, whom to keep warm, and why. Times are UTC. Errors are sentences.",
    urls_namespace="api",
    docs_url=None,
)


@api.exception_handler(Refusal)
def refuse(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """A refusal with its sentence; nothing was changed."""
    status = next((status for kind, status in STATUS_OF if isinstance(refusal, kind)), HTTPStatus.UNPROCESSABLE_ENTITY)
    return _say(request, refusal.sentence, status)


@api.exception_handler(AuthenticationError)
def ask_for_a_key(request: HttpRequest, problem: AuthenticationError) -> HttpResponse:
    """No key, or one that opens nothing."""
    response = _say(request, gettext("Send a valid key as a bearer token: Authorization: Bearer kw_…"), HTTPStatus.UNAUTHORIZED)
    response["WWW-Authenticate"] = "Bearer"
    return response


@api.exception_handler(ValidationError)
def explain_what_is_wrong(request: HttpRequest, problem: ValidationError) -> HttpResponse:
    """What of the request could not be read, and where."""
    places = [f"{'.'.join(str(part) for part in one['loc'][1:])}: {one['msg']}" for one in problem.errors]
    sentence = gettext("This could not be read: %(what)s.") % {"what": "; ".join(places)}
    return _say(request, sentence, HTTPStatus.UNPROCESSABLE_ENTITY)


@api.exception_handler(Http404)
def say_it_is_not_here(request: HttpRequest, problem: Http404) -> HttpResponse:
    """No such thing."""
    return _say(request, gettext("There is no such thing here."), HTTPStatus.NOT_FOUND)


@api.exception_handler(HttpError)
def pass_on(request: HttpRequest, problem: HttpError) -> HttpResponse:
    """What the framework refuses itself: a body that is not JSON."""
    return _say(request, str(problem.message), HTTPStatus(problem.status_code))


def _say(request: HttpRequest, sentence: str, status: HTTPStatus) -> HttpResponse:
    return api.create_response(request, {"error": sentence}, status=status)


def add_rooms() -> None:
    """The routers of every room that has a JSON edge, from the ground up."""
    for room in ROOMS:
        name = f"keepwarm.{room}.api"
        if room == "site" or find_spec(f"keepwarm.{room}") is None or (spec := find_spec(name)) is None or spec.origin is None:
            continue
        router = getattr(import_module(name), "router", None)
        if router is not None:
            api.add_router("", router)


add_rooms()
