"""Anyone at all: facts of every kind and size, for properties that must hold whoever comes."""

from typing import Any

import numpy as np
from hypothesis import strategies as st

from keepwarm.engine.blank import COUNTS, TIMES, WHETHER, blank_facts
from keepwarm.engine.facts import AnswerColumn, Facts
from keepwarm.engine.policy import Policy
from keepwarm.engine.tests.people import NOW, OFFSETS, ago, at
from keepwarm.engine.words import Evidence, ReplyKind, Stage, Step

NAT = np.datetime64("NaT", "s")
EXTREMES = [at("0001-01-01"), at("1969-12-31T23:59:59"), at("2027-04-20T23:59:59"), at("2027-12-31"), at("9999-12-31")]
TEXTS = ["yes", "no", "", "ß"]

moments = st.one_of(
    st.just(NAT),
    st.just(NAT),
    st.integers(-400 * 86400, 500 * 86400).map(lambda seconds: ago(seconds / 86400)),
    st.sampled_from([NOW, ago(14), ago(90), ago(3), *EXTREMES]),
)
rows = st.fixed_dictionaries(
    {
        **dict.fromkeys(sorted(WHETHER), st.booleans()),
        **dict.fromkeys(sorted(TIMES), moments),
        **dict.fromkeys(sorted(COUNTS), st.sampled_from([0, 0, 1, 2, 5, 6, 7, 32767])),
        "stage": st.sampled_from([int(one) for one in Stage]),
        "chosen_step": st.sampled_from([0, 0, *(int(one) for one in Step)]),
        "reply_kind": st.sampled_from([0, 0, *(int(one) for one in ReplyKind)]),
        "place": st.integers(0, len(OFFSETS) - 1),
        "answers": st.dictionaries(
            st.sampled_from(["need", "authority", "timing", "budget", "fit"]),
            st.tuples(st.sampled_from(TEXTS), st.booleans(), st.sampled_from([int(one) for one in Evidence]), moments),
        ),
    }
)
policies = st.builds(
    Policy,
    cold_calls=st.booleans(),
    call_attempts=st.integers(1, 8),
    pace_days=st.integers(1, 90),
    longest_silence_days=st.integers(1, 120),
    cap_touches=st.integers(1, 5),
)


def facts_of(people: list[dict[str, Any]]) -> Facts:
    """The drawn rows as columns."""
    blank = blank_facts(len(people), now=NOW)
    names = [name for name in people[0] if name != "answers"]
    columns = {name: np.array([one[name] for one in people], getattr(blank, name).dtype) for name in names}
    keys = sorted({key for one in people for key in one["answers"]})
    return blank_facts(len(people), now=NOW, **columns, answers={key: _answer(key, people) for key in keys})


def _answer(key: str, people: list[dict[str, Any]]) -> AnswerColumn:
    told = [one["answers"].get(key, ("", False, 0, NAT)) for one in people]
    values, known, evidence, learned = zip(*told, strict=True)
    return AnswerColumn(np.array(values, np.str_), np.array(known), np.array(evidence, np.int8), np.array(learned, "datetime64[s]"))
