"""Amounts, currencies, days and people that cannot be: a sentence, and nothing changed."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from keepwarm.circle.actions.winning import win
from keepwarm.lib.refusal import Refusal
from keepwarm.prospects.models import Prospect
from keepwarm.selling.actions.changing import change_opportunity, move_stage
from keepwarm.selling.actions.offerings import add_offering, set_rate
from keepwarm.selling.models import Offering, Opportunity
from keepwarm.selling.queries.rates import in_house
from keepwarm.staff.queries import NotYours
from tests.cast import NOW, House, meet, open_house, user_of
from tests.selling import FRIDAY, may_buy, offers, said

pytestmark = pytest.mark.django_db


@pytest.fixture
def house() -> House:
    return open_house()


@pytest.fixture
def anna(house: House) -> Prospect:
    return meet(house, owner=house.cara)


@pytest.mark.parametrize(
    ("wrong", "said_so"),
    [
        ({"amount_minor": 0}, "more than nothing"),
        ({"amount_minor": -5}, "more than nothing"),
        ({"amount_minor": 10**14}, "more than a billion"),
        ({"amount_minor": 100, "currency": "CHF"}, "what one CHF is worth"),
        ({"amount_minor": 100, "currency": "money"}, "is not a currency"),
        ({"word_percent": 101}, "between 0 and 100"),
        ({"on": FRIDAY - timedelta(days=30)}, "lies in the past"),
        ({"on": date(2028, 1, 1)}, "more than a year away"),
        ({"stage": "nowhere"}, "agreed stages"),
        ({"expected_on": date(9999, 12, 31)}, "more than ten years"),
        ({"expected_on": date(1, 1, 1)}, "more than ten years"),
    ],
)
def test_nothing_is_opened(anna: Prospect, wrong: dict[str, object], said_so: str) -> None:
    offering = offers()
    with pytest.raises(Refusal, match=said_so):
        may_buy(anna, offering, **wrong)  # type: ignore[arg-type]
    assert not Opportunity.objects.exists()
    anna.refresh_from_db()
    assert anna.version == 1


def test_nothing_is_changed_and_nothing_sold(anna: Prospect) -> None:
    row = may_buy(anna, offers())
    for wrong, said_so in (({"currency": "USD"}, "Say the amount"), ({"expected_on": date(9999, 12, 31)}, "more than ten years")):
        with pytest.raises(Refusal, match=said_so):
            change_opportunity(row.ref, wrong, by=None, now=NOW)
    with pytest.raises(Refusal, match="Say the amount"):
        win(row.ref, promises=None, nothing_beyond=True, currency="USD", by=None, now=NOW)
    with pytest.raises(Refusal, match="too far back"):
        win(row.ref, promises=None, nothing_beyond=True, sold_at=datetime(1, 1, 2, tzinfo=UTC), by=None, now=NOW)
    row.refresh_from_db()
    assert (row.version, row.outcome) == (1, "")


def test_an_offering_without_a_price_needs_an_amount(anna: Prospect) -> None:
    with pytest.raises(Refusal, match="no fixed price"):
        may_buy(anna, offers(price=None))


def test_the_rate_of_the_day_is_kept_beside_the_amount(anna: Prospect) -> None:
    set_rate("usd", date(2026, 11, 1), Decimal("0.9"), source="central bank", by=None, now=NOW)
    row = may_buy(anna, offers(), amount_minor=100_000, currency="USD")
    set_rate("USD", date(2026, 11, 17), Decimal("0.5"), source="central bank", by=None, now=NOW)
    row.refresh_from_db()
    assert in_house(row.amount_minor, row.currency, row.rate) == 90_000
    set_rate("JPY", date(2026, 11, 1), Decimal("0.006"), source="central bank", by=None, now=NOW)
    assert in_house(1_000_000, "JPY", Decimal("0.006")) == 600_000


def test_what_does_not_fit_is_proposed_only_with_a_reason(anna: Prospect) -> None:
    offering = offers(needs=[("need", ["heating"])])
    said(anna, "need", "cooling")
    with pytest.raises(Refusal, match="does not fit what Anna Arnold said"):
        may_buy(anna, offering)
    assert may_buy(anna, offering, unfit_because="They build an annex").unfit_because == "They build an annex"


def test_only_whoever_sells_to_them_or_runs_the_team_moves_it(anna: Prospect, house: House) -> None:
    row = may_buy(anna, offers())
    for user in (user_of(house.carl), user_of(house.ines), house.max, house.dora, house.sven):
        with pytest.raises(NotYours):
            move_stage(row.ref, "offer_made", by=user, now=NOW)
    assert move_stage(row.ref, "offer_made", by=house.mona, now=NOW).stage.key == "offer_made"


def test_two_at_once_do_not_overwrite_each_other(anna: Prospect, house: House) -> None:
    row = may_buy(anna, offers())
    move_stage(row.ref, "offer_made", by=user_of(house.cara), now=NOW, version=1)
    with pytest.raises(Refusal, match="changed meanwhile"):
        change_opportunity(row.ref, {"word_percent": 70}, by=house.mona, now=NOW, version=1)
    assert Opportunity.objects.get().word_percent is None


@pytest.mark.parametrize(
    ("wrong", "said_so"),
    [
        ({"name": " "}, "needs a name"),
        ({"name": "HEAT PUMP"}, "of that name already"),
        ({"name": "Other", "price_minor": 0}, "more than nothing"),
        ({"name": "Other", "currency": "XXX"}, "what one XXX is worth"),
        ({"name": "Other", "needs": [{"question": "moon"}]}, "no question"),
        ({"name": "Other", "requires": "answer.need ="}, "cannot be read"),
    ],
)
def test_an_offering_that_cannot_be(wrong: dict[str, object], said_so: str) -> None:
    offers()
    with pytest.raises(Refusal, match=said_so):
        add_offering(by=None, now=NOW, **wrong)
    assert Offering.objects.count() == 1
