"""The JSON edge that all rooms share: keys with scopes, writes that are done once, and errors as sentences."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection
from dataclasses import fields
from typing import Annotated, Any, TypeVar, cast, get_type_hints

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext
from ninja import Schema
from ninja.params.functions import Header
from ninja.security import HttpBearer
from pydantic import BaseModel, create_model

from keepwarm.lib.refusal import Refusal
from keepwarm.staff.actions import Scope, note_key_used
from keepwarm.staff.models import ApiKey, User
from keepwarm.staff.queries import NotYours, find_by_key
from keepwarm.staff.submissions import LONGEST_KEY, answer_json_again, do_once

CREATED = 201
Model = TypeVar("Model", bound=Schema)
OnceKey = Annotated[
    str,
    Header(
        ...,
        alias="Idempotency-Key",
        min_length=1,
        max_length=LONGEST_KEY,
        pattern="^[!-~]+$",
        description="Your own name for this write: the same again is answered as before and not done twice.",
    ),
]
"""The header of every write: `key: OnceKey`."""


class Problem(Schema):
    """Why something was not done, in a sentence. Nothing was changed."""

    error: str


PROBLEMS = {400: Problem, 401: Problem, 403: Problem, 404: Problem, 409: Problem, 422: Problem}
"""What each endpoint may answer beside what it is for: `response={200: Out, **PROBLEMS}`."""


class UnreadableText(Refusal):
    """A text that cannot be kept."""


class NeedsScope(HttpBearer):
    """A key `kw_…` as a bearer token, with this scope. It acts as its person and may no more than they may."""

    openapi_name = "Key"

    def __init__(self, scope: Scope) -> None:
        super().__init__()
        self.scope = scope

    def authenticate(self, request: HttpRequest, token: str) -> ApiKey | None:
        """The key, or None when it opens nothing; raises NotYours when it lacks the scope."""
        key = find_by_key(token)
        if key is None:
            return None
        if self.scope not in key.scopes:
            raise NotYours(gettext("This key lacks the scope %(scope)s.") % {"scope": self.scope.value})
        request.user = key.user
        _refuse_nothingness(request)
        return key


def shaped_by(shape: type[Any], *, without: Collection[str] = ()) -> Callable[[type[Model]], type[Model]]:
    """Gives a schema the fields of a dataclass, before its own, so that what is answered is said in one place.

    `@shaped_by(Row) class RowOut(Schema): …` has a required field for each of Row but for those named in `without`.
    """

    def derive(schema: type[Model]) -> type[Model]:
        hints = get_type_hints(shape)
        taken = {one.name: (hints[one.name], ...) for one in fields(shape) if one.name not in without}
        own = {name: (kind, ...) for name, kind in get_type_hints(schema).items() if name in schema.__annotations__}
        made: Any = create_model(schema.__name__, __base__=Schema, __doc__=schema.__doc__, **taken, **own)  # type: ignore[call-overload]
        return cast("type[Model]", made)

    return derive


def reader(request: HttpRequest) -> User:
    """Who asks: the person whose key it is."""
    if not isinstance(request.user, User):
        raise NotYours(gettext("Send a key as a bearer token."))
    return request.user


def write_once(request: HttpRequest, key: str, do: Callable[[], BaseModel], *, status: int = 200, files: bytes = b"") -> HttpResponse:
    """Does a write once for this idempotency key, in one transaction with the key, and answers with its model as JSON."""
    now = timezone.now()
    content = hashlib.sha256(f"{request.method} {request.get_full_path()}".encode() + (files or request.body)).hexdigest()
    response = do_once(
        key,
        content,
        user=reader(request),
        now=now,
        do=lambda: JsonResponse(do().model_dump(mode="json"), status=status),
        again=answer_json_again,
    )
    note_key_used(_key_of(request), now=now)
    return response


def _refuse_nothingness(request: HttpRequest) -> None:
    """The character NUL, which no database keeps in a text and no person types."""
    is_json = (request.content_type or "").endswith("json")
    if "%00" in request.META.get("QUERY_STRING", "") or "\0" in request.path or (is_json and b"\\u0000" in request.body):
        raise UnreadableText(gettext("The text holds the character NUL, which cannot be kept."))


def _key_of(request: HttpRequest) -> ApiKey:
    found: Any = getattr(request, "auth", None)
    if not isinstance(found, ApiKey):
        raise NotYours(gettext("Send a key as a bearer token."))
    return found
