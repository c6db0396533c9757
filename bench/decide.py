"""How long `decide` takes for 1,000,000 people on one core, beside a bare NumPy pass over the same columns."""

import time
from collections.abc import Callable, Iterable

import numpy as np

from bench.result import Result
from keepwarm.engine.decide import decide
from keepwarm.engine.facts import Facts
from keepwarm.engine.policy import Policy
from keepwarm.engine.rows import COLUMNS
from keepwarm.engine.tests.crowd import crowd
from keepwarm.engine.tests.people import HOURS

PEOPLE = 1_000_000
TIMES = 5
CHUNK = 65_536


def run() -> Iterable[Result]:
    """The best of five runs each: what the work takes when nobody else uses the machine."""
    facts, policy = crowd(PEOPLE), Policy()
    decide(crowd(1_000), policy, HOURS)
    bare = min(seconds(lambda: read_once(facts)) for _ in range(TIMES))
    taken = min(seconds(lambda: decide(facts, policy, HOURS)) for _ in range(TIMES))
    alone = crowd(1)
    single = min(seconds(lambda: decide(alone, policy, HOURS)) for _ in range(TIMES))
    note = (
        f"{PEOPLE:,} people, all rules, with dates in calling hours; the limit is one comparison and one count per column. "
        "Of the time about three fifths go into asking the rules, the rest into dates"
    )
    yield Result("decide", round(taken, 4), "s", aim=0.5, limit=round(bare, 4), note=note)
    yield Result("decide_one", round(single * 1000, 3), "ms", aim=10, note="one person, as on the desk")


def read_once(facts: Facts) -> int:
    """Read every column once: compare it with its first row and count, in chunks that fit the cache, as `decide` does."""
    columns = [getattr(facts, name) for name in COLUMNS]
    columns += [column for one in facts.answers.values() for column in (one.known, one.evidence, one.learned_at)]
    return sum(int(np.count_nonzero(column[start : start + CHUNK] > column[0])) for start in range(0, PEOPLE, CHUNK) for column in columns)


def seconds(work: Callable[[], object]) -> float:
    """Processor time of this process, which other work on the machine does not lengthen."""
    start = time.process_time()
    work()
    return time.process_time() - start
