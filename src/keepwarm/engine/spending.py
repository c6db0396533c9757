"""What a touch costs: our minutes, and theirs. Pure.

Seconds that somebody wrote down count as they are. Where nobody did, these stand for them; all are our choice, and the same for everyone.
"""

from typing import Final

HOUR: Final = 3600
UNTIMED: Final = {"phone": 60, "email": 180, "meeting": 1800}
"""Seconds of our hour for a call (dialled, rung, written down), a personal letter, a meeting, of which nobody noted how long it took."""
READ: Final = 60
"""Seconds of theirs for a mail, a letter or a voicemail of ours that arrived."""
TALKS: Final = frozenset({"phone", "meeting"})
OF_SEATS: Final = frozenset(UNTIMED)
"""Channels in which somebody of us spends time; mailings and letters on paper go by themselves."""


def our_seconds(channel: str, seconds: int) -> int:
    """What it took of the hour of whoever did it."""
    return seconds or UNTIMED.get(channel, 0)


def their_seconds(channel: str, direction: str, seconds: int, *, is_live: bool, arrived: bool) -> int:
    """What it took of theirs: a talk as long as it was, something to read or hear a minute, an attempt nothing."""
    if is_live and channel in TALKS:
        return our_seconds(channel, seconds)
    return READ if direction == "out" and arrived and channel not in {"meeting", "note"} else 0


def worth(seconds: int, hour_minor: int) -> int:
    """What so many seconds of a seat cost, rounded to a minor unit."""
    return (2 * seconds * hour_minor + HOUR) // (2 * HOUR)
