"""The storm: letters handed over by two senders while faults strike; what arrived against what every row says.

Small by itself, 1,000 letters and 40 faults. KEEPWARM_BENCH_FULL=1 is the full size, 20,000 and 500: twelve minutes and more.
`python -m bench._postgres bin/bench faults` is the same on PostgreSQL, which is crashed and robbed of its disk too.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.result import Result
from tests.faults.durable_postgres import durable_postgres
from tests.faults.storm import Outcome, Storm

FULL = os.environ.get("KEEPWARM_BENCH_FULL", "") not in {"", "0"}
LETTERS = int(os.environ.get("KEEPWARM_BENCH_LETTERS", "20000" if FULL else "1000"))
FAULTS = int(os.environ.get("KEEPWARM_BENCH_FAULTS", "500" if FULL else "40"))


def run() -> Iterator[Result]:
    """On SQLite, or with KEEPWARM_DATABASE_URL set on one more PostgreSQL, which no other bench uses: it is crashed."""
    with TemporaryDirectory(prefix="keepwarm-storm-") as home:
        if not os.environ.get("KEEPWARM_DATABASE_URL"):
            outcome, where = Storm(Path(home), LETTERS, FAULTS).run(), "SQLite"
        else:
            with durable_postgres(has_disk=True) as cluster:
                outcome = Storm(Path(home), LETTERS, FAULTS, cluster=cluster).run()
                where = f"PostgreSQL, which began {cluster.count_in_log('database system is ready') - 1} times anew"
    faults = ", ".join(f"{kind} {count}" for kind, count in sorted(outcome.faults.items()))
    states = ", ".join(f"{state} {count:,}" for state, count in sorted(outcome.states.items()))
    note = f"{where}; {LETTERS:,} letters, {FAULTS} faults ({faults}) in {outcome.seconds:.0f} s; {states}"
    yield Result("faults: arrived twice", len(outcome.duplicates), "letters", 0, None, note)
    yield Result("faults: missing without a row that says so", len(outcome.lost) + len(outcome.denied), "letters", 0, None, _lost(outcome))
    arrived = f"{outcome.arrived_of_uncertain} of {outcome.states['uncertain']} uncertain had arrived"
    yield Result("faults: uncertain and not listed", len(outcome.unlisted), "letters", 0, None, arrived)


def _lost(outcome: Outcome) -> str:
    return f"{len(outcome.lost)} lost; of {len(outcome.denied)} that arrived the row says they did not"
