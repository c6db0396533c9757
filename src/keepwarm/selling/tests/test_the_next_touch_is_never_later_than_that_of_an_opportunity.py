"""Whoever may buy is never left alone beyond the next touch of the opportunity; what happens to them, happens to it."""

from datetime import datetime, timedelta

import pytest

from keepwarm.decisions.actions import choose, end, keep_warm, log_touch
from keepwarm.decisions.batch import Choice, NewTouch
from keepwarm.engine.words import Disposition, NextStep
from keepwarm.prospects.models import Prospect, Stage
from keepwarm.selling.actions.changing import set_next
from keepwarm.selling.actions.following import tick
from keepwarm.selling.models import Opportunity, OpportunityChange
from keepwarm.touches.models import Channel, Signal
from tests.cast import NOW, House, meet, open_house, user_of
from tests.selling import FRIDAY, may_buy, offers

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def house() -> House:
    return open_house()


@pytest.fixture
def anna(house: House) -> Prospect:
    return meet(house, owner=house.cara)


def again(row: Opportunity) -> Opportunity:
    return Opportunity.objects.select_related("prospect").get(pk=row.pk)


def talk(prospect: Prospect, house: House, *, at: datetime = NOW) -> None:
    new = NewTouch(
        prospect_id=prospect.pk,
        channel=Channel.PHONE,
        direction="out",
        disposition=Disposition.REACHED,
        happened_at=at,
        seat_id=house.cara.pk,
    )
    log_touch(new, by=user_of(house.cara), now=at)


def test_it_is_called_on_the_day_and_they_are_in_sales(anna: Prospect, house: House) -> None:
    talk(anna, house)
    row = again(may_buy(anna, offers()))
    assert row.prospect.stage == Stage.IN_SALES
    assert (row.prospect.next_step, row.prospect.because_rule) == (NextStep.CALL, "opportunity")
    assert row.prospect.next_touch_at is not None
    assert row.prospect.next_touch_at.date() == FRIDAY


def test_another_day_moves_both(anna: Prospect, house: House) -> None:
    talk(anna, house)
    row = may_buy(anna, offers())
    set_next(row.ref, FRIDAY + 4 * DAY, "Call about the roof", by=None, now=NOW)
    after = again(row).prospect.next_touch_at
    assert after is not None
    assert after.date() == FRIDAY + 4 * DAY
    assert Signal.objects.open().filter(kind=Signal.Kind.OPPORTUNITY).count() == 1


def test_a_later_choice_does_not_keep_it_waiting(anna: Prospect, house: House) -> None:
    row = may_buy(anna, offers())
    choose(anna.pk, Choice(NextStep.CALL, NOW + 20 * DAY, "they asked"), by=user_of(house.cara), now=NOW)
    after = again(row).prospect
    assert after.next_touch_at is not None
    assert after.next_touch_at.date() <= FRIDAY


def test_when_they_were_called_on_the_day_it_goes_on_with_their_next_touch(anna: Prospect, house: House) -> None:
    row = may_buy(anna, offers())
    assert tick(now=NOW + DAY).moved == 0
    talk(anna, house, at=NOW + 2 * DAY)
    assert tick(now=NOW + 2 * DAY).moved == 1
    after = again(row)
    assert after.next_on is not None
    assert after.next_on > FRIDAY
    assert after.prospect.next_touch_at is not None
    assert after.prospect.next_touch_at.date() <= after.next_on
    assert after.changes.filter(what=OpportunityChange.What.NEXT, by=None).count() == 1
    assert tick(now=NOW + 2 * DAY).moved == 0


def test_who_is_put_back_takes_the_opportunity_along(anna: Prospect, house: House) -> None:
    row = may_buy(anna, offers())
    keep_warm(anna.pk, NOW + 60 * DAY, "next year's budget", by=None, now=NOW + timedelta(hours=1))
    assert tick(now=NOW + timedelta(hours=1)).postponed == 1
    after = again(row)
    assert (after.outcome, after.wake_on) == ("postponed", (NOW + 60 * DAY).date())
    assert after.prospect.because_rule != "opportunity"


def test_who_ends_ends_it(anna: Prospect) -> None:
    row = may_buy(anna, offers())
    end(anna.pk, "said_no", because="no", by=None, now=NOW)
    assert tick(now=NOW).ended == 1
    assert again(row).outcome == "ended"


def test_of_two_opportunities_the_sooner_day_counts(anna: Prospect, house: House) -> None:
    talk(anna, house)
    may_buy(anna, offers("Heat pump"), on=FRIDAY + 10 * DAY)
    may_buy(anna, offers("Solar roof"), on=FRIDAY)
    anna.refresh_from_db()
    assert anna.next_touch_at is not None
    assert anna.next_touch_at.date() == FRIDAY
