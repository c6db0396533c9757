"""What is thrown away when its time is over."""

from __future__ import annotations

from datetime import datetime

from keepwarm.staff.models import Submission
from keepwarm.staff.submissions import KEPT_FOR


def forget_old_submissions(*, now: datetime) -> int:
    """Deletes idempotency keys after two days; gives how many."""
    return Submission.objects.filter(at__lt=now - KEPT_FOR).delete()[0]
