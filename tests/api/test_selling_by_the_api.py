"""What somebody may buy, from the offering to the sale, by the API and by the command line."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import time_machine
from click.testing import CliRunner
from django.test import Client

from keepwarm.cli.main import keepwarm
from keepwarm.selling.models import Opportunity, Sale
from keepwarm.staff.actions import make_key
from tests.cast import NOW, meet, open_house

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
