"""A crowd: many invented people at once, so mixed that every rule has someone to decide about. The same seed, the same crowd."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from keepwarm.engine.blank import COUNTS, TIMES, WHETHER
from keepwarm.engine.facts import AnswerColumn, Facts
from keepwarm.engine.tests.people import NOW, OFFSETS

CHANCE = {
    "warm": 0.8,
    "may_call": 0.8,
    "may_write": 0.8,
    "may_mail": 0.8,
    "may_post": 0.4,
    "may_message": 0.1,
    "phone_dead": 0.1,
    "written_only": 0.03,
}
AHEAD = frozenset(
    {
        "no_call_before",
        "no_write_before",
        "no_mail_before",
        "no_post_before",
        "no_message_before",
        "wake_at",
        "spread_at",
        "chosen_due",
        "promised_at",
    }
)
SELDOM = AHEAD | {
    "chosen_at",
    "promise_made_at",
    "contact_asked_at",
    "contact_due_at",
    "reply_at",
    "voicemail_at",
    "contact_letter_at",
    "other_inquirer_at",
    "handoff_at",
    "handoff_due_at",
    "introduced_at",
    "introduced_due_at",
    "letter_at",
    "letter_missed_at",
    "readied_at",
}
"""Known of one in twenty; the rest of one in two."""
AFTER_A_SALE = frozenset(
    {
        "delivery_at",
        "broken_at",
        "broken_due_at",
        "case_at",
        "case_due_at",
        "renewal_at",
        "check_in_at",
        "referral_at",
        "win_back_at",
        "opportunity_at",
    }
)
"""Of fewer still: these come before much else."""
LATELY = frozenset(
    {"contact_asked_at", "contact_due_at", "reply_at", "voicemail_at", "letter_missed_at", "oldest_in_window", "other_inquirer_at"}
)


def crowd(count: int, *, seed: int = 1, seldom: float = 0.05) -> Facts:
    """Facts of `count` people at NOW, in the places of the tests' table of hours."""
    chance = np.random.default_rng(seed)
    columns: dict[str, NDArray[Any]] = {name: chance.random(count) < CHANCE[name] for name in sorted(WHETHER)}
    columns |= {name: _times(chance, count, name, seldom) for name in sorted(TIMES - {"opportunity_at"})}
    columns["opportunity_at"] = _times(np.random.default_rng(seed + 1), count, "opportunity_at", seldom)
    columns |= {name: _mostly_zero(chance, count, 8, 0.3).astype(np.int16) for name in sorted(COUNTS)}
    columns["stage"] = chance.choice(np.arange(1, 7, dtype=np.int8), count, p=[0.4, 0.3, 0.05, 0.05, 0.15, 0.05])
    columns["chosen_step"] = _mostly_zero(chance, count, 4, 0.04).astype(np.int8)
    columns["reply_kind"] = _mostly_zero(chance, count, 5, 0.04).astype(np.int8)
    columns["place"] = chance.integers(0, len(OFFSETS), count, np.int32)
    for name in ("no_call_before", "no_write_before", "no_mail_before", "no_post_before", "no_message_before"):
        together = chance.random(count) < seldom / 2
        columns[name] = np.where(together, NOW + np.timedelta64(20 * 86400, "s"), columns[name])
    return Facts(now=NOW, **columns, answers={key: _answer(chance, count) for key in ("need", "authority", "timing", "budget", "fit")})


def _times(chance: np.random.Generator, count: int, name: str, seldom: float) -> NDArray[np.datetime64]:
    days = chance.uniform(-3 if name in LATELY else -200, 60 if name in AHEAD else 0, count)
    moments = NOW + (days * 86400).astype("timedelta64[s]")
    known = seldom / 5 if name in AFTER_A_SALE else seldom if name in SELDOM else 0.5
    moments[chance.random(count) > known] = np.datetime64("NaT")
    return moments


def _mostly_zero(chance: np.random.Generator, count: int, below: int, share: float) -> NDArray[np.int64]:
    return np.where(chance.random(count) < share, chance.integers(1, below, count), 0)


def _answer(chance: np.random.Generator, count: int) -> AnswerColumn:
    values = chance.choice(np.array(["yes", "no", "soon"]), count)
    evidence = chance.integers(1, 6, count).astype(np.int8)
    return AnswerColumn(values, chance.random(count) < 0.3, evidence, _times(chance, count, "learned_at", 0.0))
