"""Each figure of the check opens the people behind it: who gets it too often, who has no reason to, who may not get it."""

from __future__ import annotations

import re
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from keepwarm.answers.models import Question
from keepwarm.consent.models import Permission
from keepwarm.mailings.models import Mailing
from keepwarm.mailings.queries import behind_check
from keepwarm.mailings.queries.behind_check import WORDS, people_behind
from keepwarm.segments.queries import WHO
from keepwarm.signs.models import Page, Sign
from keepwarm.staff.models import User
from keepwarm.touches.models import Touch
from tests.blasting import DAY, checked, crowd
from tests.cast import NOW, House, open_house, user_of
from tests.keeping import warm
from tests.writing import open_mail

pytestmark = pytest.mark.django_db


@pytest.fixture
def house() -> House:
    house = open_house()
    open_mail()
    return house


@pytest.fixture
def mailing(house: House) -> Mailing:
    """To everyone: two said that pumps interest them, one showed it, one gave no sign, one heard enough, one just heard, one may not."""
    crowd(house, 2, "pumps", named="Said")
    page = Page.objects.create(url="https://x.example/pumps", words="pumps", interests=["pumps"], made_at=NOW)
    showed = warm(house, "Showed Shaw")
    Sign.objects.create(prospect=showed, kind="visit", at=NOW - DAY, page=page, fingerprint="a", recorded_at=NOW - DAY)
    warm(house, "Quiet Quinn")
    heard(warm(house, "Often Olsen", interests=["roofs"]), 10, 12, 14, 16)
    heard(warm(house, "Lately Lang", interests=["roofs"]), 1)
    Permission.objects.filter(prospect=warm(house, "Never Neil", interests=["roofs"])).delete()
    return checked(house, "Pumps", "always", topic="pumps", body="Dear {firm},\n\nread on.")


def heard(one: Any, *days: int) -> None:
    for ago in days:
        at = NOW - ago * DAY
        Touch.objects.create(prospect=one, channel="mailing", direction="out", disposition="delivered", happened_at=at, logged_at=at)


def names(mailing: Mailing, what: str, *, for_: User) -> list[str]:
    return [one.name for one in people_behind(mailing, what, for_=for_, now=NOW)[0]]


def test_each_figure_opens_whom_it_counts(house: House, mailing: Mailing) -> None:
    found = {what: names(mailing, what, for_=house.max) for what in WORDS}
    assert found["said"] == ["Said 0", "Said 1"]
    assert found["showed"] == ["Showed Shaw"]
    assert found["without_sign"] == ["Quiet Quinn"]
    assert (found["above_cap"], found["too_soon"], found["no_permission"]) == (["Often Olsen"], ["Lately Lang"], ["Never Neil"])
    assert len(found["blocked"]) == 7
    assert sorted({*found["open"], "Never Neil"}) == sorted(found["blocked"])
    shares = mailing.figures["shares"]
    assert {what: shares[what]["count"] for what in WHO} == {what: len(found[what]) for what in WHO}
    assert mailing.figures["blocked"] == 7


def test_the_page_of_the_check_leads_to_them(house: House, mailing: Mailing) -> None:
    client = Client()
    client.force_login(house.max)
    with time_machine.travel(NOW):
        page = client.get(reverse("mailings:show", args=[mailing.ref])).content.decode()
        links = re.findall(r'href="(/mailings/[^"]+/check/who/[^"]+/)"', page)
        assert len(links) == len(WORDS)
        shown = client.get(reverse("mailings:checked", args=[mailing.ref, "without_sign"])).content.decode()
    assert "never gave any sign of interest" in shown
    assert shown.count("data-row-link") == 1
    assert client.get(reverse("mailings:checked", args=[mailing.ref, "nothing"])).status_code == 404


def test_a_rep_sees_no_name_of_whom_they_do_not_work_with(house: House, mailing: Mailing) -> None:
    assert set(names(mailing, "said", for_=user_of(house.cara))) == {"somebody whom you do not work with"}


def test_many_come_page_by_page_and_a_rare_kind_is_looked_for_in_parts(
    house: House, mailing: Mailing, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(behind_check, "PAGE", 1)
    first, after = people_behind(mailing, "said", for_=house.max, now=NOW)
    second, _end = people_behind(mailing, "said", for_=house.max, after=after, now=NOW)
    assert [one.name for one in (*first, *second)] == ["Said 0", "Said 1"]
    monkeypatch.setattr(behind_check, "PIECE", 1)
    monkeypatch.setattr(behind_check, "LOOKED_AT", 2)
    found, after, pages = list[str](), 0, 0
    while after or not pages:
        people, after = people_behind(mailing, "no_permission", for_=house.max, after=after, now=NOW)
        found += [one.name for one in people]
        pages += 1
    assert (found, pages) == (["Never Neil"], 4)


def test_a_topic_that_is_gone_is_said_in_a_sentence(house: House, mailing: Mailing) -> None:
    Mailing.objects.update(topic="gone")
    client = Client()
    client.force_login(house.max)
    answer = client.get(reverse("mailings:checked", args=[mailing.ref, "said"]))
    assert (answer.status_code, "not there any more" in answer.content.decode()) == (200, True)
    assert not Question.objects.filter(key="gone").exists()
