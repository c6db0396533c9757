"""The storm: senders are killed, frozen beyond their lease, cut off, refused, and robbed of their disk, while they hand letters over.

Afterwards, with everything quiet, what the receiving server took is compared with what every row says.
"""

from __future__ import annotations

import contextlib
import json
import os
import random
import resource
import signal
import subprocess
import sys
import threading
import time
from collections import Counter, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.faults.nursery import LEASE
from tests.faults.sink import Sink, running
from tests.postgres import Cluster

ROOT = Path(__file__).resolve().parents[2]
CUTS = [
    ("greeting", "cut"),
    ("ehlo", "cut"),
    ("mail", "cut"),
    ("rcpt", "cut"),
    ("data", "cut"),
    ("body", "cut"),
    ("dot", "cut"),
    ("answer", "cut"),
]
LATER = [(step, "451 4.3.0 not now") for step in ("greeting", "ehlo", "mail", "rcpt", "data", "dot")]
NO = [(step, "550 5.1.1 never") for step in ("rcpt", "data", "dot")]
PATIENCE = 60.0  # seconds without any progress
MORE = 20  # letters


@dataclass(slots=True)
class Outcome:
    """What was found, and the `faults` that struck.

    `lost`: no row says accepted, uncertain, failed or bounced of it, or one says accepted and it is not there.
    """

    letters: int
    seconds: float
    faults: Counter[str]
    states: Counter[str]
    duplicates: list[str]
    lost: list[str]
    unlisted: list[str]
    denied: list[str]  # taken by the server, and the row says that it was not
    arrived_of_uncertain: int


