"""A round of the courier: several lines at once for the net, one hand for the rows."""

from __future__ import annotations

import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

from keepwarm.courier.actions.handing import Done, settle
from keepwarm.courier.new import Claim
from keepwarm.courier.posting import SECONDS, post
from keepwarm.courier.signing import HEADER, KEY, sign

LINES = 8
"""At once: of AT_ONCE parcels the slowest round ends well within a lease."""


def deliver(claims: Sequence[Claim], *, now: datetime, seconds: float = SECONDS) -> list[Done]:
    """Post what passed, and settle it. `seconds`: how long each may take. A crash within leaves leases that run out."""
    begun = time.monotonic()

    def hand(one: Claim) -> Done:
        at = now + timedelta(seconds=time.monotonic() - begun)
        headers = {HEADER: sign(one.raw, one.secret, at=at), KEY: one.ref, "Keepwarm-Type": one.what}
        answer = post(one.url, one.raw, headers, is_inside=one.is_inside, now=at, seconds=seconds)
        return Done(one, answer, now + timedelta(seconds=time.monotonic() - begun))

    with ThreadPoolExecutor(max_workers=LINES) as lines:
        done = list(lines.map(hand, claims))
    settle(done, now=now)
    return done
