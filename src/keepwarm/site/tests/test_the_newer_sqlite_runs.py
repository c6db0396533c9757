import importlib
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from django.db.utils import ConnectionHandler
from pytest_django import DjangoDbBlocker

from keepwarm.lib.sqlite import is_affected
from keepwarm.site.databases import CHECKPOINT_PAGES, choose_databases, journal_pragma
from keepwarm.site.sqlite.library import has_wal_reset_bug


def test_import_sqlite3_means_the_newer_library_for_all_of_the_process() -> None:
    assert sqlite3.__name__ == "pysqlite3"
    assert sqlite3.sqlite_version_info >= (3, 51, 3)
    assert importlib.import_module("sqlite3.dbapi2").sqlite_version == sqlite3.sqlite_version


@pytest.mark.parametrize(
    ("version", "affected"),
    [((3, 40, 1), True), ((3, 51, 2), True), ((3, 50, 6), True), ((3, 50, 7), False), ((3, 44, 6), False), ((3, 51, 3), False)],
)
def test_it_is_known_which_versions_can_corrupt_the_log(version: tuple[int, ...], affected: bool) -> None:
    assert is_affected(version) is affected


def test_an_affected_library_gets_no_write_ahead_log(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not has_wal_reset_bug()
    assert journal_pragma() == "journal_mode = WAL"
    monkeypatch.setattr("keepwarm.site.databases.has_wal_reset_bug", lambda: True)
    assert journal_pragma() == "journal_mode = DELETE"


def test_finding_by_part_of_a_word_and_returning_are_there() -> None:
    memory = sqlite3.connect(":memory:")
    memory.execute("CREATE VIRTUAL TABLE names USING fts5(name, tokenize='trigram')")
    memory.execute("INSERT INTO names VALUES ('Hannah Whitfield')")
    assert memory.execute("SELECT name FROM names WHERE names MATCH 'itfi'").fetchall() == [("Hannah Whitfield",)]
    memory.execute("CREATE TABLE queue (id INTEGER PRIMARY KEY)")
    assert memory.execute("INSERT INTO queue VALUES (7) RETURNING id").fetchall() == [(7,)]


def test_the_house_is_opened_with_a_log_foreign_keys_and_patience(tmp_path: Path, django_db_blocker: DjangoDbBlocker) -> None:
    house = ConnectionHandler(choose_databases("", tmp_path))["default"]
    with django_db_blocker.unblock(), closing(house), house.cursor() as cursor:
        names = ("journal_mode", "synchronous", "foreign_keys", "busy_timeout", "wal_autocheckpoint")
        values = {name: cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in names}
    assert values == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "busy_timeout": 20_000,
        "wal_autocheckpoint": CHECKPOINT_PAGES,
    }
