"""A new version judges everyone in the background: resumable, one process at a time, with who changed."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from keepwarm.answers.actions import Learned, keep_answers
from keepwarm.circle.queries.whole_audit import audit_house
from keepwarm.decisions.actions import log_touches, plan, planning, rejudging, settle
from keepwarm.decisions.actions.rejudging import due_rejudgings, rejudge
from keepwarm.decisions.batch import NewAnswer, NewTouch
from keepwarm.prospects.models import Prospect, Stage
from keepwarm.qualification.models import Judgement, Rejudged, Rejudging
from keepwarm.qualification.tests.agreed import C, agree, ask_questions, asks
from tests.cast import LONG_AGO, NOW, House, meet, open_house

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def house() -> House:
    ask_questions()
    return open_house()


def people(house: House) -> dict[str, Prospect]:
    """Three who said what they need; two said how many machines."""
    found = {name: meet(house, name, phone="", email="") for name in ("Big Brook", "Small Smith", "Silent Stone")}
    ids = [one.pk for one in found.values()]
    settle(ids, by=None, now=LONG_AGO)
    machines = {found["Big Brook"].pk: "40", found["Small Smith"].pk: "2"}
    answers = {pk: (NewAnswer("need", "soon", C), *([NewAnswer("machines", machines[pk], C)] if pk in machines else [])) for pk in ids}
    log_touches([NewTouch(pk, "phone", "out", "reached", NOW, answers=answers[pk]) for pk in ids], by=None, now=NOW)
    return found


def leads() -> set[str]:
    return set(Prospect.objects.filter(is_lead=True).values_list("name", flat=True))


def test_who_becomes_a_lead_and_who_is_none_any_more_stands_in_the_report(house: House) -> None:
    agree(house, asks("need", "answer.need is known", C))
    people(house)
    rejudge(1, clock=lambda: NOW)
    assert leads() == {"Big Brook", "Small Smith", "Silent Stone"}
    agree(house, asks("need", "answer.need is known", C), asks("big", "answer.machines >= 10", C), now=LATER)
    done = rejudge(2, clock=lambda: LATER)
    assert done is not None
    assert leads() == {"Big Brook"}
    assert (done.became_leads, done.no_longer, done.done, done.total) == (0, 2, 3, 3)
    assert set(Rejudged.objects.filter(rejudging=done).values_list("prospect__name", flat=True)) == {"Small Smith", "Silent Stone"}
    assert Prospect.objects.get(name="Small Smith").stage == Stage.CONVERSING
    assert audit_house(now=LATER).is_clean


def test_it_goes_on_where_it_was_broken_off(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    people(house)
    agree(house, asks("big", "answer.machines >= 10", C))
    monkeypatch.setattr(rejudging, "IDS_AT_ONCE", 1)
    first = Prospect.objects.order_by("pk")[0].pk

    def crash(done: int, total: int) -> None:
        if done:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        rejudge(1, clock=lambda: NOW, progress=crash)
    assert Rejudging.objects.get().next_id == first + 1
    assert rejudge(1, clock=lambda: NOW) is None  # the lease of who crashed still runs
    assert due_rejudgings(now=NOW) == []
    assert due_rejudgings(now=LATER) == [1]
    done = rejudge(1, clock=lambda: LATER)
    assert done is not None
    assert (done.done, done.became_leads) == (3, 1)
    assert done.finished_at == LATER
    assert due_rejudgings(now=LATER + timedelta(days=1)) == []


def test_whoever_held_the_lease_too_long_counts_nothing_twice(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    people(house)
    agree(house, asks("big", "answer.machines >= 10", C))
    taken_over: list[Rejudging | None] = []

    def slow(considered: Any, *, now: datetime) -> None:
        planning.write_in_pieces(considered, now=now)
        if not taken_over:
            taken_over.append(None)
            taken_over.append(rejudge(1, clock=lambda: LATER))

    monkeypatch.setattr(rejudging, "write_in_pieces", slow)
    assert rejudge(1, clock=lambda: NOW) is None
    done = taken_over[1]
    assert done is not None
    assert (done.done, done.total, done.became_leads, done.finished_at) == (3, 3, 1, LATER)
    assert Rejudging.objects.get().done == 3


def test_whom_the_plan_judged_meanwhile_stands_in_the_report_too(house: House) -> None:
    people(house)
    agree(house, asks("big", "answer.machines >= 10", C))
    plan(now=NOW)
    done = rejudge(1, clock=lambda: LATER)
    assert done is not None
    assert done.became_leads == 1


def test_a_newer_version_takes_over(house: House) -> None:
    people(house)
    agree(house, asks("big", "answer.machines >= 10", C))
    agree(house, asks("bigger", "answer.machines >= 100", C), now=LATER)
    overtaken = rejudge(1, clock=lambda: LATER)
    assert overtaken is not None
    assert overtaken.overtaken
    rejudge(2, clock=lambda: LATER)
    assert leads() == set()


def test_a_long_judgement_is_told_apart_to_its_end(house: House) -> None:
    names = [f"criterion-with-a-rather-long-name-{number}" for number in range(12)]
    one = people(house)["Big Brook"]
    agree(house, *(asks(name, "answer.need is known", C) for name in names), asks("zz-last", "answer.trade is known", C))
    rejudge(1, clock=lambda: NOW)
    keep_answers([Learned(one.pk, "trade", "Mill", C, LATER)], by=None)
    settle([one.pk], by=None, now=LATER)
    assert Prospect.objects.get(pk=one.pk).is_lead
    assert "zz-last" in Judgement.objects.filter(prospect=one).order_by("-pk")[0].met
