"""Pages of a house of a million, for eight people at work, while a list is imported."""

from __future__ import annotations

import http.client
import json
import os
import socket
import statistics
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bench.result import Result

PEOPLE = int(os.environ.get("KEEPWARM_BENCH_PEOPLE", "1000000"))
ROWS = int(os.environ.get("KEEPWARM_BENCH_ROWS", "20000"))
SECONDS = float(os.environ.get("KEEPWARM_BENCH_SECONDS", "60"))
PAUSE = 1.0  # seconds between two pages of one reader, half as long to one and a half: nobody reads faster
AIM = 200.0  # ms for 95 of 100 pages
READERS = 8
PLACES_OF_EACH = 40  # prospects and words a reader goes through
NAMED = ("desk", "list", "prospect")
"""What the aim is about. Finding and the report are read beside them, as often, and stand on lines of their own."""
BARE = "/static/site/icon.svg"


def run() -> Iterator[Result]:
    """p95 of the pages and of each, the import running; the limit is a file of 1 KB from the same server under the same load."""
    from django.conf import settings

    from bench._lists import write_list
    from bench._million import fill
    from keepwarm.cli.migrate import prepare_house

    prepare_house()
    fill(PEOPLE)
    home = Path(settings.HOME)
    readers = _readers()
    lists = write_list(home, ROWS, wide=False)
    with _served(home) as (port, server):
        bare, _, _ = _read(port, [{**reader, "pages": {"bare": [BARE]}} for reader in readers], SECONDS / 10)
        _read(port, readers, SECONDS / 10)  # caches as in a house that has been open for a minute
        calm, _, _ = _read(port, readers, SECONDS / 2)
        began, cpu = time.perf_counter(), _cpu_of(server)
        with _importing(home, lists) as importing:
            busy, own, alive = _read(port, readers, SECONDS, while_=importing)
        spent, seconds = 1000 * (_cpu_of(server) - cpu), time.perf_counter() - began
    yield from _results(busy, calm, _percentile(bare["bare"], 95), f"{alive:.0%} of the time an import of {ROWS:,} rows was running")
    asked = sum(map(len, busy.values()))
    note = f"processor time of the server, background included, over {asked:,} pages in {seconds:.0f} s; the readers took {own:.1f} s"
    yield Result("pages: processor time a page", spent / max(asked, 1), "ms", None, None, note)


def _results(busy: dict[str, list[float]], calm: dict[str, list[float]], bare: float, note: str) -> Iterator[Result]:
    """Those the aim names together, and page by page."""
    everything = [ms for page in NAMED for ms in busy[page]]
    quiet = [ms for page in NAMED for ms in calm[page]]
    what = f"{len(everything):,} pages ({', '.join(NAMED)}) of {PEOPLE:,} prospects, {READERS} readers"
    said = f"{what}; {_three(everything)}; {note}; without it {_three(quiet)}"
    yield Result("pages p95", _percentile(everything, 95), "ms", AIM, bare, said)
    for page, took in busy.items():
        yield Result(
            f"pages p95: {page}", _percentile(took, 95), "ms", AIM, bare, f"{_three(took)}; without the import {_three(calm[page])}"
        )


def _three(took: list[float]) -> str:
    return " / ".join(f"p{part} {_percentile(took, part):.0f}" for part in (50, 95, 99)) + " ms"


def _percentile(took: list[float], part: int) -> float:
    return statistics.quantiles(took, n=100, method="inclusive")[part - 1] if len(took) > 1 else sum(took)


def _readers() -> list[dict[str, Any]]:
    """Seven reps and the manager, signed in: a cookie each, and the addresses they go through page by page."""
    from keepwarm.staff.models import User

    people = [User.objects.get(email=f"rep{number}@house.example") for number in range(READERS - 1)]
    people.append(User.objects.get(email="mona@house.example"))
    return [{"cookie": _sign_in(user), "pages": _pages_of(user)} for user in people]


def _sign_in(user: Any) -> str:
    """A session as signing in leaves it."""
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    session = SessionStore()
    session[SESSION_KEY], session[BACKEND_SESSION_KEY] = str(user.pk), settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}"


