"""A house without two teams declares one person for both sides: every report says so, wherever it is read."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
import time_machine
from click.testing import CliRunner
from django.test import Client
from django.urls import reverse

from keepwarm.cli.main import keepwarm
from keepwarm.reports import exports, urls
from keepwarm.reports.queries.mailing import report_mail
from keepwarm.staff.exporting import Asked, Report
from tests.cast import NOW, House
from tests.leads import agree

SAID = "signed by one person for both sides"
PAGES = sorted(str(one.name) for one in urls.urlpatterns if "<" not in str(one.pattern) and one.name not in {"mail", "outlay"})
PAPERS = [one for one in exports.REPORTS if not one.of]
IN_THE_SHELL = ("morning", "leads", "weekly", "coaching", "replies", "lists", "money", "late", "flow")


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def read(house: House, name: str) -> str:
    client = Client()
    client.force_login(house.mona)
    return client.get(reverse(f"reports:{name}")).content.decode()


def test_there_are_as_many_pages_and_papers_as_there_are_reports() -> None:
    assert {"morning", "leads", "weekly", "coaching", "goals", "quotas", "replies", "lists", "money", "late", "flow"} <= set(PAGES)
    assert len(PAPERS) >= len(PAGES)


@pytest.mark.parametrize("name", PAGES)
def test_on_its_page(house: House, name: str) -> None:
    agree()
    assert SAID not in read(house, name)
    agree(2, signed_by_one=True)
    assert read(house, name).count(SAID) == 1


@pytest.mark.parametrize("report", PAPERS, ids=[one.name for one in PAPERS])
def test_on_paper(house: House, report: Report) -> None:
    agree(signed_by_one=True)
    paper = report.paper(Asked(for_=house.mona, now=NOW, filters={}))
    assert SAID in " ".join(paper.words)
    agree(2)
    assert SAID not in " ".join(report.paper(Asked(for_=house.mona, now=NOW, filters={})).words)


def test_in_the_mail_of_the_morning(house: House) -> None:
    agree(signed_by_one=True)
    mail = report_mail(house.mona, now=NOW)
    assert SAID in mail.text
    assert SAID in mail.html


@pytest.mark.parametrize("name", IN_THE_SHELL)
def test_in_the_terminal(house: House, name: str) -> None:
    agree(signed_by_one=True)
    told = CliRunner().invoke(keepwarm, ["report", name], catch_exceptions=False).output
    assert "one person for both sides" in " ".join(told.split())


@pytest.mark.parametrize("name", [name for name in IN_THE_SHELL if name != "lists"])  # the lists are bare rows
def test_in_its_json(house: House, name: str) -> None:
    def told() -> dict[str, object]:
        found = json.loads(CliRunner().invoke(keepwarm, ["report", name, "--json"], catch_exceptions=False).output)
        assert isinstance(found, dict)
        return found

    assert "exception" not in told()
    agree(signed_by_one=True)
    assert SAID in str(told()["exception"])
