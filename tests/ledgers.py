"""Sales and touches for tests of what it costs and brings, written past the actions; and the sums brought up to date.

sell(house, anna, 100_000, at=NOW); pass_between(anna, "phone", "reached", at=…, seat=house.ines); bring_up_to_date()
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from keepwarm.ledger.actions import count_up, look_at_everyone
from keepwarm.prospects.models import Prospect, StandingChange
from keepwarm.selling.models import Offering, Sale
from keepwarm.staff.models import Seat
from keepwarm.touches.models import Touch
from tests.cast import LONG_AGO, NOW, House


def sell(house: House, prospect: Prospect, minor: int = 100_000, *, at: datetime = NOW, **more: Any) -> Sale:
    """A sale by Cara, in the house's currency."""
    offering = Offering.objects.get_or_create(name="Pumps", defaults={"currency": "EUR", "made_at": LONG_AGO})[0]
    given = {"offering": offering, "amount_minor": minor, "currency": "EUR", "rate": 1, "seat": house.cara, "nothing_beyond": True}
    return Sale.objects.create(**{**given, "prospect": prospect, "sold_at": at, "made_at": at, **more})


def pass_between(
    prospect: Prospect, channel: str, disposition: str, *, at: datetime, seat: Seat | None = None, direction: str = "out", **more: Any
) -> Touch:
    """A touch of theirs or ours."""
    given = {"channel": channel, "disposition": disposition, "direction": direction, "happened_at": at, "logged_at": at, "seat": seat}
    return Touch.objects.create(prospect=prospect, **{**given, **more})


def move(prospect: Prospect, old: int, new: int, *, at: datetime) -> None:
    """They went from one stage to another."""
    StandingChange.objects.create(prospect=prospect, what="stage", old=str(old), new=str(new), because="a test", at=at)
    Prospect.objects.filter(pk=prospect.pk).update(stage=new)


def bring_up_to_date(now: datetime = NOW) -> None:
    """All that the background does for the ledger."""
    while count_up(now=now).left:
        pass
    while not look_at_everyone(now=now + timedelta(minutes=10)).done:
        pass
