"""PostgreSQL for benches: `python -m bench._postgres COMMAND…` runs it beside a cluster of its own that waits for its disk.

As a house would have it: fsync and autovacuum on, nearly all else as PostgreSQL has it by itself. And a new database for each
bench, so that none meets what another filled, or a house that somebody uses.
"""

from __future__ import annotations

import os
import secrets
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

SETTINGS = {"shared_buffers": "512MB", "max_connections": "60", "track_activity_query_size": "8192"}
URL = "KEEPWARM_DATABASE_URL"


@contextmanager
def own_database() -> Iterator[None]:
    """Within the block the house is a new, empty database beside the one that the address names; on SQLite nothing is done."""
    url = os.environ.get(URL, "")
    if not url:
        yield
        return
    import psycopg

    name = f"keepwarm_bench_{secrets.token_hex(4)}"
    with psycopg.connect(url, autocommit=True) as there:
        there.execute(f"CREATE DATABASE {name}")
    os.environ[URL] = urlsplit(url)._replace(path=f"/{name}").geturl()
    try:
        yield
    finally:
        os.environ[URL] = url
        with psycopg.connect(url, autocommit=True) as there:
            there.execute(f"DROP DATABASE {name} WITH (FORCE)")


def main() -> int:
    """The exit code of the command."""
    from tests.postgres import NoPostgres, running_cluster

    try:
        with running_cluster(SETTINGS) as cluster:
            return subprocess.run(sys.argv[1:], env={**os.environ, URL: cluster.url}, check=False).returncode
    except NoPostgres as problem:
        print(problem, file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())
