"""When somebody leaves, their programs, items, feeds, seminars and surveys have another who looks after them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from keepwarm.circle.actions import leave
from keepwarm.content.models import Feed, Item
from keepwarm.programs.models import Program
from keepwarm.seminars.models import Seminar
from keepwarm.staff.actions import NewPerson, create_user
from keepwarm.staff.models import Role, Seat
from keepwarm.surveys.models import Survey


def say(owner: Seat, now: datetime) -> list[Any]:
    """One of everything that belongs to a seat."""
    stamps = {"owner": owner, "made_at": now}
    return [
        Program.objects.create(name=f"Pumps of {owner.name}", **stamps),
        Item.objects.create(kind="article", title="Guide", changed_at=now, **stamps),
        Feed.objects.create(url=f"https://feed.example/{owner.pk}", name="Blog", next_read_at=now, **stamps),
        Seminar.objects.create(
            title="Hall", zone="UTC", starts_at=now, ends_at=now + timedelta(hours=1), seats=9, changed_at=now, **stamps
        ),
        Survey.objects.create(title="How was it?", changed_at=now, **stamps),
    ]


def owners(rows: list[Any]) -> set[Seat]:
    for row in rows:
        row.refresh_from_db()
    return {row.owner for row in rows}


def test_a_marketer_who_is_here_looks_after_it(house: Any, now: datetime) -> None:
    roles = [Role.MARKETER, Role.CLOSING_REP]  # whoever only writes for the house has no seat
    mia, max_ = (create_user(NewPerson(name, f"{name}@m.example"), roles, by=house.founder, now=now).seat for name in ("Mia", "Max"))
    house.founder.grants.filter(role=Role.MARKETER).delete()
    his, hers, rep = say(max_, now), say(mia, now), say(house.ann, now)
    leave(mia, by=house.founder, now=now, because="a new job")
    leave(house.ann, by=house.founder, now=now, because="a new job")
    assert owners(his) == owners(hers) == owners(rep) == {max_}


def test_without_a_marketer_whoever_may_change_it_does_or_the_pool(house: Any, now: datetime) -> None:
    rows = say(house.ann, now)
    leave(house.ann, by=house.founder, now=now, because="a new job")
    founder = Seat.objects.filter(user=house.founder).first()
    assert owners(rows) == {founder or house.pool}
