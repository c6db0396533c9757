"""The fields beyond answers: touches, signs, sources, firms, dates and wishes, compared with a plain reading of the same people."""

from __future__ import annotations

from datetime import timedelta

import pytest

from keepwarm.answers.models import Answer, Question
from keepwarm.consent.models import Permission, Wish
from keepwarm.engine.conditions.text import parse
from keepwarm.engine.conditions.tree import ConditionError
from keepwarm.facts.conditions.reading import count, people
from keepwarm.lib.ids import new_ref
from keepwarm.prospects.models import Prospect
from keepwarm.signs.models import Page, Sign
from keepwarm.touches.models import Inquiry, Touch
from tests.cast import NOW, House, meet, open_house

pytestmark = pytest.mark.django_db


def touched(one: Prospect, days: int, channel: str, direction: str, disposition: str, **more: object) -> None:
    at = NOW - timedelta(days=days)
    Touch.objects.create(prospect=one, channel=channel, direction=direction, disposition=disposition, happened_at=at, logged_at=at, **more)


def did(one: Prospect, days: int, kind: str, page: Page | None = None, *, is_robot: bool = False) -> None:
    at = NOW - timedelta(days=days)
    Sign.objects.create(prospect=one, kind=kind, at=at, recorded_at=at, page=page, is_robot=is_robot, fingerprint=new_ref())


@pytest.fixture
def house() -> House:
    """Anna spoke and clicked, Ben wrote to us, Cem got mail, Dora clicked by a robot and said no to roofs, Emil has ended."""
    house = open_house()
    roofs = Question.objects.create(key="roofs", label="Roofs", kind="yes_no", group="topic")
    page = Page.objects.create(url="https://x.example/roofs", words="roofs", interests=["roofs"], made_at=NOW)
    anna = meet(house, "Anna", firm="Müller Mill")
    ben = meet(house, "Ben", firm="Müller Mill", source=house.bought, owner=house.ivo)
    cem = meet(house, "Cem", firm="Oven & Co")
    dora, emil = meet(house, "Dora"), meet(house, "Emil", firm="Müller Mill")
    Prospect.objects.filter(pk=anna.pk).update(language="de", last_reached_at=NOW - timedelta(days=10))
    Prospect.objects.filter(pk=emil.pk).update(ended_at=NOW, end_reason="said_no", next_touch_at=None, next_step="")
    touched(anna, 10, "phone", "out", "reached")
    touched(ben, 50, "email", "in", "received")
    touched(ben, 5, "email", "in", "received", voided_at=NOW)
    for days in (1, 8, 40):
        touched(cem, days, "mailing", "out", "delivered")
    did(anna, 3, "click", page)
    did(dora, 3, "click", page, is_robot=True)
    did(dora, 90, "visit", page)
    Answer.objects.create(prospect=ben, question=roofs, value="Yes", value_folded="yes", evidence=3, learned_at=NOW)
    Answer.objects.create(prospect=dora, question=roofs, value="No", value_folded="no", evidence=3, learned_at=NOW)
    Permission.objects.create(prospect=cem, channel="mailing", kind="express", given_at=NOW)
    for one in (ben, dora):
        Permission.objects.create(prospect=one, channel="message", kind="express", given_at=NOW)
    Wish.objects.create(prospect=dora, kind="no_channel", channel="message", said_at=NOW)
    Wish.objects.create(prospect=dora, kind="not_before", channel="phone", until_at=NOW, said_at=NOW)
    return house


