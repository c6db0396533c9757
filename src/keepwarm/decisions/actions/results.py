"""What became of messages that are touches: read from the outbox, written into the touches, and told, in one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from keepwarm.decisions.actions.letters import CANCELLED, LetterResult, settle_letters
from keepwarm.engine.words import Disposition
from keepwarm.outbox.actions import mark_told
from keepwarm.outbox.models import State
from keepwarm.outbox.new import Result
from keepwarm.outbox.queries import results_to_tell
from keepwarm.prospects.models import Address

AT_ONCE = 100
OUTCOME = {
    State.ACCEPTED: Disposition.DELIVERED,
    State.UNCERTAIN: Disposition.UNCERTAIN,
    State.FAILED: Disposition.FAILED,
    State.BOUNCED: Disposition.FAILED,
    State.CANCELLED: CANCELLED,
}
NO_SUCH_MAILBOX = ("5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.2.1")
"""RFC 3463: the address does not exist, moved, or takes nothing any more."""


def settle_results_of(only: Q, *, now: datetime, rounds: int = 50) -> int:
    """Settle all results of these messages that are known by now, a hundred at a time. Returns how many.

    A crash between two transactions leaves results that are read again; one that was settled changes nothing the second time.
    """
    told = 0
    for _round in range(rounds):
        results = results_to_tell(AT_ONCE, only=only)
        if not results:
            break
        with transaction.atomic():
            told += _settle(results, now=now)
    return told


def _settle(results: Sequence[Result], *, now: datetime) -> int:
    _mark_dead_addresses(results)
    letters = [
        LetterResult(one.touch_id, OUTCOME[State(one.state)], one.settled_at, one.because) for one in results if one.touch_id is not None
    ]
    settle_letters(letters, now=now)
    mark_told(results, now=now)
    return len(results)


def _mark_dead_addresses(results: Sequence[Result]) -> None:
    """An address to which nothing comes is used no more, so that the next touch goes another way."""
    came_back = [one for one in results if (one.state == State.BOUNCED and one.because != "sent_back") or _says_dead(one)]
    dead = [one.address_id for one in came_back if one.address_id is not None]
    Address.objects.filter(pk__in=dead, state=Address.State.OK).update(state=Address.State.BOUNCED)


def _says_dead(result: Result) -> bool:
    return result.state == State.FAILED and any(code in result.last_reply.split() for code in NO_SUCH_MAILBOX)
