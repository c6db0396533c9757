"""Two records of one person in one mailing: whoever had it under the one does not get it under the other, however they are merged."""

from __future__ import annotations

import pytest

from keepwarm.circle.actions.merge import merge
from keepwarm.circle.actions.unmerge import unmerge
from keepwarm.circle.models import Merge
from keepwarm.mailings.actions.approving import approve_mailing
from keepwarm.mailings.actions.listing import write_down
from keepwarm.mailings.actions.sending import send_what_is_due
from keepwarm.mailings.models import Mailing, Recipient
from keepwarm.mailings.queries.report import why
from keepwarm.outbox.models import Message
from keepwarm.prospects.models import Prospect
from tests.blasting import DAY, MINUTE, checked, crowd, go_on, postman
from tests.cast import NOW, House, open_house
from tests.writing import open_mail

pytestmark = pytest.mark.django_db
PUMPS = "interest.pumps = yes"


@pytest.fixture
def house() -> House:
    house = open_house()
    open_mail()
    return house


def merged_after_the_loser_had_it(house: House) -> tuple[Mailing, Prospect, Prospect]:
    """One person under two records: one has the mailing, the other waits for its date when they are merged."""
    anna, again = crowd(house, 2, "pumps")
    mailing = checked(house, "Pumps", PUMPS, topic="pumps")
    approve_mailing(mailing.ref, version=mailing.version, by=house.max, now=NOW)
    write_down(now=NOW)
    mailing.recipients.filter(prospect=anna).update(due_at=NOW + 4 * DAY)
    send_what_is_due(now=NOW)
    postman(now=NOW + MINUTE)
    merge(anna.pk, again.pk, because="the same person", by=house.mona, now=NOW + DAY)
    return mailing, anna, again


def test_who_had_it_under_a_record_that_was_merged_does_not_get_it_again(house: House) -> None:
    mailing, anna, again = merged_after_the_loser_had_it(house)
    for days in range(4, 12):
        go_on(mailing, now=NOW + days * DAY)
    assert list(Message.objects.filter(kind="mailing").values_list("to_email", flat=True)) == ["person1@firm1.example"]
    row = mailing.recipients.get(prospect=anna)
    assert (row.state, row.because) == (Recipient.State.SKIPPED, "had_it")
    assert mailing.recipients.get(prospect=again).state == Recipient.State.SENT
    assert "merged" in why(row.because)


def test_when_they_are_two_after_all_the_other_waits_again(house: House) -> None:
    mailing, anna, _again = merged_after_the_loser_had_it(house)
    unmerge(Merge.objects.get().ref, by=house.mona, now=NOW + 2 * DAY)
    assert mailing.recipients.get(prospect=anna).state == Recipient.State.WAITS
    for days in range(4, 12):
        go_on(mailing, now=NOW + days * DAY)
    assert Message.objects.filter(kind="mailing").count() == 2
