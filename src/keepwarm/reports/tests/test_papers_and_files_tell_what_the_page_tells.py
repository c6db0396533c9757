"""On paper stands what stands on the page: ways by their names, the comparison, what was learned, whom one tried, who was pushed."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from keepwarm.goals.actions import set_quota
from keepwarm.goals.actions.quotas import NewQuota
from keepwarm.lib.papers import Paper
from keepwarm.lib.sheets import Cell
from keepwarm.prospects.models import StandingChange
from keepwarm.reports.papers.aims import quotas_paper
from keepwarm.reports.papers.money import flow_paper, late_paper, money_paper
from keepwarm.reports.papers.morning import morning_paper
from keepwarm.reports.papers.weeks import coaching_paper
from keepwarm.reports.tests.day import call
from keepwarm.staff.exporting import Asked
from keepwarm.staff.models import User
from tests.cast import NOW, House, meet
from tests.ledgers import bring_up_to_date, pass_between, sell

DAY = timedelta(days=1)


def asked(user: User, **filters: str) -> Asked:
    return Asked(user, NOW, filters)


def rows(paper: Paper, key: str) -> list[list[Cell]]:
    (part,) = [one for one in paper.parts if one.key == key]
    assert part.table is not None
    assert all(len(row) == len(part.table.titles) for row in part.table.rows)
    return [list(row) for row in part.table.rows]


@pytest.fixture
def bought(house: House) -> None:
    anna = meet(house, "Anna Arnold", inquired_at=NOW - 900 * DAY)
    pass_between(anna, "phone", "reached", at=NOW - 5 * DAY, seat=house.ines, seconds=600)
    sell(house, anna, 120_000, at=NOW - DAY)
    StandingChange.objects.create(prospect=anna, what="end", old="", new="no", because="no", at=NOW - 9 * DAY)
    bring_up_to_date()


@pytest.mark.usefixtures("bought")
def test_money_names_both_ways_and_shows_the_comparison_and_the_whole(house: House) -> None:
    paper = money_paper(asked(house.dora))
    assert [row[0] for row in rows(paper, "ways")] == ["Won within three months", "Kept warm, and bought later"]
    assert [row[0] for row in rows(paper, "spent")][-1] == "Together"
    assert {row[-1] for row in rows(paper, "contacts")} == {"–", "cannot tell, too few"}
    assert any("what an hour of a seat costs" in words for words in paper.words)


@pytest.mark.usefixtures("bought")
def test_months_and_moves_read_as_on_the_page(house: House) -> None:
    late = late_paper(asked(house.dora))
    assert rows(late, "months")[-1][0] == "24 or more"
    assert rows(late, "months")[0][0] == "0"
    assert any("100.0 percent of what these sales are worth" in words for words in late.words)
    assert rows(flow_paper(asked(house.dora)), "moves")[0][0] == "wherever they were"


@pytest.mark.usefixtures("bought")
def test_what_the_house_learned_stands_on_paper_too(house: House) -> None:
    (part,) = [one for one in coaching_paper(asked(house.mona)).parts if one.key == "learned"]
    assert any("This is advice" in words for words in part.words)


def test_a_quota_in_sales_is_told_in_sales(house: House) -> None:
    set_quota(house.cara, NewQuota("month", date(2026, 11, 1), sales=3), by=house.mona, now=NOW)
    sell(house, meet(house), 120_000)
    paper = quotas_paper(asked(house.mona))
    cara = next(row for row in rows(paper, "quotas") if row[0] == "Cara")
    assert cara[:7] == ["Cara", 3, 1, 33, 0.0, 0.0, 0.0]
    assert cara[7] == 2
    assert next(row for row in rows(paper, "needed") if row[0] == "Cara")[1] == 2
    assert "The last seven days of this time have not begun." in [part.table.empty for part in paper.parts if part.table]


def test_the_morning_names_whom_one_tried_and_what_changed(house: House) -> None:
    call(meet(house, "Nora Nobody"), "no_answer", at=NOW, seat=house.ines)
    paper = morning_paper(asked(house.mona, on="2026-11-18"))
    assert rows(paper, "tried")[0][:4] == ["Ines", "Nora Nobody", "", 1]
    assert {"hand-offs", "changes", "refused"} <= {part.key for part in paper.parts}
