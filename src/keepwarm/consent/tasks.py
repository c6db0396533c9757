"""What the background does: proofs that no permission names any more are taken away."""

from __future__ import annotations

from datetime import datetime

from keepwarm.consent.proofs import sweep_proofs
from keepwarm.lib.periodic import Periodic


def sweep(*, now: datetime) -> None:
    """A file that was kept and never named, since something broke in between, or whose permission is gone."""
    sweep_proofs(now=now)


PERIODIC = (Periodic(sweep, minutes=59),)
