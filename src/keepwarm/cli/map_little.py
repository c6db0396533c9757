"""Work on the command line keeps little in memory."""

from __future__ import annotations

from typing import Final

from django.db import connection

MAPPED: Final = 64 << 20
"""Bytes of the house's file that are read as memory: the server maps a gigabyte, by which a list of 100,000 would count as 400 MB."""


def map_little() -> None:
    """For the rest of this process."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA mmap_size = {MAPPED}")
