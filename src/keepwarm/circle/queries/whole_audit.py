"""The audit of the whole house: what the rooms above the decisions promise for their own rows is looked at too."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial

from keepwarm.customers.queries import auditing as customers
from keepwarm.decisions.auditing import Audit, audit
from keepwarm.handoff.queries.auditing import find_differences
from keepwarm.letters.queries import auditing as letters
from keepwarm.messaging.queries import auditing as messaging
from keepwarm.post.queries import auditing as post
from keepwarm.programs.queries.unserved import without_content
from keepwarm.selling.queries import auditing as selling


def audit_house(*, now: datetime, progress: Callable[[int], None] | None = None) -> Audit:
    """Is anybody forgotten, and does what stands equal what happened? In every room that keeps something of a prospect."""
    checks = [partial(room.find_differences, now=now) for room in (letters, post, messaging, selling, customers)]
    return audit(now=now, progress=progress, also=(find_differences, *checks), empty=without_content)
