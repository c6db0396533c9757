"""Real phone contacts of a bank, in the order of time, as touches: attempts, lists, and what a yes cost, counted as by hand.

The file says of each person how often they were called, how long the last call took and whether they agreed; hours it does not know.
Attempts before the last count as not reached. Every 16th person is taken, over the twelve weeks before the report.
"""

import csv
from collections import Counter
from datetime import datetime, timedelta

import pytest

from keepwarm.prospects.models import Prospect
from keepwarm.qualification.models import Judgement
from keepwarm.reports.queries.lists import list_quality
from keepwarm.reports.queries.weeks.coaching import coaching
from keepwarm.staff.models import Seat
from keepwarm.touches.models import Inquiry, Source, Touch
from tests.cast import NOW, House, open_house
from tests.tree import ROOT

DATA = ROOT.parent / "shared" / "data" / "bank_marketing" / "bank-additional-first80.csv"
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not DATA.exists(), reason="the real phone contacts (bank_marketing) are not here"),
]
EACH, MOST_ATTEMPTS, HOUR_MINOR = 16, 9, 3000
SPAN = timedelta(weeks=12)
Row = dict[str, str]


@pytest.fixture(scope="module")
def rows() -> list[Row]:
    with DATA.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter=";"))[::EACH]


def live_through(house: House, rows: list[Row]) -> None:
    """The rows as people of two lists, their calls by Ines, and a judgement for each yes."""
    Seat.objects.filter(pk=house.ines.pk).update(hour_minor=HOUR_MINOR, currency="EUR")
    lists = {name: Source.objects.create(name=name, currency="EUR") for name in ("cellular", "telephone")}
    begins = NOW - SPAN
    people = Prospect.objects.bulk_create([person(house, place, begins) for place in range(len(rows))])
    Inquiry.objects.bulk_create(
        [
            Inquiry(prospect=one, source=lists[row["contact"]], happened_at=begins, received_at=begins, fingerprint=one.ref)
            for one, row in zip(people, rows, strict=True)
        ]
    )
    moments = [begins + SPAN * (place / len(rows)) for place in range(len(rows))]
    Touch.objects.bulk_create([call for one, row, at in zip(people, rows, moments, strict=True) for call in calls(house, one, row, at)])
    Judgement.objects.bulk_create(
        [
            Judgement(prospect=one, definition=0, is_lead=True, judged_at=at + timedelta(hours=1))
            for one, row, at in zip(people, rows, moments, strict=True)
            if row["y"] == "yes"
        ]
    )


def person(house: House, place: int, at: datetime) -> Prospect:
    return Prospect(
        name=f"Contact {place}",
        owner=house.ines,
        zone="Europe/London",
        next_step="keep_warm",
        next_touch_at=NOW,
        because_rule="keep_warm",
        created_at=at,
    )


def calls(house: House, one: Prospect, row: Row, at: datetime) -> list[Touch]:
    """The last attempt spoke with them as long as the file says; those before it reached nobody."""
    before = min(int(row["campaign"]), MOST_ATTEMPTS) - 1
    told = {"prospect": one, "seat": house.ines, "channel": "phone", "direction": "out", "logged_at": at}
    tried = [Touch(disposition="no_answer", happened_at=at - timedelta(minutes=back), **told) for back in range(before, 0, -1)]
    return [*tried, Touch(disposition="reached", happened_at=at, seconds=int(row["duration"]), **told)]


def test_attempts_lists_and_the_cost_of_a_yes_are_those_of_the_file(rows: list[Row]) -> None:
    house = open_house()
    live_through(house, rows)
    report = coaching(for_=None, now=NOW)
    made = Counter(min(int(row["campaign"]), MOST_ATTEMPTS) for row in rows)
    dialled = {str(number): sum(count for last, count in made.items() if last >= number) for number in range(1, MOST_ATTEMPTS + 1)}
    assert {one.key: (one.share.among, one.share.found) for one in report.attempts} == {
        key: (count, made[int(key)]) for key, count in dialled.items()
    }
    assert report.learned
    lines = {line.name: line for line in list_quality().lines}
    for name in ("cellular", "telephone"):
        mine = [row for row in rows if row["contact"] == name]
        yes = sum(row["y"] == "yes" for row in mine)
        touches = sum(min(int(row["campaign"]), MOST_ATTEMPTS) for row in mine)
        seconds = sum(int(row["duration"]) or 60 for row in mine) + 60 * (touches - len(mine))
        line = lines[name]
        assert (line.tally.people, line.tally.leads, line.tally.touches) == (len(mine), yes, touches)
        assert line.cost_per_lead_minor == pytest.approx(seconds * HOUR_MINOR / 3600 / yes, rel=0.01)
