"""All open ones are in the sums, which the database makes by their kind: as when each is foretold by itself. Pages name them one by one."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from keepwarm.engine.forecast import Verdict, forecast
from keepwarm.selling.models import Opportunity, OpportunityChange, SellingStage
from keepwarm.selling.queries.expecting import as_open, expect, history, learned
from tests.cast import NOW, House, meet, open_house, user_of
from tests.selling import offers

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
MOST = 10**11


@pytest.fixture
def house() -> House:
    house = open_house()
    anna, care, roof = meet(house, owner=house.cara), offers(), offers("Roof", price=500_00)
    first, quoted = (SellingStage.objects.get_or_create(key=key, defaults={"label": key})[0] for key in ("need_clear", "offer_made"))
    made = []
    for number in range(240):
        is_quoted = number % 2 == 0
        began, closed = NOW - (300 - number) * DAY, NOW - (290 - number - number % 7) * DAY
        won = (number % 10 < 8) if is_quoted else (number % 10 < 2)
        made.append(a_row(anna.pk, care if number % 3 else roof, quoted if is_quoted else first, house.cara.pk, began, closed, won))
    for number in range(9):
        row = a_row(anna.pk, care if number % 2 else roof, quoted if number % 3 else first, house.cara.pk, NOW - number * 3 * DAY)
        row.amount_minor, row.word_percent = (MOST if number == 8 else 1_000_00 + number), 10 * number
        row.expected_on = date(2026, 12, 1) + (number // 2) * DAY if number < 6 else None
        if number == 4:
            row.currency, row.rate = "JPY", Decimal("0.006")
        made.append(row)
    rows = Opportunity.objects.bulk_create(made)
    OpportunityChange.objects.bulk_create(
        [OpportunityChange(opportunity=row, what="opened", new=row.stage.key, at=row.opened_at) for row in rows]
    )
    return house


def a_row(who, offering, stage, seat, opened_at, closed_at=None, won=False) -> Opportunity:  # type: ignore[no-untyped-def]  # a row's columns
    ended = {"closed_at": closed_at, "outcome": "won" if won else "lost", "wake_on": NOW.date()} if closed_at else {}
    return Opportunity(
        prospect_id=who, offering=offering, stage=stage, seat_id=seat, stage_at=opened_at, opened_at=opened_at, amount_minor=100_00,
        currency="EUR", rate=Decimal(1), next_on=NOW.date(), next_what="Call", **ended,
    )  # fmt: skip


def test_the_sums_of_the_database_are_those_of_each_by_itself(house: House) -> None:
    found = expect(for_=user_of(house.cara), mine=False, now=NOW)
    one_by_one = forecast(
        history(), [as_open(row, now=NOW) for row in Opportunity.objects.filter(closed_at__isnull=True).select_related("stage")]
    )
    assert found.known.verdict is one_by_one.verdict is Verdict.SIGNAL
    assert len({round(one.chance, 6) for one in one_by_one.chances}) > 2
    assert found.total.count == 9
    told = [round(value or 0) for value in (found.total.expected, found.total.low, found.total.high, found.total.by_word)]
    wanted = [one_by_one.expected, one_by_one.expected_low, one_by_one.expected_high, one_by_one.by_word or 0]
    assert told == pytest.approx(wanted, abs=2)
    Opportunity.objects.filter(closed_at__isnull=True, word_percent=10).update(word_percent=None)
    assert expect(for_=user_of(house.cara), mine=True, now=NOW).total.by_word is None


def test_pages_name_every_open_one_once_by_the_day_they_decide(house: House) -> None:
    days, refs, after = [], [], ""
    while True:
        page = expect(for_=user_of(house.cara), mine=False, now=NOW, after=after, most=4)
        days += [line.expected_on for line, _chance in page.lines]
        refs += [chance.ref for _line, chance in page.lines]
        after = page.after
        if not after:
            break
    assert (len(refs), len(set(refs))) == (9, 9)
    assert days == [*sorted(day for day in days if day), None, None, None]
    assert expect(for_=user_of(house.cara), mine=False, now=NOW, after="nonsense", most=4).lines
    assert expect(for_=user_of(house.ivo), mine=False, now=NOW).total.count == 0
    assert learned().closed == 240
