"""Keys for the API: shown once, kept as a hash."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum

from django.db import transaction
from django.utils.translation import gettext

from keepwarm.lib.refusal import Refusal
from keepwarm.staff.actions.audit import note_in_audit
from keepwarm.staff.models import ApiKey, Role, User
from keepwarm.staff.queries import hash_of_key, require_role

PREFIX = "kw_"


class KeyRefused(Refusal):
    """A key with an unknown scope, without one, or for somebody else."""


class Scope(StrEnum):
    """What a key may do, on top of what its person may."""

    PROSPECTS_READ = "prospects:read"
    PROSPECTS_WRITE = "prospects:write"
    TOUCHES_WRITE = "touches:write"
    DECIDE = "decide"
    TEAM_READ = "team:read"
    TEAM_WRITE = "team:write"
    PLAN_READ = "plan:read"
    REPORTS_READ = "reports:read"
    GOALS_WRITE = "goals:write"
    IMPORTS_WRITE = "imports:write"
    AUDIT_READ = "audit:read"
    EXPORTS_READ = "exports:read"
    CONSENT_READ = "consent:read"
    CONSENT_WRITE = "consent:write"
    LEAD_READ = "lead:read"
    LEAD_WRITE = "lead:write"
    HANDOFFS_READ = "handoffs:read"
    HANDOFFS_WRITE = "handoffs:write"
    LETTERS_READ = "letters:read"
    LETTERS_WRITE = "letters:write"
    SEGMENTS_READ = "segments:read"
    SEGMENTS_WRITE = "segments:write"
    PROGRAMS_READ = "programs:read"
    PROGRAMS_WRITE = "programs:write"
    MAILINGS_READ = "mailings:read"
    MAILINGS_WRITE = "mailings:write"
    SEMINARS_READ = "seminars:read"
    SEMINARS_WRITE = "seminars:write"
    SURVEYS_READ = "surveys:read"
    SURVEYS_WRITE = "surveys:write"
    POST_READ = "post:read"
    POST_WRITE = "post:write"
    MESSAGES_READ = "messages:read"
    MESSAGES_WRITE = "messages:write"
    MESSAGES_REPORT = "messages:report"
    WEBHOOKS_READ = "webhooks:read"
    WEBHOOKS_WRITE = "webhooks:write"
    CONTENT_READ = "content:read"
    CONTENT_WRITE = "content:write"
    SIGNS_WRITE = "signs:write"
    SELLING_READ = "selling:read"
    SELLING_WRITE = "selling:write"
    CUSTOMERS_READ = "customers:read"
    CUSTOMERS_WRITE = "customers:write"


def make_key(user: User, *, name: str, scopes: Iterable[str], by: User | None, now: datetime) -> tuple[str, ApiKey]:
    """A new key that acts as `user`: its text, which is never shown again, and its row."""
    wanted = sorted(set(scopes))
    unknown = [scope for scope in wanted if scope not in set(Scope)]
    if unknown or not wanted:
        raise KeyRefused(gettext("A key needs one or more of these scopes: %(scopes)s.") % {"scopes": ", ".join(Scope)})
    if not name.strip():
        raise KeyRefused(gettext("Give the key a name that says what uses it."))
    _check_owner(user, by)
    text = PREFIX + secrets.token_urlsafe(24)
    with transaction.atomic():
        row = ApiKey.objects.create(user=user, name=name.strip()[:80], hashed=hash_of_key(text), scopes=wanted, made_at=now)
        note_in_audit("key_made", {"key": row.ref, "user": user.ref, "scopes": wanted}, by=by, now=now)
    return text, row


def revoke_key(key: ApiKey, *, by: User | None, now: datetime) -> None:
    """The key opens nothing from now on; doing it again changes nothing."""
    _check_owner(key.user, by)
    with transaction.atomic():
        if ApiKey.objects.filter(pk=key.pk, revoked_at__isnull=True).update(revoked_at=now):
            note_in_audit("key_revoked", {"key": key.ref, "user": key.user.ref}, by=by, now=now)


def note_key_used(key: ApiKey, *, now: datetime) -> None:
    """Keeps the day a key last wrote something. Reading writes nothing, so that a GET stays a GET."""
    if key.last_used_on != now.date():
        ApiKey.objects.filter(pk=key.pk).update(last_used_on=now.date())


def _check_owner(user: User, by: User | None) -> None:
    """One's own keys; an admin anybody's."""
    if by is not None and by.pk != user.pk:
        require_role(by, Role.ADMIN)
