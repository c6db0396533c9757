"""A letter is earned by conversations and honest attempts: one per person a day, within the calling hours of their place."""

from datetime import timedelta

import pytest

from keepwarm.decisions.actions import log_touch
from keepwarm.decisions.batch import NewTouch
from keepwarm.engine.budget import EmailShare
from keepwarm.staff.models import Absence
from keepwarm.touches.actions import forget_sent_folder, note_sent_folder_read
from keepwarm.touches.models import Touch
from keepwarm.touches.queries import email_shares
from tests.cast import NOW, House, meet, open_house

pytestmark = pytest.mark.django_db
EVENING = NOW.replace(hour=21)


@pytest.fixture
def house() -> House:
    return open_house()


def share(house: House, now: object = EVENING) -> EmailShare:
    return email_shares([house.ines], share=0.2, days=5, now=now)[house.ines.pk]  # type: ignore[arg-type]


def log(house: House, who: str, ending: str, *, at: object = NOW, channel: str = "phone") -> None:
    prospect = meet(house, who)
    log_touch(NewTouch(prospect.pk, channel, "out", ending, at, house.ines.pk), by=None, now=at)  # type: ignore[arg-type]


def test_calls_within_the_hours_count_and_those_at_night_only_when_somebody_talked(house: House) -> None:
    log(house, "Anna Arnold", "no_answer")
    log(house, "Ben Brook", "no_answer", at=EVENING)
    log(house, "Cleo Castle", "reached", at=EVENING)
    assert dict(Touch.objects.values_list("prospect__name", "honest")) == {"Anna Arnold": True, "Ben Brook": False, "Cleo Castle": True}
    assert share(house).others == 2


def test_where_their_place_is_unknown_nobody_is_accused(house: House) -> None:
    prospect = meet(house, phone="")
    log_touch(NewTouch(prospect.pk, "phone", "out", "no_answer", EVENING, house.ines.pk), by=None, now=EVENING)
    assert (Touch.objects.get().honest, share(house).others) == (None, 1)


def test_what_a_program_sends_in_the_name_of_a_rep_is_a_letter(house: House) -> None:
    log(house, "Anna Arnold", "delivered", channel="mailing")
    assert share(house).letters == 1


def test_a_day_of_absence_is_not_a_day_worked(house: House) -> None:
    for days_ago in range(7):
        at = NOW - timedelta(days=days_ago)
        for who in range(4):
            Touch.objects.create(
                prospect=meet(house, f"P{days_ago} {who}"),
                seat=house.ines,
                channel="phone",
                disposition="no_answer",
                happened_at=at,
                logged_at=at,
            )
    assert share(house).others == 20
    Absence.objects.create(seat=house.ines, kind="ill", starts_at=NOW - timedelta(days=1, hours=4), ends_at=NOW - timedelta(hours=12))
    assert share(house).others == 24


def test_the_share_is_known_while_the_sent_folder_is_read(house: House) -> None:
    assert not share(house).is_known
    note_sent_folder_read(house.ines.pk, now=NOW)
    assert share(house).is_known
    assert not share(house, NOW + timedelta(days=5)).is_known, "nobody has looked for days"
    forget_sent_folder(house.ines.pk)
    assert not share(house).is_known
