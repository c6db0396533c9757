"""Two senders in a storm of faults: what the server took is compared with what every row says. Large: `bin/bench faults`."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db import connection

from tests.faults.durable_postgres import durable_postgres
from tests.faults.storm import Outcome, Storm

pytestmark = pytest.mark.both


def blow(home: Path, letters: int, faults: int, *, seed: int) -> Outcome:
    """On the database that the tests run on."""
    if connection.vendor == "sqlite":
        return Storm(home, letters, faults, seed=seed).run()
    with durable_postgres() as cluster:
        return Storm(home, letters, faults, seed=seed, cluster=cluster).run()


def check(outcome: Outcome, faults: int) -> None:
    assert sum(outcome.faults.values()) == faults
    assert outcome.duplicates == []
    assert outcome.lost == []
    assert outcome.unlisted == []
    assert outcome.denied == []
    assert set(outcome.states) <= {"accepted", "uncertain", "failed"}


def test_in_a_small_storm(tmp_path: Path) -> None:
    check(blow(tmp_path, 100, 8, seed=3), 8)


@pytest.mark.long
def test_in_a_storm(tmp_path: Path) -> None:
    check(blow(tmp_path, 1000, 40, seed=1), 40)
