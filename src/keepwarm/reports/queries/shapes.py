"""What the morning report is made of: names, lines, and what stands behind each figure. Times are UTC, shares fractions."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from keepwarm.engine.budget import EmailShare
from keepwarm.policy.queries import Change
from keepwarm.reports.queries.granted import Granted


@dataclass(frozen=True, slots=True)
class Person:
    """A prospect as a name on the report. Without `may_open` the reader sees the name of their own talk, and no more."""

    pk: int
    ref: str
    name: str
    firm: str = ""
    may_open: bool = True


@dataclass(frozen=True, slots=True)
class Said:
    """An answer to a question, or a line as it read before it was corrected."""

    text: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Question:
    """A question at a name, and what was answered."""

    ref: str
    text: str
    by: str
    at: datetime
    answers: tuple[Said, ...] = ()
    may_answer: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A name that was talked to: by phone or, in the column of its own, at a meeting. `learned` is "" when nothing was noted."""

    person: Person
    touch_ref: str
    learned: str
    ending: str  # engine.words.Disposition
    theirs: bool  # they rang us
    at: datetime
    may_correct: bool = False
    was: tuple[Said, ...] = ()  # before corrections, the newest first
    questions: tuple[Question, ...] = ()


@dataclass(frozen=True, slots=True)
class Tried:
    """A name that was dialled, how often, and how each attempt ended (engine.words.Disposition).

    `in_round`: which attempt of the running round the last of that day was; 0 when another has followed it, or the round is over.
    """

    person: Person
    attempts: int
    endings: tuple[str, ...]
    reached: bool
    in_round: int = 0


@dataclass(frozen=True, slots=True)
class Waiting:
    """A name that stands open: promised and overdue, or put off twice. `since_at`: the first date; `times`: how often moved."""

    person: Person
    seat_id: int
    seat_ref: str
    whose: str
    since_at: datetime | None
    times: int = 0
    because: str = ""
    questions: tuple[Question, ...] = ()


@dataclass(frozen=True, slots=True)
class GivenUp:
    """Put back, chosen away or ended by a person before the agreed attempts, neither reached nor refused, and still fitting."""

    person: Person
    seat_id: int
    seat_ref: str
    by: str
    how: str  # recycle, end, choice
    attempts: int
    agreed: int
    because: str
    at: datetime
    questions: tuple[Question, ...] = ()
    reason: str = ""  # engine.words.RecycleReason, of whoever was put back


@dataclass(frozen=True, slots=True)
class Hint:
    """What looks odd in a rep's own log: shown to the rep, then to the manager. `kind`: burst, late, nothing."""

    kind: str
    count: int
    people: tuple[Person, ...]
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """One rep's part of the report. `share` is None without any activity in the days that count, and where it is not known."""

    seat_id: int | None
    seat_ref: str
    name: str
    zone: str
    is_mine: bool = False
    is_away: bool = False
    reached: tuple[Line, ...] = ()
    tried: tuple[Tried, ...] = ()
    meetings: tuple[Line, ...] = ()
    meetings_missed: tuple[Person, ...] = ()
    email: EmailShare | None = None
    is_over_limit: bool = False
    overdue: tuple[Waiting, ...] = ()
    postponed: tuple[Waiting, ...] = ()
    given_up: tuple[GivenUp, ...] = ()
    hints: tuple[Hint, ...] = ()
    loose: tuple[tuple[Person, Question], ...] = ()  # questions at names that stand nowhere else in this part
    granted: tuple[Granted, ...] = ()  # letters beyond the budget

    @property
    def not_reached(self) -> tuple[Tried, ...]:
        """Those who were dialled only."""
        return tuple(one for one in self.tried if not one.reached)

    @property
    def rang_us(self) -> int:
        """How many of those reached rang us themselves."""
        return sum(line.theirs for line in self.reached)

    @property
    def share(self) -> float | None:
        """Letters as a fraction of all activity; None without any, and where what they send from elsewhere is not seen."""
        return self.email.share if self.email is not None and self._is_active and self.email.is_known else None

    @property
    def is_share_unknown(self) -> bool:
        """Whether there is a share, and their own mailbox is not connected: then no figure is shown."""
        return self.email is not None and self._is_active and not self.email.is_known

    @property
    def _is_active(self) -> bool:
        return self.email is not None and bool(self.email.letters + self.email.others)


@dataclass(frozen=True, slots=True)
class Totals:
    """The house in figures: distinct people of the day, and what stands open now."""

    reached: int = 0
    tried: int = 0
    meetings: int = 0
    rang_us: int = 0
    email: EmailShare = field(default_factory=lambda: EmailShare(0, 0, 0))
    unknown_shares: int = 0  # reps whose own mailbox is not connected; `email` is that of the others
    highest: tuple[str, float] | None = None
    overdue: int = 0
    overdue_since: datetime | None = None
    overdue_whose: tuple[tuple[str, int], ...] = ()
    postponed: int = 0
    postponed_whose: tuple[tuple[str, int], ...] = ()
    silence_days: int = 0


@dataclass(frozen=True, slots=True)
class MorningReport:
    """The report of one day, as one reader may see it."""

    on: date
    now: datetime
    zone: str
    previous_on: date
    next_on: date | None
    totals: Totals
    parts: tuple[Part, ...]
    overdue: tuple[Waiting, ...]
    postponed: tuple[Waiting, ...]
    given_up: tuple[GivenUp, ...]
    email_limit: float
    email_days: int
    silence_limit_days: int
    call_attempts: int  # agreed for a round
    changes: tuple[Change, ...] = ()
    sees_all: bool = False
    may_ask: bool = False
