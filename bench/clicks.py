"""Clicks recorded, beside the same links led on without recording: the real server, on loopback, with readers on several connections."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from bench.result import Result

SECONDS = float(os.environ.get("KEEPWARM_BENCH_SECONDS", "10"))
PEOPLE = int(os.environ.get("KEEPWARM_BENCH_CLICKERS", "2000"))
CONNECTIONS = 16
"""More at once than the server has threads."""
AIM = 0.5  # of what it answers without recording
ROUNDS = 3  # each way, in turn: what else the machine does falls on both
HEADERS = {"User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Accept-Language": "en"}


def run() -> Iterator[Result]:
    """Clicks a second with recording and without, their share, and that every answered click is a row in the end."""
    from django.conf import settings

    from bench.pages import _served
    from keepwarm.cli.migrate import prepare_house
    from keepwarm.signs.actions import take_in_clicks
    from keepwarm.signs.clicks import folder
    from keepwarm.signs.models import Sign

    prepare_house()
    tracked, bare = _paths()
    home = Path(settings.HOME)
    with _served(home) as (port, _):
        _ask(port, bare, 2.0)
        answered = _ask(port, tracked, 2.0)
        counts = [(_ask(port, bare, SECONDS), _ask(port, tracked, SECONDS)) for _round in range(ROUNDS)]
    began = time.perf_counter()
    waiting = take_in_clicks(folder(), now=datetime.now(UTC))
    spent = time.perf_counter() - began
    answered += sum(tracked for _, tracked in counts)
    kept = Sign.objects.count()
    plain, fast = (max(column) / SECONDS for column in zip(*counts, strict=True))
    note = f"best of {ROUNDS} runs of {SECONDS:.0f} s, {CONNECTIONS} connections, each click in its file before its answer"
    yield Result("clicks: recorded a second", fast, "/s", AIM * plain, plain, note, more_is_better=True)
    yield Result("clicks: answered and not a row", max(0, answered - kept), "clicks", 0, None, f"{answered:,} answered, {kept:,} rows")
    yield Result(
        "clicks: left to write in the end", waiting, "clicks", None, None, f"{spent:.2f} s for the rest; the others were written meanwhile"
    )


def _paths() -> tuple[list[str], list[str]]:
    """Links of mails to many people, each of which is recorded, and links of a page for everyone, of which none is."""
    from bench._million import fill
    from keepwarm.prospects.models import Prospect
    from keepwarm.signs.actions import put_links
    from keepwarm.signs.links import Target, path_of

    targets = [Target(f"https://www.example.com/page-{number}") for number in range(20)]
    links = list(put_links(targets, now=datetime.now(UTC)).values())
    fill(PEOPLE, say=False)
    people = list(Prospect.objects.values_list("ref", flat=True))
    return [path_of(links[n % 20], ref) for n, ref in enumerate(people)], [path_of(link) for link in links]


def _ask(port: int, paths: Sequence[str], seconds: float) -> int:
    """How many of them the server answers in this time."""
    task = {"port": port, "seconds": seconds, "connections": CONNECTIONS, "paths": paths, "headers": HEADERS}
    done = subprocess.run(
        [sys.executable, "-m", "bench._clickers"], input=json.dumps(task), capture_output=True, text=True, check=True, timeout=seconds + 60
    )
    return int(done.stdout)
