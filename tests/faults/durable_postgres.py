"""A PostgreSQL of our own that keeps every commit when it crashes, and can be crashed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from tests.postgres import Cluster, running_cluster

KEEPS = {"synchronous_commit": "on", "max_connections": "60"}
"""It waits for the disk: no power is cut here, so tests may do without (`has_disk` false), but a bench may not."""


@contextmanager
def durable_postgres(*, has_disk: bool = False) -> Iterator[Cluster]:
    """A running cluster. It starts by itself after a fault of its own, as it does by default."""
    with running_cluster({**KEEPS, "fsync": "on" if has_disk else "off"}) as cluster:
        yield cluster