MEANT = (
    ("touch.phone.reached is known", "Anna"),
    ("touch.phone.reached >= 10 days ago", "Anna"),
    ("touch.phone.reached > 10 days ago", ""),
    ("touch.phone.reached <= 10 days ago", "Anna"),
    ("touch.phone.reached < 10 days ago", ""),
    ("touch.any.in >= 60 days ago", "Ben"),
    ("touch.email.in < 30 days ago", "Ben"),
    ("touch.mailing.out.30d >= 2", "Cem"),
    ("touch.mailing.out.30d = 0", "Anna Ben Dora"),
    ("not (touch.any.out >= 30 days ago)", "Ben Dora"),
    ("touch.any.out.delivered < 30 days ago", ""),
    ("sign.click is known", "Anna"),
    ("sign.any is known", "Anna Dora"),
    ("sign.any.roofs >= 30 days ago", "Anna"),
    ("sign.any.roofs < 30 days ago", "Dora"),
    ("sign.visit.roofs is known", "Dora"),
    ("interest.roofs = yes", "Anna Ben"),
    ("interest.roofs = no", "Cem Dora"),
    ('answer.roofs = "yes"', "Ben"),
    ('source = "bought list"', "Ben"),
    ('source contains "web"', "Anna Cem Dora"),
    ('source = "nowhere"', ""),
    ("source is known", "Anna Ben Cem Dora"),
    ('owner = "ivo"', "Ben"),
    ('firm contains "mull"', "Anna Ben"),
    ('firm starts "oven &"', "Cem"),
    ("firm is known", "Anna Ben Cem"),
    ("firm.people >= 2", "Anna Ben"),
    ("firm.people < 2", "Cem"),
    ('language = "de"', "Anna"),
    ("language is known", "Anna"),
    ('not language = "de"', "Ben Cem Dora"),
    ('place = "gb"', "Anna Ben Cem Dora"),
    ("last_reached_at is known", "Anna"),
    ("next_touch_at >= 2026-11-18", "Anna Ben Cem Dora"),
    ('step = "call"', ""),
    ("may_mail = yes", "Cem"),
    ("may_message = yes", "Ben"),
    ("may_message = no", "Anna Cem Dora"),
    ("wishes = yes", "Dora"),
    ('stage = "new" and (interest.roofs = yes or may_mail = yes)', "Anna Ben Cem"),
    ("always", "Anna Ben Cem Dora"),
    ("never", ""),
)


def test_who_is_meant(house: House) -> None:
    found = {text: " ".join(sorted(people(parse(text), now=NOW).values_list("name", flat=True))) for text, _who in MEANT}
    assert found == dict(MEANT)
    assert {text: count(parse(text), now=NOW).number for text, _who in MEANT} == {text: len(who.split()) for text, who in MEANT}


UNKNOWN = (
    ('answer.gone = "x"', "The question “gone” is not there any more"),
    ("interest.gone = yes", "There is no topic “gone”"),
    ("touch.pigeon is known", "names no touch"),
    ("touch.phone.99999d > 1", "names no touch"),
    ("sign.opened is known", "names no sign"),
    ("shoe_size > 40", "nothing that a segment can ask for"),
    ("may_mail > 5", "cannot be compared"),
    ('stage = "hot"', "is one of"),
    ('attempts = "two"', "cannot be compared"),
)


def test_what_the_house_does_not_know_is_said(house: House) -> None:
    for text, said in UNKNOWN:
        with pytest.raises(ConditionError, match=said):
            people(parse(text), now=NOW)


def test_a_change_of_one_person_is_seen_at_once_also_by_a_query_made_before(house: House) -> None:
    condition = parse('source = "bought list" and language = "fr"')
    made_before = people(condition, now=NOW)
    assert count(condition, now=NOW).number == 0
    Prospect.objects.filter(name="Ben").update(language="fr")
    assert [one.name for one in made_before] == ["Ben"]
    assert count(condition, now=NOW).number == 1


def test_a_person_with_several_inquiries_is_counted_once(house: House) -> None:
    anna = Prospect.objects.get(name="Anna")
    Inquiry.objects.create(prospect=anna, source=house.web, happened_at=NOW, received_at=NOW, fingerprint="again")
    Inquiry.objects.create(prospect=anna, source=house.bought, happened_at=NOW, received_at=NOW, fingerprint="other", voided_at=NOW)
    assert count(parse('source = "web form"'), now=NOW).number == 3
    assert count(parse('source = "bought list"'), now=NOW).number == 1
