"""What somebody may buy, from the offering to the sale, by the API and by the command line."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import time_machine
from click.testing import CliRunner
from django.test import Client

from keepwarm.cli.main import keepwarm
from keepwarm.customers.models import Loss
from keepwarm.customers.tests.buying import buyer
from keepwarm.selling.models import Opportunity, Sale
from keepwarm.staff.actions import make_key
from tests.cast import NOW, meet, open_house
from tests.selling import may_buy, offers

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def asking(bearer: str) -> Callable[..., Any]:
    """Asks with this key; each write carries a key of its own."""
    client, counter = Client(), iter(range(100))

    def ask(method: str, path: str, body: Any = None) -> Any:
        headers = {"Authorization": f"Bearer {bearer}", "Idempotency-Key": f"k{next(counter)}"}
        return client.generic(method, f"/api/v1{path}", json.dumps(body) if body is not None else "", "application/json", headers=headers)

    return ask


def test_the_api_opens_moves_and_wins() -> None:
    house = open_house()
    anna = meet(house, owner=house.cara)
    key, _row = make_key(house.mona, name="ours", scopes=["selling:read", "selling:write"], by=house.mona, now=NOW)
    ask = asking(key)
    made = ask("POST", "/offerings", {"name": "Heat pump", "price_minor": 1_200_000})
    assert made.status_code == 201
    fits = ask("GET", f"/prospects/{anna.ref}/fit").json()
    assert [(one["name"], one["verdict"]) for one in fits] == [("Heat pump", "fits")]
    body = {"offering": made.json()["ref"], "next_on": "2026-11-20", "next_what": "Call"}
    row = ask("POST", f"/prospects/{anna.ref}/opportunities", body).json()
    assert (row["amount_minor"], row["outcome"], row["stage"]) == (1_200_000, "open", "need_clear")
    moved = ask("PATCH", f"/opportunities/{row['ref']}", {"stage": "offer_made", "word_percent": 60}).json()
    assert (moved["stage"], moved["word_percent"]) == ("offer_made", 60)
    assert ask("GET", "/forecast").json()["verdict"] == "too_few"
    refused = ask("POST", f"/opportunities/{row['ref']}/won", {})
    assert refused.status_code == 422
    promised = {"promises": [{"what": "works on Sundays", "due_on": "2026-12-06"}]}
    assert ask("POST", f"/opportunities/{row['ref']}/won", promised).json()["outcome"] == "won"
    undone = ask("POST", f"/sales/{Sale.objects.get().ref}/undo", {"because": "a slip"}).json()
    assert undone["undone"]


def test_the_command_line_does_the_same() -> None:
    house = open_house()
    anna = meet(house, owner=house.cara)

    def run(*words: str) -> str:
        result = CliRunner().invoke(keepwarm, list(words))
        assert result.exit_code == 0, result.output
        return result.output

    offering = run("offering", "add", "Heat pump", "--price", "12,000").split()[-1]
    opened = run("opportunity", "open", anna.ref, offering, "--next", "2026-11-20", "--what", "Call").split()[-1]
    run("opportunity", "move", opened, "offer_made")
    run("opportunity", "postponed", opened, "--why", "budget", "--again", "2027-03-01")
    run("opportunity", "again", opened, "--next", "2026-11-23", "--what", "Call")
    assert json.loads(run("opportunity", "list", "--json"))[0]["outcome"] == "open"
    sale = run("opportunity", "won", opened, "--promise", "works on Sundays=2026-12-06").split()[1].strip(":")
    run("opportunity", "undo", sale, "--why", "a slip")
    run("opportunity", "lost", opened, "--why", "too dear", "--to", "Frost", "--again", "2027-06-01")
    assert Opportunity.objects.get().lost_to == "Frost"


def test_the_people_around_it_and_another_offering_by_api_and_shell() -> None:
    house = open_house()
    anna = meet(house, owner=house.cara)
    bert = meet(house, "Bert Brand", owner=house.cara, phone="+441134960044", email="bert@brand.example")
    key, _row = make_key(house.mona, name="ours", scopes=["selling:read", "selling:write"], by=house.mona, now=NOW)
    ask = asking(key)
    pump = ask("POST", "/offerings", {"name": "Heat pump", "price_minor": 1_200_000}).json()
    roof = ask("POST", "/offerings", {"name": "Solar roof", "price_minor": 900_000}).json()
    row = ask(
        "POST", f"/prospects/{anna.ref}/opportunities", {"offering": pump["ref"], "next_on": "2026-11-20", "next_what": "Call"}
    ).json()
    assert (row["sale"], row["outcome"]) == ("", "open")
    put = ask("POST", f"/opportunities/{row['ref']}/people", {"prospect": bert.ref, "role": "pays"}).json()["people"]
    assert [(one["name"], one["role"]) for one in put] == [("Anna Arnold", "decides"), ("Bert Brand", "pays")]
    assert ask("POST", f"/opportunities/{row['ref']}/people", {"prospect": anna.ref, "gone": True}).status_code == 422
    assert ask("POST", f"/opportunities/{row['ref']}/people", {"prospect": bert.ref, "role": "king"}).status_code == 422
    told = CliRunner().invoke(keepwarm, ["opportunity", "person", row["ref"], bert.ref, "--gone"])
    assert told.exit_code == 0, told.output
    assert len(ask("GET", f"/opportunities/{row['ref']}/people").json()["people"]) == 1
    assert ask("PATCH", f"/opportunities/{row['ref']}", {"offering": roof["ref"]}).json()["offering"] == "Solar roof"
    half = ask("PATCH", f"/opportunities/{row['ref']}", {"stage": "offer_made", "amount_minor": 0})
    assert (half.status_code, Opportunity.objects.get().stage.key) == (422, "need_clear"), "nothing of it, or all"
    told = CliRunner().invoke(
        keepwarm, ["opportunity", "change", row["ref"], "--word", "60", "--expected", "2026-12-20", "--amount", "9,500"]
    )
    assert told.exit_code == 0, told.output
    changed = Opportunity.objects.get()
    assert (changed.word_percent, str(changed.expected_on), changed.amount_minor) == (60, "2026-12-20", 950_000)


def test_an_offering_is_changed_retired_and_sold_again_by_api_and_shell() -> None:
    house = open_house()
    anna = meet(house, owner=house.cara)
    key, _row = make_key(house.mona, name="ours", scopes=["selling:read", "selling:write"], by=house.mona, now=NOW)
    ask = asking(key)
    pump = ask("POST", "/offerings", {"name": "Heat pump", "price_minor": 1_200_000, "code": "HP"}).json()
    changed = ask("PATCH", f"/offerings/{pump['ref']}", {"price_minor": 1_100_000}).json()
    assert (changed["name"], changed["code"], changed["price_minor"]) == ("Heat pump", "HP", 1_100_000)
    for wrong in ({"name": ""}, {"price_minor": 0}, {"currency": "XXX"}, {"version": 1, "name": "Older"}):
        assert ask("PATCH", f"/offerings/{pump['ref']}", wrong).status_code in {409, 422}

    def run(*words: str) -> str:
        result = CliRunner().invoke(keepwarm, list(words))
        assert result.exit_code == 0, result.output
        return result.output

    run("offering", "change", pump["ref"], "--price", "none", "--requires", 'stage = "customer"', "--words", "for customers")
    assert json.loads(run("offering", "fit", anna.ref, "--json"))[0]["verdict"] == "does_not"
    run("offering", "retire", pump["ref"])
    assert ask("GET", f"/prospects/{anna.ref}/fit").json() == []
    assert ask("POST", f"/offerings/{pump['ref']}/restore").json()["retired_at"] is None


def test_what_is_not_there_is_404_and_what_is_over_409() -> None:
    house = open_house()
    key, _row = make_key(house.mona, name="ours", scopes=["selling:read", "selling:write"], by=house.mona, now=NOW)
    ask = asking(key)
    assert ask("GET", "/opportunities/nothing").status_code == 404
    assert ask("POST", "/sales/nothing/undo", {"because": "a slip"}).status_code == 404
    row = may_buy(meet(house, owner=house.cara), offers())
    assert ask("PATCH", f"/opportunities/{row.ref}", {"word_percent": 5, "version": 7}).status_code == 409
    for answer in (200, 409):
        assert ask("POST", f"/opportunities/{row.ref}/won", {"nothing_beyond": True}).status_code == answer


def test_who_leaves_us_is_told_by_api_and_shell() -> None:
    house = open_house()
    anna, bert = buyer(house).prospect, buyer(house, "Bert Brand", email="bert@brand.example").prospect
    key, _row = make_key(house.sven, name="ours", scopes=["customers:write"], by=house.adam, now=NOW)
    left = {"reason": "price", "because": "Too dear", "wake_on": "2027-05-03"}
    for wrong in ({"wake_on": "9999-12-31"}, {"wake_on": "2020-01-01"}, {"because": " "}, {"reason": "whim"}):
        assert asking(key)("POST", f"/customers/{anna.ref}/left", left | wrong).status_code == 422
    assert not Loss.objects.exists()
    assert asking(key + "")("POST", f"/customers/{anna.ref}/left", left).json()["wake_on"] == "2027-05-03"
    told = CliRunner().invoke(keepwarm, ["customer", "left", bert.ref, "--reason", "price", "--why", "Too dear", "--again", "2027-05-03"])
    assert told.exit_code == 0, told.output
    assert set(Loss.objects.values_list("prospect__name", "reason")) == {("Anna Arnold", "price"), ("Bert Brand", "price")}
