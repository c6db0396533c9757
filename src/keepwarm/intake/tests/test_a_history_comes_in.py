"""Past calls, notes and owners are matched to people who are here; nothing is invented, nothing comes in twice."""

from datetime import timedelta
from pathlib import Path

import pytest

from keepwarm.circle.actions import hand_over
from keepwarm.circle.actions.undo_import import undo_import
from keepwarm.decisions.auditing import audit
from keepwarm.handoff.actions import accept, offer
from keepwarm.intake.models import Import, Reject
from keepwarm.intake.shaping import jobs
from keepwarm.intake.tests.lists import Row, bring_in
from keepwarm.prospects.models import Prospect
from keepwarm.touches.models import Signal, Touch
from tests.cast import NOW, House, meet, open_house, user_of
from tests.leads import a_lead, agree

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
def house() -> House:
    return open_house()


@pytest.fixture
def anna(house: House) -> Prospect:
    return meet(house, inquired_at=NOW - timedelta(days=90))


def bring(folder: Path, *rows: Row) -> Import:
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
    imported = bring(tmp_path, SPOKE, NOBODY)
    undo_import(imported.ref, by=None, clock=lambda: NOW)
    anna.refresh_from_db()
    assert not Touch.objects.filter(voided_at=None).exists()
    assert (anna.reached, anna.attempts, anna.last_reached_at) == (0, 0, None)
    assert not audit(now=NOW).differences


ONLY_OWNER = ("Anna Arnold", "anna@arnold.example", "", "", "", "", "Ivo")


def owner_of(anna: Prospect) -> str:
    anna.refresh_from_db()
    return anna.owner.name


@pytest.mark.parametrize("told", [SPOKE, ONLY_OWNER])
def test_the_same_history_again_takes_nobody_from_who_got_them_since(house: House, anna: Prospect, tmp_path: Path, told: Row) -> None:
    bring(tmp_path, told)
    assert owner_of(anna) == "Ivo"
    hand_over(anna.pk, house.carl, because="knows them", by=house.mona, now=NOW)
    again = bring(tmp_path, told)
    assert (again.matched, again.already, owner_of(anna)) == (0, 1, "Carl")


@pytest.mark.parametrize("newest_first", [True, False])
def test_the_owner_of_the_newest_row_counts_however_the_list_is_sorted(anna: Prospect, tmp_path: Path, *, newest_first: bool) -> None:
    rows = [(*SPOKE[:6], "Cara"), NOBODY, (*NOBODY[:2], "06.10.2026", *NOBODY[3:6], "")]
    bring(tmp_path, *(rows[::-1] if newest_first else rows))
    assert owner_of(anna) == "Ivo"


def test_what_waits_goes_along_with_a_new_owner(house: House, anna: Prospect, tmp_path: Path) -> None:
    waits = Signal.objects.create(prospect=anna, kind="call_back", raised_at=NOW, due_at=NOW + timedelta(days=1), seat=house.ines)
    bring(tmp_path, SPOKE)
    waits.refresh_from_db()
    assert (owner_of(anna), waits.seat, waits.due_at) == ("Ivo", house.ivo, NOW + timedelta(days=1))


def test_whom_sales_accepted_stays_with_who_sells(house: House, tmp_path: Path) -> None:
    agree()
    anna = a_lead(house)
    accept(offer(anna.pk, by=house.max, now=NOW, to_seat=house.cara).ref, by=user_of(house.cara), now=NOW)
    assert bring(tmp_path, SPOKE).matched == 1
    assert owner_of(anna) == "Cara"
    bring(tmp_path, (*NOBODY[:6], "Carl"))
    assert owner_of(anna) == "Carl"


def test_undone_everybody_is_again_whose_they_were(house: House, anna: Prospect, tmp_path: Path) -> None:
    ben = meet(house, "Ben Blum", phone="", email="ben@blum.example")
    imported = bring(tmp_path, (*SPOKE[:6], "Cara"), NOBODY, ("Ben Blum", "ben@blum.example", *ONLY_OWNER[2:]))
    hand_over(ben.pk, house.carl, because="knows them", by=house.mona, now=NOW)
    undo_import(imported.ref, by=None, clock=lambda: NOW)
    assert (owner_of(anna), owner_of(ben)) == ("Ines", "Carl")
    bring(tmp_path, SPOKE, ("Ben Blum", "ben@blum.example", *ONLY_OWNER[2:]))
    assert (owner_of(anna), owner_of(ben)) == ("Ivo", "Ivo")
    assert audit(now=NOW).is_clean


def test_a_call_of_today_comes_in_however_early_it_is_and_once(anna: Prospect, tmp_path: Path) -> None:
    today = (*SPOKE[:2], "18.11.2026", *SPOKE[3:])
    early = bring_in(tmp_path, [today], MAP, header=HEADER, now=NOW.replace(hour=7))
    assert (early.state, early.matched, Touch.objects.get().happened_at) == ("done", 1, NOW.replace(hour=7))
    later = bring_in(tmp_path, [today], MAP, header=HEADER, now=NOW.replace(hour=15))
    assert (later.matched, later.already, Touch.objects.count()) == (0, 1, 1)


def test_a_day_that_no_calendar_of_ours_has_is_refused(anna: Prospect, tmp_path: Path) -> None:
    imported = bring(tmp_path, (*SPOKE[:2], "0001-01-01", *SPOKE[3:]), (*SPOKE[:2], "1969-12-31", *SPOKE[3:]))
    assert (imported.matched, imported.rejected) == (1, 1)
    assert "“0001-01-01”" in Reject.objects.get().reason


@pytest.mark.parametrize("when", ["18.11.2026 23:59", "19.11.2026"])
def test_what_is_still_to_come_is_refused_and_the_rest_comes_in(anna: Prospect, tmp_path: Path, when: str) -> None:
    imported = bring(tmp_path, SPOKE, (*SPOKE[:2], when, *SPOKE[3:]))
    assert (imported.state, imported.matched, imported.rejected) == ("done", 1, 1)
    assert "future" in Reject.objects.get().reason


@pytest.mark.parametrize("small", [0, 1 << 20])
def test_refused_rows_are_kept_as_they_came(anna: Prospect, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, small: int) -> None:
    monkeypatch.setattr(jobs, "SMALL", small)  # read beside, and here
    rows = [("Zoe Zorn", "zoe@zorn.example", *SPOKE[2:]), (*SPOKE[:6], "Old Rep"), (*SPOKE[:2], "19.11.2026", *SPOKE[3:])]
    imported = bring(tmp_path, *rows)
    assert [tuple(one.raw) for one in imported.rejects.order_by("line")] == rows
