"""Telling people of the house: once for each kind and asking, on their desk."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from keepwarm.handoff.models import Asking, HandOff, Notice
from keepwarm.staff.models import Role, User


def managers() -> list[User]:
    """Who is told when an answer does not come: the managers; where there is none, the admins."""
    for role in (Role.MANAGER, Role.ADMIN):
        found = list(User.objects.filter(is_active=True, grants__role=role).order_by("pk"))
        if found:
            return found
    return []


def tell(
    users: Iterable[User | None], kind: str, handoff: HandOff, *, now: datetime, asking: Asking | None = None, by: User | None = None
) -> None:
    """A notice for each of them but for `by`, who did it themselves. Who was told of this asking before is not told again."""
    told = {user.pk: user for user in users if user is not None and user.is_active and (by is None or user.pk != by.pk)}
    Notice.objects.bulk_create(
        [
            Notice(user=user, kind=kind, prospect_id=handoff.prospect_id, handoff=handoff, asking=asking, at=now)
            for _, user in sorted(told.items())
        ],
        ignore_conflicts=True,
    )


def whose_work(handoff: HandOff) -> list[User | None]:
    """Who offered it, and who kept the prospect warm until then."""
    return [handoff.offered_by, handoff.from_seat.user]


def see_notices(refs: Iterable[str] | None = None, *, by: User, now: datetime) -> int:
    """Somebody has seen their notices: those of `refs`, or all. How many were new."""
    mine = Notice.objects.filter(user=by, seen_at__isnull=True)
    return (mine if refs is None else mine.filter(ref__in=list(refs))).update(seen_at=now)
