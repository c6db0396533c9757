from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from keepwarm.circle.actions import come_back, leave, mark_away, mark_ill_today
from keepwarm.circle.models import Cover
from keepwarm.circle.tasks import keep_absences
from keepwarm.decisions.models import Deferral
from keepwarm.prospects.models import Prospect, StandingChange
from keepwarm.staff.actions import BadAbsence
from keepwarm.staff.models import Absence
from keepwarm.staff.queries import NotYours
from keepwarm.touches.models import Signal

Make = Callable[..., Any]


def fresh(prospect: Prospect) -> Prospect:
    return Prospect.objects.get(pk=prospect.pk)


def test_a_promised_call_moves_at_once_and_keeps_its_hour(house: Any, person: Make, promise: Make, now: datetime) -> None:
    paula = person("Paula", house.ann)
    signal = promise(paula, now + timedelta(hours=3))
    mark_ill_today(house.ann, by=house.ann.user, now=now)
    after = fresh(paula)
    assert after.owner in {house.ben, house.cleo}
    assert (after.next_touch_at, after.first_due_at) == (now + timedelta(hours=3), now + timedelta(hours=3))
    signal.refresh_from_db()
    assert (signal.seat, signal.due_at, signal.local_time) == (after.owner, now + timedelta(hours=3), "2026-03-02T12:00")
    change = StandingChange.objects.get(prospect=paula)
    assert change.because.startswith("Ann is ill; ")
    assert (change.seat, change.by) == (after.owner, house.ann.user)


@pytest.mark.parametrize("kind", [Signal.Kind.CONTACT_ASKED, Signal.Kind.REPLY])
def test_whoever_waits_for_us_does_not_wait_for_a_return(house: Any, person: Make, promise: Make, now: datetime, kind: str) -> None:
    paula = person("Paula", house.ann)
    promise(paula, now + timedelta(minutes=40), kind)
    mark_ill_today(house.ann, by=house.founder, now=now)
    assert fresh(paula).owner != house.ann


def test_the_rest_waits_for_the_return_with_its_reason(house: Any, person: Make, now: datetime) -> None:
    paul = person("Paul", house.ann, due=now + timedelta(hours=1))
    mark_ill_today(house.ann, by=house.ann.user, now=now)
    tuesday = now + timedelta(days=1)
    assert (fresh(paul).owner, fresh(paul).next_touch_at, fresh(paul).first_due_at) == (
        house.ann,
        tuesday,
        now + timedelta(hours=1),
    )
    assert fresh(paul).postponed == 0
    deferral = Deferral.objects.get(prospect=paul)
    assert (deferral.from_at, deferral.to_at, deferral.because) == (now + timedelta(hours=1), tuesday, "Ann is ill")


def test_what_is_not_due_before_the_return_stays_as_it_is(house: Any, person: Make, now: datetime) -> None:
    later = person("Later", house.ann, due=now + timedelta(days=2))
    warm = person("Warm", house.ann, due=now + timedelta(hours=1), next_step="keep_warm")
    mark_ill_today(house.ann, by=house.ann.user, now=now)
    assert fresh(later).next_touch_at == now + timedelta(days=2)
    assert fresh(warm).next_touch_at == now + timedelta(hours=1)
    assert not Cover.objects.exists()


def test_a_long_absence_lends_what_would_wait_too_long(house: Any, person: Make, now: datetime) -> None:
    soon, near = person("Soon", house.ann, due=now + timedelta(days=1)), person("Near", house.ann, due=now + timedelta(days=13))
    mark_away(house.ann, by=house.founder, now=now, ends_at=now + timedelta(days=14), because="holidays")
    assert fresh(soon).owner != house.ann
    assert (fresh(near).owner, fresh(near).next_touch_at) == (house.ann, now + timedelta(days=14))


def test_coming_back_returns_what_was_lent_and_what_waited(house: Any, person: Make, promise: Make, now: datetime) -> None:
    paula, paul = person("Paula", house.ann), person("Paul", house.ann, due=now + timedelta(hours=1))
    promise(paula, now + timedelta(hours=3))
    absence = mark_ill_today(house.ann, by=house.ann.user, now=now)
    assert come_back(absence, by=house.ann.user, now=now + timedelta(hours=2)) == 1
    assert fresh(paula).owner == house.ann
    assert fresh(paul).next_touch_at == now + timedelta(hours=2)
    assert StandingChange.objects.filter(prospect=paula).last().because == "Ann is back"  # type: ignore[union-attr]
    assert Signal.objects.get(prospect=paula).seat == house.ann
    assert not Cover.objects.filter(closed_at__isnull=True).exists()
    assert come_back(absence, by=house.ann.user, now=now + timedelta(hours=3)) == 0


