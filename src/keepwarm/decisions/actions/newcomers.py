"""New people made ready: facts in memory, the engine's answer, and every row they will be; then all rows at once."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache

import numpy as np

from keepwarm.answers.models import Question
from keepwarm.consent.models import Suppression
from keepwarm.consent.queries.suppressed import suppressed
from keepwarm.consent.terms import end_of
from keepwarm.decisions.actions.newcomer_rows import TABLES, Newcomers, Ready, Rows
from keepwarm.decisions.batch import Arrival, NewAddress
from keepwarm.decisions.judging import judge
from keepwarm.decisions.reasons import arguments_by_row, seen_by_row
from keepwarm.engine.calling import Hours
from keepwarm.engine.decide import decide
from keepwarm.engine.policy import Policy
from keepwarm.engine.words import Evidence
from keepwarm.facts.fresh import Newcomer, fresh_facts
from keepwarm.facts.gather import Gathered, questions_of
from keepwarm.facts.hours import hours_for
from keepwarm.facts.standing import Standing
from keepwarm.lib.text import fold
from keepwarm.lib.working_time import add_working_minutes
from keepwarm.policy.queries import policy_in_force
from keepwarm.prospects.actions.inserting import Keys, insert_rows
from keepwarm.prospects.models import Address, StandingChange
from keepwarm.prospects.places import hours_key
from keepwarm.prospects.search import index_words
from keepwarm.prospects.zones import split_zones
from keepwarm.staff.models import Seat, User
from keepwarm.staff.queries import week_of
from keepwarm.touches.models import Source


@dataclass(slots=True)
class House:
    """What arrivals need of the house, read once for many batches: policy, seats, questions, sources, calling hours so far."""

    now: datetime
    policy: Policy = field(default_factory=policy_in_force)
    seats: dict[int, Seat] = field(default_factory=Seat.objects.in_bulk)
    questions: dict[str, Question] = field(default_factory=lambda: {one.key: one for one in Question.objects.all()})
    sources: dict[int, str] = field(default_factory=lambda: dict(Source.objects.values_list("pk", "name")))
    keys: set[str] = field(default_factory=set)
    table: tuple[Hours, Mapping[str, int]] | None = None
    reserved: Keys = field(default_factory=Keys)
    due: dict[tuple[int, datetime], datetime] = field(default_factory=dict)
    question_ids: Mapping[str, int] = field(init=False)
    judged_by: Container[str] = field(init=False)  # the questions that the lead definition reads: of a wide list few

    def __post_init__(self) -> None:
        self.question_ids = {key: question.pk for key, question in self.questions.items()}
        self.judged_by = questions_of(self.policy)

    def hours(self, keys: set[str]) -> tuple[Hours, Mapping[str, int]]:
        """The calling hours of these places and of all asked for before."""
        if self.table is None or not keys <= self.keys:
            self.keys |= keys
            self.table = hours_for(self.keys, self.policy, now=self.now)
        return self.table

    def contact_due(self, owner_id: int, now: datetime) -> datetime:
        """When someone who asked for contact now has to be called: working hours of the owner."""
        if (owner_id, now) not in self.due:
            self.due = {pair: moment for pair, moment in self.due.items() if pair[1] == now}
            self.due[owner_id, now] = self._contact_due(owner_id, now)
        return self.due[owner_id, now]

    def _contact_due(self, owner_id: int, now: datetime) -> datetime:
        seat = self.seats[owner_id]
        return add_working_minutes(now, 60 * self.policy.contact_within_working_hours, week_of(seat))

    def asks_now(self, arrival: Arrival, now: datetime) -> bool:
        """Whether a call within the agreed hour is promised to this inquirer."""
        return arrival.wants_contact and arrival.asks_now and self.is_news(arrival, now)

    def is_news(self, arrival: Arrival, now: datetime) -> bool:
        """Whether this inquiry is fresh: for an old one the hour, and the colleagues, have passed. One without a date is none."""
        if arrival.cold or arrival.inquired_at is None:
            return False
        return (now - arrival.inquired_at).days < self.policy.inquiry_fresh_days


def ready(people: Sequence[tuple[Arrival, int, int]], house: House, *, now: datetime) -> Newcomers | None:
    """These new people with all that is decided about them. Each comes as arrival, key of the prospect, key of the inquiry."""
    if not people:
        return None
    blocked = blocked_addresses([address for one, _, _ in people for address in one.addresses])
    made = [_ready(one, prospect_id, inquiry_id, blocked, house, now=now) for one, prospect_id, inquiry_id in people]
    hours, place_rows = house.hours({one.facts.hours_key for one in made})
    numbers = frozenset(key for key, question in house.questions.items() if question.kind == Question.Kind.NUMBER)
    facts = fresh_facts([one.facts for one in made], house.policy, place_rows=place_rows, number_questions=numbers, now=now)
    gathered = Gathered(facts, _standing(made))
    decisions = decide(facts, house.policy, hours)
    judged = judge(gathered, house.policy)
    reasons = arguments_by_row(decisions, facts, house.policy, judged.qualification)
    return Newcomers(made, gathered, decisions, judged, reasons, seen_by_row(facts), house.policy.version, now)


def write_newcomers(rows: Rows, *, by: User | None, now: datetime) -> None:
    """Insert everything; the caller holds the transaction."""
    for model, names in TABLES.items():
        insert_rows(model, names, rows.of.get(model, ()))
    index_words(rows.search)
    for change in rows.changes:
        change.by = by
    StandingChange.objects.bulk_create(rows.changes, batch_size=500)


def blocked_addresses(addresses: Sequence[NewAddress]) -> frozenset[tuple[str, str]]:
    """Those of the addresses that are not to be used, whoever has them."""
    closed = suppressed((one.kind, one.normalized) for one in addresses)
    return frozenset(address for address, scope in closed.items() if scope == Suppression.Scope.ALL)


def _ready(one: Arrival, prospect_id: int, inquiry_id: int, blocked: frozenset[tuple[str, str]], house: House, *, now: datetime) -> Ready:
    place, zones = where(one)
    key, zone = _placed(place, zones)
    learned = int((one.inquired_at or now).timestamp())
    return Ready(
        arrival=one,
        prospect_id=prospect_id,
        inquiry_id=inquiry_id,
        place=place,
        zone=zone,
        blocked=blocked,
        learned=learned,
        answers_from=one.answers_from or house.sources.get(one.source_id, ""),
        question_ids=house.question_ids,
        facts=_newcomer(one, key, learned, blocked, house, now=now),
    )


@lru_cache(maxsize=4096)
def _placed(place: str, zones: str) -> tuple[str, str]:
    """Row of calling hours, and the zone that is shown."""
    return hours_key(place, zones), (split_zones(zones) or ("",))[0]


def _newcomer(one: Arrival, key: str, learned: int, blocked: frozenset[tuple[str, str]], house: House, *, now: datetime) -> Newcomer:
    """What the engine is told of someone who is not in the database yet."""
    asked = house.asks_now(one, now)
    kinds = {address.kind for address in one.addresses}
    usable = {its.kind for its in one.addresses if (its.kind, its.normalized) not in blocked} if blocked else kinds
    told = any(answer.evidence >= Evidence.FORM for answer in one.answers)
    return Newcomer(
        owner_id=one.owner_id,
        hours_key=key,
        stage=one.stage,
        warm=not one.cold or told,
        phone="phone" in usable,
        email="email" in usable,
        post="post" in usable,
        blocked_phone="phone" in kinds,
        mailing=any(channel == "mailing" and _holds(kind, learned, now) for channel, kind, *_ in one.permissions),
        organization_id=one.organization_id,
        inquired=_seconds(one.inquired_at),
        progressed=learned if told else None,
        contact_asked=_seconds(now) if asked else None,
        contact_due=_seconds(house.contact_due(one.owner_id, now)) if asked else None,
        spread=_seconds(one.spread_at),
        wake=_seconds(one.wake_at),
        recycled=_seconds(one.stage_since or now) if one.wake_at else None,
        wishes=[(wish.kind, wish.channel, _seconds(wish.until_at)) for wish in one.wishes],
        answers=_judged_by(one, learned, house),
    )


def _judged_by(one: Arrival, learned: int, house: House) -> dict[str, tuple[str, int, int]]:
    """The answers that the lead definition reads."""
    return {
        answer.question: (answer.folded or fold(answer.value)[:500], answer.evidence, learned)
        for answer in one.answers
        if answer.question in house.judged_by
    }


def _holds(kind: str, given: int, now: datetime) -> bool:
    """Whether a permission of this kind, given at that second, is not over yet."""
    end = end_of(kind, datetime.fromtimestamp(given, UTC))
    return end is None or end > now


def _seconds(moment: datetime | None) -> int | None:
    return None if moment is None else int(moment.timestamp())


def where(one: Arrival) -> tuple[str, str]:
    """Place and zones for calling: of the first phone that tells them, else what the list says."""
    for address in one.addresses:
        if address.kind == Address.Kind.PHONE and address.zones:
            return address.place, address.zones
    return one.place, one.zones


def _standing(made: Sequence[Ready]) -> Standing:
    """Nothing was decided or judged before."""
    count = len(made)
    return Standing(
        ids=np.array([one.prospect_id for one in made], np.int64),
        owners=np.array([one.arrival.owner_id for one in made], np.int64),
        hours_keys=tuple(one.facts.hours_key for one in made),
        facts={},
        versions=np.ones(count, np.int64),
        rules=("",) * count,
        steps=("",) * count,
        due=np.full(count, np.datetime64("NaT", "s")),
        judged=("",) * count,
        was_lead=np.zeros(count, bool),
    )
