"""The pipeline of another program: its people come in, then what each may buy or bought, once; and it can be taken back."""

from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from keepwarm.circle.actions import bring_opportunities as bringing
from keepwarm.circle.actions.bring_opportunities import Brought, bring_opportunities
from keepwarm.circle.actions.pipelines import ask_for, ask_to_go_on, ask_to_stop
from keepwarm.circle.actions.undo_import import undo_import
from keepwarm.circle.models import Pipeline
from keepwarm.circle.queries.alike_offerings import alike
from keepwarm.circle.queries.opportunity_look import look_through
from keepwarm.circle.queries.opportunity_map import read_opportunities
from keepwarm.circle.tasks import bring_pipeline, finish_pipelines
from keepwarm.intake import files
from keepwarm.intake.actions import begin, draft_import, run_import
from keepwarm.intake.actions.starting import NotThatWay
from keepwarm.intake.mapping.checks import MapWrong
from keepwarm.intake.models import Import, Reject
from keepwarm.intake.reading.opening import open_table
from keepwarm.prospects.models import Prospect
from keepwarm.selling.models import Offering, Opportunity, OpportunityChange, Outcome, Sale
from keepwarm.touches.models import Signal
from tests.cast import NOW, open_house

pytestmark = pytest.mark.django_db

HEADER = "deal,agent,product,firm,state,began,ended,value"
LINES = (
    "d1,Cara,GTXPro,Acme,Won,2026-01-05,2026-02-01,1200",
    "d2,Cara,GTX Pro,Acme,Lost,2026-01-06,2026-02-02,0",
    "d3,Carl,GTX Pro,,Going,2026-09-01,,",
    "d4,Carl,GTX Pro,Beta,Won,2026-03-05,2026-02-01,900",
    "d5,Carl,Basic,Beta,Sleeping,2026-03-05,,900",
    "d6,Carl,Basic,Beta,Going,2026-03-05,,",
)
MAP: Mapping[str, Any] = {
    "person": {"emails": ["deal-{deal}@example.com"], "organization": "firm", "owner": "agent"},
    "inquiry": {"date": "began"},
    "stage": {"column": "state", "values": {"Won": "customer", "Lost": "lost"}, "otherwise": "in_sales"},
    "opportunity": {
        "offering": "product",
        "price": {"column": "product", "values": {"GTX Pro": "1,500", "GTXPro": "1500"}, "otherwise": ""},
        "amount": "value",
        "opened": "began",
        "closed": "ended",
        "outcome": {"column": "state", "values": {"Going": "open"}},
        "reason": {"column": "state", "values": {"Lost": "Not said."}, "otherwise": ""},
    },
}


def write(folder: Path) -> Path:
    path = folder / "pipeline.csv"
    path.write_text("\n".join((HEADER, *LINES)) + "\n", encoding="utf-8")
    return path


def bring(folder: Path, map_: Mapping[str, Any] = MAP) -> tuple[Import, Brought]:
    imported = draft_import(files.pieces_of(write(folder)), name="pipeline.csv", by=None, now=NOW)
    begin(imported, map_, called="map.toml", source="CRM", by=None, now=NOW)
    run_import(imported.ref, clock=lambda: NOW)
    return imported, bring_opportunities(imported.ref, by=None, clock=lambda: NOW)


