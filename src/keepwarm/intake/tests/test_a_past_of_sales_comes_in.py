"""A CRM's past comes in honestly: since when they stand where they stand, why they ended, and what a second file knows of their firm."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from keepwarm.answers.models import Answer
from keepwarm.circle.queries.whole_audit import audit_house
from keepwarm.engine.words import RecycleReason
from keepwarm.facts.history import read_histories
from keepwarm.intake.actions import run_import
from keepwarm.intake.beside import with_files
from keepwarm.intake.mapping.checks import MapWrong
from keepwarm.intake.mapping.read import load_map
from keepwarm.intake.models import Import, Reject
from keepwarm.intake.tests.lists import bring_in, prepare, write_list
from keepwarm.policy.definition_file import read_definition_file
from keepwarm.policy.queries import policy_in_force
from keepwarm.prospects.models import Prospect, Stage, StandingChange
from keepwarm.qualification.actions.trial import run_trial, try_drafted
from keepwarm.qualification.queries.trial import trial_page
from tests.cast import NOW, House, hire, open_house, seat
from tests.tree import ROOT

pytestmark = pytest.mark.django_db
DATA = ROOT.parent / "shared" / "data"
HEADER = ("Deal", "Account", "Product", "Stage", "Engaged", "Closed")
MAP: dict[str, Any] = {
    "lookup": [{"file": "accounts.csv", "by": "Account", "key": "Name"}],
    "person": {"emails": ["deal-{Deal}@x.example"], "organization": "Account"},
    "inquiry": {"date": "Engaged"},
    "stage": {
        "column": "Stage",
        "values": {"Won": "customer", "Lost": "lost", "Open": "in_sales", "Never": "ended"},
        "since": ["Closed", "Engaged"],
        "end": "said_no",
    },
    "answer": [{"column": "accounts.Sector", "key": "sector", "values": {"technolgy": "technology"}}],
}
DEALS = [
    ("1", "Acme", "A", "Won", "2026-01-05", "2026-03-01"),
    ("2", "", "A", "Lost", "2026-01-06", "2026-02-01"),
    ("3", "acme", "B", "Open", "2026-04-01", ""),
]
ACCOUNTS = [("Acme", "technolgy", "12"), ("Beta", "retail", "3")]


@pytest.fixture
def house() -> House:
    return open_house()


def day(month: int, number: int) -> datetime:
    return datetime(2026, month, number, 12, tzinfo=UTC)


def with_accounts(folder: Path) -> dict[str, Any]:
    write_list(folder, ACCOUNTS, header=("Name", "Sector", "Size"), name="accounts.csv")
    return with_files(MAP, beside=folder, called="map.toml")


def test_what_was_won_and_lost_has_the_date_that_the_list_tells(house: House, tmp_path: Path) -> None:
    bring_in(tmp_path, DEALS, with_accounts(tmp_path), header=HEADER)
    won, lost, in_sales = Prospect.objects.order_by("pk")
    assert [one.stage for one in (won, lost, in_sales)] == [Stage.CUSTOMER, Stage.CONVERSING, Stage.IN_SALES]
    turned = StandingChange.objects.exclude(what="owner").order_by("prospect_id")
    assert list(turned.values_list("what", "new", "at")) == [
        ("stage", "5", day(3, 1)),
        ("stage", "2", day(2, 1)),
        ("recycle", f"{lost.wake_at:%Y-%m-%d}", day(2, 1)),
        ("stage", "4", day(4, 1)),
    ]
    assert not audit_house(now=NOW).differences


def test_whoever_was_lost_is_kept_warm_and_wakes_up_in_the_coming_weeks(house: House, tmp_path: Path) -> None:
    deals = [(str(number), "", "A", "Lost", "2026-01-06", "2026-02-01") for number in range(10, 50)]
    bring_in(tmp_path, deals, with_accounts(tmp_path), header=HEADER)
    assert not Prospect.objects.exclude(ended_at=None, next_step="keep_warm", because_rule="recycled").exists()
    wakes = [one.wake_at - NOW for one in Prospect.objects.all() if one.wake_at]
    assert len({wake.days // 7 for wake in wakes}) >= 8
    assert all(timedelta(days=1) <= wake <= timedelta(days=policy_in_force().longest_silence_days) for wake in wakes)
    assert set(StandingChange.objects.filter(what="recycle").values_list("reason", flat=True)) == {RecycleReason.LOST_TO}
    assert not audit_house(now=NOW).differences


def test_whoever_was_lost_once_and_buys_now_does_not_wait(house: House, tmp_path: Path) -> None:
    deals = [("7", "", "A", "Lost", "2026-01-06", "2026-02-01"), ("7", "", "B", "Open", "2026-04-01", "")]
    bring_in(tmp_path, deals, with_accounts(tmp_path), header=HEADER)
    both = Prospect.objects.get()
    assert (both.stage, both.wake_at) == (Stage.IN_SALES, None)
    assert not audit_house(now=NOW).differences


def test_whoever_said_never_is_ended(house: House, tmp_path: Path) -> None:
    bring_in(tmp_path, [("4", "", "A", "Never", "2026-01-06", "2026-02-01")], with_accounts(tmp_path), header=HEADER)
    never = Prospect.objects.get()
    assert (never.ended_at, never.end_reason, never.wake_at) == (day(2, 1), "said_no", None)


def test_the_trial_knows_that_the_lost_did_not_buy_and_when_that_was_known(house: House, tmp_path: Path) -> None:
    bring_in(tmp_path, DEALS, with_accounts(tmp_path), header=HEADER)
    (history,) = read_histories([], now=NOW)
    assert history.bought.tolist() == [True, False, False]
    assert [one.item() for one in history.judged_at] == [day(month, 1).replace(tzinfo=None) for month in (3, 2, 4)]


def test_a_second_file_is_joined_by_its_key_and_what_it_does_not_know_is_not_answered(house: House, tmp_path: Path) -> None:
    bring_in(tmp_path, DEALS, with_accounts(tmp_path), header=HEADER)
    told = Answer.objects.order_by("prospect_id").values_list("value", "learned_at")
    assert list(told) == [("technology", day(1, 5)), ("technology", day(4, 1))]


def test_an_import_goes_on_when_the_second_file_is_gone(house: House, tmp_path: Path) -> None:
    map_ = with_accounts(tmp_path)
    (tmp_path / "accounts.csv").unlink()
    assert bring_in(tmp_path, DEALS, map_, header=HEADER).created == 3


def test_a_refused_row_is_kept_as_it_stood_in_the_list(house: House, tmp_path: Path) -> None:
    bad = ("4", "Acme", "A", "Won", "2026-01-05", "32.13.2026")
    bring_in(tmp_path, [*DEALS, bad], with_accounts(tmp_path), header=HEADER)
    assert Reject.objects.get().raw == list(bad)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"lookup": [{"file": "nowhere.csv", "by": "Account", "key": "Name"}]}, "there is no file nowhere.csv beside the list"),
        ({"lookup": [{"file": "accounts.csv", "by": "Acount", "key": "Name"}]}, "has no column “Acount”. Did you mean “Account”?"),
        ({"lookup": [{"file": "accounts.csv", "by": "Account", "key": "Nam"}]}, "has no column “Nam”. Did you mean “Name”?"),
        ({"stage": {"column": "Stage", "end": "We lost it!"}}, "must be one short word"),
        ({"stage": {"column": "Stage", "end": "lost"}}, "is kept warm and never ended"),
        ({"stage": {"column": "Stage", "since": ["Close"]}}, "has no column “Close”. Did you mean “Closed”?"),
    ],
)
def test_a_mistake_is_one_sentence(change: dict[str, Any], sentence: str, house: House, tmp_path: Path) -> None:
    with_accounts(tmp_path)
    with pytest.raises(MapWrong) as refused:
        prepare(write_list(tmp_path, DEALS, header=HEADER), with_files(MAP | change, beside=tmp_path, called="map.toml"))
    assert sentence in refused.value.sentence


def test_a_second_file_is_not_read_for_the_web(house: House, tmp_path: Path) -> None:
    with pytest.raises(MapWrong, match="by the command line only"):
        prepare(write_list(tmp_path, DEALS, header=HEADER), MAP)


def bring_in_real(name: str, map_: str) -> Import:
    path = DATA / name
    if not path.exists():
        pytest.skip("The shared data is not here.")
    data = with_files(load_map(ROOT / "examples" / map_), beside=path.parent, called=map_)
    return run_import(prepare(path, data, source="Real").ref, clock=lambda: NOW)


@pytest.mark.django_db(transaction=True)  # as in life: each piece by itself; PostgreSQL is very slow in a single transaction
def test_a_real_past_of_sales_comes_in_whole(house: House) -> None:
    assert house.cara.team is not None
    moses = seat(hire("Moses Frase"), house.cara.team)
    imported = bring_in_real("maven_crm/sales_pipeline.csv", "maven_crm.toml")
    assert (imported.created, imported.rejected, imported.doubts) == (8800, 0, 0)
    counts = {stage: Prospect.objects.filter(stage=stage).count() for stage in (3, 4, 5, 6)}
    assert counts == {3: 500, 4: 1589, 5: 4238, 6: 0}
    assert Prospect.objects.filter(stage=Stage.CONVERSING, wake_at__gt=NOW, next_step="keep_warm").count() == 2473
    assert not Answer.objects.filter(value__in=["GTXPro", "technolgy"]).exists()
    assert Answer.objects.filter(question__key="sector").count() == 8800 - 1425
    assert Prospect.objects.filter(owner=moses).exists()


@pytest.mark.django_db(transaction=True)
def test_the_example_of_a_definition_does_on_real_inquiries_what_the_docs_say(house: House) -> None:
    bring_in_real("x_education/leads_70.csv", "x_education.toml")
    drafted = read_definition_file(ROOT / "examples" / "x_education_lead.toml")
    trial = run_trial(try_drafted(drafted, by=None, now=NOW).ref, clock=lambda: NOW)
    tried = trial_page(trial, now=NOW).tried
    assert (tried.inquiries, tried.bought, tried.leads, tried.leads_bought) == (6562, 2485, 2209, 1709)