def _pages_of(user: Any) -> dict[str, list[str]]:
    """Desk, list, prospect, find and report; the desk is a rep's alone, for a manager the list of calls stands for it."""
    from bench._million import FAMILY, GIVEN
    from keepwarm.prospects.models import Prospect
    from keepwarm.staff.models import Seat

    has_desk = Seat.objects.filter(user=user).exists()
    mine = Prospect.objects.filter(owner__user=user) if has_desk else Prospect.objects.filter(owner__user__isnull=False)
    calls = list(mine.filter(next_step="call").order_by("next_touch_at").values_list("ref", flat=True)[:PLACES_OF_EACH])
    others = list(mine.order_by("pk").values_list("ref", flat=True)[:PLACES_OF_EACH])
    words = [f"{GIVEN[place % 25]}+{FAMILY[place % 26][:3]}" for place in range(PLACES_OF_EACH)]
    desk = ["/desk/", *(f"/desk/{ref}/" for ref in calls)] if has_desk else ["/prospects/?step=call"]
    return {
        "desk": desk,
        "list": ["/prospects/", "/prospects/?step=call", "/prospects/?overdue=on"],
        "prospect": [f"/prospects/{ref}/" for ref in (*calls[: PLACES_OF_EACH // 2], *others[PLACES_OF_EACH // 2 :])],
        "find": [f"/prospects/find/?q={word}" for word in words],
        "report": ["/reports/morning/"],
    }


@contextmanager
def _served(home: Path) -> Iterator[tuple[int, int]]:
    """`keepwarm serve` on a free port: the port and the process id."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [str(Path(sys.executable).with_name("keepwarm")), "serve", "--port", str(port)]
    log = (home / "serve.log").open("wb")
    server = subprocess.Popen(command, env={**os.environ, "KEEPWARM_HOME": str(home)}, stdout=log, stderr=log)
    try:
        _wait_for(port, server)
        yield port, server.pid
    finally:
        server.terminate()
        server.wait(timeout=60)
        log.close()


def _wait_for(port: int, server: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        assert server.poll() is None, "the server ended"
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request("GET", BARE)
            answer = connection.getresponse()
        except OSError:
            time.sleep(0.1)
        else:
            assert answer.status == 200, "the bare page is not there"
            return
    raise AssertionError("the server does not answer")


@contextmanager
def _importing(home: Path, lists: tuple[Path, Path]) -> Iterator[subprocess.Popen[bytes]]:
    """`keepwarm import` in a process of its own, as long as pages are read."""
    path, map_ = lists
    command = [sys.executable, "-m", "bench._import_once", str(path), "--map", str(map_), "--source", "Bench", "--json"]
    process = subprocess.Popen(command, env={**os.environ, "KEEPWARM_HOME": str(home)}, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    yield process
    out, _ = process.communicate(timeout=600)
    told = json.loads(out)
    assert told["rows"] == told["created"] + told["matched"] + told["already"] + told["rejected"], told


def _read(
    port: int, readers: list[dict[str, Any]], seconds: float, *, while_: subprocess.Popen[bytes] | None = None
) -> tuple[dict[str, list[float]], float, float]:
    """Milliseconds by page, the readers' own processor seconds, and for how much of it `while_` was running."""
    task = json.dumps({"port": port, "seconds": seconds, "pause": PAUSE, "readers": readers})
    command = [sys.executable, "-m", "bench._readers"]
    began, ended = time.perf_counter(), 0.0
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdin is not None
    process.stdin.write(task)
    process.stdin.close()
    process.stdin = None
    while while_ is not None and while_.poll() is None and time.perf_counter() - began < seconds:
        time.sleep(0.1)
        ended = time.perf_counter()
    told = json.loads(process.communicate()[0])
    by_page: dict[str, list[float]] = defaultdict(list)
    for page, ms, status in told["took"]:
        assert status == 200, (page, status)
        by_page[page].append(ms)
    return dict(by_page), told["own_cpu"], min((ended - began) / seconds, 1.0) if ended else 0.0


def _cpu_of(pid: int) -> float:
    """Processor seconds of a process and all below it."""
    total, waiting = 0.0, [pid]
    while waiting:
        one = waiting.pop()
        fields = Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split()
        total += (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
        for task in Path(f"/proc/{one}/task").iterdir():
            waiting += map(int, (task / "children").read_text().split())
    return total
