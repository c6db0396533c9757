"""Likeness, what sets people apart, unlike groups, suggestions, and the figures that a mailing is judged by."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from keepwarm.answers.models import Answer, Question
from keepwarm.consent.models import Permission, Wish
from keepwarm.engine.conditions.text import parse
from keepwarm.lib.ids import new_ref
from keepwarm.prospects.models import Prospect
from keepwarm.segments.actions import save_segment
from keepwarm.segments.queries import about_mailing, count_of, keys_of, members, portray, portray_group, read_interested, suggest
from keepwarm.signs.models import Page, Sign
from keepwarm.touches.models import Touch
from tests.cast import NOW, House, meet, open_house

pytestmark = pytest.mark.django_db


@pytest.fixture
def house() -> House:
    """Thirty want roofs and are mills, thirty want walls and are yards, sixty told us nothing; the first fifteen showed it by a click."""
    house = open_house()
    roofs = Question.objects.create(key="roofs", label="Roofs", kind="yes_no", group="topic")
    walls = Question.objects.create(key="walls", label="Walls", kind="yes_no", group="topic")
    trade = Question.objects.create(key="trade", label="Trade", kind="choice", choices=["Mill", "Yard"])
    page = Page.objects.create(url="https://x.example/roofs", words="roofs", interests=["roofs"], made_at=NOW)
    for number in range(120):
        one = meet(house, f"Person {number}", email=f"p{number}@x.example", phone="")
        topic, said = (roofs, "mill") if number < 30 else (walls, "yard")
        if number < 60:
            answer(one, trade, said)
        if number < 15:
            Sign.objects.create(prospect=one, kind="click", at=NOW, recorded_at=NOW, page=page, fingerprint=new_ref())
        elif number < 60:
            answer(one, topic, "yes")
        if number % 2:
            Permission.objects.create(prospect=one, channel="mailing", kind="express", given_at=NOW)
    return house


def answer(one: Prospect, question: Question, value: str) -> None:
    Answer.objects.create(prospect=one, question=question, value=value, value_folded=value, evidence=3, learned_at=NOW)


def test_what_sets_them_apart_is_said_with_both_shares(house: House) -> None:
    found = portray(parse("interest.roofs = yes"), now=NOW)
    assert (found.looked_at, found.others, found.is_sample) == (30, 90, False)
    assert [one.words for one in found.told] == ["“Trade” is “Mill”: 100 % of them, 0 % of all others"]
    assert found.told[0].times_low < found.told[0].times < found.told[0].times_high
    assert found.alike == 100
    assert found.parts == ()


def test_unlike_groups_are_named_and_can_be_made_segments(house: House) -> None:
    whole = "interest.roofs = yes or interest.walls = yes"
    found = portray(parse(whole), now=NOW)
    assert found.alike < 60
    assert [(one.name, one.percent, one.alike) for one in found.parts] == [
        ("“Interested in Roofs” is yes", 50, 100),
        ("none of these", 50, 100),
    ]
    assert count_of(parse(found.parts[0].condition), now=NOW).number == 30


def test_nobody_and_one_alone_have_a_portrait_too(house: House) -> None:
    for text in ("never", 'answer.trade = "mill" and touch.any.in is known'):
        found = portray(parse(text), now=NOW)
        assert (found.looked_at, found.told, found.parts) == (0, (), ())
        assert found.words == "Too few people to say how alike they are."


def test_segments_are_suggested_from_answers_and_behaviour_and_not_twice(house: House) -> None:
    found = suggest(now=NOW)
    assert [one.condition for one in found[:2]] == [
        'interest.roofs = yes and answer.trade = "mill"',
        'interest.walls = yes and answer.trade = "yard"',
    ]
    assert found[0].percent == 25
    save_segment("Roofs", found[0].condition, by=house.max, now=NOW)
    assert found[0].condition not in [one.condition for one in suggest(now=NOW)]


def test_the_figures_of_a_mailing(house: House) -> None:
    some = Prospect.objects.filter(name__in=["Person 1", "Person 3"])
    for one in some:
        for days in range(4):
            at = NOW - timedelta(days=10 + days)
            Touch.objects.create(
                prospect=one, channel="mailing", direction="out", disposition="delivered", purpose="article", happened_at=at, logged_at=at
            )
    Wish.objects.create(prospect=Prospect.objects.get(name="Person 5"), kind="stop", said_at=NOW)
    people = members(parse('answer.trade = "mill" or not answer.trade is known'), now=NOW)
    found = about_mailing(people, topic="roofs", now=NOW)
    assert found.people == 90
    assert (found.said.count, found.showed.count, found.interested.count) == (15, 15, 30)
    assert found.without_sign.count == 60
    assert found.above_cap.count == 2
    assert found.no_permission.count == 46
    assert found.interested.low < 1 / 3 < found.interested.high
    assert found.held["not_permitted"] == 46
    assert found.portrait.looked_at == 90


def test_of_each_group_it_is_known_whether_the_mailing_interests_it(house: House) -> None:
    whole = parse("interest.roofs = yes or interest.walls = yes")
    wanted = read_interested("walls", now=NOW).interested
    found = portray_group(keys_of(members(whole, now=NOW)), whole=whole, wanted=wanted)
    assert [(one.name, one.interested) for one in found.parts] == [("“Interested in Roofs” is yes", 0), ("none of these", 100)]
    assert found.parts[0].condition == "(interest.roofs = yes or interest.walls = yes) and interest.roofs = yes"


def test_a_mailing_to_nobody_has_figures_too(house: House) -> None:
    found = about_mailing(members(parse("never"), now=NOW), topic="", now=NOW)
    assert (found.people, found.interested.share, found.without_sign.count, dict(found.held)) == (0, 0.0, 0, {})


def test_the_page_shows_it(house: House) -> None:
    client = Client()
    client.force_login(house.max)
    segment = save_segment("Builders", "interest.roofs = yes or interest.walls = yes", by=house.max, now=NOW)
    page = client.get(reverse("segments:likeness", args=[segment.ref])).content.decode()
    assert "Are there unlike groups among them?" in page
    assert "“Interested in Roofs” is yes" in page
    assert "Make it a segment" in client.get(reverse("segments:suggested")).content.decode()
