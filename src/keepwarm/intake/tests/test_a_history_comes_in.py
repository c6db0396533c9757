"""Past calls, notes and owners are matched to people who are here; nothing is invented, nothing comes in twice."""

from datetime import timedelta
from pathlib import Path

import pytest

from keepwarm.decisions.auditing import audit
from keepwarm.intake.models import Import, Reject
from keepwarm.intake.tests.lists import bring_in
from keepwarm.prospects.models import Prospect
from keepwarm.touches.models import Touch
from tests.cast import NOW, House, meet, open_house

pytestmark = pytest.mark.django_db
HEADER = ("Who", "Email", "When", "How", "Result", "Note", "Rep")
MAP = {
    "kind": "history",
    "person": {"name": "Who", "emails": ["Email"], "owner": "Rep"},
    "touch": {
        "date": "When",
        "channel": {"column": "How", "values": {"call": "phone", "note": "note"}},
        "disposition": {"column": "Result", "values": {"spoke": "reached", "nobody": "no_answer"}},
        "note": "Note",
    },
}
SPOKE = ("Anna Arnold", "anna@arnold.example", "01.10.2026", "call", "spoke", "wants a quote", "Ivo")
NOBODY = ("Anna Arnold", "anna@arnold.example", "05.10.2026", "call", "nobody", "", "Ivo")


@pytest.fixture
def anna() -> Prospect:
    house: House = open_house()
    return meet(house, inquired_at=NOW - timedelta(days=90))


def bring(folder: Path, *rows: tuple[str, ...]) -> Import:
    return bring_in(folder, rows, MAP, header=HEADER)


def test_past_touches_are_logged_at_their_moment_and_the_standing_follows(anna: Prospect, tmp_path: Path) -> None:
    imported = bring(tmp_path, SPOKE, NOBODY)
    anna.refresh_from_db()
    assert (imported.rows, imported.matched, imported.rejected) == (2, 2, 0)
    assert list(Touch.objects.order_by("happened_at").values_list("disposition", flat=True)) == ["reached", "no_answer"]
    assert anna.last_reached_at is not None
    assert anna.last_reached_at.date().isoformat() == "2026-10-01"
    assert (anna.reached, anna.attempts) == (1, 1)
    assert anna.owner.name == "Ivo"
    assert not audit(now=NOW).differences


def test_the_same_history_again_adds_nothing(anna: Prospect, tmp_path: Path) -> None:
    bring(tmp_path, SPOKE, NOBODY)
    again = bring(tmp_path, SPOKE, NOBODY)
    assert (again.matched, again.already) == (0, 2)
    assert Touch.objects.count() == 2


def test_a_row_about_nobody_here_or_without_an_ending_is_refused(anna: Prospect, tmp_path: Path) -> None:
    bring(tmp_path, ("Zoe Zorn", "zoe@zorn.example", *SPOKE[2:]), (*SPOKE[:4], "", "", ""), (*SPOKE[:4], "hung up", "", ""))
    reasons = list(Reject.objects.order_by("line").values_list("reason", flat=True))
    assert len(reasons) == 3
    assert any("Nobody here is Zoe Zorn" in reason for reason in reasons)
    assert any("unknown is not the same as not reached" in reason for reason in reasons)
    assert any("hung up" in reason for reason in reasons)
    assert not Touch.objects.exists()
    assert Prospect.objects.count() == 1


def test_a_history_can_be_undone(anna: Prospect, tmp_path: Path) -> None:
    from keepwarm.circle.actions.undo_import import undo_import

    imported = bring(tmp_path, SPOKE, NOBODY)
    undo_import(imported.ref, by=None, clock=lambda: NOW)
    anna.refresh_from_db()
    assert not Touch.objects.filter(voided_at=None).exists()
    assert (anna.reached, anna.attempts, anna.last_reached_at) == (0, 0, None)
    assert not audit(now=NOW).differences
