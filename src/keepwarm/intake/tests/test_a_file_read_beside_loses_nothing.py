"""The process that reads a large list beside the import may be stopped and go on at any moment: no row is lost or damaged."""

from __future__ import annotations

import contextlib
import io
import os
import signal
import subprocess
import threading
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from keepwarm.intake.mapping.read import read_map
from keepwarm.intake.shaping.jobs import SMALL, Job, shape, shape_here, write_whole
from keepwarm.intake.tests.lists import HEADER, MAP, row, write_list
from tests.cast import NOW


class Narrow(io.RawIOBase):
    """A pipe that takes seven bytes at a time, as a pipe may under a signal."""

    def __init__(self) -> None:
        self.taken = bytearray()

    def write(self, content: Any) -> int:
        self.taken += content[:7]
        return min(7, len(content))


def test_all_is_written_however_little_goes_at_a_time() -> None:
    pipe = Narrow()
    write_whole(pipe, bytes(range(256)) * 4)  # type: ignore[arg-type]
    assert bytes(pipe.taken) == bytes(range(256)) * 4


def test_a_reader_that_is_stopped_over_and_over_gives_every_row(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write_list(tmp_path, [row(f"Ann Number{n}", f"Firm {n}", f"ann{n}@firm{n}.example", "", "2026-01-02") for n in range(4_800)])
    assert path.stat().st_size > SMALL, "the file is read here, not beside"
    job = Job(str(path), path.name, read_map(dict(MAP), HEADER, called="the map", file=path.name), NOW + timedelta(days=1))
    readers: list[subprocess.Popen[bytes]] = []
    start = subprocess.Popen

    def started(*given: Any, **more: Any) -> subprocess.Popen[bytes]:
        readers.append(start(*given, **more))
        threading.Thread(target=_stop_and_go, args=(readers[-1],), daemon=True).start()
        return readers[-1]

    monkeypatch.setattr(subprocess, "Popen", started)
    came = list(shape(job))
    assert came == list(shape_here(job))
    assert readers, "no process read it beside this one"


def _stop_and_go(process: subprocess.Popen[bytes]) -> None:
    with contextlib.suppress(ProcessLookupError):  # it has ended
        while process.returncode is None:
            os.kill(process.pid, signal.SIGSTOP)
            time.sleep(0.001)
            os.kill(process.pid, signal.SIGCONT)
            time.sleep(0.002)
