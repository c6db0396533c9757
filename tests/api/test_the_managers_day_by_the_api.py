from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from keepwarm.goals.models import Goal, Quota, ReportMail
from keepwarm.handoff.actions import offer
from keepwarm.staff.actions import Scope, make_key
from keepwarm.staff.models import User
from tests.cast import NOW, House, open_house, user_of
from tests.leads import a_lead, agree


@pytest.fixture
def house(db: None) -> House:
    return open_house()


def ask(user: User, path: str, body: dict[str, Any] | None = None, once: str = "a", method: str = "POST") -> Any:
    text, _row = make_key(user, name="test", scopes=[Scope.REPORTS_READ, Scope.GOALS_WRITE], by=user, now=timezone.now())
    headers = {"Authorization": f"Bearer {text}", "Idempotency-Key": once}
    if body is None:
        return Client().get(f"/api/v1{path}", headers=headers)
    return Client().generic(method, f"/api/v1{path}", json.dumps(body), content_type="application/json", headers=headers)


@pytest.mark.parametrize(
    "path", ["/reports/weekly", "/reports/coaching", "/reports/replies", "/reports/lists", "/reports/quotas", "/goals"]
)
def test_each_page_is_read_by_the_api_too(house: House, path: str) -> None:
    assert ask(house.mona, path).status_code == 200
    assert ask(house.sven, path).status_code == 403


def test_a_goal_and_a_quota_are_set_once_and_by_who_runs_the_team(house: House) -> None:
    goal = {"seat": house.ines.ref, "measure": "conversations", "per": "day", "aim": 6}
    assert ask(user_of(house.ines), "/goals", goal).status_code == 403
    assert [ask(house.mona, "/goals", goal).status_code for _ in range(2)] == [201, 201]
    assert Goal.objects.count() == 1
    assert ask(house.mona, "/goals", goal | {"measure": "dials"}, "b").status_code == 422
    assert ask(house.mona, "/goals", goal | {"seat": "nobody"}, "c").status_code == 422
    assert (
        ask(house.mona, "/quotas", {"seat": house.cara.ref, "period": "month", "starts_on": "2026-11-01", "sales": 4}, "d").status_code
        == 201
    )
    assert (
        ask(house.mona, "/quotas", {"seat": house.cara.ref, "period": "month", "starts_on": "2026-11-02", "sales": 4}, "e").status_code
        == 422
    )
    assert Quota.objects.get().sales == 4


def test_the_morning_report_names_hand_offs_to_who_sees_every_rep(house: House) -> None:
    agree()
    dora = a_lead(house, "Dora Dunn", phone="", email="dora@x.example", at=NOW - timedelta(days=4))
    offer(dora.pk, by=house.max, now=NOW - timedelta(days=3), to_seat=house.cara)
    with time_machine.travel(NOW, tick=False):
        found = ask(house.mona, "/reports/morning").json()["handoffs"]
        assert [(one["name"], one["to"]) for one in found["not_answered_in_time"]] == [("Dora Dunn", "Cara")]
        assert ask(user_of(house.ines), "/reports/morning").json()["handoffs"] is None


def test_a_quota_is_taken_back_by_who_runs_the_team(house: House) -> None:
    november = {"seat": house.cara.ref, "period": "month", "starts_on": "2026-11-01"}
    assert ask(house.mona, "/quotas", november | {"sales": 4}, "a").status_code == 201
    assert ask(house.dora, "/quotas/take-back", november, "b").status_code == 403
    assert ask(house.mona, "/quotas/take-back", november | {"starts_on": "2026-10-01"}, "c").status_code == 422
    assert ask(house.mona, "/quotas/take-back", november, "d").json() == {"taken_back": True}
    assert ask(house.mona, "/quotas/take-back", november, "e").status_code == 422
    assert Quota.objects.order_by("-pk").first().sales is None  # type: ignore[union-attr]


def test_each_chooses_when_the_report_comes_by_mail(house: House) -> None:
    assert ask(house.mona, "/reports/mail").json() == {"is_on": False, "at": "07:30", "working_days_only": True, "zone": "Europe/London"}
    chosen = {"is_on": True, "at": "06:15", "working_days_only": False}
    assert ask(house.mona, "/reports/mail", chosen, "a", "PUT").json() == chosen | {"zone": "Europe/London"}
    for number, wrong in enumerate(["24:00", "7:30", "noon", ""]):
        assert ask(house.mona, "/reports/mail", {"at": wrong}, f"w{number}", "PUT").status_code == 422
    assert ask(house.max, "/reports/mail", chosen, "b", "PUT").status_code == 422  # a marketer's report names nobody
    assert [(one.user, one.minute) for one in ReportMail.objects.all()] == [(house.mona, 375)]
