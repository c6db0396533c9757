"""Who writes short messages: marketing and whoever runs the house to anyone, reps to whoever wrote them one."""

from __future__ import annotations

from keepwarm.staff.models import EDITORS, REPS

__all__ = ("EDITORS", "WRITERS")

WRITERS = (*EDITORS, *REPS)