def test_open_and_closed_ones_come_in_with_their_sales_and_their_next_touch(tmp_path: Path) -> None:
    open_house()
    imported, brought = bring(tmp_path)
    assert (brought.created, brought.rejected, brought.outcomes) == (3, 3, {"won": 1, "lost": 1, "open": 1})
    won, lost, going = Opportunity.objects.order_by("pk")
    assert (won.seat.name, won.amount_minor, won.closed_at is not None, won.organization is not None) == ("Cara", 120000, True, True)
    assert (lost.amount_minor, lost.outcome, lost.wake_on is not None, lost.reason) == (150000, Outcome.LOST, True, "Not said.")
    assert (going.organization, going.seat.name, going.next_on is not None) == (None, "Carl", True)
    assert Sale.objects.get().opportunity == won
    assert Signal.objects.open().get(kind=Signal.Kind.OPPORTUNITY).prospect_id == going.prospect_id
    assert going.prospect.next_touch_at is not None
    assert going.next_on is not None
    assert going.prospect.next_touch_at.date() <= going.next_on + timedelta(days=1)
    assert OpportunityChange.objects.filter(opportunity=won).count() == 2
    assert Prospect.objects.count() == len(LINES)  # of what is refused the person is here all the same
    assert {one.line for one in Reject.objects.filter(imported=imported)} == {5, 6, 7}


def test_refused_lines_say_why(tmp_path: Path) -> None:
    open_house()
    imported, _ = bring(tmp_path)
    reasons = dict(Reject.objects.filter(imported=imported).values_list("line", "reason"))
    assert "before it was opened" in reasons[5]
    assert "“Sleeping” is not won, lost" in reasons[6]
    assert "Basic has no price" in reasons[7]


def test_the_same_file_again_adds_nothing(tmp_path: Path) -> None:
    open_house()
    imported, _ = bring(tmp_path)
    assert bring_opportunities(imported.ref, by=None, clock=lambda: NOW).created == 0
    _, again = bring(tmp_path)
    assert (again.created, again.already, Opportunity.objects.count(), Sale.objects.count()) == (0, 3, 3, 1)


def test_a_name_written_twice_is_one_offering_unless_the_map_says_otherwise(tmp_path: Path) -> None:
    open_house()
    _, brought = bring(tmp_path)
    assert brought.same == {"GTXPro": "GTX Pro"}
    assert set(Offering.objects.values_list("name", flat=True)) == {"GTX Pro", "Basic"}


def test_names_are_alike_but_for_blanks_marks_and_capitals() -> None:
    assert alike({"GTXPro": 3, "gtx-pro": 1, "GTX Plus Pro": 2}, {"GTX Pro"}) == {"GTXPro": "GTX Pro", "gtx-pro": "GTX Pro"}
    assert alike({"Basic": 3, "Plus Basic": 1}, ()) == {}


def test_a_look_before_writes_nothing(tmp_path: Path) -> None:
    open_house()
    path = write(tmp_path)
    plan = read_opportunities({**MAP, "opportunity": {**MAP["opportunity"], "apart": True}}, open_table(path).header, called="m", file="f")
    look = look_through(path, plan, called="f", today=NOW.date())
    assert (look.rows, look.refused, look.same, look.new) == (6, 2, {}, ["Basic", "GTX Pro", "GTXPro"])
    assert not Offering.objects.exists()


def test_an_undo_takes_people_and_opportunities_but_leaves_what_was_worked_with(tmp_path: Path) -> None:
    open_house()
    imported, _ = bring(tmp_path)
    going = Opportunity.objects.get(outcome=Outcome.OPEN)
    Opportunity.objects.filter(pk=going.pk).update(version=2, expected_on=date(2027, 1, 1))  # as a change does
    undone = undo_import(imported.ref, by=None, clock=lambda: NOW)
    assert undone.removed == len(LINES) - 1
    assert list(Prospect.objects.all()) == [going.prospect]
    assert list(Opportunity.objects.all()) == [going]
    assert not Sale.objects.exists()


@pytest.mark.parametrize(
    ("section", "word"),
    [({}, r"\[opportunity\]"), ({"offering": "produkt"}, "Did you mean “product”"), ({"offering": "product", "amout": "value"}, "amount")],
)
def test_a_mistake_in_the_map_is_one_sentence(tmp_path: Path, section: Mapping[str, Any], word: str) -> None:
    with pytest.raises(MapWrong, match=word):
        read_opportunities({"opportunity": section}, HEADER.split(","), called="map.toml", file="pipeline.csv")


