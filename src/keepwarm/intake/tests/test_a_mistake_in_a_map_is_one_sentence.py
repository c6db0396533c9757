"""A map that cannot be followed: the sentence names the file, the key and the nearest column; the example map is right."""

from pathlib import Path
from typing import Any

import pytest

from keepwarm.intake.mapping.checks import MapWrong
from keepwarm.intake.mapping.guess import guess_order, guess_roles
from keepwarm.intake.mapping.read import load_map, read_map
from keepwarm.intake.reading.opening import open_table
from keepwarm.intake.shaping.people import Shaper
from keepwarm.intake.shaping.shapes import Shaped
from tests.cast import NOW

HEADER = ("Name", "City", "Mail", "Won")
EXAMPLE = Path(__file__).parents[4] / "examples" / "x_education.toml"
LEADS = Path(__file__).parents[4].parent / "shared" / "data" / "x_education" / "leads_70.csv"
LEAKING = ("Tags", "Lead Quality", "Lead Profile", "Asymmetrique", "Last Activity", "Last Notable Activity", "Unnamed")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"person": {"name": "Nam"}}, "person.name: list.csv has no column “Nam”. Did you mean “Name”"),
        ({"person": {"name": "{Name} {Citty}"}}, "Did you mean “City”"),
        ({"person": {"naem": "Name"}}, "“naem” means nothing here. Did you mean “name”"),
        ({"persons": {}}, "Did you mean “person”"),
        ({"kind": "list", "person": {"name": "Name"}}, "is not one of inquiries, history"),
        ({"person": {"town": "City"}}, "say at least which column is the name"),
        ({"person": {"name": "Name"}, "stage": {"column": "Won", "values": {"1": "custommer"}}}, "Did you mean “customer”"),
        ({"person": {"name": "Name"}, "wish": [{"column": "Won"}]}, "wish 1: say which channel"),
        ({"person": {"name": "Name"}, "permission": [{"channel": "mailing"}]}, "needs its proof"),
        ({"person": {"name": "Name"}, "answer": [{"column": "City", "evidence": "rumour"}]}, "answer 1.evidence"),
        ({"person": {"name": "Name"}, "answer": [{"column": "City"}, {"column": "City"}]}, "given twice"),
        ({"person": {"name": "Name"}, "zone": "Mars/Base"}, "there is no time zone"),
        ({"person": {"name": "Name"}, "dates": "year first"}, "dates"),
        ({"kind": "history", "person": {"name": "Name"}}, "needs a section [touch]"),
        ({"person": {"name": 7}}, "expected the name of a column"),
        ({"person": []}, "expected a section"),
    ],
)
def test_the_sentence_says_where_and_what(data: dict[str, Any], words: str) -> None:
    with pytest.raises(MapWrong) as wrong:
        read_map(data, HEADER, called="map.toml", file="list.csv")
    assert words in wrong.value.sentence
    assert wrong.value.sentence.startswith("map.toml, ")


def test_toml_that_is_none_is_told(tmp_path: Path) -> None:
    path = tmp_path / "map.toml"
    path.write_text("[person\nname = ")
    with pytest.raises(MapWrong, match=r"map.toml is no valid TOML"):
        load_map(path)


def test_constants_compositions_and_values_that_mean_not_answered() -> None:
    data = {
        "not_answered": ["Select"],
        "person": {"name": "Name", "emails": ["x-{Won}@{City}.example"], "country": {"constant": "India"}},
        "answer": [{"column": "Won", "key": "won", "values": {"1": "yes"}, "otherwise": "no"}],
    }
    plan = read_map(data, HEADER, called="m", file="f")
    shaped = Shaper(plan, latest=NOW).shape(2, ["Ann", "pune", "", "1"])
    assert isinstance(shaped, Shaped)
    assert (shaped.addresses[0].normalized, shaped.place, shaped.answers) == ("x-1@pune.example", "IN", (("yes", "yes"),))
    unanswered = Shaper(plan, latest=NOW).shape(3, ["Ann", "Select", "", "1"])
    assert isinstance(unanswered, Shaped)
    assert unanswered.addresses == ()


def test_the_example_map_leaves_out_what_tells_the_outcome() -> None:
    text = EXAMPLE.read_text(encoding="utf-8").split("kind =", 1)[1]
    assert not [word for word in LEAKING if word in text]


def test_the_example_map_fits_its_list() -> None:
    if not LEADS.exists():
        pytest.skip("The shared data is not here.")
    table = open_table(LEADS)
    plan = read_map(load_map(EXAMPLE), table.header, called="x_education.toml", file="leads_70.csv")
    shaper = Shaper(plan, latest=NOW)
    shaped = [shaper.shape(row.line, row.cells) for row in table.rows()]
    assert len(shaped) == 6562
    people = [one for one in shaped if isinstance(one, Shaped)]
    assert len(people) == 6562
    assert sum(one.stage == 5 for one in people) == 2485
    assert len({one.addresses[0].normalized for one in people}) == 6562


def test_columns_are_guessed_in_several_languages() -> None:
    header = ["Vorname", "Nachname", "Firma", "E-Mail", "Telefonnummer", "PLZ", "Ort", "Land", "Quelle", "Datum", "Betreuer", "Leer"]
    row = ["Ann", "Lee", "Acme", "a@b.de", "+49 30 123456", "10115", "Berlin", "DE", "Messe", "3/25/2026", "Ivo", ""]
    roles = guess_roles(header, [row, row])
    assert roles == ["given", "family", "organization", "email", "phone", "postcode", "town", "country", "source", "date", "owner", ""]
    assert guess_order(header, [row], roles) == "month first"


@pytest.mark.parametrize(
    ("titles", "roles"),
    [
        ("氏名,会社名,メール,電話番号,日付,電話不可", "name,organization,email,phone,date,no_phone"),
        ("Имя,Фамилия,Компания,Почта,Телефон,Не звонить", "given,family,organization,email,phone,no_phone"),
        ("Imię,Nazwisko,Firma,E-mail,Telefon,Nie dzwonić", "given,family,organization,email,phone,no_phone"),
        ("Nome,Cognome,Azienda,Email,Telefono,Non chiamare", "given,family,organization,email,phone,no_phone"),
        ("Nom,Prénom,Société,Courriel,Téléphone,Ne pas appeler", "family,given,organization,email,phone,no_phone"),
        ("Non-profit,Pas de porte,Nickname,Ad,Name,E-Mail", "answer,answer,answer,answer,name,email"),
    ],
)
def test_columns_and_wishes_are_guessed_in_the_languages_of_lists(titles: str, roles: str) -> None:
    shown = {"phone": "+48 22 123 45 67", "email": "a@b.example", "date": "1.10.2026", "no_phone": "1"}
    row = [shown.get(role, "Words") for role in roles.split(",")]
    assert guess_roles(titles.split(","), [row, row, row]) == roles.split(",")


def test_columns_without_a_telling_name_are_guessed_by_what_stands_in_them() -> None:
    rows = [["ann@lee.example", "+44 113 496 0001", "10"], ["bob@ray.example", "0113 496 0002", "20"]]
    assert guess_roles(["A", "B", "C"], rows) == ["email", "phone", "answer"]


def test_a_day_that_no_calendar_has_is_still_a_day_and_no_phone_number() -> None:
    rows = [["Anna", "+49 30 1234567", "03.04.2026"], ["Ben", "030 7654321", "31.02.2026"], ["Cleo", "+49 30 1112223", "01.11.2026"]]
    assert guess_roles(("Name", "Telefon", "Datum"), rows) == ["name", "phone", "date"]
