"""The two meters above the desk: whom one reached today, and the letters left."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from keepwarm.engine.words import LIVE
from keepwarm.letters.words import say_spent
from keepwarm.lib.days import begins_in, today_in
from keepwarm.policy.queries import policy_in_force
from keepwarm.staff.models import Seat, User
from keepwarm.touches.models import Channel, Touch
from keepwarm.touches.queries import email_shares

NAMES = 200
"""No rep reaches more people than this in a day."""


@dataclass(frozen=True, slots=True)
class Meters:
    """`reached`: names of today, the newest first. `share` and `limit` are whole percent of activity."""

    reached: tuple[str, ...] = ()
    tried: int = 0
    letters_left: int = 0
    letters: int = 0
    share: int = 0
    limit: int = 20
    days: int = 5  # worked, over which the share counts
    spent: str = ""  # why there is no letter, and what earns the next one
    is_known: bool = False  # what they send from elsewhere is seen too; else no figure is shown


def read_meters(seat: Seat | None, *, for_: User, now: datetime) -> Meters:
    """Today's meters of a seat; all zero for somebody without one."""
    if seat is None:
        return Meters()
    policy = policy_in_force()
    shares = email_shares([seat], share=policy.email_share, days=policy.email_share_days, now=now)[seat.pk]
    called = calls_of_today(seat, zone=for_.zone, now=now)
    reached = dict.fromkeys(name for name, disposition in called if disposition in LIVE)
    return Meters(
        reached=tuple(reached),
        tried=len({name for name, _disposition in called} - set(reached)),
        letters_left=max(shares.letters_left, 0),
        letters=shares.letters,
        share=round(100 * shares.share),
        limit=round(100 * policy.email_share),
        days=policy.email_share_days,
        spent=say_spent(shares, policy.email_share) if shares.letters_left < 1 else "",
        is_known=shares.is_known,
    )


def calls_of_today(seat: Seat, *, zone: str, now: datetime) -> list[tuple[str, str]]:
    """Name and disposition of each call and meeting since the reader's midnight, the newest first."""
    midnight = begins_in(zone, today_in(zone, now))
    rows = Touch.objects.filter(
        seat=seat,
        happened_at__gte=midnight,
        happened_at__lte=now,
        channel__in=[Channel.PHONE, Channel.MEETING],
        voided_at__isnull=True,
    ).order_by("-happened_at")
    return list(rows.values_list("prospect__name", "disposition")[:NAMES])
