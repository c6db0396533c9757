"""The budget of letters: what earns one, how many are left, and what looks odd in a log. Pure; the one place of the rule.

A rep's letters never exceed a share of the rep's activity over the last days worked (P10): letters left = other activities
x share / (1 - share), rounded down, less letters sent or queued. With the policy's 20 % that is a quarter. Other activities
are conversations and honest attempts, one per person a day.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from keepwarm.engine.words import traits_of

PLENTY = 10_000
"""Letters left where the policy sets no limit."""
TINY = 1e-9  # a share such as 0.2 is no exact number
BURST_CALLS = 5
BURST_WITHIN = timedelta(minutes=1)
"""Five calls written down within a minute were not made in it. Our choice."""
LATE_AFTER = timedelta(days=1)
LATE_ENTRIES = 3
"""One call entered late is forgetfulness, three are a habit. Our choice."""


@dataclass(frozen=True, slots=True)
class DayWorked:
    """A local day of a seat with activity: people talked with or honestly tried, and letters."""

    others: int
    letters: int


@dataclass(frozen=True, slots=True)
class EmailShare:
    """A rep's letters against all activity over the last days worked. `letters_left` may be negative: overdrawn.

    `is_known`: what the rep sends from elsewhere is seen too. Else these are the letters we know of, and no figure is shown.
    """

    letters: int
    others: int
    letters_left: int
    is_known: bool = field(default=False, compare=False)

    @property
    def share(self) -> float:
        """Letters as a fraction of all activity; 0 when there was none."""
        total = self.letters + self.others
        return self.letters / total if total else 0.0


def letters_left(others: int, letters: int, share: float) -> int:
    """How many more letters keep the share at or below `share` (0 to 1); negative when it is above already."""
    if share >= 1:
        return PLENTY
    return int(others * share / (1 - share) + TINY) - letters


def others_to_next(others: int, letters: int, share: float) -> int | None:
    """How many more activities with other people earn the next letter: 0 when one is free; None when none ever is."""
    if letters_left(others, letters, share) > 0:
        return 0
    if share <= 0:
        return None
    needed = (letters + 1) * (1 - share) / share
    whole = int(needed) if needed - int(needed) < TINY else int(needed) + 1
    return max(whole - others, 1)


def share_of(days: Mapping[int, DayWorked], *, share: float, count: int, away: Collection[int] = (), is_known: bool = False) -> EmailShare:
    """The share over the last `count` days worked. Keys are days as rising numbers; `away`: days of absence.

    A day of absence is not a day worked; but what was written or talked on one, after the first day that counts, counts.
    """
    worked = sorted((day for day in days if day not in away), reverse=True)[:count]
    since = worked[-1] if len(worked) == count else min(days, default=0)
    counted = [of_day for day, of_day in days.items() if day >= since]
    others, letters = sum(one.others for one in counted), sum(one.letters for one in counted)
    return EmailShare(letters, others, letters_left(others, letters, share), is_known)


def is_honest(disposition: str, *, in_hours: bool) -> bool:
    """Whether a call earns: a conversation always, an attempt when it was made within the calling hours of their place."""
    traits = traits_of(disposition)
    return in_hours or traits.is_live or not traits.is_attempt


def is_late(happened_at: datetime, logged_at: datetime) -> bool:
    """Whether a call was written down so much later that it is told from memory."""
    return logged_at - happened_at > LATE_AFTER


def bursts(logged: Sequence[datetime]) -> Iterator[slice]:
    """Stretches of at least BURST_CALLS entries, each within BURST_WITHIN of its first; `logged` is sorted."""
    start = 0
    for place in range(1, len(logged) + 1):
        if place == len(logged) or logged[place] - logged[start] >= BURST_WITHIN:
            if place - start >= BURST_CALLS:
                yield slice(start, place)
            start = place
