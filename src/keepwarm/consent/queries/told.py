"""All that is kept of what one person permits and wishes, as plain values: for the API and the command line."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from keepwarm.consent.models import Permission, Wish
from keepwarm.consent.queries.sending import Mail, Sending, may_send
from keepwarm.consent.words import say_permission, say_wish
from keepwarm.prospects.models import Address, Prospect

NEWEST = 100
"""Permissions and wishes that are told at most."""


def tell_consent(prospect: Prospect, *, now: datetime) -> dict[str, Any]:
    """Permissions with wording and proof, wishes in force, and whether mail of each kind may go to their first mailbox."""
    permissions = Permission.objects.filter(prospect=prospect).select_related("wording").order_by("-given_at", "-pk")[:NEWEST]
    wishes = Wish.objects.filter(prospect=prospect, lifted_at__isnull=True).order_by("-said_at", "-pk")[:NEWEST]
    mailbox = Address.objects.filter(prospect=prospect, kind=Address.Kind.EMAIL).order_by("rank", "pk").first()
    asked = [Sending(prospect.pk, kind, mailbox.pk if mailbox else None) for kind in (Mail.PERSONAL, Mail.ANSWER, Mail.MAILING)]
    return {
        "prospect": prospect.ref,
        "permissions": [tell_permission(one) for one in permissions],
        "wishes": [tell_wish(one, zone=prospect.zone or "UTC") for one in wishes],
        "may_send": {str(one.kind): answer.sentence for one, answer in zip(asked, may_send(asked, now=now), strict=True)},
    }


def tell_permission(row: Permission) -> dict[str, Any]:
    """One permission; times are UTC."""
    return {
        "ref": row.ref,
        "channel": row.channel,
        "kind": row.kind,
        "text": say_permission(row.channel, row.kind),
        "wording": str(row.wording) if row.wording else "",
        "proof": row.proof,
        "proof_file": row.proof_file,
        "source": row.source,
        "given_at": row.given_at,
        "expires_at": row.expires_at,
        "last_used_at": row.last_used_at,
        "withdrawn_at": row.withdrawn_at,
    }


def tell_wish(row: Wish, *, zone: str) -> dict[str, Any]:
    """One wish, also in words."""
    text = say_wish(row, zone=zone)
    return {
        "ref": row.ref,
        "kind": row.kind,
        "channel": row.channel,
        "until_at": row.until_at,
        "words": row.words,
        "text": text,
        "said_at": row.said_at,
        "source": row.source,
    }
