"""How many are where, as the last pass over everyone found them; and how they moved in a span of days, out of the kept sums."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Sum

from keepwarm.engine.words import Stage as EngineStage
from keepwarm.ledger.models import MoveSum
from keepwarm.ledger.moving import STUCK_DAYS, WAITED, middle_of
from keepwarm.ledger.queries.spent import State, newest_round, state_of
from keepwarm.prospects.models import Stage
from keepwarm.reports.queries.leads.period import Period, period_of
from keepwarm.staff.models import SEES_ALL, User
from keepwarm.staff.queries import require_role

AROUND = (Stage.NEW, Stage.CONVERSING, Stage.LEAD, Stage.IN_SALES, Stage.CUSTOMER, Stage.ENDED)
"""The places, as they stand around the circle: whoever ended may come back into the conversation."""
STUCK = WAITED.index(STUCK_DAYS)
CAN_BE_STUCK = (Stage.NEW, Stage.LEAD, Stage.IN_SALES)
"""Where nobody should be for long; in conversation and as a customer one may stay."""


@dataclass(frozen=True, slots=True)
class Place:
    """A stage: how many are there, with which next step, within how many days half of them came; who is there too long."""

    stage: int
    name: str
    people: int
    calls: int
    letters: int
    warm: int
    stuck: int
    can_be_stuck: bool
    half_days: int | None


@dataclass(frozen=True, slots=True)
class Move:
    """From one stage to another: how many people, and within how many days half of them went on. `is_back`: against the way."""

    came_from: int
    went_to: int
    from_name: str
    to_name: str
    people: int
    half_days: int | None
    is_back: bool


@dataclass(frozen=True, slots=True)
class FlowReport:
    """`looked_at` None: nobody was looked at yet. `back`: people who came back out of an end, or were put back from sales."""

    period: Period
    state: State
    looked_at: datetime | None
    places: tuple[Place, ...]
    moves: tuple[Move, ...]
    reopened: int
    put_back: int
    stuck_days: int = STUCK_DAYS

    @property
    def people(self) -> int:
        """Everyone."""
        return sum(place.people for place in self.places)

    @property
    def stuck(self) -> int:
        """Who is too long where nobody should be."""
        return sum(place.stuck for place in self.places)

    @property
    def moved(self) -> int:
        """All moves."""
        return sum(move.people for move in self.moves)


def flow_report(*, for_: User | None, since: date | None = None, until: date | None = None, now: datetime) -> FlowReport:
    """The circle. Where people are is told of today, how they moved of the days asked for."""
    require_role(for_, *SEES_ALL)
    period, round_ = period_of(for_=for_, since=since, until=until, now=now), newest_round()
    moves = moves_of(period)
    return FlowReport(
        period=period,
        state=state_of(period.since, period.until),
        looked_at=round_.done_at if round_ else None,
        places=_places(round_.found.get("standing", {}) if round_ else {}),
        moves=moves,
        reopened=sum(move.people for move in moves if move.came_from == Stage.ENDED),
        put_back=sum(move.people for move in moves if move.is_back and move.came_from != Stage.ENDED),
    )


def _places(standing: Mapping[str, int]) -> tuple[Place, ...]:
    steps: dict[int, Counter[str]] = defaultdict(Counter)
    waited: dict[int, list[int]] = defaultdict(lambda: [0] * len(WAITED))
    for key, people in standing.items():
        stage, step, place = key.split("|")
        steps[int(stage)][step] += people
        waited[int(stage)][int(place)] += people
    return tuple(_place(stage, steps[int(stage)], waited[int(stage)]) for stage in AROUND)


def _place(stage: Stage, steps: Mapping[str, int], waited: list[int]) -> Place:
    may = stage in CAN_BE_STUCK
    stuck = sum(waited[STUCK:]) if may else 0
    people = sum(waited)
    return Place(
        int(stage),
        name_of(stage),
        people,
        steps.get("call", 0),
        steps.get("write", 0),
        steps.get("keep_warm", 0),
        stuck,
        may,
        middle_of(waited),
    )


def name_of(stage: int) -> str:
    """A stage in words; 0 is wherever they were."""
    return str(Stage(stage).label) if stage else ""


def moves_of(period: Period) -> tuple[Move, ...]:
    """Who went from where to where, by the kept sums."""
    waited: dict[tuple[int, int], list[int]] = defaultdict(lambda: [0] * len(WAITED))
    rows = MoveSum.objects.filter(on__gte=period.since, on__lte=period.until).order_by().values("came_from", "went_to", "waited")
    for came_from, went_to, place, people in rows.annotate(all=Sum("people")).values_list("came_from", "went_to", "waited", "all"):
        waited[came_from, went_to][place] += people
    moves = [
        Move(came_from, went_to, name_of(came_from), name_of(went_to), sum(steps), middle_of(steps), _is_back(came_from, went_to))
        for (came_from, went_to), steps in waited.items()
    ]
    return tuple(sorted(moves, key=lambda move: (move.came_from or 7, move.went_to)))


def _is_back(came_from: int, went_to: int) -> bool:
    return came_from == EngineStage.ENDED or (went_to != EngineStage.ENDED and went_to < came_from)
