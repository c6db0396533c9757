"""Processor time of a bench and, where PostgreSQL runs on this machine, of all its processes: other work does not lengthen it."""

from __future__ import annotations

import os
import time
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")


def spent() -> float:
    """Seconds so far: this process and its threads, and the server with whatever it does meanwhile (its log, autovacuum)."""
    return time.process_time() + served()


def served() -> float:
    """Seconds of the server alone; 0 with SQLite, and with a server elsewhere."""
    from django.db import connection

    if connection.vendor != "postgresql":
        return 0.0
    connection.ensure_connection()
    try:
        head = int(_stat(connection.connection.info.backend_pid)[1])
        if b"postgres" not in Path(f"/proc/{head}/cmdline").read_bytes():
            return 0.0
        ended = sum(int(ticks) for ticks in _stat(head)[11:15]) / TICKS  # its own, and of all it saw end
        children = Path(f"/proc/{head}/task/{head}/children").read_text().split()
    except OSError:
        return 0.0
    return ended + sum(_ran(child) for child in children)


def _stat(pid: int) -> list[str]:
    """What stands behind the name: state, parent, …"""
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()


def _ran(pid: str) -> float:
    """To the nanosecond, where a tick is ten milliseconds."""
    try:
        return int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) / 1e9
    except OSError:  # it ended, and is counted with the others next time
        return 0.0
