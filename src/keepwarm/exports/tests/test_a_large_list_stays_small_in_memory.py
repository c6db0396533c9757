"""However long a list is, an export holds a few hundred rows of it, and nothing of the database between two reads."""

from __future__ import annotations

import io
import resource
import tracemalloc
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryFile

import pytest
from django.db import connection

from keepwarm.exports.actions import take_export
from keepwarm.exports.workbook import write_workbook
from keepwarm.lib.sheets import Cell
from keepwarm.prospects.models import Prospect
from keepwarm.staff import exporting
from keepwarm.staff.exporting import AT_ONCE, by_ids, by_key
from keepwarm.staff.models import AuditRow, Seat
from tests.cast import NOW, House, open_house

MEGABYTE = 1 << 20
MANY = 50_000


def peak_of(work: Callable[[], object]) -> int:
    """The most memory that was held at once, in bytes."""
    work()  # what is read once for all, such as modules and the catalogue of words
    tracemalloc.start()
    try:
        work()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def fill_book(count: int) -> None:
    args = {"name": "prospects", "kind": "csv", "rows": 7, "filters": {"owner": "x" * 12}}
    AuditRow.objects.bulk_create((AuditRow(at=NOW, what="export", args=args) for _ in range(count)), batch_size=2000)


class Growth:
    """Told how many rows are written, how the memory of the process grew since the first thousand of them."""

    def __init__(self) -> None:
        self.first = self.most = 0

    def __call__(self, count: int) -> None:
        held = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * resource.getpagesize()
        self.first = held if count <= 1000 else self.first
        self.most = max(self.most, held)

    @property
    def grew(self) -> int:
        return self.most - self.first


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="this system does not tell how much memory a process holds")
@pytest.mark.django_db
def test_fifty_thousand_lines_take_the_memory_of_a_few_hundred() -> None:
    house, growth = open_house(), Growth()
    fill_book(MANY)
    file, count = take_export("exports", {}, kind="csv", for_=house.adam, by=house.adam, now=NOW, progress=growth)
    with file:
        assert count == MANY
        assert sum(1 for _line in file) == MANY + 1
    assert growth.grew < 8 * MEGABYTE


def test_a_workbook_keeps_no_row() -> None:
    def rows(count: int) -> Iterator[list[Cell]]:
        for number in range(count):
            yield [f"row {number}", number, NOW]

    def write(count: int) -> Callable[[], object]:
        return lambda: write_workbook([("List", ("a", "b", "c"), rows(count))], TemporaryFile())

    few, many = peak_of(write(500)), peak_of(write(4000))
    assert many < few + 2 * MEGABYTE


@pytest.mark.django_db(transaction=True)
def test_between_two_reads_nothing_is_held_open() -> None:
    open_house()
    fill_book(AT_ONCE + 5)
    rows: Iterator[AuditRow] = by_key(AuditRow.objects.all())
    next(rows)
    assert not connection.in_atomic_block
    fill_book(1)
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            assert cursor.fetchone()[0] == 0  # nobody reads an older state
    assert sum(1 for _row in rows) == AT_ONCE + 5


@pytest.mark.django_db
def test_rows_come_in_the_order_of_their_keys_and_each_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exporting, "KEYS_AT_ONCE", AT_ONCE + 7)
    fill_book(2 * AT_ONCE + 3)
    keys = [row.pk for row in by_key(AuditRow.objects.all())]
    assert keys == sorted(set(keys))
    assert len(keys) == 2 * AT_ONCE + 3
    assert [row.pk for row in by_ids(AuditRow.objects.all(), [*reversed(keys), keys[-1] + 1])] == keys[::-1]


@pytest.mark.long
@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="this system does not tell how much memory a process holds")
@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_fifty_thousand_prospects_leave_in_flat_memory(kind: str) -> None:
    house = open_house()
    fill_house(house, house.ines)

    growth = Growth()
    file, count = take_export("prospects", {}, kind=kind, for_=house.adam, by=house.adam, now=NOW, progress=growth)
    with file:
        assert count == MANY
        assert file.seek(0, io.SEEK_END) > MEGABYTE
    assert growth.grew < 16 * MEGABYTE


def fill_house(house: House, owner: Seat) -> None:
    made = (
        Prospect(
            name=f"Person {number}",
            name_folded=f"person {number}",
            owner=owner,
            next_step="keep_warm",
            next_touch_at=NOW + timedelta(minutes=number),
            because_rule="keep_warm",
            created_at=NOW,
        )
        for number in range(MANY)
    )
    Prospect.objects.bulk_create(made, batch_size=2000)
