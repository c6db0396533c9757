"""P10: letters left = other activities / 4, less letters sent or queued, over the rep's last five days worked."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keepwarm.engine.budget import EmailShare
from keepwarm.touches.models import Touch
from keepwarm.touches.queries import email_shares
from tests.cast import NOW, House, meet, open_house

pytestmark = pytest.mark.django_db


@pytest.fixture
def house() -> House:
    return open_house()


def log(house: House, channel: str, *, days_ago: int = 0, who: int = 0, direction: str = "out") -> None:
    at = NOW - timedelta(days=days_ago)
    Touch.objects.create(
        prospect_id=PEOPLE[who], seat=house.ines, channel=channel, direction=direction, disposition="x", happened_at=at, logged_at=at
    )


PEOPLE: list[int] = []


@pytest.fixture(autouse=True)
def people(house: House) -> None:
    PEOPLE[:] = [meet(house, f"Person {number}", phone="", email="").pk for number in range(12)]


def left(house: House) -> EmailShare:
    return email_shares([house.ines], share=0.2, days=5, now=NOW)[house.ines.pk]


def test_eight_calls_earn_two_letters(house: House) -> None:
    for who in range(8):
        log(house, "phone", who=who)
    assert left(house) == EmailShare(0, 8, 2)
    log(house, "email")
    log(house, "email")
    assert left(house).letters_left == 0
    assert left(house).share == 0.2


def test_one_person_a_day_counts_once(house: House) -> None:
    for _ in range(8):
        log(house, "phone")
    assert left(house).others == 1


def test_only_the_last_five_days_worked_count_however_long_ago(house: House) -> None:
    for days_ago in (0, 1, 2, 20, 30, 40):
        for who in range(4):
            log(house, "phone", days_ago=days_ago, who=who)
    assert left(house).others == 20


def test_their_letters_are_not_ours_and_their_calls_are_talk(house: House) -> None:
    log(house, "email", direction="in")
    log(house, "phone", direction="in")
    assert left(house) == EmailShare(0, 1, 0)


@given(letters=st.integers(0, 50), others=st.integers(0, 400))
def test_a_letter_that_is_left_never_lifts_the_share_above_the_policy(letters: int, others: int) -> None:
    allowed = int(others * 0.2 / 0.8 + 1e-9) - letters
    if allowed > 0:
        assert (letters + allowed) / (letters + allowed + others) <= 0.2 + 1e-9


def test_a_day_is_the_seats_own_also_when_the_clocks_are_changed(house: House) -> None:
    house.ines.zone = "Europe/Berlin"
    late, early = datetime(2026, 3, 28, 22, 30, tzinfo=UTC), datetime(2026, 3, 29, 21, 30, tzinfo=UTC)  # both at 23:30 there
    for at in (late, late + timedelta(hours=1), early, early + timedelta(hours=1)):  # 23:30, 0:30; and again, an hour ahead
        Touch.objects.create(
            prospect_id=PEOPLE[0], seat=house.ines, channel="phone", direction="out", disposition="x", happened_at=at, logged_at=at
        )
    share = email_shares([house.ines], share=0.2, days=5, now=datetime(2026, 3, 31, 12, tzinfo=UTC))[house.ines.pk]
    assert share.others == 3
