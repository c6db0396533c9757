"""Once and not twice: a form or an API write that arrives again with the same key is answered as before and done no more.

Every form that posts carries `{% once %}`, every API write the header `Idempotency-Key`. The decorator `once` keeps the key
in the transaction of the write itself: either both stand or neither. Answers are kept for two days: status, where it led and
what JSON said. A page is never kept, for what it showed would be somebody's data; so what was done leads to a page.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from typing import Any

from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.utils.translation import gettext

from keepwarm.lib.refusal import Refusal
from keepwarm.staff.models import Submission, User

FIELD = "once"
HEADER = "Idempotency-Key"
KEPT_FOR = timedelta(days=2)
LONGEST_KEY = 64
LEADS = ("Location", "HX-Redirect", "HX-Location", "HX-Refresh", "HX-Trigger", "HX-Push-Url")
"""The headers of an answer that say where it leads and what else is to be shown anew."""
_NOT_CONTENT = frozenset({FIELD, "csrfmiddlewaretoken"})


class SentDifferently(Refusal):
    """The same key came again with another content."""

    def __init__(self) -> None:
        super().__init__(gettext("This form was sent before with other content. Load the page again and send it once more."))


class KeyTooLong(Refusal):
    """A key longer than is kept."""

    def __init__(self) -> None:
        super().__init__(gettext("The idempotency key may have at most 64 characters."))


def new_key() -> str:
    """A new random key for a form: 128 bits."""
    return secrets.token_urlsafe(16)


def once(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Does a POST with a key at most once. Put it below `needs`. A form without a key is done as if it had none.

    The view runs inside the transaction that keeps the key: read and store a file before it. What was done answers by a
    redirect, by JSON or without content, and that is kept. Any page, like an answer of 400 and above or a refusal, says that
    nothing was done: everything is undone and the key is free. An unrendered `TemplateResponse` holds no lock while it is made.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        key = key_of(request)
        if request.method != "POST" or not key or not isinstance(request.user, User):
            return view(request, *args, **kwargs)
        return do_once(
            key,
            content_of(request),
            user=request.user,
            now=_clock(),
            do=lambda: view(request, *args, **kwargs),
            again=lambda row: answer_page_again(request, row),
        )

    return guarded


def do_once(
    key: str,
    content: str,
    *,
    user: User,
    now: datetime,
    do: Callable[[], HttpResponse],
    again: Callable[[Submission], HttpResponse],
) -> HttpResponse:
    """Does `do` and keeps its answer, or gives the answer kept for this key; raises `SentDifferently`.

    `content` is a hash of what was sent. Of two that arrive together one waits for the other and gets its answer.
    """
    try:
        with transaction.atomic():
            row = Submission(key=key, user=user, hashed=content, at=now)
            kept = _keep_or_find(row)
            response = do() if kept is None else again(kept)
            if kept is None:
                _keep_answer(row, response)
            return response
    except _Undone as undone:
        return undone.response


def key_of(request: HttpRequest) -> str:
    """The key of a form or a header, "" without one; raises `KeyTooLong`."""
    key = request.headers.get(HEADER) or request.POST.get(FIELD, "")
    if len(key) > LONGEST_KEY:
        raise KeyTooLong
    return key


def content_of(request: HttpRequest) -> str:
    """A hash of what a form sent and where, without its key and its CSRF token."""
    hashed = hashlib.sha256(request.path.encode())
    fields = [(name, values) for name, values in sorted(request.POST.lists()) if name not in _NOT_CONTENT]
    hashed.update(json.dumps(fields).encode())
    for name, files in sorted(request.FILES.lists()):
        hashed.update(name.encode())
        for file in files:
            for piece in file.chunks():
                hashed.update(piece)
            file.seek(0)
    return hashed.hexdigest()


def answer_page_again(request: HttpRequest, row: Submission) -> HttpResponse:
    """The answer to a form that was done before: the same status, leading to the same place."""
    if "body" in row.answer:
        return answer_json_again(row)
    place = row.answer.get("location")
    response = HttpResponseRedirect(place) if place else HttpResponse()
    response.status_code = row.status
    for name in LEADS:
        if kept := row.answer.get(name.lower()):
            response[name] = kept
    return response


def answer_json_again(row: Submission) -> JsonResponse:
    """The answer to an API write that was done before, word for word."""
    return JsonResponse(row.answer.get("body"), status=row.status, safe=False, headers={"Idempotency-Replayed": "true"})


class _Undone(Exception):
    """Carries a page, or an answer of 400 and above, out of the transaction that it undoes."""

    def __init__(self, response: HttpResponse) -> None:
        super().__init__(response.status_code)
        self.response = response


def _keep_or_find(row: Submission) -> Submission | None:
    """Keeps the key, or gives the row that has it; on PostgreSQL the insert waits for whoever is doing the same."""
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        kept = Submission.objects.get(user=row.user, key=row.key)
        if kept.hashed != row.hashed:
            raise SentDifferently from None
        return kept
    return None


def _keep_answer(row: Submission, response: HttpResponse) -> None:
    """Status, and where it led or, of JSON, what it said."""
    is_json = response.get("Content-Type", "").startswith("application/json")
    if response.status_code >= 400 or (response.status_code == 200 and not is_json):
        raise _Undone(response)
    row.status = response.status_code
    row.answer = {name.lower(): response[name] for name in LEADS if name in response}
    if is_json:
        row.answer["body"] = json.loads(response.content)
    row.save(update_fields=["status", "answer"])


def _clock() -> datetime:
    """A decorator of views stands at the edge, where the clock is read."""
    from django.utils import timezone

    return timezone.now()  # noqa: TID251  # see the docstring
