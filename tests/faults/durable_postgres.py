"""A PostgreSQL of our own that keeps every commit when it crashes, and can be crashed."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.postgres import _as_other_user, _stop, find_binaries


@contextmanager
def durable_postgres() -> Iterator[tuple[str, Callable[[], None]]]:
    """The address of a running cluster, and what stops it at once and starts it again."""
    binaries, folder = find_binaries(), Path(tempfile.mkdtemp(prefix="keepwarm-pg-"))
    run = _as_other_user(folder)
    options = f"-c listen_addresses='' -k {folder} -c synchronous_commit=on -c fsync=off -c max_connections=40"  # no power is cut here
    try:
        run(binaries / "initdb", "-D", folder / "data", "-U", "keepwarm", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
        run(binaries / "pg_ctl", "-D", folder / "data", "-l", folder / "log", "-w", "-t", "60", "-o", options, "start")
        run(binaries / "createdb", "-h", folder, "-U", "keepwarm", "keepwarm")

        def crash() -> None:
            run(binaries / "pg_ctl", "-D", folder / "data", "-l", folder / "log", "-m", "immediate", "-w", "-t", "60", "restart")

        yield f"postgresql://keepwarm@/keepwarm?host={folder}", crash
    finally:
        _stop(run, binaries, folder)
        shutil.rmtree(folder, ignore_errors=True)
