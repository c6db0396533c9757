"""A day of another millennium breaks no report, and today is the day of whoever writes, wherever they are."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine
from click.testing import CliRunner
from django.test import Client

from keepwarm.cli import goal, report
from keepwarm.exports.actions import take_export
from keepwarm.goals.models import Goal
from keepwarm.ledger.actions import write_down_outlay
from keepwarm.lib.refusal import Refusal
from keepwarm.staff.actions import Scope, make_key
from keepwarm.staff.models import Role, Seat, User
from tests.cast import NOW, House, hire, open_house

pytestmark = pytest.mark.django_db
FAR = ("0001-01-01", "1899-12-31", "9999-12-31")
EVENING = datetime(2026, 11, 19, 3, 0, tzinfo=UTC)
"""Seven in the evening of the day before, in Los Angeles; four in the afternoon of this day in Auckland."""


@pytest.fixture
def house() -> House:
    return open_house()


def ask(user: User, path: str, body: dict[str, Any] | None = None) -> Any:
    text, _row = make_key(user, name="test", scopes=[Scope.REPORTS_READ, Scope.GOALS_WRITE], by=user, now=NOW)
    headers = {"Authorization": f"Bearer {text}", "Idempotency-Key": path}
    if body is None:
        return Client().get(f"/api/v1{path}", headers=headers)
    return Client().post(f"/api/v1{path}", body, content_type="application/json", headers=headers)


@pytest.mark.parametrize("day", FAR)
@pytest.mark.parametrize(
    "path",
    [
        "morning?on=",
        "weekly?week=",
        "quotas?on=",
        "money?since=",
        "money?until=",
        "late?until=",
        "flow?since=",
        "leads?until=",
        "money/touches?until=",
    ],
)
def test_no_day_breaks_a_report_of_the_api(house: House, path: str, day: str) -> None:
    with time_machine.travel(NOW):
        assert ask(house.mona, f"/reports/{path}{day}").status_code == 200


@pytest.mark.parametrize("day", FAR)
def test_nor_of_the_page_the_file_and_the_shell(house: House, client: Client, day: str) -> None:
    client.force_login(house.mona)
    with time_machine.travel(NOW):
        for path in ("morning/?on=", "rows/overdue/?on=", "weekly/?week=", "quotas/?on=", "money/?since=", "flow/?until="):
            assert client.get(f"/reports/{path}{day}").status_code == 200, path
        assert CliRunner().invoke(report.command, ["morning", "--on", day], catch_exceptions=False).exit_code == 0
        assert CliRunner().invoke(report.command, ["weekly", "--week", day], catch_exceptions=False).exit_code == 0
    take_export("morning-rows", {"of": "overdue", "on": day}, kind="csv", for_=house.mona, by=house.mona, now=NOW)[0].close()
    take_export("morning", {"on": day}, kind="pdf", for_=house.mona, by=house.mona, now=NOW)[0].close()


def test_an_outlay_of_today_is_of_the_day_where_it_is_written(house: House) -> None:
    west, east = hire("Wes", Role.MARKETER, zone="America/Los_Angeles"), hire("Eve", Role.MARKETER, zone="Pacific/Auckland")
    write_down_outlay("other", "Stand", 100, on=date(2026, 11, 19), by=east, now=EVENING.replace(day=18, hour=13))
    with pytest.raises(Refusal, match="still to come"):
        write_down_outlay("other", "Stand", 100, on=date(2026, 11, 19), by=west, now=EVENING)


def test_a_goal_without_a_day_holds_from_today_wherever_it_is_set(house: House, client: Client) -> None:
    boss = hire("Wes", Role.MANAGER, zone="America/Los_Angeles")
    Seat.objects.filter(user__isnull=False).update(zone="America/Los_Angeles")
    sent = {"seat": house.ines.ref, "measure": "conversations", "per": "day", "aim": 6}
    client.force_login(boss)
    with time_machine.travel(EVENING, tick=False):
        assert client.post("/reports/goals/", sent).status_code == 302
        assert "6 conversations" in client.get("/reports/goals/").content.decode()
        assert ask(boss, "/goals", sent | {"measure": "leads_met", "per": "week"}).status_code == 201
        told = CliRunner().invoke(goal.command, ["set", "ivo@house.example", "4"], catch_exceptions=False).output
    assert "2026-11-18" in told
    assert set(Goal.objects.values_list("from_on", flat=True)) == {date(2026, 11, 18)}
