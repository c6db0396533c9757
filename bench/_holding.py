"""How long SQLite's one write lock is held, and by what: every BEGIN IMMEDIATE … COMMIT of this process is timed."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True)
class Held:
    """One transaction: milliseconds on the clock and of the processor, and the milliseconds of its statements by kind."""

    ms: float
    cpu: float
    statements: dict[str, float]
    count: int

    def told(self) -> str:
        """Its statements, the longest first."""
        most = sorted(self.statements.items(), key=lambda pair: -pair[1])[:3]
        rest = self.ms - sum(self.statements.values())
        return f"{self.count} statements: " + ", ".join(f"{what} {ms:.0f}" for what, ms in most) + f", Python between {max(rest, 0):.0f}"


@dataclass(slots=True)
class Watch:
    """The transactions seen since it began."""

    held: list[Held] = field(default_factory=list)

    @property
    def worst(self) -> Held:
        """The one that was held longest on the clock."""
        return max(self.held, key=lambda one: one.ms, default=Held(0.0, 0.0, {}, 0))

    def usual_cpu(self) -> float:
        """Processor milliseconds that 95 of 100 stay under: other work on the machine does not lengthen these."""
        spent = sorted(one.cpu for one in self.held)
        return spent[int(0.95 * (len(spent) - 1))] if spent else 0.0


@contextmanager
def watching() -> Iterator[Watch]:
    """Time every transaction of the default connection within the block."""
    from django.db import connection

    watch, now = Watch(), _Now()
    inner: Any = connection
    was = {name: getattr(inner, name) for name in ("_start_transaction_under_autocommit", "_commit", "_rollback")}

    def begin() -> None:
        was["_start_transaction_under_autocommit"]()
        now.start()

    def ends(name: str) -> Callable[[], None]:
        def end() -> None:
            began = time.perf_counter()
            was[name]()
            now.note("COMMIT" if name == "_commit" else "ROLLBACK", began)
            if now.is_running:
                watch.held.append(now.stop())

        return end

    def execute(run: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        began = time.perf_counter()
        try:
            return run(sql, params, many, context)
        finally:
            now.note(_kind(sql), began)

    inner._start_transaction_under_autocommit = begin  # noqa: SLF001 - where Django begins, and where it ends
    inner._commit, inner._rollback = ends("_commit"), ends("_rollback")  # noqa: SLF001
    try:
        with connection.execute_wrapper(execute):
            yield watch
    finally:
        for name in was:
            delattr(inner, name)


class _Now:
    """The transaction that runs."""

    def __init__(self) -> None:
        self.is_running = False

    def start(self) -> None:
        self.is_running, self.statements, self.count = True, dict[str, float](), 0
        self.began, self.cpu = time.perf_counter(), time.thread_time()

    def note(self, what: str, began: float) -> None:
        if self.is_running:
            self.statements[what] = self.statements.get(what, 0.0) + 1000 * (time.perf_counter() - began)
            self.count += 1

    def stop(self) -> Held:
        self.is_running = False
        return Held(1000 * (time.perf_counter() - self.began), 1000 * (time.thread_time() - self.cpu), self.statements, self.count)


def _kind(sql: str) -> str:
    """Verb and table of a statement."""
    found = re.search(r"^\s*(WITH|SELECT|INSERT|UPDATE|DELETE|SAVEPOINT|RELEASE)", sql, re.IGNORECASE)
    verb = found.group(1).upper() if found else sql.strip()[:12]
    table = re.search(r'(?:FROM|INTO|UPDATE)\s+"?(\w+)"?', sql)
    return f"{verb} {table.group(1)}" if table else verb
