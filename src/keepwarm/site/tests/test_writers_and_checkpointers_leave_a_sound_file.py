import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

PROCESSES = 4
COMMITS = 15_000

WRITER = """
import sys
from keepwarm.site.sqlite.library import use_newer_sqlite
use_newer_sqlite()
import sqlite3
path, me, commits = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
house = sqlite3.connect(path, timeout=60, isolation_level=None)
house.execute("PRAGMA synchronous = OFF")
house.execute("PRAGMA wal_autocheckpoint = 2")  # as many checkpoints as can be
for number in range(commits):
    house.execute("BEGIN IMMEDIATE")
    house.execute("INSERT INTO kept (who, number, filler) VALUES (?, ?, hex(randomblob(900)))", (me, number))
    house.execute("COMMIT")
    if number % 3 == me % 3:
        house.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()
"""


@pytest.mark.long
def test_many_processes_that_write_and_checkpoint_lose_no_row_and_corrupt_nothing(tmp_path: Path) -> None:
    path = tmp_path / "house.sqlite3"
    with sqlite3.connect(path) as house:
        house.execute("PRAGMA journal_mode = WAL")
        house.execute("CREATE TABLE kept (who INTEGER, number INTEGER, filler TEXT, UNIQUE (who, number))")
    command = [sys.executable, "-c", WRITER, str(path)]
    writers = [subprocess.Popen([*command, str(me), str(COMMITS)]) for me in range(PROCESSES)]
    assert [writer.wait(timeout=900) for writer in writers] == [0] * PROCESSES
    with sqlite3.connect(path) as house:
        assert house.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert house.execute("SELECT count(*) FROM kept").fetchone() == (PROCESSES * COMMITS,)
