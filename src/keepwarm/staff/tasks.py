"""What the background does for the room staff: old idempotency keys are forgotten."""

from __future__ import annotations

from keepwarm.lib.periodic import Periodic
from keepwarm.staff.actions import forget_old_submissions

PERIODIC = (Periodic(forget_old_submissions, minutes=59),)
