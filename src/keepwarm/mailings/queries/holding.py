"""What a piece of a mailing asks once more when it holds the lock, in plain SQL: each answer is a moment in which nobody else writes."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection

from keepwarm.mailings.models import Mailing, Recipient


def is_running(mailing_id: int) -> bool:
    """Whether the mailing still runs; the row is held until the transaction ends."""
    held = " FOR UPDATE" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT state FROM mailings_mailing WHERE id = %s{held}", [mailing_id])  # noqa: S608 - our own words
        found = cursor.fetchone()
    return found is not None and found[0] == Mailing.State.RUNNING


def all_wait(recipient_ids: Sequence[int]) -> bool:
    """Whether each of these still waits."""
    those = ", ".join(str(int(pk)) for pk in recipient_ids)
    with connection.cursor() as cursor:
        sql = f"SELECT count(*) FROM mailings_recipient WHERE id IN ({those}) AND state = %s"  # noqa: S608 - numbers
        cursor.execute(sql, [Recipient.State.WAITS.value])
        return bool(cursor.fetchone()[0] == len(set(recipient_ids)))
