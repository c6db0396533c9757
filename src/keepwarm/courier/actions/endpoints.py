"""Addresses to which something of ours goes: set, changed, tried, paused by an answer, and taken out of use."""

from __future__ import annotations

import json
from datetime import datetime
from urllib.parse import urlsplit

from django.db import transaction
from django.utils.translation import gettext as _

from keepwarm.content.feeds.fetching import FetchFailed, checked_url
from keepwarm.courier.models import Attempt, Endpoint, Parcel, State
from keepwarm.courier.new import NewEndpoint
from keepwarm.courier.posting import Answer, limits_of, post
from keepwarm.courier.signing import HEADER, KEY, new_secret, sign
from keepwarm.courier.words import say_trouble
from keepwarm.lib.ids import new_ref
from keepwarm.lib.refusal import Refusal
from keepwarm.outbox.sealing import seal, unseal
from keepwarm.staff.actions import note_in_audit
from keepwarm.staff.models import Role, User
from keepwarm.staff.queries import require_role

SETTERS = (Role.ADMIN,)
"""Who says where something of ours goes."""

ABOUT = "courier"
"""What the secret is sealed for."""


class EndpointRefused(Refusal):
    """An address to which nothing can go."""


def add_endpoint(kind: str, new: NewEndpoint, *, by: User | None, now: datetime) -> tuple[Endpoint, str]:
    """A new address, and its secret in the open, which is never shown again. Raises EndpointRefused, NotYours."""
    require_role(by, *SETTERS)
    _check(new)
    secret = new_secret()
    with transaction.atomic():
        if kind == Endpoint.Kind.MESSAGES and Endpoint.objects.filter(kind=kind, retired_at__isnull=True).exists():
            raise EndpointRefused(_("There is a gateway already. Change that one, or take it out of use first."))
        row = Endpoint(kind=kind, secret=seal(secret, about=ABOUT), made_at=now, made_by=by)
        _fill(row, new)
        row.save()
        note_in_audit("endpoint_added", _told(row), by=by, now=now)
    return row, secret


def change_endpoint(ref: str, new: NewEndpoint, *, by: User | None, now: datetime) -> Endpoint:
    """Other values. A pause ends: what waited is tried anew. Raises EndpointRefused, NotYours."""
    require_role(by, *SETTERS)
    _check(new)
    with transaction.atomic():
        row = _take(ref)
        _fill(row, new)
        row.paused_at, row.paused_because = None, ""
        row.save()
        note_in_audit("endpoint_changed", _told(row), by=by, now=now)
    return row


def renew_secret(ref: str, *, by: User | None, now: datetime) -> str:
    """Another secret, from the next try on; the old one signs nothing more. Raises EndpointRefused, NotYours."""
    require_role(by, *SETTERS)
    secret = new_secret()
    with transaction.atomic():
        row = _take(ref)
        row.secret = seal(secret, about=ABOUT)
        row.save(update_fields=["secret"])
        note_in_audit("endpoint_secret_renewed", _told(row), by=by, now=now)
    return secret


def resume_endpoint(ref: str, *, by: User | None, now: datetime) -> Endpoint:
    """What waits goes on, at once. Raises EndpointRefused, NotYours."""
    require_role(by, *SETTERS)
    with transaction.atomic():
        row = _take(ref)
        row.paused_at, row.paused_because = None, ""
        row.save(update_fields=["paused_at", "paused_because"])
        row.parcels.filter(state=State.QUEUED, tries__gt=0, next_try_at__gt=now).update(next_try_at=now)
        note_in_audit("endpoint_resumed", _told(row), by=by, now=now)
    return row


def retire_endpoint(ref: str, *, by: User | None, now: datetime) -> int:
    """Out of use: what still waits for it is not sent; how many. Raises EndpointRefused, NotYours."""
    require_role(by, *SETTERS)
    with transaction.atomic():
        row = _take(ref)
        row.retired_at = now
        row.save(update_fields=["retired_at"])
        note_in_audit("endpoint_retired", _told(row), by=by, now=now)
        waits = row.parcels.filter(state__in=[State.QUEUED, State.CLAIMED])
        ended = {"state": State.CANCELLED, "because": "retired", "settled_at": now, "told_at": None, "lease_until": None}
        return waits.update(**ended)


def try_endpoint(ref: str, *, by: User | None, now: datetime) -> Answer:
    """Post a parcel that says it is a test, and keep what came back. Raises EndpointRefused, NotYours, SecretLost."""
    require_role(by, *SETTERS)
    row = Endpoint.objects.filter(ref=ref, retired_at__isnull=True).first() or _missing()
    raw = json.dumps({"type": "test", "created_at": now.isoformat(), "data": {}}).encode()
    secret = unseal(row.secret, about=ABOUT)
    answer = post(row.url, raw, {HEADER: sign(raw, secret, at=now), KEY: new_ref()}, is_inside=row.is_inside, now=now)
    Endpoint.objects.filter(pk=row.pk).update(checked_at=now, checked_said=say_answer(answer)[:300])
    return answer


def say_answer(answer: Answer) -> str:
    """What came back, in a sentence."""
    if answer.outcome == Attempt.Outcome.ACCEPTED:
        return _("All is well: it answered with %(code)s.") % {"code": answer.code}
    if answer.code:
        return _("It answered with %(code)s: %(said)s") % {"code": answer.code, "said": answer.said or _("no words")}
    return say_trouble(answer.said)


def pause(endpoint_id: int, because: str, *, now: datetime) -> None:
    """Nothing more is tried until a person looked: what it has against us it has against each parcel."""
    standing = Endpoint.objects.filter(pk=endpoint_id, paused_at__isnull=True)
    standing.update(paused_at=now, paused_because=because[:300])


def parcels_of(endpoint: Endpoint) -> int:
    """How many wait."""
    return Parcel.objects.filter(endpoint=endpoint, state=State.QUEUED).count()


def _take(ref: str) -> Endpoint:
    return Endpoint.objects.select_for_update(of=("self",)).filter(ref=ref, retired_at__isnull=True).first() or _missing()


def _missing() -> Endpoint:
    raise EndpointRefused(_("There is no such address any more."))


def _fill(row: Endpoint, new: NewEndpoint) -> None:
    row.name, row.url = new.name.strip()[:80], new.url.strip()
    row.is_inside, row.is_idempotent = new.is_inside, new.is_idempotent or row.kind == Endpoint.Kind.EVENTS


def _check(new: NewEndpoint) -> None:
    if not new.name.strip():
        raise EndpointRefused(_("Give it a name that says what it is."))
    try:
        parts = checked_url(new.url.strip(), limits_of(is_inside=new.is_inside))
        allows = limits_of(is_inside=new.is_inside).allows
        is_private = _is_number(str(parts.hostname)) and not allows(str(parts.hostname))
    except (FetchFailed, ValueError):
        raise EndpointRefused(_("Write the whole address, such as https://gateway.example/messages, without a password in it.")) from None
    if is_private or (parts.hostname == "localhost" and not new.is_inside):
        raise EndpointRefused(say_trouble("private"))
    if urlsplit(new.url.strip()).scheme != "https" and not new.is_inside:
        raise EndpointRefused(_("Outside our own network only https will do: numbers and words would be readable on the way."))


def _is_number(host: str) -> bool:
    return ":" in host or host.replace(".", "").isdigit()


def _told(row: Endpoint) -> dict[str, str]:
    return {"endpoint": row.ref, "kind": row.kind, "url": row.url[:200]}