def test_people_come_first(tmp_path: Path) -> None:
    open_house()
    imported = draft_import(files.pieces_of(write(tmp_path)), name="pipeline.csv", by=None, now=NOW)
    with pytest.raises(NotThatWay, match="not all here yet"):
        bring_opportunities(imported.ref, by=None, clock=lambda: NOW)


def people_of(folder: Path) -> Import:
    imported = draft_import(files.pieces_of(write(folder)), name="pipeline.csv", by=None, now=NOW)
    begin(imported, MAP, called="map.toml", source="CRM", by=None, now=NOW)
    return run_import(imported.ref, clock=lambda: NOW)


def test_it_is_stopped_by_a_wish_or_a_key_and_goes_on_behind_the_last_row(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bringing, "CHUNK", 2)
    open_house()
    imported = people_of(tmp_path)
    bring_opportunities(imported.ref, by=None, clock=lambda: NOW, progress=lambda row: ask_to_stop(row.imported, by=None, now=NOW))
    row = Pipeline.objects.get()
    assert (row.state, row.done, row.total, row.next_line, row.lease_until) == (Pipeline.State.STOPPED, 2, 6, 4, None)
    assert Opportunity.objects.count() == 2

    def press_ctrl_c(row: Pipeline) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        bring_opportunities(imported.ref, by=None, clock=lambda: NOW, progress=press_ctrl_c)
    row.refresh_from_db()
    assert (row.state, row.done) == (Pipeline.State.STOPPED, 4)
    assert bring_opportunities(imported.ref, by=None, clock=lambda: NOW).rows == 2
    row.refresh_from_db()
    assert (row.state, row.done, Opportunity.objects.count()) == (Pipeline.State.DONE, 6, 3)


def test_what_was_stopped_before_the_background_took_it_up_stays_stopped(tmp_path: Path) -> None:
    open_house()
    imported = people_of(tmp_path)
    ask_for(imported, Pipeline.State.RUNNING, by=None, now=NOW)
    ask_to_stop(imported, by=None, now=NOW)
    bring_pipeline.call_local(imported.ref, 0)
    finish_pipelines(now=NOW + timedelta(minutes=5))
    assert (Pipeline.objects.get().state, Opportunity.objects.count()) == (Pipeline.State.STOPPED, 0)
    ask_to_go_on(imported, by=None, now=NOW)
    Pipeline.objects.update(stop_wanted=True)  # wished again in the moment in which it begins
    finish_pipelines(now=NOW + timedelta(minutes=5))
    assert (Pipeline.objects.get().state, Opportunity.objects.count()) == (Pipeline.State.STOPPED, 0)


def test_one_brings_them_and_what_was_killed_goes_on_by_itself(tmp_path: Path) -> None:
    open_house()
    imported = people_of(tmp_path)
    row = Pipeline.objects.create(
        imported=imported, state=Pipeline.State.RUNNING, runner="another:1:2", lease_until=NOW + timedelta(seconds=9), asked_at=NOW
    )
    for act in (
        lambda: bring_opportunities(imported.ref, by=None, clock=lambda: NOW),
        lambda: ask_for(imported, Pipeline.State.UNDOING, by=None, now=NOW),
        lambda: undo_import(imported.ref, by=None, clock=lambda: NOW),
    ):
        with pytest.raises(NotThatWay, match="on their way already"):
            act()
    finish_pipelines(now=NOW)
    assert not Opportunity.objects.exists()
    Pipeline.objects.update(lease_until=NOW - timedelta(seconds=1))
    finish_pipelines(now=NOW)
    row.refresh_from_db()
    assert (row.state, Opportunity.objects.count()) == (Pipeline.State.DONE, 3)
    ask_for(imported, Pipeline.State.UNDOING, by=None, now=NOW - timedelta(minutes=1))
    finish_pipelines(now=NOW)
    row.refresh_from_db()
    assert (row.state, Opportunity.objects.count(), Prospect.objects.count()) == (Pipeline.State.UNDONE, 0, 6)
