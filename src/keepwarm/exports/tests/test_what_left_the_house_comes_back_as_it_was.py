"""A file that this house wrote is read as it was written; an apostrophe in a file of others stays, whatever follows it."""

from __future__ import annotations

from pathlib import Path

import pytest

from keepwarm.exports.actions import take_export
from keepwarm.intake.models import Reject
from keepwarm.intake.reading.opening import open_table
from keepwarm.intake.reading.ours import is_ours
from keepwarm.intake.rejects import write_rejects
from keepwarm.intake.tests.lists import HEADER, bring_in, row
from keepwarm.prospects.exports import PERSON
from keepwarm.prospects.models import Prospect
from tests.cast import NOW, House, meet, open_house

pytestmark = pytest.mark.django_db
NAMES = ("=Anna", "'=Bert", "'n Carl", "-Dora;=Emil", "+44 20 7946 0000", "'+5", "-5", "Frank")


@pytest.fixture
def house() -> House:
    return open_house()


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_list_of_people_is_read_as_it_was(house: House, tmp_path: Path, kind: str) -> None:
    for number, name in enumerate(NAMES):
        meet(house, name, email=f"{number}@x.example", phone="")
    file, _count = take_export("prospects", {}, kind=kind, for_=house.adam, by=house.adam, now=NOW)
    path = tmp_path / f"list.{kind}"
    with file:
        path.write_bytes(file.read())
    table = open_table(path)
    assert table.header[:2] == tuple(str(one.title) for one in PERSON[:2])
    assert is_ours(table)
    at = table.header.index("Name")
    assert [one.cells[at] for one in table.rows()] == list(NAMES)


def test_refused_rows_are_mended_and_come_in_as_they_were(house: House, tmp_path: Path) -> None:
    imported = bring_in(tmp_path, [row("=Ann", "'=Firm", "not an address")])
    path = write_rejects(imported)
    assert "'=Ann" in path.read_text(encoding="utf-8-sig")
    mended = tmp_path / "mended.csv"
    mended.write_text(path.read_text(encoding="utf-8-sig").replace(",not an address,", ",ann@x.example,"), encoding="utf-8")
    table = open_table(mended)
    assert table.header == ("line", "reason", *HEADER)
    (again,) = table.rows()
    assert again.cells[2:5] == ["=Ann", "'=Firm", "ann@x.example"]


def test_what_others_wrote_behind_an_apostrophe_stays(house: House, tmp_path: Path) -> None:
    bring_in(tmp_path, [row("'=Ann", "'n Firm", "ann@x.example")])
    anna = Prospect.objects.select_related("organization").get()
    assert (anna.name, anna.organization and anna.organization.name) == ("'=Ann", "'n Firm")
    assert not Reject.objects.exists()
    theirs = tmp_path / "theirs.csv"
    theirs.write_text("Reference,Name\n17,'=Ann\n", encoding="utf-8")
    assert [one.cells for one in open_table(theirs).rows()] == [["17", "'=Ann"]]
