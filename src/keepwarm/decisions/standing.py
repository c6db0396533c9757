"""Where we stand with a prospect, told from the timeline: the one calculation, used by log, undo, merge and audit alike."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from keepwarm.engine.words import ATTEMPTS, LIVE, TRAITS, Disposition

NOBODY_THERE = frozenset(one for one, traits in TRAITS.items() if not traits.arrived)
VOICEMAILS = frozenset(one for one, traits in TRAITS.items() if traits.is_voicemail)
TURNED_AWAY = frozenset(one for one, traits in TRAITS.items() if traits.turns_away)


@dataclass(frozen=True, slots=True)
class Happened:
    """What of a touch matters for the standing."""

    at: datetime
    channel: str
    direction: str
    disposition: str

    @property
    def is_live(self) -> bool:
        """Live talk with this person, either direction."""
        return self.disposition in LIVE and self.channel in {"phone", "meeting"}

    @property
    def is_attempt(self) -> bool:
        """We dialled."""
        return self.channel == "phone" and self.direction == "out" and self.disposition in ATTEMPTS

    @property
    def is_theirs(self) -> bool:
        return self.direction == "in"

    @property
    def is_sign(self) -> bool:
        """A sign of theirs that begins a new round: closing a way is none."""
        return self.is_theirs and self.disposition not in TURNED_AWAY

    @property
    def arrived(self) -> bool:
        """Ours and it arrived: an unanswered call did not, a voicemail did. A note is nobody's touch."""
        return self.direction == "out" and self.channel != "note" and self.disposition not in NOBODY_THERE


@dataclass(frozen=True, slots=True)
class Told:
    """The columns of the prospect that the timeline tells."""

    inquired_at: datetime | None
    last_touch_at: datetime | None
    last_ours_at: datetime | None
    last_reached_at: datetime | None
    last_attempt_at: datetime | None
    last_progress_at: datetime | None
    attempts: int
    voicemails: int
    reached: int


def tell(
    touches: Sequence[Happened],
    *,
    inquiries: Sequence[datetime],
    learned_at: datetime | None,
    round_from: datetime | None,
    now: datetime,
) -> Told:
    """Tell the standing. `inquiries`: moments of inquiries that are known. `round_from`: when a person restarted the round."""
    live = [touch for touch in touches if touch.is_live]
    theirs = [touch.at for touch in touches if touch.is_theirs]
    restarted = [round_from] if round_from is not None and round_from <= now else []
    signs = [touch.at for touch in touches if touch.is_sign]
    round_start = newest([*[touch.at for touch in live], *signs, *inquiries, *restarted])
    attempts = [touch for touch in touches if touch.is_attempt]
    in_round = [touch for touch in attempts if not touch.is_live and (round_start is None or touch.at > round_start)]
    ours = newest(touch.at for touch in touches if touch.arrived)
    return Told(
        inquired_at=newest(inquiries),
        last_touch_at=newest([*theirs, *inquiries, *([ours] if ours else [])]),
        last_ours_at=ours,
        last_reached_at=newest(touch.at for touch in live),
        last_attempt_at=newest(touch.at for touch in attempts),
        last_progress_at=newest([*_steps_forward(live, touches), *([learned_at] if learned_at else [])]),
        attempts=len(in_round),
        voicemails=sum(touch.disposition in VOICEMAILS for touch in in_round),
        reached=len(live),
    )


def newest(moments: Iterable[datetime]) -> datetime | None:
    """The latest of them, or None."""
    return max(moments, default=None)


def _steps_forward(live: Sequence[Happened], touches: Sequence[Happened]) -> list[datetime]:
    """A first conversation and every meeting held are progress; so is what was learned, which the caller knows."""
    first = [min(touch.at for touch in live)] if live else []
    return first + [touch.at for touch in touches if touch.disposition == Disposition.HELD]
