"""Partial answers are kept, answers anew supersede and count once, what we know is not asked again, and one bad answer loses no other."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from keepwarm.answers.models import Answer
from keepwarm.consent.stamps import make_stamp
from keepwarm.consent.visitors import address_for
from keepwarm.content.models import Item, Received
from keepwarm.decisions.actions import settle
from keepwarm.engine.words import Evidence
from keepwarm.prospects.models import Prospect
from keepwarm.signs.models import Sign
from keepwarm.surveys.actions import Filled, close_survey, keep_filled, keep_items
from keepwarm.surveys.models import Sheet, SheetAnswer, Survey
from keepwarm.surveys.refusals import SurveyClosed
from keepwarm.touches.models import Touch
from tests.cast import NOW, House, meet, open_house
from tests.gatherings import ask_all

pytestmark = pytest.mark.django_db


@pytest.fixture
def house() -> House:
    return open_house()


@pytest.fixture
def anna(house: House) -> Prospect:
    found = meet(house)
    settle([found.pk], by=None, now=NOW)
    return found


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def field(survey: Survey, key: str) -> str:
    return f"q{survey.asks.get(question__key=key).question_id}"


def send(client: Client, survey: Survey, path: str = "", **said: str) -> tuple[int, str, str]:
    """Status, where it leads, and the page."""
    data = {field(survey, key): value for key, value in said.items()}
    data["stamp"] = make_stamp(survey.source, now=NOW - timedelta(minutes=1))
    answer = client.post(path or f"/surveys/p/{survey.ref}/", data)
    return answer.status_code, answer.get("Location", ""), answer.content.decode()


def in_force(prospect: Prospect) -> dict[str, str]:
    rows = Answer.objects.filter(prospect=prospect, superseded_by__isnull=True, voided_at__isnull=True)
    return dict(rows.values_list("question__key", "value"))


def test_by_their_own_link_each_answer_is_an_answer_like_any_other(house: House, anna: Prospect, client: Client) -> None:
    survey = ask_all(house)
    path = address_for(f"/surveys/p/{survey.ref}/", anna.ref)
    status, on, _page = send(client, survey, path, tool="paper", stops="12,5")
    assert (status, "done=1" in on) == (303, True)
    assert in_force(anna) == {"tool": "paper", "stops": "12.5"}
    assert set(Answer.objects.values_list("evidence", "source")) == {(int(Evidence.FORM), survey.source)}
    assert (Touch.objects.get().purpose, Sign.objects.get().kind, Received.objects.count()) == ("survey", "answered", 1)
    page = client.get(path).content.decode()
    assert ("Worry" in page, "spreadsheet" in page, "paper" in page) == (True, False, False)
    assert not client.cookies


def test_answered_twice_the_newer_supersedes_and_they_count_once(house: House, anna: Prospect, client: Client) -> None:
    survey = ask_all(house)
    path = address_for(f"/surveys/p/{survey.ref}/", anna.ref)
    send(client, survey, path, tool="paper")
    send(client, survey, path + "&again=1", tool="program")
    assert in_force(anna) == {"tool": "program"}
    assert Answer.objects.filter(superseded_by__isnull=False).count() == 1
    assert (Sheet.objects.get().rounds, SheetAnswer.objects.get().value, Touch.objects.count()) == (2, "program", 1)


def test_on_another_day_it_is_another_touch(house: House, anna: Prospect) -> None:
    survey = ask_all(house)
    keep_filled(survey.ref, Filled({"tool": "paper"}, prospect=anna), now=NOW)
    keep_filled(survey.ref, Filled({"worry": "Stops"}, prospect=anna), now=NOW + timedelta(days=2))
    assert (Touch.objects.count(), Sign.objects.count(), Sheet.objects.count()) == (2, 2, 1)


def test_a_hundred_thousand_letters_are_refused_in_a_sentence_and_the_rest_is_kept(house: House, anna: Prospect, client: Client) -> None:
    survey = ask_all(house)
    path = address_for(f"/surveys/p/{survey.ref}/", anna.ref)
    status, _on, page = send(client, survey, path, worry="x" * 100_000, tool="paper", stops="many")
    assert status == 422
    assert "at most 500 characters, and this one has 100000" in page
    assert "Everything else is kept" in page
    assert "x" * 100_000 in page
    assert in_force(anna) == {"tool": "paper"}


def test_one_question_at_a_time_each_is_kept_and_one_may_stop_half_way(house: House, client: Client) -> None:
    survey = ask_all(house, one_by_one=True)
    page = client.get(f"/surveys/p/{survey.ref}/?from=fair").content.decode()
    assert ("Worry" in page, "Tool" in page, "Question 1 of 4" in page) == (True, False, True)
    _status, on, _ = send(client, survey, f"/surveys/p/{survey.ref}/?from=fair", worry="Stops")
    assert "Question 2 of 4" in client.get(on).content.decode()
    _status, on, _ = send(client, survey, on)  # passed over
    _status, on, _ = send(client, survey, on, stops="7")
    sheet = Sheet.objects.get()
    assert (sheet.source, sheet.finished_at, sheet.said.count()) == ("fair", None, 2)
    _status, on, _ = send(client, survey, on, alone="no")
    assert "Thank you." in client.get(on).content.decode()
    sheet.refresh_from_db()
    assert (sheet.finished_at, Sheet.objects.count()) == (NOW, 1)


def test_of_whom_we_know_only_what_is_missing_is_asked_and_nothing_is_shown(house: House, anna: Prospect, client: Client) -> None:
    survey = ask_all(house, one_by_one=True)
    path = address_for(f"/surveys/p/{survey.ref}/", anna.ref)
    said = {"worry": "Too many stops", "tool": "paper", "stops": "3", "alone": "yes"}
    keep_filled(survey.ref, Filled(said, prospect=anna), now=NOW)
    page = client.get(path).content.decode()
    assert ("told us all of this already" in page, "Too many stops" in page) == (True, False)
    assert "Too many stops" not in client.get(path + "&again=1").content.decode()


def test_a_stranger_is_nobody_and_a_machine_gets_nowhere(house: House, client: Client) -> None:
    survey = ask_all(house)
    send(client, survey, tool="paper")
    assert (Sheet.objects.get().prospect_id, Prospect.objects.count(), Touch.objects.count()) == (None, 0, 0)
    data = {
        field(survey, "tool"): "paper",
        "website": "https://spam.example",
        "stamp": make_stamp(survey.source, now=NOW - timedelta(hours=1)),
    }
    assert client.post(f"/surveys/p/{survey.ref}/", data).status_code == 422
    assert client.post(f"/surveys/p/{survey.ref}/", {field(survey, "tool"): "paper"}).status_code == 422
    assert Sheet.objects.count() == 1


def test_a_link_with_one_letter_changed_is_a_stranger_s(house: House, anna: Prospect, client: Client) -> None:
    survey = ask_all(house)
    path = address_for(f"/surveys/p/{survey.ref}/", anna.ref)
    changed = path[:-4] + ("A" if path[-4] != "A" else "B") + path[-3:]
    assert send(client, survey, changed, tool="paper")[0] == 303
    assert (Sheet.objects.get().prospect_id, in_force(anna)) == (None, {})


def test_what_is_closed_or_past_takes_nothing_and_is_offered_to_nobody(house: House, client: Client) -> None:
    survey = ask_all(house, open_until_on=NOW.date())
    item = Item.objects.get(source=survey.source)
    assert (item.kind, item.state) == ("survey", "in_use")
    with pytest.raises(SurveyClosed):
        keep_filled(survey.ref, Filled({"tool": "paper"}), now=NOW + timedelta(days=1))
    keep_items(now=NOW + timedelta(days=1))
    item.refresh_from_db()
    assert item.state == "retired"
    close_survey(survey.ref, by=house.max, now=NOW)
    assert "is over" in client.get(f"/surveys/p/{survey.ref}/").content.decode()
    assert client.get("/surveys/p/nothing/").status_code == 404


def test_whoever_mends_an_answer_counts_once(house: House, client: Client) -> None:
    survey = ask_all(house)
    status, _to, page = send(client, survey, f"/surveys/p/{survey.ref}/?from=fair", worry="x" * 100_000, alone="yes")
    leads = re.search(r'<form action="([^"]+)"', page)
    assert (status, leads is not None) == (422, True)
    assert leads is not None
    again = leads[1].replace("&amp;", "&")
    assert "from=fair" in again
    assert send(client, survey, again, worry="Stops", alone="yes")[0] == 303
    sheet = Sheet.objects.get()
    assert (sheet.source, sheet.finished_at is not None) == ("fair", True)
    assert dict(SheetAnswer.objects.values_list("question__key", "value")) == {"worry": "Stops", "alone": "yes"}
