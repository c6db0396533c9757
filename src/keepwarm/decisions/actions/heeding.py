"""What is known of an arriving person's addresses from before: whoever had them wanted no mailings, so nor does this one."""

from __future__ import annotations

from collections.abc import Sequence

from keepwarm.consent.models import Channel, Suppression, Wish
from keepwarm.consent.queries.suppressed import suppressed
from keepwarm.decisions.batch import Arrival, NewWish

NO_MAILINGS = NewWish(Wish.Kind.NO_CHANNEL, Channel.MAILING)


def heed(batch: Sequence[Arrival]) -> None:
    """Adds the wish to those arrivals. An address that is closed altogether is marked where it is written."""
    closed = suppressed((address.kind, address.normalized) for one in batch for address in one.addresses)
    if Suppression.Scope.MAILING not in closed.values():
        return
    for one in batch:
        scopes = {closed.get((address.kind, address.normalized)) for address in one.addresses}
        if Suppression.Scope.MAILING in scopes and NO_MAILINGS not in one.wishes:
            one.wishes = (*one.wishes, NO_MAILINGS)
