"""What stands in a cell is read as programs and countries write it; a wish that is not understood is refused and never lost."""

from typing import Any

import pytest

from keepwarm.intake.mapping.guess import guess_roles, map_from_roles
from keepwarm.intake.mapping.read import read_map
from keepwarm.intake.shaping.people import Shaper
from keepwarm.intake.shaping.places import country_code, language_code
from keepwarm.intake.shaping.shapes import Flawed, Shaped
from tests.cast import NOW

WISHES = {
    "person": {"name": "Name"},
    "inquiry": {"wants_contact": "Call me"},
    "wish": [{"column": "No calls", "kind": "no_channel", "channel": "phone"}],
}
WAYS = {"country": "DE", "person": {"name": "Name", "emails": ["Mail"], "phones": ["Phone"], "born": "Born", "language": "Language"}}


def shape(map_: dict[str, Any], *cells: str) -> Shaped | Flawed:
    header = ["Name", "No calls", "Call me"] if "wish" in map_ else ["Name", "Mail", "Phone", "Born", "Language"]
    plan = read_map(map_, header, called="m", file="f")
    return Shaper(plan, latest=NOW).shape(2, [*cells, *[""] * (len(header) - len(cells))])


def found(*cells: str) -> list[str]:
    shaped = shape(WAYS, *cells)
    assert isinstance(shaped, Shaped), shaped
    return [one.normalized for one in shaped.addresses]


@pytest.mark.parametrize("yes", ["yes", "t", "TRUE", "1.0", "Sí", "да", "是", "예", "2025-01-02", "3/25/25", "Do not call", "opted out"])
def test_a_wish_is_heard_however_it_is_said(yes: str) -> None:
    shaped = shape({**WISHES, "dates": "month first"} if "/" in yes else WISHES, "Ann", yes)
    assert isinstance(shaped, Shaped)
    assert [wish[:2] for wish in shaped.wishes] == [("no_channel", "phone")]


@pytest.mark.parametrize("no", ["", "no", "f", "0.0", "Nein", "нет", "n/a", "false"])
def test_a_plain_no_is_no_wish(no: str) -> None:
    shaped = shape(WISHES, "Ann", no)
    assert isinstance(shaped, Shaped)
    assert not shaped.wishes


@pytest.mark.parametrize("cells", [("Ann", "perhaps", ""), ("Ann", "", "perhaps")])
def test_a_wish_that_is_neither_yes_nor_no_is_refused_and_not_taken_for_a_no(cells: tuple[str, ...]) -> None:
    refused = shape(WISHES, *cells)
    assert isinstance(refused, Flawed)
    assert "“perhaps” is neither yes nor no" in refused.reason


def test_what_the_map_says_means_yes_decides_alone() -> None:
    told = {**WISHES, "wish": [{**WISHES["wish"][0], "yes": ["blocked by phone"]}]}  # type: ignore[index]
    plan = read_map(told, ["Name", "No calls", "Call me"], called="m", file="f")
    shaped = [Shaper(plan, latest=NOW).shape(2, ["Ann", said, ""]) for said in ("Blocked by phone", "perhaps")]
    assert [len(one.wishes) for one in shaped if isinstance(one, Shaped)] == [1, 0]


@pytest.mark.parametrize(
    ("cell", "numbers"),
    [
        ("+49 30 901820, +49 171 1234567", ["+4930901820", "+491711234567"]),
        ("030 901820 / 0171 1234567", ["+4930901820", "+491711234567"]),
        ("030/901820", ["+4930901820"]),
        ("030 901820 und 0171 1234567", ["+4930901820", "+491711234567"]),
    ],
)
def test_several_numbers_of_a_cell_are_several(cell: str, numbers: list[str]) -> None:
    assert found("Ann", "", cell) == numbers


@pytest.mark.parametrize(
    "cell",
    ["mailto:ann@lee.example", "'ann@lee.example'", "ann@lee.example.", "ann＠lee.example", "Ann <ann@lee.example>", " ANN@lee.example"],
)
def test_what_programs_put_around_a_mailbox_goes(cell: str) -> None:
    shaped = shape(WAYS, "Ann", cell)
    assert isinstance(shaped, Shaped)
    assert [(one.value.lower(), one.normalized) for one in shaped.addresses] == [("ann@lee.example", "ann@lee.example")]


def test_two_mailboxes_parted_by_a_stroke_are_two() -> None:
    assert found("Ann", "ann@lee.example/ann@work.example") == ["ann@lee.example", "ann@work.example"]


def test_a_birth_date_that_no_calendar_has_refuses_nobody_and_is_kept_in_words() -> None:
    shaped = shape(WAYS, "Ann", "ann@lee.example", "", "19450231")
    assert isinstance(shaped, Shaped)
    assert (shaped.born, "19450231" in shaped.text) == ("", True)
    assert isinstance(shape(WAYS, "Ann", "", "", "19450231"), Shaped)


@pytest.mark.parametrize(
    ("said", "code"), [("German", "de"), ("Deutsch", "de"), ("FR", "fr"), ("en_GB", "en-gb"), ("español", "es"), ("", "")]
)
def test_a_language_is_kept_by_its_code(said: str, code: str) -> None:
    shaped = shape(WAYS, "Ann", "ann@lee.example", "", "", said)
    assert isinstance(shaped, Shaped)
    assert shaped.plain == ("", code)


def test_a_language_that_nobody_knows_is_kept_in_words_only() -> None:
    shaped = shape(WAYS, "Ann", "ann@lee.example", "", "", "Klingon")
    assert isinstance(shaped, Shaped)
    assert (shaped.plain, "Klingon" in shaped.text) == (("", ""), True)
    assert language_code("Klingon") == ""


@pytest.mark.parametrize(
    ("name", "code"),
    [("Schweden", "SE"), ("États-Unis", "US"), ("日本", "JP"), ("DEU", "DE"), ("GBR", "GB"), ("India", "IN"), ("Utopia", "")],
)
def test_a_country_is_known_in_other_languages_and_by_three_letters(name: str, code: str) -> None:
    assert country_code(name) == code


def test_the_form_guesses_wishes_of_other_programs_and_who_wants_nothing_at_all() -> None:
    header = ["Name", "Email", "DoNotCall", "Do Not Contact", "Unsubscribed at", "Date of birth", "Preferred language"]
    rows = [["Ann Lee", "ann@lee.example", "false", "no", "2025-01-02", "1970-03-04", "German"]] * 2
    roles = guess_roles(header, rows)
    assert roles == ["name", "email", "no_phone", "no_contact", "no_mailing", "born", "language"]
    wishes = map_from_roles(header, roles, dates="day first", country="", spread=True)["wish"]
    assert [(wish["kind"], wish.get("channel")) for wish in wishes] == [("no_channel", "phone"), ("stop", None), ("no_channel", "mailing")]
