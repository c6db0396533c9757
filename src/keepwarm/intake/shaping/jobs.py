"""A file through a plan, row by row; for a large file in a process of its own, so that both cores work."""

from __future__ import annotations

import fcntl
import io
import marshal
import os
import pickle
import struct
import subprocess
import sys
from collections.abc import Generator, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import IO, Any, Final

from django.utils.translation import gettext

import keepwarm
from keepwarm.intake.mapping.lookup import joined
from keepwarm.intake.mapping.plan import Plan
from keepwarm.intake.reading.opening import open_table
from keepwarm.intake.reading.tables import Unreadable
from keepwarm.intake.shaping.history import HistoryShaper, Told
from keepwarm.intake.shaping.people import Shaper
from keepwarm.intake.shaping.shapes import Flawed, Shaped, ShapedAddress

BATCH: Final = 200
SMALL: Final = 256 << 10  # bytes: below it another process takes longer to start than the work
AHEAD: Final = 1 << 20  # bytes: some 2,500 rows of 8 columns, and as much as Linux gives a pipe without asking
SHAPED, FLAWED, TOLD, BROKEN = 0, 1, 2, 3
_ADDRESSES: Final = Shaped._fields.index("addresses")
_LENGTH: Final = struct.Struct("<I")


@dataclass(frozen=True, slots=True)
class Job:
    """Shape the rows of the file at `path` that begin on `from_line` or later; `called` is its name in sentences."""

    path: str
    called: str
    plan: Plan
    latest: datetime
    from_line: int = 0


def shape_here(job: Job) -> Iterator[Shaped | Told | Flawed]:
    """The rows, shaped in this process. Raises Unreadable."""
    kind = HistoryShaper if job.plan.kind == "history" else Shaper
    shaper = kind(job.plan, latest=job.latest)
    for row in open_table(Path(job.path), name=job.called).rows(from_line=job.from_line):
        if row.problem:
            yield Flawed(row.line, _sentence(row.problem), tuple(row.cells))
            continue
        shaped = shaper.shape(row.line, joined(row.cells, job.plan.lookups))
        yield shaped if isinstance(shaped, Shaped) else _as_it_came(shaped, tuple(row.cells))


def _as_it_came(shaped: Told | Flawed, cells: tuple[str, ...]) -> Told | Flawed:
    """With the cells of the file, without what a lookup put beside them."""
    return shaped._replace(cells=cells) if isinstance(shaped, Flawed) else replace(shaped, cells=cells)


def _sentence(problem: str) -> str:
    return f"{problem[:1].upper()}{problem[1:]}."


def shape(job: Job) -> Generator[Shaped | Told | Flawed, None, None]:
    """The rows in their order, shaped beside this process when the file is large. Close it to stop early."""
    if Path(job.path).stat().st_size < SMALL:
        yield from shape_here(job)
        return
    with closing(_shape_beside(job)) as rows:
        yield from rows


def _shape_beside(job: Job) -> Generator[Shaped | Told | Flawed, None, None]:
    source = str(Path(keepwarm.__file__).parents[1])
    path = os.pathsep.join(part for part in (source, os.environ.get("PYTHONPATH", "")) if part)
    worker = subprocess.Popen(
        [sys.executable, "-m", "keepwarm.intake.shaping.worker"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        bufsize=0,
        env={**os.environ, "PYTHONPATH": path},
    )
    assert worker.stdin is not None
    assert worker.stdout is not None
    _widen(worker.stdout)
    try:
        with worker.stdin as told:
            write_whole(told, pickle.dumps(job))
        yield from _received(io.BufferedReader(worker.stdout))  # type: ignore[type-var]
    finally:
        worker.stdout.close()
        worker.kill()
        worker.wait()


def _widen(pipe: IO[bytes]) -> None:
    """Let the reader work ahead by a chunk of rows instead of 64 KB, else each of the two waits for the other. Linux only."""
    with suppress(AttributeError, OSError):
        fcntl.fcntl(pipe.fileno(), fcntl.F_SETPIPE_SZ, AHEAD)


def _received(pipe: IO[bytes]) -> Iterator[Shaped | Told | Flawed]:
    while head := pipe.read(_LENGTH.size):
        for sort, values in marshal.loads(pipe.read(_LENGTH.unpack(head)[0])):  # noqa: S302 - our own process wrote it
            if sort == SHAPED:
                yield Shaped._make(values)
            elif sort == TOLD:
                yield Told(Shaped._make(values[0]), *values[1:])
            elif sort == FLAWED:
                yield Flawed._make(values)
            elif sort == BROKEN:
                raise Unreadable(values)
            else:
                return
    raise Unreadable(gettext("The reading of the file ended before its end. Please try again."))


def send(job: Job, pipe: IO[bytes]) -> None:
    """The other end: shape and send in batches through an unbuffered pipe; the last batch says that it is the last."""
    try:
        rows = shape_here(job)
        while batch := [_plain(row) for row in islice(rows, BATCH)]:
            _send(pipe, batch)
        _send(pipe, [(-1, None)])
    except Unreadable as problem:
        _send(pipe, [(BROKEN, problem.sentence)])


def _send(pipe: IO[bytes], batch: list[tuple[int, Any]]) -> None:
    packed = marshal.dumps(batch)
    write_whole(pipe, _LENGTH.pack(len(packed)) + packed)


def write_whole(pipe: IO[bytes], content: bytes) -> None:
    """Write all of it to an unbuffered pipe, however little it takes at a time.

    Python 3.11's buffered writer loses bytes on a pipe when the process is stopped and goes on in the middle of a write
    (60 MB written under 10,000 stops: 0.3 MB were missing), and a list would come in with a hole.
    """
    left = memoryview(content)
    while left:
        left = left[pipe.write(left) :]


def _plain(row: Shaped | Told | Flawed) -> tuple[int, Any]:
    """As plain tuples: marshal knows no others."""
    if isinstance(row, Flawed):
        return FLAWED, tuple(row)
    if isinstance(row, Told):
        return TOLD, (_plain_shaped(row.who), tuple(row.what) if row.what else None, row.cells)
    return SHAPED, _plain_shaped(row)


def _plain_shaped(row: Shaped) -> tuple[Any, ...]:
    if row.addresses:
        values = list(row)
        values[_ADDRESSES] = tuple(tuple(one) for one in row.addresses)
        return tuple(values)
    return tuple(row)


def addresses_of(row: Shaped) -> list[ShapedAddress]:
    """The addresses of a row, wherever it was shaped."""
    return [ShapedAddress._make(one) for one in row.addresses]
