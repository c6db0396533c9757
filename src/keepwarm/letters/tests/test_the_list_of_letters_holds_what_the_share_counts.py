"""What a rep wrote elsewhere, in their own mail program, stands in the list of letters beside those written here: one figure, one list."""

from datetime import timedelta

import pytest
from django.test import Client

from keepwarm.decisions.actions import log_touch
from keepwarm.decisions.batch import NewTouch
from keepwarm.letters.queries.budget import read_budget
from keepwarm.letters.queries.listing import newest_letters, sent_of
from keepwarm.staff.actions import Scope, make_key
from keepwarm.touches.actions import note_sent_folder_read
from tests.cast import NOW, House, meet, user_of
from tests.writing import write_to

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def test_what_was_written_elsewhere_is_listed_and_counted(house: House) -> None:
    write_to(meet(house))
    bert = meet(house, "Bert Bauer", email="b@b.example", phone="+441134960043")
    log_touch(
        NewTouch(bert.pk, "email", "out", "delivered", NOW - HOUR, house.ines.pk, purpose="schedule", by_hand=True),
        by=user_of(house.ines),
        now=NOW,
    )
    note_sent_folder_read(house.ines.pk, now=NOW)
    lines = sent_of(house.ines, for_=user_of(house.ines), now=NOW + HOUR)
    assert [(line.name, line.state == "written elsewhere") for line in lines] == [("Anna Arnold", False), ("Bert Bauer", True)]
    assert read_budget(house.ines, now=NOW + HOUR).share.letters == len(lines)
    assert [line.name for line in sent_of(None, for_=house.mona, now=NOW + HOUR)] == ["Anna Arnold", "Bert Bauer"]
    assert sent_of(house.ivo, for_=user_of(house.ivo), now=NOW + HOUR) == ()
    listed = newest_letters(None, zone="UTC", now=NOW + HOUR, limit=9)
    assert [(line.name, line.state == "written elsewhere") for line in listed] == [("Anna Arnold", False), ("Bert Bauer", True)]
    assert [line.name for line in newest_letters(house.ines, zone="UTC", now=NOW + HOUR, limit=1)] == ["Anna Arnold"]
    assert newest_letters(house.ivo, zone="UTC", now=NOW + HOUR, limit=9) == ()


def test_the_page_says_so(house: House) -> None:
    bert = meet(house, "Bert Bauer", email="b@b.example", phone="+441134960043")
    log_touch(NewTouch(bert.pk, "email", "out", "delivered", NOW - HOUR, house.ines.pk, by_hand=True), by=user_of(house.ines), now=NOW)
    client = Client()
    client.force_login(user_of(house.ines))
    assert "written elsewhere" in client.get("/letters/").content.decode()
    key, _row = make_key(user_of(house.ines), name="a tool", scopes=[Scope.LETTERS_READ], by=None, now=NOW)
    listed = client.get("/api/v1/letters", headers={"authorization": f"Bearer {key}"}).json()
    assert [one["state_in_words"] for one in listed] == ["written elsewhere"], "the same list"