def test_an_absence_over_gives_back_by_itself(house: Any, person: Make, promise: Make, now: datetime) -> None:
    paula = person("Paula", house.ann)
    promise(paula, now + timedelta(hours=3))
    mark_ill_today(house.ann, by=house.ann.user, now=now)
    keep_absences(now=now + timedelta(hours=10))
    assert fresh(paula).owner == house.ann
    assert Absence.objects.get().returned_at == now + timedelta(hours=10)


def test_an_absence_to_come_moves_nothing_before_it_begins(house: Any, person: Make, promise: Make, now: datetime) -> None:
    paula = person("Paula", house.ann)
    promise(paula, now + timedelta(days=1, hours=3))
    mark_away(house.ann, by=house.ann.user, now=now, starts_at=now + timedelta(days=1), ends_at=now + timedelta(days=2))
    assert fresh(paula).owner == house.ann
    keep_absences(now=now + timedelta(days=1))
    assert fresh(paula).owner != house.ann


def test_what_is_promised_during_the_absence_is_covered_too(house: Any, person: Make, promise: Make, now: datetime) -> None:
    mark_away(house.ann, by=house.founder, now=now)
    paula = person("Paula", house.ann, due=now + timedelta(days=30))
    promise(paula, now + timedelta(hours=5))
    keep_absences(now=now + timedelta(minutes=5))
    assert fresh(paula).owner != house.ann


def test_a_stand_in_who_falls_ill_lends_on_and_it_still_comes_back(
    house: Any, person: Make, promise: Make, talk: Make, now: datetime
) -> None:
    paula = person("Paula", house.ann)
    promise(paula, now + timedelta(hours=5))
    talk(paula, house.ben)
    first = mark_away(house.ann, by=house.founder, now=now, ends_at=now + timedelta(days=5))
    assert fresh(paula).owner == house.ben
    second = mark_ill_today(house.ben, by=house.founder, now=now + timedelta(hours=1))
    assert fresh(paula).owner == house.cleo
    come_back(second, by=house.founder, now=now + timedelta(hours=2))
    assert fresh(paula).owner == house.ben
    come_back(first, by=house.founder, now=now + timedelta(hours=3))
    assert fresh(paula).owner == house.ann


def test_a_stand_in_who_leaves_hands_the_loan_on(house: Any, person: Make, promise: Make, talk: Make, now: datetime) -> None:
    paula = person("Paula", house.ann)
    promise(paula, now + timedelta(hours=5))
    talk(paula, house.ben)
    absence = mark_away(house.ann, by=house.founder, now=now, ends_at=now + timedelta(days=5))
    leave(house.ben, by=house.founder, now=now, because="moved away")
    assert fresh(paula).owner == house.cleo
    come_back(absence, by=house.founder, now=now + timedelta(hours=1))
    assert fresh(paula).owner == house.ann


def test_when_nobody_is_here_the_pool_has_it(house: Any, person: Make, promise: Make, now: datetime) -> None:
    for seat in (house.ben, house.cleo):
        mark_away(seat, by=house.founder, now=now)
    paula = person("Paula", house.ann)
    promise(paula, now + timedelta(hours=3))
    mark_ill_today(house.ann, by=house.founder, now=now)
    assert fresh(paula).owner == house.pool


def test_an_absence_that_cannot_be_is_refused(house: Any, now: datetime) -> None:
    with pytest.raises(NotYours, match="your own absence"):
        mark_ill_today(house.ann, by=house.ben.user, now=now)
    with pytest.raises(BadAbsence, match="must end after"):
        mark_away(house.ann, by=house.founder, now=now, ends_at=now - timedelta(hours=1))
    mark_ill_today(house.ann, by=house.founder, now=now)
    with pytest.raises(BadAbsence, match="already"):
        mark_away(house.ann, by=house.founder, now=now)
    assert Absence.objects.count() == 1
