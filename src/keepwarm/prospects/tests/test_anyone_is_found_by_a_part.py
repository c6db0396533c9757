"""Finding: any part, in any order, best first; and who learns how much."""

import pytest
from django.test import Client

from keepwarm.prospects.actions import correct_prospect, new_prospects, retire_address, share_address
from keepwarm.prospects.actions.absorbing import forget
from keepwarm.prospects.models import Address, Prospect
from keepwarm.prospects.search import find, index_prospects
from keepwarm.prospects.search.words import read_question, telling_grams
from keepwarm.staff.models import User
from tests.cast import NOW, House, meet, open_house, user_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def house() -> House:
    """Four people of three firms."""
    house = open_house()
    people = [
        meet(house, "Anna Whitfield", firm="Example Mills", phone="+441134960042", email="anna.w@mills.example"),
        meet(house, "Björn Annandale", firm="Østfold Paper", phone="+4721234567", email="bjorn@paper.example"),
        meet(house, "Li An", firm="Jade", phone="+14155552671", email="li@jade.example", owner=house.cara),
        meet(house, "Zoë O'Neil", firm="Example Mills", phone="+441134960043", email="zoe@mills.example", owner=house.cara),
    ]
    index_prospects([one.pk for one in people])
    return house


def names(text: str, reader: User | None = None) -> list[str]:
    """Who is found, best first."""
    return [row.name for row in find(text, for_=reader).rows]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Anna Whitfield", ["Anna Whitfield"]),
        ("whitfield anna", ["Anna Whitfield"]),
        ("WHIT mil", ["Anna Whitfield"]),
        ("itfie", ["Anna Whitfield"]),
        ("ostfold", ["Björn Annandale"]),
        ("bjorn", ["Björn Annandale"]),
        ("Björn", ["Björn Annandale"]),
        ("o'neil", ["Zoë O'Neil"]),
        ("zoe", ["Zoë O'Neil"]),
        ("anna.w@mills.example", ["Anna Whitfield"]),
        ("0113 496 0042", ["Anna Whitfield"]),
        ("+44 (0)113 4960042", ["Anna Whitfield"]),
        ("+44 113 496-0042", ["Anna Whitfield"]),
        ("0044 113 4960042", ["Anna Whitfield"]),
        ("042", ["Anna Whitfield"]),
        ("60043", ["Zoë O'Neil"]),
        ("li", ["Li An"]),
        ("j", ["Li An"]),
        ("an li", ["Li An"]),
        ("z", ["Zoë O'Neil"]),
        ("nobody", []),
        ("", []),
        ("   ", []),
        ('"', []),
        ("%", []),
        ("_____", []),
        ("anna OR zoe", []),
        ("x" * 5000, []),
    ],
)
def test_by_any_part_of_a_name_a_firm_a_number_or_an_email(house: House, text: str, found: list[str]) -> None:
    assert names(text) == found


def test_the_beginning_of_a_name_comes_before_a_piece_within(house: House) -> None:
    assert names("an")[:1] == ["Anna Whitfield"]
    assert set(names("an")) == {"Anna Whitfield", "Björn Annandale", "Li An"}
    assert names("mills.example")[:2] == names("mills", None)[:2]


def test_ones_own_come_before_those_of_others_that_match_alike(house: House) -> None:
    assert names("example mills", user_of(house.cara)) == ["Zoë O'Neil", "Anna Whitfield"]
    assert names("example mills", user_of(house.ines)) == ["Anna Whitfield", "Zoë O'Neil"]


def test_everyone_learns_who_and_whose_but_only_those_who_may_see_learn_the_number(house: House) -> None:
    [row] = find("li an", for_=user_of(house.ines)).rows
    assert (row.name, row.firm, row.owner, row.may_open, row.addresses) == ("Li An", "Jade", "Cara", False, ())
    [row] = find("li an", for_=user_of(house.cara)).rows
    assert (row.may_open, row.is_mine) == (True, True)
    assert row.addresses == ("+14155552671", "li@jade.example")
    [colleague] = [row for row in find("mills", for_=user_of(house.ines)).rows if row.name == "Zoë O'Neil"]
    assert colleague.may_open, "at a firm where one knows somebody, colleagues are visible"


def test_a_corrected_name_is_found_and_the_old_one_no_more(house: House) -> None:
    anna = Prospect.objects.get(name="Anna Whitfield")
    correct_prospect(anna.ref, {"name": "Anna Merriweather", "organization": "Other Works"}, by=None, now=NOW)
    assert names("merriweather other") == ["Anna Merriweather"]
    assert names("whitfield") == []


def test_a_forgotten_or_merged_person_is_not_found(house: House) -> None:
    anna, zoe = Prospect.objects.get(name="Anna Whitfield"), Prospect.objects.get(name="Zoë O'Neil")
    forget([anna.pk])
    assert names("whitfield") == []
    assert names("anna.w") == []
    li = Prospect.objects.get(name="Li An")
    Prospect.objects.filter(pk=zoe.pk).update(merged_into=li)
    assert names("neil") == []


def test_a_retired_number_still_tells_who_it_was_but_is_not_shown(house: House) -> None:
    number = Address.objects.get(normalized="+441134960042")
    retire_address(number.ref, by=None, now=NOW)
    [row] = find("1134960042", for_=None).rows
    assert (row.name, row.addresses) == ("Anna Whitfield", ("anna.w@mills.example",))


def test_a_shared_number_finds_all_who_use_it(house: House) -> None:
    Address.objects.filter(normalized="+441134960043").update(normalized="+441134960042", value="+441134960042")
    assert share_address("phone", "+441134960042", by=None, now=NOW) == 2
    index_prospects(Prospect.objects.values_list("pk", flat=True))
    assert set(names("0113 4960042")) == {"Anna Whitfield", "Zoë O'Neil"}


def test_very_many_alike_are_bounded_and_say_that_there_are_more(house: House) -> None:
    pattern = Prospect.objects.get(name="Li An")
    people = []
    for number in range(700):
        twin = Prospect(name=f"Sam Twin {number}", owner=house.ines, created_at=NOW, next_touch_at=NOW)
        twin.next_step, twin.because_rule = pattern.next_step, pattern.because_rule
        people.append(twin)
    index_prospects([one.pk for one in new_prospects(people)])
    found = find("sam twin", for_=None)
    assert (len(found.rows), found.more) == (20, True)
    assert names("sam twin 7")[0] == "Sam Twin 7"


def test_the_fragment_for_keys_and_the_page_without_script_hold_the_same_list(house: House, client: Client) -> None:
    client.force_login(user_of(house.ines), backend="django.contrib.auth.backends.ModelBackend")
    page = client.get("/prospects/find/", {"q": "mills"})
    part = client.get("/prospects/find/", {"q": "mills"}, headers={"HX-Request": "true"})
    assert page.status_code == part.status_code == 200
    assert b"<html" in page.content
    assert b"<html" not in part.content
    for answer in (page, part):
        assert answer.content.count(b'<li id="found-') == 2
    hidden = client.get("/prospects/find/", {"q": "li an"}).content.decode()
    assert "ask Cara" in hidden
    assert "+1415" not in hidden


def test_a_question_is_cut_into_parts_and_their_rarest_groups() -> None:
    asked = read_question("whitfield mi")
    assert asked is not None
    assert asked.parts == ("whitfield", " mi")
    assert telling_grams(["anna.w@mills.example"]) == telling_grams(["anna.w@mills.example"])
    assert len(telling_grams(["anna.w@mills.example"])) == 3
    assert read_question(" \t ") is None
