"""Whoever works by the shell alone has no background: what follows from a command elsewhere is done with the command."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from click.testing import CliRunner, Result

from keepwarm.circle.queries.whole_audit import audit_house
from keepwarm.cli.main import keepwarm
from keepwarm.decisions.actions import settle
from keepwarm.handoff.actions import offer
from keepwarm.handoff.models import HandOff
from keepwarm.prospects.models import Prospect
from keepwarm.selling.models import Opportunity, Outcome
from tests.cast import NOW, House, meet, open_house
from tests.leads import a_lead, agree
from tests.selling import may_buy, offers


@pytest.fixture
def house(db: None) -> Iterator[House]:
    with time_machine.travel(NOW, tick=False):
        yield open_house()


@pytest.fixture
def anna(house: House) -> Prospect:
    anna = meet(house)
    settle([anna.pk], by=None, now=NOW)
    return anna


def run(*words: str) -> Result:
    result = CliRunner().invoke(keepwarm, list(words), catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result


def test_who_ends_buys_nothing_any_more(anna: Prospect) -> None:
    may_buy(anna, offers())
    run("log", anna.ref, "--disposition", "says_no")
    assert Opportunity.objects.get().outcome == Outcome.ENDED
    assert audit_house(now=NOW + timedelta(hours=1)).is_clean


def test_who_is_put_back_buys_later(anna: Prospect) -> None:
    may_buy(anna, offers())
    run("recycle", anna.ref, "--until", "2027-03-01", "--reason", "no_budget")
    assert Opportunity.objects.get().outcome == Outcome.POSTPONED
    assert audit_house(now=NOW + timedelta(hours=1)).is_clean


def test_an_offer_to_sales_ends_with_its_prospect(house: House) -> None:
    agree()
    anna = a_lead(house)
    offer(anna.pk, by=house.max, now=NOW)
    run("log", anna.ref, "--disposition", "says_no")
    assert HandOff.objects.get().closed_as == HandOff.Closed.ENDED


def test_the_plan_of_the_night_finds_what_was_left(anna: Prospect) -> None:
    """What ended otherwise, by another program on the same database."""
    may_buy(anna, offers())
    Prospect.objects.filter(pk=anna.pk).update(
        ended_at=NOW, end_reason="no_fit", stage=6, next_touch_at=None, next_step="", first_due_at=None, because_rule=""
    )
    run("plan")
    assert Opportunity.objects.get().outcome == Outcome.ENDED
