"""One piece of everyone: where they are and since when, and who had what in their first 90 days beside whom. It only reads."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Max, Min
from django.db.models.functions import Coalesce

from keepwarm.ledger.contacts import COMPARED, EARLY_DAYS, kind_of
from keepwarm.ledger.moving import STUCK_DAYS, WAITED, waited_of
from keepwarm.ledger.queries.house import House
from keepwarm.ledger.queries.move_days import MOVES
from keepwarm.prospects.models import Prospect, StandingChange
from keepwarm.selling.models import Sale
from keepwarm.touches.models import Inquiry, Touch

EARLY = timedelta(days=EARLY_DAYS)
STUCK = WAITED.index(STUCK_DAYS)
AT_ONCE = 10_000
FEW = 5_000
"""People of one figure who are kept by their keys; of more, so many pages of rows are found soon by looking. Our choice."""


@dataclass(frozen=True, slots=True)
class Person:
    """Where somebody is. `first_at` None: no inquiry is known."""

    pk: int
    stage: int
    step: str
    since: datetime
    ended_at: datetime | None
    first_at: datetime | None
    source: int


Found = dict[str, Counter[str]]
"""Counts by a key of text, so that they can be kept: "standing", "came", and "got" (with its four counts)."""
People = dict[str, list[int]]
"""Who stands behind some of these counts, by `there_key`, `stuck_key` and `got_key`."""


def there_key(stage: int, step: str) -> str:
    """Who is in a stage with a next step."""
    return f"there|{stage}|{step}"


def stuck_key(stage: int) -> str:
    """Who has been in a stage for too long."""
    return f"stuck|{stage}"


def got_key(kind: str, had: bool) -> str:
    """Who had got a kind of contact in time, or had not."""
    return f"got|{kind}|{int(had)}"


@dataclass(frozen=True, slots=True)
class Piece:
    """Counts of some people, who they are, the key of the last, and how many they were: 0 at the end."""

    found: Found
    who: People
    upto: int
    people: int


def read_piece(after: int, house: House, *, now: datetime) -> Piece:
    """The next people."""
    rows = Prospect.objects.filter(pk__gt=after, merged_into__isnull=True).order_by("pk")
    people = list(rows.values_list("pk", "stage", "next_step", "ended_at", "created_at")[:AT_ONCE])
    if not people:
        return Piece({}, {}, after, 0)
    span = {"prospect__gte": people[0][0], "prospect__lte": people[-1][0]}
    since, firsts = _since(span), _firsts(span)
    everyone = [
        Person(pk, stage, step, since.get(pk, created_at), ended_at, *firsts.get(pk, (None, 0)))
        for pk, stage, step, ended_at, created_at in people
    ]
    found: Found = {"standing": Counter(), "came": Counter(), "got": Counter()}
    who: People = defaultdict(list)
    for one in everyone:
        waited = waited_of(now - one.since)
        found["standing"][f"{one.stage}|{one.step}|{waited}"] += 1
        who[there_key(one.stage, one.step)].append(one.pk)
        if waited >= STUCK:
            who[stuck_key(one.stage)].append(one.pk)
        if one.first_at is not None:
            found["came"][f"{one.source}|{house.day_of(one.first_at):%Y-%m}"] += 1
    _compare(found["got"], who, everyone, span, house, now=now)
    return Piece(found, who, people[-1][0], len(people))


def _since(span: Mapping[str, int]) -> dict[int, datetime]:
    """When each came where they are."""
    rows = StandingChange.objects.filter(**span, what__in=MOVES).order_by()
    return dict(rows.values("prospect").annotate(last=Max("at")).values_list("prospect", "last"))


def _firsts(span: Mapping[str, int]) -> dict[int, tuple[datetime, int]]:
    """When each first inquired, and where they came from."""
    rows = Inquiry.objects.filter(**span, voided_at__isnull=True).annotate(at=Coalesce("happened_at", "received_at"))
    found: dict[int, tuple[datetime, int]] = {}
    for person, at, source in rows.order_by("-at", "-pk").values_list("prospect_id", "at", "source_id"):
        found[person] = (at, source)
    return found


def _compare(
    counts: Counter[str], who: People, everyone: Iterable[Person], span: Mapping[str, int], house: House, *, now: datetime
) -> None:
    """Who was still undecided 90 days after the first inquiry: what they had got by then, and whether they bought afterwards.

    Only what came before that day counts as got, and only a sale after it as bought: else whoever bought late would have had more time
    to get everything, and it would seem to have helped.
    """
    sold = _first_sales(span)
    undecided = {
        one.pk: one
        for one in everyone
        if one.first_at is not None
        and one.first_at + EARLY <= now
        and not (one.ended_at is not None and one.ended_at < one.first_at + EARLY)
        and not (one.pk in sold and sold[one.pk] < one.first_at + EARLY)
    }
    got = _got(span, undecided) if undecided else {}
    nothing: set[str] = set()
    for pk, one in undecided.items():
        assert one.first_at is not None
        had, came = got.get(pk, nothing), house.day_of(one.first_at)
        alike = f"{one.source}|{came.year}-{(came.month + 2) // 3}"
        for kind in COMPARED:
            talked = "" if kind == "call" else "|talked" if "call" in had else "|not"
            counts[f"{kind}|{int(kind in had)}|{int(pk in sold)}|{alike}{talked}"] += 1
            who[got_key(kind, kind in had)].append(pk)


def _first_sales(span: Mapping[str, int]) -> dict[int, datetime]:
    rows = Sale.objects.filter(**span, undone_at__isnull=True).order_by()
    return dict(rows.values("prospect").annotate(first=Min("sold_at")).values_list("prospect", "first"))


def _got(span: Mapping[str, int], people: Mapping[int, Person]) -> dict[int, set[str]]:
    """The kinds of contact that each had in time."""
    rows: Any = Touch.objects.filter(**span, voided_at__isnull=True).exclude(channel="note").order_by()
    columns = ("prospect", "channel", "direction", "disposition", "purpose")
    found: dict[int, set[str]] = defaultdict(set)
    for person, *what, first in rows.values(*columns).annotate(first=Min("happened_at")).values_list(*columns, "first"):
        one = people.get(person)
        if one is not None and one.first_at is not None and one.first_at <= first < one.first_at + EARLY and (kind := kind_of(*what)):
            found[person].add(kind)
    return found


def parts_of(counts: Mapping[str, int], kind: str) -> Sequence[tuple[str, bool, bool, int]]:
    """Of one kind: the stratum, whether they got it, whether they bought, and how many."""
    told = []
    for key, people in counts.items():
        its, had, bought, stratum = key.split("|", 3)
        if its == kind:
            told.append((stratum, had == "1", bought == "1", people))
    return told
