"""What recognizing found beside who is who: addresses that are the organization's, and doubts. The caller holds the transaction."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import connection

from keepwarm.decisions.actions import Arrived
from keepwarm.intake.recognizing.recognizer import Recognized, Suspect
from keepwarm.prospects.models import Doubt


def share_addresses(shared: set[tuple[str, str]]) -> None:
    """These numbers and mailboxes are the organization's from now on, whoever has them."""
    if not shared:
        return
    with connection.cursor() as cursor:
        cursor.executemany(
            "UPDATE prospects_address SET shared = %s, organization_id ="
            " (SELECT organization_id FROM prospects_prospect WHERE id = prospects_address.prospect_id)"
            " WHERE kind = %s AND normalized = %s",
            [(True, kind, normalized) for kind, normalized in sorted(shared)],
        )


def write_doubts(rows: Iterable[tuple[Recognized, Arrived]], arrived: Sequence[Arrived], *, now: datetime) -> int:
    """The doubts of these rows. `arrived`: what every row of the chunk became. Returns how many are new."""
    pairs: dict[tuple[int, int], Suspect] = {}
    for one, here in rows:
        for suspect in one.doubts if not here.already else ():
            other = suspect.prospect_id if suspect.prospect_id is not None else arrived[suspect.row or 0].prospect_id
            if other != here.prospect_id:
                pairs.setdefault((min(other, here.prospect_id), max(other, here.prospect_id)), suspect)
    if not pairs:
        return 0
    known = set(Doubt.objects.filter(a__in={a for a, _ in pairs}).values_list("a", "b"))
    new = [
        Doubt(a_id=a, b_id=b, reasons=suspect.reasons, weight=suspect.weight, raised_at=now)
        for (a, b), suspect in pairs.items()
        if (a, b) not in known
    ]
    Doubt.objects.bulk_create(new, batch_size=500)
    return len(new)
