"""The trial: what would have been a lead, who of those bought, whom it would have missed."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from keepwarm.answers.actions import Learned, ask_first_questions, keep_answers
from keepwarm.engine.conditions.text import parse
from keepwarm.engine.lead import ANY, Criterion, Group
from keepwarm.lib.refusal import Refusal
from keepwarm.policy.definitions import write_criteria
from keepwarm.policy.models import DefinitionVersion
from keepwarm.prospects.models import Prospect, StandingChange
from keepwarm.qualification.actions.trial import CannotBeTried, draw_trial, run_trial, stop_trial, try_version
from keepwarm.qualification.models import Trial
from keepwarm.qualification.queries.trial import TrialPage, inquiries_behind, trial_as_json, trial_page
from keepwarm.staff.queries import NotYours
from tests.cast import NOW, House, meet, open_house

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def house() -> House:
    ask_first_questions()
    return open_house()


def tell(one: Prospect, question: str, value: str, *, at: datetime, evidence: int = 5) -> None:
    keep_answers([Learned(one.pk, question, value, evidence, at)], by=None)


def sell(one: Prospect, at: datetime) -> None:
    StandingChange.objects.create(prospect=one, what="stage", old="2", new="5", because="bought", at=at)


def need_says(text: str, number: int = 1) -> DefinitionVersion:
    one = Criterion("need", "Need", Group.NEED, parse(text), ANY, required=True)
    return DefinitionVersion.objects.create(number=number, criteria=write_criteria([one]))


def try_it(number: int) -> TrialPage:
    trial = try_version(number, by=None, now=NOW)
    return trial_page(run_trial(trial.ref, clock=lambda: NOW), now=NOW)


def a_small_past(house: House) -> list[Prospect]:
    """Anna needs it and buys, Bob needs it and does not, Cleo buys without a word, Dan says so only after he has bought."""
    anna, bob, cleo, dan = (
        meet(house, name, email=f"{name}@x.example", phone="", inquired_at=NOW - 9 * DAY) for name in ("Anna", "Bob", "Cleo", "Dan")
    )
    tell(anna, "need", "yes", at=NOW - 8 * DAY)
    tell(bob, "need", "yes", at=NOW - 8 * DAY)
    for one in (anna, cleo, dan):
        sell(one, NOW - 5 * DAY)
    tell(dan, "need", "yes", at=NOW - 2 * DAY)
    return [anna, bob, cleo, dan]


def test_leads_buyers_and_those_missed_are_counted_with_what_was_known_then(house: House) -> None:
    a_small_past(house)
    need_says('answer.need = "yes"')
    page = try_it(1)
    tried = page.tried
    assert (tried.inquiries, tried.bought, tried.leads, tried.leads_bought, tried.missed) == (4, 3, 2, 1, 2)
    assert tried.precision == 0.5
    assert tried.recall == pytest.approx(1 / 3)
    assert (page.now.leads, page.now.recall, page.only_tried, page.only_in_force) == (0, 0.0, 2, 0)
    assert [(line.name, line.tried.leads) for line in page.sources] == [("Web form", 2)]


def test_every_figure_opens_to_its_inquiries_page_by_page(house: House) -> None:
    anna, bob, cleo, dan = a_small_past(house)
    need_says('answer.need = "yes"')
    row = try_it(1).row
    behind = inquiries_behind(row, "missed", for_=house.mona)
    assert ([one.ref for one in behind.rows], behind.count, behind.after) == ([cleo.ref, dan.ref], 2, 0)
    first = inquiries_behind(row, "inquiries", for_=house.mona, count=3)
    rest = inquiries_behind(row, "inquiries", for_=house.mona, after=first.after, count=3)
    assert [one.ref for one in (*first.rows, *rest.rows)] == [anna.ref, bob.ref, cleo.ref, dan.ref]
    assert rest.after == 0
    assert all(one.is_lead for one in inquiries_behind(row, "only_tried", for_=house.mona, source=house.web.pk).rows)
    assert not inquiries_behind(row, "only_tried", for_=house.mona, source=house.bought.pk).rows


def test_a_rep_sees_the_figures_but_not_the_names_of_others(house: House) -> None:
    a_small_past(house)
    need_says('answer.need = "yes"')
    row = try_it(1).row
    assert house.carl.user is not None
    behind = inquiries_behind(row, "leads", for_=house.carl.user)
    assert [(one.name, one.ref) for one in behind.rows] == [("", "")] * 2


def test_a_trial_that_a_crash_broke_off_is_counted_anew_from_the_beginning(house: House) -> None:
    a_small_past(house)
    trial = try_version(0, by=None, now=NOW)
    Trial.objects.filter(pk=trial.pk).update(lease_until=NOW + timedelta(seconds=60), done=3)
    with pytest.raises(CannotBeTried):
        run_trial(trial.ref, clock=lambda: NOW)
    later = NOW + timedelta(seconds=61)
    done = run_trial(trial.ref, clock=lambda: later)
    assert (done.done, done.total, done.finished_at, done.lease_until) == (4, 4, later, None)


def test_a_stopped_trial_ends_without_a_result_and_a_fault_is_said(house: House) -> None:
    a_small_past(house)
    trial = try_version(0, by=None, now=NOW)
    stopped = run_trial(trial.ref, clock=lambda: NOW, progress=lambda row: stop_trial(row, by=house.mona, now=NOW))
    assert stopped.stopped_at == NOW
    broken = try_version(0, by=None, now=NOW)

    def fail(row: Trial) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        run_trial(broken.ref, clock=lambda: NOW, progress=fail)
    broken.refresh_from_db()
    assert "ZeroDivisionError" in broken.problem
    assert broken.stopped_at == NOW


def test_a_version_in_force_that_asks_for_today_is_no_comparison_and_that_is_said(house: House) -> None:
    a_small_past(house)
    need_says('answer.need = "yes"')
    assert try_it(1).doubt == ""
    DefinitionVersion.objects.update(in_force_at=NOW - DAY)
    need_says("attempts > 2", 2)
    DefinitionVersion.objects.filter(number=2).update(in_force_at=NOW)
    told = try_it(1)
    assert (told.tried.leads, told.now.leads) == (2, 0)
    assert "“Need” of the version in force asks for “attempts”" in told.doubt
    draw_trial(told.row)
    kept = trial_page(Trial.objects.get(pk=told.row.pk), now=NOW)
    assert (kept.doubt, trial_as_json(kept)["doubt"]) == (told.doubt, told.doubt)


def test_what_cannot_be_tried_is_refused_in_a_sentence(house: House) -> None:
    need_says("attempts > 2")
    with pytest.raises(CannotBeTried, match="“attempts”, which is not known of the past"):
        try_version(1, by=None, now=NOW)
    with pytest.raises(Refusal, match="no version 7"):
        try_version(7, by=None, now=NOW)
    with pytest.raises(NotYours):
        try_version(0, by=house.sven, now=NOW)


def test_a_house_without_a_past_has_a_trial_of_nothing(house: House) -> None:
    page = try_it(0)
    assert trial_as_json(page)["tried"]["precision"] is None
    assert (page.row.done, page.row.total, page.sources) == (0, 0, [])


def test_the_chart_has_no_style_of_its_own_and_no_markup_of_a_sources_name(house: House) -> None:
    house.web.name = "<script>alert(1)</script>"
    house.web.save()
    a_small_past(house)
    row = try_it(0).row
    draw_trial(row)
    row.refresh_from_db()
    chart = row.result["chart"]
    assert chart.startswith("<svg")
    assert "part-missed" in chart
    assert "<script" not in chart
    assert "style=" not in chart
    assert "#0000" not in chart
