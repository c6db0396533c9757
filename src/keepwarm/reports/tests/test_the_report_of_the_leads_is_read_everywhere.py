"""The same report on its page, in the terminal and by the API; and it says when the definition is to be looked at anew."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import timedelta
from html import unescape

import pytest
import time_machine
from click.testing import CliRunner
from django.test import Client

from keepwarm.cli.main import keepwarm
from keepwarm.decisions.actions import keep_warm, settle
from keepwarm.engine.words import RecycleReason
from keepwarm.handoff.models import HandOff
from keepwarm.policy.models import DefinitionVersion
from keepwarm.reports.tests.circle import Story, read
from keepwarm.reports.tests.day import call
from keepwarm.staff.actions import Scope, make_key
from keepwarm.staff.models import User
from tests.cast import NOW, House, meet, user_of

PAGE = "/reports/leads/"


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def story(house: House) -> Story:
    return Story(house)


def enter(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_every_link_of_the_page_opens_its_rows(story: Story, house: House) -> None:
    client = enter(house.dora)
    html = client.get(PAGE).content.decode()
    links = {unescape(link) for link in re.findall(r'href="(/reports/leads/[^"]+)"', html)}
    assert len(links) > 15
    for link in links:
        answer = client.get(link)
        assert answer.status_code == 200, link
    rows = client.get(next(link for link in links if link.startswith("/reports/leads/sales_returned/"))).content.decode()
    assert "Ben Arnold" in rows
    assert "Anna Arnold" not in rows


def test_a_rep_reads_only_themselves_and_service_nothing(story: Story, house: House) -> None:
    html = enter(user_of(house.carl)).get(PAGE).content.decode()
    assert "Carl" in html
    assert "Cara" not in html
    rows = enter(user_of(house.carl)).get(f"{PAGE}offered/").content.decode()
    assert "Cleo Arnold" in rows
    assert "Anna Arnold" not in rows
    assert enter(house.sven).get(PAGE).status_code == 403
    assert enter(house.mona).get(f"{PAGE}nonsense/").status_code in {404, 422}


def test_an_empty_house_says_so(house: House) -> None:
    assert "Nothing was offered in these days" in enter(house.mona).get(PAGE).content.decode()


def test_who_was_given_up_early_stands_there_with_the_reason(house: House) -> None:
    anna = meet(house, "Anna Arnold")
    settle([anna.pk], by=None, now=NOW - timedelta(hours=3))
    call(anna, "no_answer", at=NOW - timedelta(hours=2))
    reason = RecycleReason.NOT_NOW
    keep_warm(anna.pk, NOW + timedelta(days=60), "never there", reason=reason, by=user_of(house.ines), now=NOW - timedelta(hours=1))
    assert read().given_up == (("not_now", 1),)
    html = enter(house.mona).get(f"{PAGE}given_up/?reason=not_now").content.decode()
    assert "Anna Arnold" in html
    assert "never there" in html
    assert "Anna Arnold" not in enter(user_of(house.cara)).get(f"{PAGE}given_up/").content.decode()


def test_a_review_is_due_when_too_many_of_ten_or_more_came_back(story: Story, house: House) -> None:
    DefinitionVersion.objects.update(in_force_at=NOW - timedelta(days=40))
    assert read(house.mona).review is None  # two of five: too few to say
    rows = HandOff.objects.filter(state=HandOff.State.RETURNED)
    shown = HandOff.objects.values().get(pk=rows[0].pk)
    copies = [HandOff(**{**shown, "id": None, "ref": f"copy{number}"}) for number in range(5)]
    HandOff.objects.bulk_create(copies)
    review = read(house.mona).review
    assert review is not None
    assert (review.back.found, review.back.among, review.review.since) == (7, 10, None)
    html = enter(house.mona).get(PAGE).content.decode()
    assert "7 came back: 70 %" in html
    assert read(user_of(house.cara)).review is None


def test_the_command_line_and_the_api_say_the_same(story: Story, house: House) -> None:
    printed = CliRunner(env={"COLUMNS": "100"}).invoke(keepwarm, ["report", "leads", "--json"])
    assert printed.exit_code == 0, printed.output
    data = json.loads(printed.output)
    text = make_key(house.mona, name="reports", scopes=[Scope.REPORTS_READ], by=house.mona, now=NOW)[0]
    answer = Client().get("/api/v1/reports/leads", headers={"authorization": f"Bearer {text}"})
    assert answer.status_code == 200, answer.content
    assert answer.json() == data
    assert data["total"]["returned"] == 2
    assert data["sales"]["once_returned"] == {"found": 1, "among": 1, "share": None, "low": None, "high": None}
    assert [one["rep"] for one in data["reps"]] == ["Cara", "Carl"]


def test_the_api_names_who_stands_behind_a_figure_as_the_page_does(story: Story, house: House) -> None:
    for who, names in ((house.mona, {"Ben Arnold", "Cleo Arnold"}), (user_of(house.carl), {"Cleo Arnold", "Ben Arnold"})):
        text = make_key(who, name="rows", scopes=[Scope.REPORTS_READ], by=who, now=NOW)[0]
        answer = Client().get("/api/v1/reports/leads/returned", headers={"authorization": f"Bearer {text}"})
        assert answer.status_code == 200, answer.content
        rows = answer.json()
        page = enter(who).get(f"{PAGE}returned/").content.decode()
        assert {row["name"] for row in rows["handoffs"]} == {name for name in names if name in page}
        assert rows["count"] == len(rows["handoffs"])
        assert all(HandOff.objects.filter(ref=row["handoff"], prospect__ref=row["prospect"]).exists() for row in rows["handoffs"])
    narrowed = Client().get("/api/v1/reports/leads/gave_back?reason=no_budget", headers={"authorization": f"Bearer {text}"}).json()
    assert [row["name"] for row in narrowed["handoffs"]] == []
    unknown = Client().get("/api/v1/reports/leads/nonsense", headers={"authorization": f"Bearer {text}"})
    assert unknown.status_code in {404, 422}


def test_the_terminal_shows_it_in_eighty_columns(story: Story) -> None:
    answer = CliRunner(env={"COLUMNS": "80"}).invoke(keepwarm, ["report", "leads", "--since", "2026-10-01"])
    assert answer.exit_code == 0, answer.output
    assert "1 sales out of leads, 1 to people whom sales had once returned" in " ".join(answer.output.split())
    assert max(len(line.rstrip()) for line in answer.output.splitlines()) <= 80
