"""A feed is parsed in a process of its own, with a limit of time and memory: what hangs or swells takes nobody along."""

from __future__ import annotations

import json
import resource
import subprocess
import sys

from keepwarm.content.feeds.entries import Entry
from keepwarm.content.feeds.fetching import FetchFailed

SECONDS = 6
MEMORY = 512 * 2**20
"""Bytes that the process may take."""


def parse_apart(raw: bytes, url: str) -> tuple[str, list[Entry]]:
    """Name and entries of a feed. Raises FetchFailed."""
    if b"<!ENTITY" in raw:  # a feed needs none; a bomb does
        raise FetchFailed("no_feed")
    command = [sys.executable, "-I", "-m", "keepwarm.content.feeds", url]
    try:
        done = subprocess.run(command, input=raw, capture_output=True, timeout=SECONDS, check=True, preexec_fn=_limited)
    except (subprocess.SubprocessError, OSError) as broken:
        raise FetchFailed("no_feed") from broken
    found = json.loads(done.stdout)
    if found is None:
        raise FetchFailed("no_feed")
    return found[0], [Entry(**one) for one in found[1]]


def _limited() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
