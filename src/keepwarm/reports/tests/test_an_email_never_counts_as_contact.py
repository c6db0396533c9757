from __future__ import annotations

from datetime import timedelta

import pytest

from keepwarm.letters.actions import grant_exception
from keepwarm.reports.tests.day import TEN, call, names, part, read
from keepwarm.touches.actions import forget_sent_folder, note_sent_folder_read
from keepwarm.touches.models import Touch
from tests.cast import House, meet


@pytest.fixture(autouse=True)
def connected(house: House) -> None:
    """Their own Sent folder is read, so that nothing is missing in the share."""
    note_sent_folder_read(house.ines.pk, now=TEN)


def write(house: House, name: str, *, days_ago: int = 0) -> Touch:
    return call(meet(house, name), "delivered", channel="email", purpose="schedule", by_hand=True, at=TEN - timedelta(days=days_ago))


def test_whoever_was_written_to_is_neither_reached_nor_tried(house: House) -> None:
    write(house, "Anna Arnold")
    call(meet(house, "Ben Bauer"), "received", channel="email", direction="in")
    found = part(read(), house.ines)
    assert (names(found), found.tried, found.meetings) == ([], (), ())


def test_the_share_is_that_of_the_last_five_days_worked(house: House) -> None:
    for number in range(8):
        call(meet(house, f"Person {number}"), "no_answer", at=TEN - timedelta(days=number % 2))
    write(house, "Anna Arnold")
    write(house, "Ben Bauer", days_ago=1)
    report = read()
    found = part(report, house.ines)
    assert found.email is not None
    assert (found.email.letters, found.email.others, found.share) == (2, 8, 0.2)
    assert not found.is_over_limit
    assert report.totals.highest == ("Ines", 0.2)


def test_a_share_above_the_limit_is_marked(house: House) -> None:
    call(meet(house, "Anna Arnold"), "no_answer")
    write(house, "Ben Bauer")
    assert part(read(), house.ines).is_over_limit


def test_who_did_nothing_has_no_share(house: House) -> None:
    assert part(read(), house.carl).share is None


def test_what_was_sent_after_the_day_does_not_count_for_it(house: House) -> None:
    call(meet(house, "Anna Arnold"), "no_answer")
    write(house, "Ben Bauer", days_ago=-1)
    assert part(read(now=TEN + timedelta(days=2)), house.ines).share == 0


def test_of_a_rep_whose_mailbox_is_not_connected_no_figure_is_shown(house: House) -> None:
    forget_sent_folder(house.ines.pk)
    call(meet(house, "Anna Arnold"), "no_answer")
    write(house, "Ben Bauer")
    report = read()
    found = part(report, house.ines)
    assert (found.share, found.is_share_unknown, found.is_over_limit) == (None, True, False)
    assert (report.totals.unknown_shares, report.totals.email.is_known, report.totals.highest) == (1, False, None)


def test_what_was_granted_beyond_the_budget_stands_there_with_its_reason(house: House) -> None:
    grant_exception(house.ines, because="the fair", count=2, by=house.mona, now=TEN)
    (granted,) = part(read(), house.ines).granted
    assert (granted.by, granted.because, granted.count, granted.used) == ("Mona", "the fair", 2, 0)
    assert part(read(now=TEN + timedelta(days=2)), house.cara).granted == ()
