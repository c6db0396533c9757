"""Cap, gap, wishes, hours and talks with sales set the date of what we send of our own accord; each says why."""

from typing import Any

import numpy as np
import pytest

from keepwarm.engine.pacing import KEYS, WORDS, Pacing, opens
from keepwarm.engine.policy import Policy
from keepwarm.engine.tests.people import AUCKLAND, HOURS, NOW, UTC_PLACE, ago, at

NEVER = np.datetime64("NaT", "s")


def asked(*, is_bound: bool = True, from_at: Any = None, **given: Any) -> tuple[np.datetime64, str]:
    """When one person may be touched, and why not sooner."""
    blank = dict.fromkeys(("no_before", "spread_at", "last_touch_at", "last_ours_at", "oldest_in_window", "waits_at", "talk_at"), NEVER)
    known = {"place": UTC_PLACE, "may": True, "touches_in_window": 0, **blank, **given}
    columns = {name: np.array([value]) for name, value in known.items()}
    moment, because = opens(Pacing(now=NOW, is_bound=is_bound, **columns), Policy(), HOURS, from_at=from_at)
    return moment[0], KEYS[because[0]]


def test_nothing_holds_it_back() -> None:
    assert asked() == (NOW, "open")


@pytest.mark.parametrize(
    ("known", "until", "because"),
    [
        ({"last_ours_at": ago(1)}, at("2026-03-13T10:00:00"), "gap"),
        ({"touches_in_window": 4, "oldest_in_window": ago(16)}, at("2026-03-25T10:00:00"), "cap"),
        ({"touches_in_window": 3, "oldest_in_window": ago(16)}, NOW, "open"),
        ({"no_before": at("2026-06-01T09:00:00")}, at("2026-06-01T09:00:00"), "wish"),
        ({"spread_at": at("2026-03-20T11:00:00")}, at("2026-03-20T11:00:00"), "spread"),
        ({"waits_at": ago(1)}, at("2026-03-16T09:00:00"), "waits"),
        ({"talk_at": ago(2)}, at("2026-03-23T10:00:00"), "in_sales"),
    ],
)
def test_what_holds_it_back_says_until_when(known: dict[str, Any], until: np.datetime64, because: str) -> None:
    assert asked(**known) == (until, because)


def test_what_nobody_can_answer_does_not_keep_them_in_silence() -> None:
    """Somebody asked for contact, and neither a call nor a letter is permitted: after the longest silence a mailing may come."""
    assert asked(waits_at=ago(50), last_touch_at=ago(54), last_ours_at=ago(54)) == (NOW, "open")


def test_a_mail_keeps_to_the_hours_of_their_place_and_paper_does_not() -> None:
    assert asked(place=AUCKLAND) == (at("2026-03-11T20:00:00"), "hours")
    assert asked(place=AUCKLAND, is_bound=False) == (NOW, "open")


def test_what_is_not_permitted_has_no_date() -> None:
    moment, because = asked(may=False, last_ours_at=ago(1))
    assert np.isnat(moment)
    assert because == "not_permitted"


def test_a_later_start_is_kept() -> None:
    assert asked(from_at=np.array([at("2026-03-12T12:00:00")]), last_ours_at=ago(30)) == (at("2026-03-12T12:00:00"), "open")


def test_each_reason_has_its_words() -> None:
    assert set(WORDS) == set(KEYS)
