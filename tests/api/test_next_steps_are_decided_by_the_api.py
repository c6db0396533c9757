"""What the buttons of a prospect's page decide, over JSON: an own choice, later, not this one, the end, a new beginning."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from keepwarm.decisions.models import AdviceRefused, Deferral
from keepwarm.prospects.models import Prospect
from keepwarm.staff.actions import NewPerson, create_user
from keepwarm.staff.models import Role, User

pytestmark = pytest.mark.django_db
Ask = Callable[..., Any]
FRIDAY = "2026-03-06T11:00:00Z"


def test_an_own_choice_stands_with_its_reason(ask: Ask, paula: Prospect) -> None:
    body = {"step": "call", "due_at": FRIDAY, "because": "back from a trip", "version": paula.version}
    chosen = ask("POST", f"/prospects/{paula.ref}/choose", body)
    assert (chosen.status_code, chosen.json()["next_touch_at"], chosen.json()["rule"]) == (200, FRIDAY, "own_choice_call")
    stale = ask("POST", f"/prospects/{paula.ref}/choose", body)
    assert (stale.status_code, "changed meanwhile" in stale.json()["error"]) == (409, True)
    bare = ask("POST", f"/prospects/{paula.ref}/choose", {"step": "call", "due_at": FRIDAY, "because": " "})
    assert (bare.status_code, bare.json()["error"]) == (422, "Say in a few words why.")


def test_later_moves_the_date_and_a_second_time_asks_why(ask: Ask, paula: Prospect) -> None:
    once = ask("POST", f"/prospects/{paula.ref}/later", {"until": FRIDAY})
    assert (once.status_code, once.json()["next_touch_at"], once.json()["next_step"]) == (200, FRIDAY, paula.next_step)
    again = ask("POST", f"/prospects/{paula.ref}/later", {"until": "2026-03-09T11:00:00Z"})
    assert (again.status_code, "put off before" in again.json()["error"]) == (422, True)
    far = ask("POST", f"/prospects/{paula.ref}/later", {"until": "9999-12-31T23:59:59Z", "because": "x"})
    assert (far.status_code, "year once more" in far.json()["error"]) == (422, True)
    assert Deferral.objects.count() == 1


def test_not_this_one_is_counted_once_for_its_rule(ask: Ask, paula: Prospect) -> None:
    for _ in range(2):
        refused = ask("POST", f"/prospects/{paula.ref}/not-this-one", {"reason": "bad_moment"}, once="the-same-once")
        assert (refused.status_code, refused.json()["next_step"]) == (200, "keep_warm")
    assert AdviceRefused.objects.get().rule == paula.because_rule
    assert ask("POST", f"/prospects/{paula.ref}/not-this-one", {"reason": "rain"}).status_code == 422


def test_an_end_has_an_agreed_reason_and_is_opened_again(ask: Ask, paula: Prospect) -> None:
    odd = ask("POST", f"/prospects/{paula.ref}/end", {"reason": "rain", "because": "x"})
    assert (odd.status_code, "one of these reasons" in odd.json()["error"]) == (422, True)
    ended = ask("POST", f"/prospects/{paula.ref}/end", {"reason": "said_no", "because": "too dear"})
    assert (ended.status_code, ended.json()["next_touch_at"], ended.json()["end_reason"]) == (200, None, "said_no")
    opened = ask("POST", f"/prospects/{paula.ref}/reopen", {"because": "they called"})
    assert (opened.status_code, opened.json()["end_reason"]) == (200, "")
    assert opened.json()["next_touch_at"]


def test_nobody_decides_about_somebody_elses_person(ask: Ask, rep: User, comes_in: Callable[[str, User], Prospect]) -> None:
    other = create_user(NewPerson("Bob", "bob@example.com"), [Role.INSIDE_REP], by=User.objects.get(name="Fay"), now=rep.joined_at)
    ref = comes_in("Quentin Jones", other).ref
    for what, body in (("later", {"until": FRIDAY}), ("not-this-one", {"reason": "no_fit"}), ("reopen", {"because": "x"})):
        assert ask("POST", f"/prospects/{ref}/{what}", body).status_code in {403, 404}
    assert not Deferral.objects.exists()
