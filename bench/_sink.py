"""Postfix's smtp-sink on a free port of this machine: takes every letter and keeps none."""

from __future__ import annotations

import os
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager

PROGRAM = "/usr/sbin/smtp-sink"


@contextmanager
def smtp_sink() -> Iterator[int]:
    """Its port, until the end of the block."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    as_user = ["-u", "nobody"] if os.geteuid() == 0 else []  # it will not run as root
    sink = subprocess.Popen([PROGRAM, *as_user, f"127.0.0.1:{port}", "200"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
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
