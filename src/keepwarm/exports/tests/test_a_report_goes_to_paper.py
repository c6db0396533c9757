"""Each report can be taken as PDF, with what its page says; and table by table."""

from __future__ import annotations

import csv
import io
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from openpyxl import load_workbook

from keepwarm.decisions.actions import log_touch, settle
from keepwarm.decisions.batch import NewTouch
from keepwarm.exports.actions import take_export
from keepwarm.exports.printing import in_daylight, print_paper, say_cell
from keepwarm.exports.queries.finding import BadExport, all_exports
from keepwarm.lib.papers import Paper, Part, Table
from keepwarm.staff.exporting import Report
from keepwarm.staff.models import User
from tests.cast import NOW, House, meet, open_house, user_of

pytestmark = pytest.mark.django_db
REPORTS = sorted(name for name, one in all_exports().items() if isinstance(one, Report) and not one.of)


@pytest.fixture
def house() -> House:
    house = open_house()
    anna = meet(house, "Anna Arnold", firm="#strong[Arnold] & Söhne")
    settle([anna.pk], by=None, now=NOW)
    talk: dict[str, Any] = {
        "channel": "phone",
        "direction": "out",
        "disposition": "reached",
        "happened_at": NOW,
        "learned": "$ 5 \\* [they] #want it",
    }
    log_touch(NewTouch(prospect_id=anna.pk, seat_id=house.ines.pk, **talk), by=user_of(house.ines), now=NOW)
    return house


def take(name: str, for_: User, kind: str, **filters: str) -> bytes:
    file, _count = take_export(name, filters, kind=kind, for_=for_, by=for_, now=NOW)
    with file:
        return file.read()


@pytest.mark.parametrize("name", REPORTS)
def test_each_is_a_pdf_and_a_workbook(house: House, name: str) -> None:
    assert take(name, house.adam, "pdf").startswith(b"%PDF-")
    assert load_workbook(io.BytesIO(take(name, house.adam, "xlsx"))).sheetnames


def test_the_morning_report_tells_its_names(house: House) -> None:
    book: Any = load_workbook(io.BytesIO(take("morning", house.mona, "xlsx", on="2026-11-18")))
    rows = [[cell.value for cell in row] for row in book["Whom we talked to"].iter_rows()]
    assert rows[1][:3] == ["Ines", "Anna Arnold", "#strong[Arnold] & Söhne"]


def test_one_table_alone_is_a_plain_csv(house: House) -> None:
    raw = take("morning", house.mona, "csv", on="2026-11-18", part="talks").decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(raw, newline="")))
    assert rows[0][:2] == ["Rep", "Name"]
    assert rows[1][:2] == ["Ines", "Anna Arnold"]
    with pytest.raises(BadExport, match="talks"):
        take("morning", house.mona, "csv", part="nothing")


def test_hostile_and_strange_text_is_only_text(house: House) -> None:
    odd = "#panic() $ x \\ [b] *c* _d_ `e` <f> @g \u202e漢字 🙂 " + "long" * 500
    table = Table((odd, "n"), [(odd, -5), (None, 3.25), (NOW, NOW.date())])
    paper = Paper(
        odd[:80],
        odd[:40],
        (Part("a", odd[:60], table, words=(odd,)), Part("b", "Empty", Table(("x",), []))),
        (odd,),
        ((odd[:9], odd[:30]),),
    )
    assert print_paper(paper, house=odd[:20], by=house.mona, now=NOW).startswith(b"%PDF-")


def test_cells_are_told_as_people_read_them(house: House) -> None:
    zone = ZoneInfo("Europe/Berlin")
    assert [say_cell(one, zone) for one in (NOW, 1234567, 0.5, None, "-x")] == ["18 Nov 2026, 10:30", "1,234,567", "0.5", "–", "-x"]


def test_a_chart_of_the_page_has_its_colours_on_paper() -> None:
    assert in_daylight('<rect fill="var(--call)"/><g fill="currentColor"/>') == '<rect fill="#0c6350"/><g fill="#221d16"/>'
