from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from keepwarm.circle.actions import leave
from keepwarm.circle.actions.leave import LeaveRefused
from keepwarm.circle.queries import plan_leave, shares
from keepwarm.circle.tasks import follow_who_left
from keepwarm.prospects.models import Prospect, StandingChange
from keepwarm.staff.actions import Hours, change_hours, make_key, set_territories
from keepwarm.staff.models import Seat
from keepwarm.staff.queries import NotYours, find_by_key
from keepwarm.touches.models import Signal

Make = Callable[..., Any]


def test_everyone_has_an_owner_who_is_here_and_the_same_date(house: Any, person: Make, now: datetime) -> None:
    people = [person(f"P{i}", house.ann, due=now + timedelta(days=i)) for i in range(30)]
    dates = {one.pk: one.next_touch_at for one in people}
    assert leave(house.ann, by=house.founder, now=now, because="a new job").moved == 30
    after = Prospect.objects.in_bulk(dates)
    assert {one.owner_id for one in after.values()} == {house.ben.pk, house.cleo.pk}
    assert {pk: one.next_touch_at for pk, one in after.items()} == dates


def test_the_work_is_shared_by_the_minutes_there_are(house: Any, person: Make, now: datetime) -> None:
    change_hours(house.cleo, Hours("UTC", 0b11111, 540, 1080, 60), by=house.founder, now=now)
    for i in range(30):
        person(f"P{i}", house.ann)
    assert {share.seat.name: share.count for share in shares(plan_leave(house.ann, now=now))} == {"Ben": 24, "Cleo": 6}


def test_promised_calls_keep_their_hour_and_the_page_says_who_and_why(house: Any, person: Make, promise: Make, now: datetime) -> None:
    paula = person("Paula", house.ann)
    promise(paula, now + timedelta(days=3, hours=2))
    left = leave(house.ann, by=house.founder, now=now, because="a new job")
    paula.refresh_from_db()
    signal = Signal.objects.get()
    assert (left.promised, paula.next_touch_at, signal.due_at) == (1, *[now + timedelta(days=3, hours=2)] * 2)
    assert signal.seat == paula.owner
    change = StandingChange.objects.get(prospect=paula)
    assert change.because == "Ann left (a new job); Ben has the most room"
    assert (change.by, change.seat, change.old, change.new) == (house.founder, house.ben, str(house.ann.pk), str(house.ben.pk))


def test_who_spoke_with_them_before_comes_first_then_territory(house: Any, person: Make, talk: Make, now: datetime) -> None:
    set_territories(house.cleo, [("place", "DE")], by=house.founder, now=now)
    known, german, bavarian = person("K", house.ann, place="DE"), person("G", house.ann, place="DE"), person("B", house.ann, place="DE-BY")
    talk(known, house.ben)
    leave(house.ann, by=house.founder, now=now, because="a new job")
    owners = [Prospect.objects.get(pk=one.pk).owner.name for one in (known, german, bavarian)]
    assert owners == ["Ben", "Cleo", "Cleo"]
    reasons = list(StandingChange.objects.order_by("prospect").values_list("because", flat=True))
    assert "Ben spoke with them on 2026-02-21" in reasons[0]
    assert "DE is the territory of Cleo" in reasons[1]


def test_who_is_at_work_at_the_promised_hour_gets_it(house: Any, person: Make, promise: Make, talk: Make, now: datetime) -> None:
    change_hours(house.ben, Hours("UTC", 0b11111, 540, 660, 60), by=house.founder, now=now)
    paula = person("Paula", house.ann)
    talk(paula, house.ben)
    promise(paula, now + timedelta(hours=6))
    leave(house.ann, by=house.founder, now=now, because="a new job")
    assert Prospect.objects.get().owner == house.cleo


def test_whom_a_running_list_still_brings_them_has_an_owner_who_is_here(house: Any, person: Make, promise: Make, now: datetime) -> None:
    leave(house.ann, by=house.founder, now=now, because="a new job")
    late, gone = person("Late", house.ann), person("Gone", house.ann)
    Prospect.objects.filter(pk=gone.pk).update(ended_at=now, end_reason="said_no", next_touch_at=None, next_step="")
    promise(late, now + timedelta(hours=2))
    follow_who_left(now=now + timedelta(minutes=1))
    late.refresh_from_db()
    gone.refresh_from_db()
    assert (late.owner in {house.ben, house.cleo}, late.next_touch_at, gone.owner) == (True, now + timedelta(hours=2), house.pool)
    assert Signal.objects.get(prospect=late).seat == late.owner
    assert "Ann left" in StandingChange.objects.filter(prospect=late, what="owner").latest("pk").because


def test_ended_ones_go_to_the_pool(house: Any, person: Make, now: datetime) -> None:
    over = person("Over", house.ann)
    Prospect.objects.filter(pk=over.pk).update(ended_at=now, end_reason="said_no", next_touch_at=None, next_step="")
    assert leave(house.ann, by=house.founder, now=now, because="a new job").ended == 1
    assert Prospect.objects.get().owner == house.pool


def test_the_last_rep_leaves_everything_to_the_pool(house: Any, person: Make, now: datetime) -> None:
    person("P", house.ann)
    for seat in (house.ben, house.cleo, house.ann):
        leave(seat, by=house.founder, now=now, because="closing")
    assert Prospect.objects.get().owner == house.pool


def test_signing_in_and_keys_end_at_once(house: Any, client: Any, now: datetime) -> None:
    text, _ = make_key(house.ann.user, name="crm", scopes=["prospects:read"], by=house.ann.user, now=now)
    client.force_login(house.ann.user)
    assert client.get("/")["Location"] != "/account/login/"
    leave(house.ann, by=house.founder, now=now, because="a new job")
    assert client.get("/")["Location"] == "/account/login/"
    assert find_by_key(text) is None
    seat = Seat.objects.get(pk=house.ann.pk)
    assert (seat.left_at, seat.user.is_active) == (now, False)  # type: ignore[union-attr]


@pytest.mark.parametrize(("seat", "because", "sentence"), [("ann", " ", "Say why"), ("pool", "x", "only a person")])
def test_what_cannot_be_is_refused(house: Any, now: datetime, seat: str, because: str, sentence: str) -> None:
    with pytest.raises(LeaveRefused, match=sentence):
        leave(getattr(house, seat), by=house.founder, now=now, because=because)


def test_a_rep_sends_nobody_away_and_nobody_leaves_twice(house: Any, now: datetime) -> None:
    with pytest.raises(NotYours):
        leave(house.ann, by=house.ben.user, now=now, because="a quarrel")
    leave(house.ann, by=house.founder, now=now, because="a new job")
    with pytest.raises(LeaveRefused, match="left before"):
        leave(house.ann, by=house.founder, now=now, because="a new job")


def test_the_queries_do_not_grow_with_the_prospects(house: Any, person: Make, now: datetime) -> None:
    asked = []
    for people in (20, 60):
        for i in range(people):
            person(f"P{people}-{i}", house.ann)
        with CaptureQueriesContext(connection) as queries, transaction.atomic():
            leave(house.ann, by=house.founder, now=now, because="a new job")
            transaction.set_rollback(True)
        asked.append(len(queries))
        house.ann.refresh_from_db()
    assert asked[1] <= asked[0]
