"""The letter that the hand-off page leads to: open from the offer until sales has called, and only in words that a marketer approved."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from keepwarm.decisions.actions import log_touch
from keepwarm.decisions.batch import NewTouch
from keepwarm.handoff.actions import accept, approve_introduction, offer, tick
from keepwarm.handoff.models import HandOff
from keepwarm.letters.actions import send_letter
from keepwarm.letters.models import Letter
from keepwarm.letters.queries.checking import NewLetter, check_letter
from keepwarm.letters.queries.known import read_known
from keepwarm.letters.refusals import LetterRefused, PurposeClosed
from keepwarm.prospects.models import Prospect
from tests.cast import NOW, House, open_house, user_of
from tests.leads import a_lead, agree
from tests.writing import call_others, open_mail, write_to

pytestmark = pytest.mark.django_db
WORDS = "Let me introduce {rep}.\nShe will call you on Thursday."
MEET_CARA = WORDS.replace("{rep}", "Cara")
LATER = NOW + timedelta(minutes=5)


@pytest.fixture(autouse=True)
def at_work() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def house() -> House:
    house = open_house()
    agree()
    open_mail()
    return house


def offered(house: House, *, by: str = "max", how: str = "letter") -> HandOff:
    who = house.max if by == "max" else user_of(house.ines)
    return offer(a_lead(house).pk, by=who, now=NOW, to_seat=house.cara, introduce=how, introduction=WORDS)


def why_closed(row: HandOff) -> str:
    return read_known(Prospect.objects.get(pk=row.prospect_id), now=NOW).why_closed("introduction")


def test_it_is_open_from_the_offer_until_sales_has_called(house: House) -> None:
    row = offered(house)
    assert why_closed(row) == ""
    accept(row.ref, by=user_of(house.cara), now=NOW)
    assert why_closed(row) == ""
    log_touch(NewTouch(row.prospect_id, "phone", "out", "reached", NOW, house.cara.pk), by=user_of(house.cara), now=NOW)
    assert "until sales has called" in why_closed(row)


def test_without_a_hand_off_or_approved_words_it_is_closed(house: House) -> None:
    anna = a_lead(house, "Anna Arnold")
    assert "offered to sales" in read_known(anna, now=NOW).why_closed("introduction")
    with pytest.raises(PurposeClosed):
        write_to(anna, purpose="introduction", body=MEET_CARA)
    row = offer(anna.pk, by=user_of(house.ines), now=NOW, to_seat=house.cara, introduce="letter", introduction=WORDS)
    assert "has approved" in why_closed(row)
    approve_introduction(row.ref, introduction="Meet {rep}.", by=house.max, now=NOW)
    assert read_known(anna, now=NOW).introduction == "Meet Cara."


def test_one_that_is_made_by_a_call_is_not_written(house: House) -> None:
    assert "by letter" in why_closed(offered(house, how="call"))


def test_other_words_than_the_approved_ones_do_not_go(house: House) -> None:
    row = offered(house)
    call_others(house, 4)
    anna = Prospect.objects.get(pk=row.prospect_id)
    with pytest.raises(LetterRefused) as refused:
        write_to(anna, purpose="introduction", body="Hello Anna,\n\nmeet Cara, the best of us.\n\nInes\n")
    assert "other_words" in {str(one.kind) for one in refused.value.findings}
    letter = write_to(anna, purpose="introduction", body=f"Hello Anna,\n\n{MEET_CARA}\n\nInes\n")
    row.refresh_from_db()
    tick(now=LATER)
    assert letter.touch.purpose == "introduction"
    assert HandOff.objects.get().introduced_at is None, "it has not left yet"


def test_words_that_were_approved_anew_since_it_was_looked_at_count(house: House) -> None:
    row = offered(house)
    call_others(house, 4)
    anna = Prospect.objects.get(pk=row.prospect_id)
    new = NewLetter(anna, house.ines, "introduction", "Cara", f"Hello Anna,\n\n{MEET_CARA}\n\nInes\n", overrule="a test")
    checked = check_letter(new, now=NOW)
    approve_introduction(row.ref, introduction="Meet {rep}.", by=house.max, now=NOW)
    with pytest.raises(PurposeClosed, match="other words meanwhile"):
        send_letter(checked, by=house.ines.user, now=NOW)
    assert not Letter.objects.exists()


def test_the_link_of_the_hand_off_begins_the_letter_with_them(house: House, client: Client) -> None:
    row = offered(house)
    client.force_login(user_of(house.ines))
    page = client.get(f"/hand-offs/{row.ref}/").content.decode()
    link = f"/letters/new/{row.prospect.ref}/?purpose=introduction"
    assert link in page
    composer = client.get(link).content.decode()
    assert 'value="introduction" checked' in composer
    assert MEET_CARA in composer
    form = {"version": "0", "body": "Hello Anna,", "do": "introduce"}
    assert MEET_CARA in client.post(f"/letters/new/{row.prospect.ref}/", form, follow=True).content.decode()
