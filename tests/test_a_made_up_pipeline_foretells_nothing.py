"""A published pipeline of 8,800 opportunities is made up and has no signal: the forecast must say so, and not invent one."""

import csv
from datetime import date

import pytest

from keepwarm.engine.forecast import Open, Verdict, forecast
from keepwarm.engine.past_sales import Closed
from tests.tree import ROOT

DATA = ROOT.parent / "shared" / "data" / "maven_crm" / "sales_pipeline.csv"
pytestmark = pytest.mark.skipif(not DATA.exists(), reason="the made-up pipeline (maven_crm) is not here")


def test_all_get_the_same_chance_with_its_range() -> None:
    with DATA.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    history = [
        Closed(
            row["product"],
            day(row["engage_date"]),
            day(row["close_date"]),
            row["deal_stage"] == "Won",
            ((day(row["engage_date"]), "open"),),
        )
        for row in rows
        if row["deal_stage"] in {"Won", "Lost"}
    ]
    told = forecast(history, [Open(row["opportunity_id"], row["product"], "open", 30, 100) for row in rows if not row["close_date"]])
    assert told.verdict is Verdict.NO_SIGNAL
    assert len(told.chances) == len(rows) - len(history)
    assert {one.chance for one in told.chances} == {told.share}
    assert told.share_low < told.share < told.share_high


def day(text: str) -> date:
    return date.fromisoformat(text)
