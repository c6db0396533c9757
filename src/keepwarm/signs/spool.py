"""Clicks on their way into the table: each is in a file before it is answered, and many go into the table together.

A page writes one line to a file of its process and answers; a thread beside has the disk flush the file again and again while
lines come. So nothing that was answered is lost when the process dies, however it dies; when the machine loses its power, what
the disk had not flushed is: the clicks of one flush, some thousandths of a second on a disk that is not busy. Who takes the files
(`taken`) renames each under its lock, writes its lines into the table and then drops it: after a crash in between they are taken
once more, and each line's own name makes it one row.
"""

from __future__ import annotations

import fcntl
import json
import logging
import os
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from keepwarm.lib.ids import new_ref

log = logging.getLogger(__name__)
OPEN, TAKEN = ".clicks", ".taken"


class Spool:
    """The file of one process. Threads may share it; a forked process opens its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._writing, self._unflushed = threading.Lock(), threading.Event()
        self._path, self._file, self._pid = Path(), -1, 0

    def keep(self, line: Mapping[str, Any]) -> None:
        """Write a line. Raises OSError when that cannot be."""
        raw = (json.dumps(line, separators=(",", ":")) + "\n").encode()
        with self._writing, self._held() as file:
            os.write(file, raw)
        self._unflushed.set()

    @contextmanager
    def _held(self) -> Iterator[int]:
        """The open file under its lock; a new one when nobody has one, or when it was taken."""
        while True:
            if self._pid != os.getpid() or self._file < 0:
                self._open()
            fcntl.flock(self._file, fcntl.LOCK_EX)
            if self._path.exists():
                break
            self._let_go()
        try:
            yield self._file
        finally:
            fcntl.flock(self._file, fcntl.LOCK_UN)

    def _open(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        is_first = self._pid != os.getpid()
        self._pid, self._path = os.getpid(), self.folder / f"{os.getpid()}-{new_ref()}{OPEN}"
        self._file = os.open(self._path, os.O_CREAT | os.O_WRONLY | os.O_APPEND | os.O_EXCL | os.O_CLOEXEC, 0o600)
        _flush_folder(self.folder)
        if is_first:
            self._unflushed = threading.Event()
            threading.Thread(target=self._keep_flushing, name="clicks", daemon=True).start()

    def _let_go(self) -> None:
        """Our file was taken: what it holds is on the disk before it is let go."""
        os.fdatasync(self._file)
        os.close(self._file)
        self._file = -1

    def _keep_flushing(self) -> None:
        """The thread beside: whatever was written since the last flush goes to the disk now."""
        while self._unflushed.wait():
            self._unflushed.clear()
            try:
                with self._writing:
                    file = os.dup(self._file)
                try:
                    os.fdatasync(file)
                finally:
                    os.close(file)
            except OSError:
                log.exception("Clicks could not be flushed to the disk.")


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
