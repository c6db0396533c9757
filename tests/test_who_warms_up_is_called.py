"""From what somebody does to their next touch: signs rise to the mark, a robot's do not, and the page says why in words."""

from datetime import timedelta

import pytest
from django.test import Client

from keepwarm.decisions.actions import heed_signs, settle
from keepwarm.prospects.models import Prospect
from keepwarm.signs.actions import record_signs
from keepwarm.signs.models import Kind, Page, Sign
from keepwarm.signs.queries import readiness_of
from keepwarm.signs.recording import NewSign
from tests.cast import NOW, House, meet, open_house, user_of

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(minutes=4)


@pytest.fixture
def house() -> House:
    return open_house()


@pytest.fixture
def anna(house: House) -> Prospect:
    """Kept warm: put back until next year."""
    found = meet(house)
    long_ago = NOW - timedelta(days=100)
    Prospect.objects.filter(pk=found.pk).update(
        stage=2, wake_at=NOW + timedelta(days=200), recycled_at=long_ago, inquired_at=long_ago, last_touch_at=NOW - timedelta(days=9)
    )
    settle([found.pk], by=None, now=NOW)
    found.refresh_from_db()
    assert found.because_rule == "recycled"
    return found


def do(anna: Prospect, *kinds: str, page: Page | None = None, because: str = "") -> None:
    done = [
        NewSign(anna.pk, kind, NOW - timedelta(hours=n), page_id=page.pk if page else None, robot_because=because)
        for n, kind in enumerate(kinds)
    ]
    record_signs(done, now=NOW)


def test_signs_that_rise_to_the_mark_wake_somebody_kept_warm(anna: Prospect) -> None:
    do(anna, Kind.ATTENDED, Kind.REPLIED, Kind.DOWNLOAD)
    assert heed_signs(now=NOW) == 0  # what tells robots apart has its time first
    assert heed_signs(now=LATER) == 3
    assert heed_signs(now=LATER) == 0
    anna.refresh_from_db()
    assert (anna.next_step, anna.because_rule) == ("call", "readiness_rose")


def test_a_robots_signs_wake_nobody_and_one_found_later_is_taken_away(anna: Prospect) -> None:
    do(anna, *[Kind.CLICK] * 20, because="agent")
    assert heed_signs(now=LATER) == 0
    do(anna, Kind.ATTENDED, Kind.REPLIED, Kind.VISIT)
    heed_signs(now=LATER)
    Sign.objects.filter(kind=Kind.VISIT).update(is_robot=True, robot_because="trap", heeded_at=None)
    assert heed_signs(now=LATER) == 1
    anna.refresh_from_db()
    assert anna.because_rule == "recycled"


def test_why_is_said_in_words(anna: Prospect) -> None:
    prices = Page.objects.create(url="https://www.example.com/prices", words="our prices", weight=2, made_at=NOW)
    do(anna, Kind.CLICK, Kind.CLICK, page=prices)
    do(anna, Kind.ATTENDED)
    told = readiness_of([anna.pk], now=NOW)[anna.pk]
    assert [reason.words for reason in told.reasons] == ["Came to a seminar", "Looked at our prices, 2 times"]
    assert (told.points, told.mark, told.is_ready) == (35, 50, False)


def test_the_page_of_the_prospect_shows_it(client: Client, house: House, anna: Prospect) -> None:
    do(anna, Kind.ATTENDED)
    client.force_login(user_of(house.ines))
    page = client.get(f"/prospects/{anna.ref}/").content.decode()
    assert "What they do by themselves" in page
    assert "Came to a seminar" in page
