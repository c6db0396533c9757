"""Postfix's smtp-sink on a free port of this machine: takes every letter, and keeps none unless told where."""

from __future__ import annotations

import os
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PROGRAM = "/usr/sbin/smtp-sink"


@contextmanager
def smtp_sink(*, keep_in: Path | None = None) -> Iterator[int]:
    """Its port, until the end of the block. `keep_in`: a file for all letters, in a folder into which everyone may write."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    as_user = ["-u", "nobody"] if os.geteuid() == 0 else []  # it will not run as root
    kept = ["-D", str(keep_in)] if keep_in else []
    sink = subprocess.Popen([PROGRAM, *as_user, *kept, f"127.0.0.1:{port}", "200"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait_for(port)
        yield port
    finally:
        sink.terminate()
        sink.wait(10)


def _wait_for(port: int) -> None:
    for _ in range(100):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError("smtp-sink did not start: apt-get install postfix")
