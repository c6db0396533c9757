"""The key of a page leads to where it ended; a key that somebody made up begins the list anew."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from keepwarm.lib.paging import key_of, read_key


def test_a_key_names_the_moment_to_the_microsecond_and_the_row() -> None:
    at = datetime(2026, 3, 29, 3, 0, 0, 7, tzinfo=ZoneInfo("Europe/Berlin"))
    assert read_key(key_of(at, 12)) == (at.astimezone(UTC), 12)


def test_no_row_is_beyond_what_a_database_can_look_for() -> None:
    at = datetime(2026, 3, 29, tzinfo=UTC)
    assert read_key(key_of(at, 10**30)) == (at, 2**62)


@pytest.mark.parametrize("key", ["", "-", "7", "20260329T030000.000007", "20260332T000000.000000-1", "20260329T030000.000007-x", "x" * 999])
def test_what_is_no_key_begins_anew(key: str) -> None:
    assert read_key(key) is None