@dataclass
class Storm:
    """One run in a house of its own under `home`, on SQLite or on a PostgreSQL that is crashed too."""

    home: Path
    letters: int
    faults: int
    workers: int = 2
    seed: int = 1
    cluster: Cluster | None = None
    done: Counter[str] = field(default_factory=Counter)
    pids: list[int] = field(default_factory=list)
    told: deque[tuple[str, str]] = field(default_factory=deque)
    lock: Any = field(default_factory=threading.Lock)

    def run(self) -> Outcome:
        """All of it; the outcome is compared with nothing yet."""
        self.dice = random.Random(self.seed)
        self.kinds = self._deal()
        url = self.cluster.url if self.cluster else ""
        self.env = {**os.environ, "KEEPWARM_HOME": str(self.home), "KEEPWARM_DATABASE_URL": url, "KEEPWARM_LOG_LEVEL": "CRITICAL"}
        with running(Sink(self._tell, log=self.home / "taken.log", features=("8BITMIME",))) as sink:
            program = [sys.executable, "-m", "tests.faults.nursery"]
            self.nursery = subprocess.Popen(
                program, env=self.env, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, start_new_session=True
            )
            try:
                self._ask(f"fill {self.letters} {sink.port}")
                began = time.monotonic()
                self.pids = [self._bear() for _ in range(self.workers)]
                self._blow(sink)
                self._calm()
                self._go_on_until_each_struck(sink)
                return self._compare(sink, time.monotonic() - began)
            finally:
                self._end()

    def _deal(self) -> list[tuple[str, Any]]:
        """Which faults, in a random order: half of them strike the senders, half the line; every step comes."""
        line = [("line", one) for one in (*CUTS, *LATER, *NO)]
        senders: list[tuple[str, Any]] = [("kill", None), ("kill", None), ("freeze", None), ("disk", None)]
        senders += [("crash", None)] if self.cluster else []
        dealt = [(senders if n % 2 else line)[(n // 2) % len(senders if n % 2 else line)] for n in range(self.faults)]
        self.dice.shuffle(dealt)
        return dealt

    def _tell(self, step: str) -> str:
        with self.lock:
            due = next((one for one in self.told if one[0] == step), None)
            if due is None:
                return ""
            self.told.remove(due)
            self.done["line"] += 1  # it counts when it strikes
        return due[1]

    def _blow(self, sink: Sink) -> None:
        """A fault each time so many more letters were taken."""
        for number, (kind, what) in enumerate(self.kinds):
            self._wait_for(lambda due=number * self.letters // (self.faults + 1): len(sink.taken) >= due, 3.0)  # type: ignore[misc]
            time.sleep(self.dice.random() * 0.03)
            getattr(self, f"_{kind}")(what)
            self.done[kind] += kind != "line"

    def _go_on_until_each_struck(self, sink: Sink) -> None:
        """The last ones wait for a step that comes seldom, such as a new line: then a few more letters are written."""
        for _ in range(10):
            if not self.told:
                return
            self._ask(f"fill {MORE} {sink.port}")
            self.letters += MORE
            self._calm()

    def _line(self, what: tuple[str, str]) -> None:
        with self.lock:
            self.told.append(what)

    def _kill(self, _: object) -> None:
        place = self.dice.randrange(self.workers)
        os.kill(self.pids[place], signal.SIGKILL)
        self.pids[place] = self._bear()

    def _freeze(self, _: object) -> None:
        """Longer than its lease; another takes its place meanwhile, and then it goes on as if nothing were."""
        place = self.dice.randrange(self.workers)
        frozen = self.pids[place]
        os.kill(frozen, signal.SIGSTOP)
        self.pids[place] = self._bear()

        def thaw() -> None:
            os.kill(frozen, signal.SIGCONT)
            time.sleep(1.0)
            os.kill(frozen, signal.SIGTERM)

        timer = threading.Timer(LEASE.total_seconds() * 1.6, thaw)
        timer.start()
        self.thawing = [*getattr(self, "thawing", []), timer]

    def _disk(self, _: object) -> None:
        """No byte more can be written by anyone of the house, for a while.

        Whoever serves it in PostgreSQL either cannot write the log, and the server starts itself anew, or cannot lengthen a table.
        """
        held = [pid for pid in self.pids if self._limit(pid, 1)]
        with self.cluster.short_of_disk(self.dice.choice((1, 8 * 2**20))) if self.cluster else contextlib.nullcontext():
            time.sleep(0.3)
        for pid in held:
            self._limit(pid, resource.RLIM_INFINITY)

    def _limit(self, pid: int, size: int) -> bool:
        try:
            resource.prlimit(pid, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))
        except ProcessLookupError:
            return False
        return True

    def _crash(self, _: object) -> None:
        assert self.cluster
        self.cluster.crash()

    def _bear(self) -> int:
        return int(self._ask("sender"))

    def _ask(self, words: str) -> str:
        assert self.nursery.stdin
        assert self.nursery.stdout
        self.nursery.stdin.write(words + "\n")
        self.nursery.stdin.flush()
        answer: str = self.nursery.stdout.readline()
        return answer

    def _calm(self) -> None:
        """Until nothing waits and nothing is held."""
        for timer in getattr(self, "thawing", []):
            timer.join()
        until, before = time.monotonic() + PATIENCE, -1
        while time.monotonic() < until:
            states = Counter(self._states()["states"].values())
            if not (left := states["queued"] + states["claimed"] + states["handing_over"]):
                return
            if left != before:
                until, before = time.monotonic() + PATIENCE, left
            time.sleep(0.3)

    def _end(self) -> None:
        """Nobody of the nursery is left behind."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.nursery.pid, signal.SIGKILL)
        self.nursery.wait(30)

    def _compare(self, sink: Sink, seconds: float) -> Outcome:
        found = self._states()
        states: dict[str, str] = found["states"]
        taken = Counter(sink.taken)
        said = {"accepted", "uncertain", "failed", "bounced", "cancelled"}
        return Outcome(
            letters=self.letters,
            seconds=seconds,
            faults=self.done,
            states=Counter(states.values()),
            duplicates=[name for name, count in taken.items() if count > 1],
            lost=[name for name, state in states.items() if state not in said or (state == "accepted" and name not in taken)],
            unlisted=[name for name, state in states.items() if state == "uncertain" and name not in set(found["listed"])],
            denied=[name for name in taken if states[name] not in {"accepted", "uncertain"}],
            arrived_of_uncertain=sum(state == "uncertain" and name in taken for name, state in states.items()),
        )

    def _states(self) -> dict[str, Any]:
        """Asked again while the database starts."""
        until = time.monotonic() + PATIENCE
        while not (told := self._ask("tell")).startswith("{") and time.monotonic() < until:
            time.sleep(0.3)
        found: dict[str, Any] = json.loads(told)
        return found

    def _wait_for(self, done: Callable[[], bool], seconds: float) -> None:
        until = time.monotonic() + seconds
        while not done() and time.monotonic() < until:
            time.sleep(0.005)
