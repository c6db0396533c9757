"""Clicks on their way into the table: each is on the disk before it is answered, and many go into the table together.

A page writes one line to a file of its process and waits until the disk has it; whoever waits at the same time waits for one and
the same write. So nothing that was answered is lost, neither when the process dies nor when the machine does; a click that was
not answered yet may be. Who takes the files (`taken`) renames each under its lock, writes its lines into the table and then
drops it: after a crash in between they are taken once more, and each line's own name makes it one row.
"""

from __future__ import annotations

import fcntl
import json
import os
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from keepwarm.lib.ids import new_ref

OPEN, TAKEN = ".clicks", ".taken"


class Spool:
    """The file of one process. Threads may share it; a forked process opens its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._writing, self._flushing = threading.Lock(), threading.Lock()
        self._path, self._file, self._pid = Path(), -1, 0
        self._written = self._kept = 0

    def keep(self, line: Mapping[str, Any]) -> None:
        """Write a line, and come back when the disk has it. Raises OSError when it cannot."""
        raw = (json.dumps(line, separators=(",", ":")) + "\n").encode()
        with self._writing, self._held() as file:
            os.write(file, raw)
            self._written += 1
            mine = self._written
        with self._flushing:
            if self._kept < mine:
                self._flush()

    @contextmanager
    def _held(self) -> Iterator[int]:
        """The open file under its lock; a new one when nobody has one, or when it was taken."""
        while True:
            if self._pid != os.getpid() or self._file < 0:
                self._open()
            fcntl.flock(self._file, fcntl.LOCK_EX)
            if self._path.exists():
                break
            self._flush_taken()
        try:
            yield self._file
        finally:
            fcntl.flock(self._file, fcntl.LOCK_UN)

    def _open(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        self._pid, self._path = os.getpid(), self.folder / f"{os.getpid()}-{new_ref()}{OPEN}"
        self._file = os.open(self._path, os.O_CREAT | os.O_WRONLY | os.O_APPEND | os.O_EXCL | os.O_CLOEXEC, 0o600)
        _flush_folder(self.folder)

    def _flush_taken(self) -> None:
        """Our file was taken: what others still wait for is on the disk before it is let go."""
        os.fdatasync(self._file)
        os.close(self._file)
        self._file = -1

    def _flush(self) -> None:
        """All lines up to now; a file that was let go meanwhile was flushed then."""
        with self._writing:
            upto, file = self._written, os.dup(self._file)
        try:
            os.fdatasync(file)
            self._kept = upto
        finally:
            os.close(file)


def taken(folder: Path) -> Iterator[tuple[Path, list[dict[str, Any]]]]:
    """Each file that is there, taken from its writer, with its lines. Whoever has written them into the table drops the file."""
    for path in sorted(folder.glob(f"*{OPEN}")):
        _take(path)
    for path in sorted(folder.glob(f"*{TAKEN}")):
        yield path, list(_read(path.read_bytes().splitlines()))


def _take(path: Path) -> None:
    try:
        with path.open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_EX)  # its writer is between two lines now
            path.rename(path.with_suffix(TAKEN))
    except FileNotFoundError:
        return  # another took it


def _read(lines: Iterable[bytes]) -> Iterator[dict[str, Any]]:
    """Whole lines; one that a crash has cut was never answered."""
    for line in lines:
        try:
            said = json.loads(line)
        except ValueError:
            continue
        if isinstance(said, dict):
            yield said


def _flush_folder(folder: Path) -> None:
    """A new file's name is on the disk too."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
