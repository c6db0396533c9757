"""That the prospect was introduced to the rep is on record: by the touch that did it or by a click; whoever is to do it is reminded."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from keepwarm.decisions.actions import log_touch, undo_touch
from keepwarm.decisions.batch import NewTouch
from keepwarm.handoff.actions import accept, approve_introduction, note_introduced, offer, tick
from keepwarm.handoff.models import HandOff, Notice
from keepwarm.handoff.refusals import WordsNeeded
from keepwarm.staff.queries import NotYours
from tests.cast import NOW, House, user_of
from tests.leads import a_lead

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)


def accepted(house: House, how: str = "letter", by: Any = None) -> HandOff:
    words = "" if how == "not" else "Meet {rep}."
    row = offer(a_lead(house).pk, by=by or house.max, now=NOW, to_seat=house.cara, introduce=how, introduction=words)
    return accept(row.ref, by=user_of(house.cara), now=NOW)


def reminded() -> list[str]:
    return list(Notice.objects.filter(kind="introduce", seen_at=None).values_list("user__name", flat=True))


def touch(row: HandOff, house: House, channel: str, disposition: str, *, at: datetime = LATER) -> str:
    new = NewTouch(row.prospect_id, channel, "out", disposition, at, house.ines.pk, purpose="introduction")
    return log_touch(new, by=user_of(house.ines), now=at).touch.ref


@pytest.mark.parametrize(
    ("channel", "disposition", "is_made"),
    [("email", "delivered", True), ("phone", "reached", True), ("phone", "no_answer", False), ("phone", "voicemail", False)],
)
def test_a_touch_for_that_purpose_makes_it(house: House, channel: str, disposition: str, is_made: bool) -> None:
    row = accepted(house)
    ref = touch(row, house, channel, disposition)
    tick(now=LATER)
    row.refresh_from_db()
    assert (row.introduced_at, row.introduced_by) == ((LATER, user_of(house.ines)) if is_made else (None, None))
    undo_touch(ref, by=user_of(house.ines), now=LATER)
    tick(now=LATER)
    row.refresh_from_db()
    assert row.introduced_at is None


def test_whoever_did_it_elsewhere_says_so_on_the_page(house: House, client: Client) -> None:
    row = accepted(house)
    client.force_login(house.max)
    page = client.get(f"/hand-offs/{row.ref}/").content.decode()
    assert "Not introduced yet." in page
    assert "You approved these words." in page
    link = f"/letters/new/{row.prospect.ref}/?purpose=introduction"
    assert link not in page, "a marketer has no seat to write from"
    client.force_login(user_of(house.cara))
    theirs = client.get(f"/hand-offs/{row.ref}/").content.decode()
    assert link in theirs
    assert "Approved by Max." in theirs
    client.force_login(house.max)
    told = client.post(f"/hand-offs/{row.ref}/introduced/", follow=True).content.decode()
    assert "by Max." in told
    assert "I have introduced them" not in told
    row.refresh_from_db()
    assert row.introduced_by == house.max


def test_only_in_approved_words_and_by_whoever_introduces(house: House) -> None:
    row = accepted(house, by=user_of(house.ines))
    with pytest.raises(WordsNeeded, match="approves the words"):
        note_introduced(row.ref, by=house.max, now=LATER)
    approve_introduction(row.ref, introduction="Meet {rep}.", by=house.max, now=LATER)
    with pytest.raises(NotYours):
        note_introduced(row.ref, by=user_of(house.carl), now=LATER)
    assert note_introduced(row.ref, by=user_of(house.ines), now=LATER).introduced_at == LATER
    assert note_introduced(row.ref, by=house.max, now=LATER + timedelta(days=1)).introduced_at == LATER


def test_the_words_that_were_said_stay_as_they_were(house: House) -> None:
    row = accepted(house)
    note_introduced(row.ref, by=house.max, now=LATER)
    with pytest.raises(WordsNeeded, match="introduced already"):
        approve_introduction(row.ref, introduction="Meet somebody else.", by=house.max, now=LATER)
    row.refresh_from_db()
    assert row.introduction == "Meet {rep}."


def test_whoever_is_to_introduce_is_reminded_each_day_until_it_was_done(house: House) -> None:
    row = accepted(house)
    tick(now=NOW)
    tick(now=LATER)
    assert sorted(reminded()) == ["Ines", "Max"]
    Notice.objects.update(seen_at=LATER)
    tick(now=NOW + timedelta(days=1, minutes=1))
    assert sorted(reminded()) == ["Ines", "Max"]
    note_introduced(row.ref, by=house.max, now=NOW + timedelta(days=1, minutes=2))
    tick(now=NOW + timedelta(days=3))
    assert reminded() == []


@pytest.mark.parametrize("how", ["not", "call"])
def test_nobody_is_reminded_where_the_rep_introduces_themselves_or_has_called(house: House, how: str) -> None:
    row = accepted(house, how)
    if how == "call":
        new = NewTouch(row.prospect_id, "phone", "out", "reached", LATER, house.cara.pk)
        log_touch(new, by=user_of(house.cara), now=LATER)
    tick(now=LATER)
    assert reminded() == []
