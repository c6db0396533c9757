from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from click.testing import CliRunner
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from keepwarm.cli.report import NobodyOfThatName, command
from keepwarm.reports.tests.day import TEN, call
from keepwarm.staff.models import User
from keepwarm.touches.models import Remark
from tests.cast import NOW, House, meet, user_of

MORNING = "/reports/morning/"


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def page(user: User, address: str = MORNING) -> str:
    answer = signed_in(user).get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_heading_asks_about_the_last_working_day(house: House) -> None:
    call(meet(house, "Anna Arnold"), learned="decides in January")
    html = page(house.mona)
    assert "Whom did we talk to on Tuesday?" in html
    assert "Anna Arnold" in html
    assert "decides in January" in html


def test_on_monday_it_is_fridays_report_unless_somebody_called_on_saturday(house: House) -> None:
    with time_machine.travel(NOW + timedelta(days=5), tick=False):
        assert "talk to on Friday?" in page(house.mona)
        call(meet(house), at=TEN + timedelta(days=4))
        assert "talk to on Saturday?" in page(house.mona)


def test_any_day_can_be_read_and_nonsense_is_the_usual_day(house: House) -> None:
    assert "Whom did we talk to on 5 January?" in page(house.mona, f"{MORNING}?on=2026-01-05")
    for nonsense in ("yesterday", "2026-02-31", "9999-01-01", "0001-01-01"):
        assert "talk to on Tuesday?" in page(house.mona, f"{MORNING}?on={nonsense}")


def test_a_rep_does_not_read_about_colleagues_people(house: House) -> None:
    call(meet(house, "Ben Bauer", owner=house.cara), learned="a secret")
    html = page(user_of(house.ines))
    assert "Ben Bauer" not in html
    assert "a secret" not in html
    assert "Which lists are worth it?" not in html


def test_a_marketer_reads_the_lists_and_no_talk(house: House) -> None:
    call(meet(house, "Ben Bauer"), learned="a secret")
    html = page(house.max)
    assert "Which lists are worth it?" in html
    assert "a secret" not in html


def test_service_has_no_report(house: House) -> None:
    assert signed_in(house.sven).get(MORNING).status_code == 403


@pytest.mark.parametrize("what", ["overdue", "postponed", "silence", "refused"])
def test_each_figure_opens_its_rows(house: House, what: str) -> None:
    call(meet(house), "someone_else", at=TEN - timedelta(days=1), call_back_at=TEN - timedelta(hours=1))
    html = page(house.mona, reverse("reports:rows", args=[what]))
    assert ("Anna Arnold" in html) is (what in {"overdue", "silence"})


def test_the_letters_that_a_share_counts_are_shown_to_their_writer_and_the_manager(house: House) -> None:
    call(meet(house, "Anna Arnold"), "delivered", channel="email", purpose="schedule")
    address = f"{reverse('reports:rows', args=['letters'])}?key={house.ines.ref}&on=2026-11-17"
    assert "Anna Arnold" in page(house.mona, address)
    assert "Anna Arnold" in page(user_of(house.ines), address)
    assert signed_in(user_of(house.ivo)).get(address).status_code == 422


def test_people_of_a_list_are_rows_too(house: House) -> None:
    meet(house, "Anna Arnold")
    assert "Anna Arnold" in page(house.max, f"{reverse('reports:list_rows', args=['people'])}?list={house.web.ref}")


def test_only_the_manager_asks_and_a_form_sent_twice_asks_once(house: House) -> None:
    touch = call(meet(house))
    address = f"{reverse('reports:ask', args=[touch.prospect.ref])}?touch={touch.ref}"
    assert signed_in(user_of(house.ines)).post(address, {"text": "Why?"}).status_code == 403
    manager = signed_in(house.mona)
    for _ in range(2):
        assert manager.post(address, {"text": "Why?", "once": "the-same"}).status_code == 302
    assert Remark.objects.get().text == "Why?"
    assert manager.post(address, {"text": "  "}).status_code == 422
    assert manager.get(reverse("reports:ask", args=["nobody"])).status_code == 422


def test_reading_writes_nothing_and_asks_the_database_as_often_for_one_name_as_for_many(house: House) -> None:
    counts = []
    for crowd in (1, 40):
        for number in range(crowd):
            call(meet(house, f"Person {crowd} {number}", firm=f"Firm {number}"), learned="x" * 200)
        client = signed_in(house.mona)
        client.get(MORNING)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert client.get(MORNING).status_code == 200
        counts.append(len(asked))
        assert not [query["sql"] for query in asked if query["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
    assert counts[0] == counts[1]
    assert counts[0] <= 40


def run(*arguments: str) -> str:
    answer = CliRunner().invoke(command, ["morning", *arguments], catch_exceptions=False)
    assert answer.exit_code == 0
    return answer.output


def test_the_command_prints_the_names_and_its_json_adds_up(house: House) -> None:
    call(meet(house, "Anna Arnold", firm="Arnold Mill"), learned="decides in January")
    call(meet(house, "Ben Bauer"), "voicemail")
    call(meet(house, "Cora Castro"), "held", channel="meeting")
    assert "Anna Arnold" in run("--on", "2026-11-17")
    data = json.loads(run("--on", "2026-11-17", "--json"))
    assert (data["on"], data["reached"], data["tried"], data["meetings"]) == ("2026-11-17", 1, 2, 1)
    ines = next(one for one in data["reps"] if one["name"] == "Ines")
    assert {key: ines["reached"][0][key] for key in ("name", "firm", "learned")} == {
        "name": "Anna Arnold",
        "firm": "Arnold Mill",
        "learned": "decides in January",
    }
    assert [(one["name"], one["attempts"], one["reached"]) for one in ines["tried"]] == [("Anna Arnold", 1, True), ("Ben Bauer", 1, False)]
    assert {"overdue", "postponed_twice", "given_up_early", "lists", "email_share"} <= set(data)
    assert sum(one["people"] for one in data["lists"]) == 3


def test_the_command_shows_one_reps_part_and_refuses_a_stranger(house: House) -> None:
    call(meet(house, "Ben Bauer", owner=house.cara))
    data = json.loads(run("--rep", "INES@house.example", "--json"))
    assert [one["name"] for one in data["reps"]] == ["Ines"]
    with pytest.raises(NobodyOfThatName):
        CliRunner().invoke(command, ["morning", "--rep", "nobody@house.example"], catch_exceptions=False)


def test_an_empty_house_has_a_report_too(db: None) -> None:
    assert json.loads(run("--json"))["reps"] == []
