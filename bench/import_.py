"""A list of 100,000 rows, end to end: read, matched, judged, next touch set, written; and a wide one."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

from bench._lists import write_list
from bench.result import Result

ROWS = int(os.environ.get("KEEPWARM_BENCH_ROWS", "100000"))
WIDE = ROWS // 5
AIM = 10_000.0  # rows a second
MEMORY = 300.0  # MB, both processes together
WIDE_SHARE = 0.4  # of the bare insert


def run() -> Iterator[Result]:
    """Each list through `keepwarm import` as its own process; then the very rows it wrote, inserted bare into empty tables."""
    from django.conf import settings
    from django.core.management import call_command

    from keepwarm.staff.models import Role, Team
    from tests.cast import hire, seat

    call_command("migrate", verbosity=0)
    team = Team.objects.create(name="Inside")
    for name in ("Ada", "Ben", "Cleo", "Dan"):
        seat(hire(name, Role.INSIDE_REP), team)
    home = Path(settings.HOME)
    seconds, memory = _import(*write_list(home, ROWS, wide=False), home)
    bare, rows = _bare(home / "house.sqlite3", home / "bare.sqlite3")
    yield Result(
        f"import of {ROWS:,} rows of 8 columns",
        ROWS / seconds,
        "rows/s",
        AIM,
        ROWS / bare,
        f"{seconds:.1f} s end to end, two processes; bare: the same {rows:,} rows of all tables with their indexes in {bare:.1f} s",
        more_is_better=True,
    )
    yield Result("memory of that import", memory, "MB", MEMORY, None, "both processes together, sampled 20 times a second")
    before = sqlite3.connect(home / "house.sqlite3").execute("SELECT max(id) FROM prospects_prospect").fetchone()[0]
    seconds, _memory = _import(*write_list(home, WIDE, wide=True), home)
    bare, rows = _bare(home / "house.sqlite3", home / "bare-wide.sqlite3", above=before)
    yield Result(
        f"import of {WIDE:,} rows of 30 columns",
        WIDE / seconds,
        "rows/s",
        WIDE_SHARE * WIDE / bare,
        WIDE / bare,
        f"aim: {WIDE_SHARE:.0%} of the bare insert of the same {rows:,} rows in {bare:.1f} s",
        more_is_better=True,
    )


def _import(path: Path, map_: Path, home: Path) -> tuple[float, float]:
    """Seconds and MB of one import on the command line."""
    command = [sys.executable, "-m", "bench._import_once", str(path), "--map", str(map_), "--source", path.stem, "--json"]
    began = time.perf_counter()
    process = subprocess.Popen(command, env={**os.environ, "KEEPWARM_HOME": str(home)}, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    most: list[float] = [0.0]
    watch = threading.Thread(target=_watch, args=(process, most), daemon=True)
    watch.start()
    out, _ = process.communicate()
    seconds = time.perf_counter() - began
    told = json.loads(out)
    assert told["rows"] == told["created"] + told["matched"] + told["already"] + told["rejected"], told
    return seconds, most[0]


def _watch(process: subprocess.Popen[bytes], most: list[float]) -> None:
    """The most memory that the process and its children hold together, in MB."""
    while process.poll() is None:
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
        try:
            pids = [process.pid, *map(int, children.read_text().split())]
            held = sum(int(Path(f"/proc/{pid}/statm").read_text().split()[1]) for pid in pids) * os.sysconf("SC_PAGESIZE")
            most[0] = max(most[0], held / 1e6)
        except OSError:
            pass
        time.sleep(0.05)


TABLES = (
    "prospects_organization prospects_prospect prospects_address prospects_matchkey prospects_standingchange touches_inquiry"
    " answers_answer decisions_decision qualification_judgement intake_importedrow"
).split()


def _bare(house: Path, target: Path, *, above: int = 0) -> tuple[float, int]:
    """Seconds to insert the rows of the house (of prospects above an id) into empty tables with the same indexes, and how many."""
    source, bare = sqlite3.connect(house), sqlite3.connect(target)
    bare.executescript("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -32768; PRAGMA temp_store = MEMORY;")
    for name in (*TABLES, "prospects_search"):
        for (sql,) in source.execute("SELECT sql FROM sqlite_master WHERE tbl_name = ? AND sql IS NOT NULL ORDER BY type DESC", (name,)):
            bare.execute(sql)
    seconds, count = 0.0, 0
    for name in TABLES:
        key = "id" if name in {"prospects_prospect", "prospects_organization"} else "prospect_id"
        condition = f" WHERE {key} > {above}" if above else ""
        if name == "prospects_organization" and above:
            condition = f" WHERE id IN (SELECT organization_id FROM prospects_prospect WHERE id > {above})"
        rows = source.execute(f"SELECT * FROM {name}{condition}").fetchall()
        marks = ", ".join("?" * len(rows[0])) if rows else ""
        began = time.perf_counter()
        if rows:
            with bare:
                bare.executemany(f"INSERT INTO {name} VALUES ({marks})", rows)
        seconds += time.perf_counter() - began
        count += len(rows)
    lines = source.execute(f"SELECT rowid, words FROM prospects_search WHERE rowid > {above}").fetchall()
    began = time.perf_counter()
    with bare:
        bare.executemany("INSERT INTO prospects_search (rowid, words) VALUES (?, ?)", lines)
    return seconds + time.perf_counter() - began, count + len(lines)
