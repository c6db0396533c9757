"""What is thrown away when its time is over."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from keepwarm.staff.models import Submission
from keepwarm.staff.submissions import KEPT_FOR


def forget_old_submissions(*, now: datetime) -> int:
    """Deletes idempotency keys after two days; gives how many."""
    return Submission.objects.filter(at__lt=now - KEPT_FOR).delete()[0]


def forget_submissions_about(refs: Iterable[str]) -> None:
    """Deletes the kept answers that name one of these prospects: they hold what a person's data was."""
    for ref in refs:
        Submission.objects.filter(answer__icontains=ref).delete()
