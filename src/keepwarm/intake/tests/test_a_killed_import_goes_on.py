"""Killed at any moment, an import goes on behind its last whole chunk: afterwards the house is as if nothing had happened."""

import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
import pytest

from keepwarm.intake.tests.lists import row, write_list

ROOT = Path(__file__).parents[4]
MAP = """
dates = "day first"
[person]
name = "Name"
organization = "Firm"
emails = ["Email"]
phones = ["Phone"]
[inquiry]
date = "Date"
[[answer]]
column = "Size"
"""
READ = """
SELECT p.name, o.name, p.stage, (SELECT count(*) FROM touches_inquiry i WHERE i.prospect_id = p.id),
 (SELECT string_agg(normalized, ',') FROM (SELECT normalized FROM prospects_address a WHERE a.prospect_id = p.id ORDER BY normalized) a),
 (SELECT string_agg(value, ',') FROM (SELECT value FROM answers_answer a WHERE a.prospect_id = p.id ORDER BY value) b),
 (SELECT count(*) FROM decisions_decision d WHERE d.prospect_id = p.id), p.because_rule,
 (SELECT count(*) FROM intake_importedrow r WHERE r.prospect_id = p.id)
 FROM prospects_prospect p LEFT JOIN prospects_organization o ON o.id = p.organization_id ORDER BY p.name
"""
COUNTS = "SELECT rows, created, matched, already, rejected, next_line FROM intake_import"
SERVER = os.environ.get("KEEPWARM_DATABASE_URL", "")


@dataclass(frozen=True)
class Copy:
    """A house of its own: its folder, and on PostgreSQL the address of its database."""

    home: Path
    url: str = ""


def environment(house: Copy) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("KEEPWARM_", "DJANGO_"))}
    path = f"{ROOT / 'src'}{os.pathsep}{ROOT}"
    return {**kept, "KEEPWARM_HOME": str(house.home), "KEEPWARM_DATABASE_URL": house.url, "PYTHONPATH": path}


def keepwarm(house: Copy, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", RUN, *words], env=environment(house), capture_output=True, text=True, check=False)


RUN = "import os, sys; os.nice = lambda by: 0; from keepwarm.cli.main import main; main(sys.argv[1:])"
"""The command as in a terminal, but that it gives no way to others: beside busy tests it would take minutes."""
STAFF = "import keepwarm.cli.main as m; m._open_house(); from tests.cast import open_house; open_house()"


def make_database(name: str, *, template: str = "template1") -> str:
    """A database of that name on the tests' PostgreSQL, and its address; nothing on SQLite, where a house is its folder."""
    if not SERVER:
        return ""
    with psycopg.connect(SERVER, autocommit=True) as server:
        server.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        server.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    return urlsplit(SERVER)._replace(path=f"/{name}").geturl()


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Copy:
    """A house with people who work there, to be copied."""
    house = Copy(tmp_path_factory.mktemp("empty"), make_database(EMPTY))
    assert keepwarm(house, "migrate", "--quiet").returncode == 0
    subprocess.run([sys.executable, "-c", STAFF], env=environment(house), check=True)
    return house


EMPTY = f"empty-{os.getpid()}"


@pytest.fixture
def houses(empty: Copy, tmp_path: Path) -> Any:
    """Makes copies of the empty house."""
    import shutil

    def copy(name: str) -> Copy:
        return Copy(Path(shutil.copytree(empty.home, tmp_path / name)), make_database(f"{name}-{os.getpid()}", template=EMPTY))

    return copy


def make_list(folder: Path, rows: int) -> tuple[Path, Path]:
    lines = [
        row(f"Given{place} Family{place}", f"Firm {place % 300}", f"p{place % (rows - 50)}@mail.example", "", "01.03.2026", str(place))
        for place in range(rows)
    ]
    map_ = folder / "map.toml"
    map_.write_text(MAP, encoding="utf-8")
    return write_list(folder, lines), map_


def whole(house: Copy) -> list[Any]:
    return ask(house, READ)


def ask(house: Copy, sql: str) -> list[Any]:
    if house.url:
        with psycopg.connect(house.url) as server:
            return server.execute(sql).fetchall()
    with closing(sqlite3.connect(house.home / "house.sqlite3")) as file:
        return file.execute(sql.replace("string_agg", "group_concat")).fetchall()


@pytest.mark.long
@pytest.mark.both
def test_at_any_moment(houses: Any, tmp_path: Path) -> None:
    path, map_ = make_list(tmp_path, 900)
    words = ("import", str(path), "--map", str(map_), "--source", "Fair", "--json")
    untouched = houses("untouched")
    told = json.loads(keepwarm(untouched, *words).stdout)
    assert told["rows"] == 900 == told["created"] + told["matched"] + told["rejected"] + told["already"]
    chance = random.Random(5)
    house = houses("killed")
    process = subprocess.Popen([sys.executable, "-c", RUN, *words], env=environment(house), stderr=subprocess.PIPE, text=True)
    assert process.stderr is not None
    ref = process.stderr.readline().split()[1].rstrip(".")
    for _ in range(3):
        time.sleep(chance.uniform(0.2, 2.5))
        process.send_signal(signal.SIGKILL)
        process.wait()
        process = subprocess.Popen(
            [sys.executable, "-c", RUN, "import", "--resume", ref, "--json"], env=environment(house), stderr=subprocess.DEVNULL, text=True
        )
    process.wait()
    last = keepwarm(house, "import", "--resume", ref)
    assert last.returncode in {0, 2}, last.stderr
    assert whole(house) == whole(untouched)
    assert ask(house, COUNTS) == ask(untouched, COUNTS)
    again = json.loads(keepwarm(house, *words).stdout)
    assert (again["created"], again["matched"], again["already"]) == (0, 0, 900)
    assert keepwarm(house, "audit").returncode == 0


@pytest.mark.parametrize(
    ("file", "map_", "words"),
    [
        (b"", MAP, "is empty"),
        (b"%PDF-1", MAP, "PDF"),
        (b"Name,Firm,Email,Phone,Date,Size\n", MAP, "no row below it"),
        (b"Name,Firm,Email,Phone,Date,Size\nA,B,c@d.de,,,\n", MAP.replace('"Firm"', '"Frim"'), "Did you mean"),
        (b"Name,Firm,Email,Phone,Date,Size\nA,B,c@d.de,,,\n", "[person", "no valid TOML"),
    ],
)
def test_what_cannot_be_read_is_one_sentence_exit_2_and_nothing_changed(
    empty: Copy, tmp_path: Path, file: bytes, map_: str, words: str
) -> None:
    path, toml = tmp_path / "list.csv", tmp_path / "map.toml"
    path.write_bytes(file)
    toml.write_text(map_, encoding="utf-8")
    before = whole(empty)
    done = keepwarm(empty, "import", str(path), "--map", str(toml), "--source", "Fair")
    assert done.returncode == 2
    assert words in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert whole(empty) == before
    assert not list((empty.home / "files").glob("*/*"))
