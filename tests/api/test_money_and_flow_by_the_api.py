"""Money, late buyers and the circle by the API and in the terminal: the same figures as on the pages, and their rows."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from click.testing import CliRunner
from django.test import Client

from keepwarm.cli.report import command
from keepwarm.staff.actions import Scope, make_key
from keepwarm.staff.models import User
from keepwarm.staff.submissions import new_key
from tests.cast import NOW, House, meet, open_house, user_of
from tests.ledgers import bring_up_to_date, move, pass_between, sell

DAY = timedelta(days=1)
pytestmark = pytest.mark.django_db


@pytest.fixture
def house() -> House:
    return open_house()


def ask(user: User, path: str, body: dict[str, Any] | None = None) -> Any:
    scopes = [Scope.REPORTS_READ, Scope.CONTENT_WRITE]
    text, _row = make_key(user, name="test", scopes=scopes, by=user, now=NOW)
    headers = {"Authorization": f"Bearer {text}", "Idempotency-Key": new_key()}
    sent = {"data": json.dumps(body or {}), "content_type": "application/json", "headers": headers}
    return Client().generic("GET" if body is None else "POST", f"/api/v1{path}", **sent)  # type: ignore[arg-type]


@pytest.fixture
def sold(house: House) -> str:
    anna = meet(house, "Anna Arnold", inquired_at=NOW - 275 * DAY)
    pass_between(anna, "mailing", "delivered", at=NOW - 90 * DAY, purpose="article")
    move(anna, 2, 5, at=NOW - DAY)
    sale = sell(house, anna, 120_000, at=NOW - DAY)
    bring_up_to_date()
    return sale.ref


def test_the_reports_and_their_rows_are_read(house: House, sold: str) -> None:
    with time_machine.travel(NOW):
        money = ask(house.dora, "/reports/money").json()
        assert money["earned"]["late"] == 1
        assert {one["key"]: one["equal"] for one in money["credit"]["contacts"]} == {"inquiry": 60_000, "article": 60_000}
        late = ask(house.dora, "/reports/late").json()
        assert late["months"][-1] == {"months": 9, "sales": 1, "minor": 120_000}
        flow = ask(house.dora, "/reports/flow").json()
        assert flow["moves"][0]["people"] == 1
        rows = ask(house.dora, "/reports/money/late").json()
        assert [row["ref"] for row in rows["rows"]] == [sold]
        moved = ask(house.dora, "/reports/flow/moved?from=2&to=5").json()
        assert [row["name"] for row in moved["rows"]] == ["Anna Arnold"]
        story = ask(house.dora, f"/reports/sales/{sold}").json()
        assert [one["kind"] for one in story["contacts"]] == ["inquiry", "article or newsletter"]


def test_a_rep_reads_none_of_it(house: House, sold: str) -> None:
    for path in ("money", "late", "flow", "money/sales", f"sales/{sold}"):
        assert ask(user_of(house.ines), f"/reports/{path}").status_code == 403, path


def test_an_outlay_is_written_down_and_taken_back(house: House) -> None:
    with time_machine.travel(NOW):
        made = ask(house.max, "/reports/outlays", {"kind": "content", "what": "Author", "amount_minor": 40_000, "on": "2026-11-10"})
        assert made.status_code == 201
        assert ask(house.dora, "/reports/money").json()["spent"]["outlays_minor"] == 40_000
        taken = ask(house.max, f"/reports/outlays/{made.json()['ref']}/take-back", {})
        assert taken.json()["taken_back"]
        assert ask(house.dora, "/reports/money").json()["spent"]["outlays_minor"] == 0
        assert (
            ask(house.dora, "/reports/outlays", {"kind": "content", "what": "x", "amount_minor": 1, "on": "2026-11-10"}).status_code == 403
        )


@pytest.mark.parametrize("which", ["money", "late", "flow"])
def test_the_terminal_tells_the_same(house: House, sold: str, which: str) -> None:
    with time_machine.travel(NOW):
        told = CliRunner().invoke(command, [which, "--json"])
        words = CliRunner().invoke(command, [which])
        empty = CliRunner().invoke(command, [which, "--since", "2019-01-01", "--until", "2019-01-31"])
    assert told.exit_code == words.exit_code == empty.exit_code == 0, told.output + words.output + empty.output
    assert json.loads(told.output)["since"]
    assert "No" in empty.output
