"""A letter beyond the budget is granted by whoever runs the team, with a reason that stands on the morning report."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from keepwarm.letters.models import LetterException
from keepwarm.lib.refusal import Refusal
from keepwarm.prospects.models import Prospect
from keepwarm.staff.models import Seat, User
from keepwarm.staff.queries import RUNS_THE_TEAM, require_role

MOST = 20
"""At once. Whoever needs more changes the policy."""


class ReasonNeeded(Refusal):
    """An exception without its reason."""


class UsedAlready(Refusal):
    """An exception by which a letter has gone."""


def grant_exception(
    seat: Seat, *, because: str, by: User, now: datetime, count: int = 1, prospect: Prospect | None = None
) -> list[LetterException]:
    """Grant a rep letters beyond the budget: one for a prospect, or `count` for any. Raises NotYours, ReasonNeeded."""
    require_role(by, *RUNS_THE_TEAM)
    if not because.strip():
        raise ReasonNeeded(_("Say why: the reason stands on the morning report."))
    if not 1 <= count <= MOST:
        raise ReasonNeeded(_("Grant 1 to %(most)s letters at once.") % {"most": MOST})
    row = {"seat": seat, "prospect": prospect, "because": because.strip()[:300], "by": by, "at": now}
    return LetterException.objects.bulk_create(LetterException(**row) for _letter in range(1 if prospect is not None else count))


def withdraw_exception(ref: str, *, by: User, now: datetime) -> None:
    """Take back what was granted and not used. Nothing happens for what was taken back before. Raises NotYours, UsedAlready."""
    require_role(by, *RUNS_THE_TEAM)
    with transaction.atomic():
        row = LetterException.objects.select_for_update(of=("self",)).filter(ref=ref, withdrawn_at__isnull=True).first()
        if row is not None and row.is_used:
            raise UsedAlready(_("A letter has gone by it meanwhile."))
        LetterException.objects.filter(ref=ref, withdrawn_at__isnull=True).update(withdrawn_at=now)
