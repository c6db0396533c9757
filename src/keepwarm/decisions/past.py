"""Replay of the past: what was proposed on a day, why, from what was known then, and what the rules of today say of the same.

A decision keeps its rule, the facts it saw and the version of the policy: nothing is guessed. Asked again are the rules as they are
now, with the policy and the definition of a lead that were in force then. It writes nothing.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db.models import Q

from keepwarm.decisions.actions.saving import RULE_NAMES, STEPS
from keepwarm.decisions.models import Decision, Deferral
from keepwarm.decisions.queries import sentence_of
from keepwarm.decisions.reasons import arguments_by_row
from keepwarm.decisions.replaying import SHOWN_AT_MOST, Moved
from keepwarm.engine.decide import decide
from keepwarm.engine.lead import qualify
from keepwarm.facts.gather import aware, questions_of
from keepwarm.facts.hours import hours_for
from keepwarm.facts.kept import read_kept
from keepwarm.policy.queries import policy_as_of
from keepwarm.prospects.models import Prospect, StandingChange

AT_ONCE = 5_000
Span = tuple[datetime, datetime]
"""A day: its first moment, and the first moment after it."""


@dataclass(frozen=True, slots=True)
class Put:
    """The date was moved: from when to when, and why."""

    from_at: datetime
    to_at: datetime
    because: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Again:
    """What the rules of today say of the facts of then."""

    step: str
    rule: str
    due_at: datetime
    why: str
    same: bool


@dataclass(frozen=True, slots=True)
class Proposed:
    """A decision that stood on the day. `until`: when another took its place. `known`: the facts it saw, empty when they were forgotten.

    `by` and `because`: who chose it, and in which words; empty where the rules decided. `again` is None when nothing is known any more.
    """

    decided_at: datetime
    until: datetime | None
    step: str
    due_at: datetime
    rule: str
    why: str
    policy: int
    lead_definition: int
    by: str
    because: str
    moved: tuple[Put, ...]
    known: Mapping[str, Any]
    again: Again | None


@dataclass(frozen=True, slots=True)
class Past:
    """One prospect on a day. `ended`: since when, and why, where the conversation was over; then nothing was proposed."""

    ref: str
    name: str
    came_in_at: datetime
    ended_at: datetime | None
    ended_because: str
    proposed: tuple[Proposed, ...]


@dataclass(frozen=True, slots=True)
class PastReplay:
    """The decisions made on a day: how many were asked again, of how many another step or rule comes out, and some of them.

    `not_known`: those whose facts were forgotten since.
    """

    asked: int
    other: int
    not_known: int
    moves: dict[str, int]
    examples: tuple[Moved, ...]


def replay_one(prospect: Prospect, day: Span, *, zone: str = "UTC") -> Past:
    """What was proposed for one prospect on the day: what stood as it began, and whatever was decided within it. Dates in `zone`."""
    begins, ends = day
    rows = Decision.objects.filter(prospect=prospect).select_related("by").order_by("at", "pk")
    stood = list(rows.filter(at__gte=begins, at__lt=ends))
    if _end_before(prospect, begins) is None and (before := rows.filter(at__lt=begins).last()) is not None:
        stood.insert(0, before)
    end = _end_before(prospect, ends)
    return Past(
        ref=prospect.ref,
        name=prospect.name,
        came_in_at=prospect.created_at,
        ended_at=end.at if end else None,
        ended_because=(end.because or end.new) if end else "",
        proposed=tuple(_proposed(row, prospect, until=ends, zone=zone) for row in stood),
    )


def _end_before(prospect: Prospect, moment: datetime) -> StandingChange | None:
    """How the conversation had ended by then; None while it went on, or went on again."""
    changes = StandingChange.objects.filter(prospect=prospect, what=StandingChange.What.END, at__lt=moment)
    newest = changes.order_by("-at", "-pk").first()
    return newest if newest is not None and newest.new else None


def replay_day(day: Span) -> PastReplay:
    """Ask again for every decision that was made on the day. It reads all decisions once, whatever the day."""
    asked, not_known, moves = 0, 0, Counter[str]()
    found: list[tuple[int, str, str]] = []
    for rows in _made_on(day):
        known = [row for row in rows if row.facts]
        asked, not_known = asked + len(known), not_known + len(rows) - len(known)
        for row, again in _ask(known):
            stood, would_be = f"{row.step}:{row.rule}", f"{again.step}:{again.rule}"
            if not again.same:
                moves[f"{stood} -> {would_be}"] += 1
                found += [(row.prospect_id, stood, would_be)] if len(found) < SHOWN_AT_MOST else []
    names = {
        pk: (ref, name) for pk, ref, name in Prospect.objects.filter(pk__in=[pk for pk, _, _ in found]).values_list("pk", "ref", "name")
    }
    examples = tuple(Moved(*names[pk], stood, would_be) for pk, stood, would_be in found)
    return PastReplay(asked, sum(moves.values()), not_known, dict(moves.most_common()), examples)


def _made_on(day: Span) -> Iterator[list[Decision]]:
    last = 0
    while rows := list(Decision.objects.filter(pk__gt=last, at__gte=day[0], at__lt=day[1]).order_by("pk")[:AT_ONCE]):
        last = rows[-1].pk
        yield rows


def _proposed(row: Decision, prospect: Prospect, *, until: datetime, zone: str) -> Proposed:
    following = Decision.objects.filter(Q(at__gt=row.at) | Q(at=row.at, pk__gt=row.pk), prospect=prospect).order_by("at", "pk").first()
    put = Deferral.objects.filter(prospect=prospect, at__gte=row.at, at__lt=min(until, following.at) if following else until)
    again = next((again for _, again in _ask([row], zone=zone)), None) if row.facts else None
    return Proposed(
        decided_at=row.at,
        until=following.at if following else None,
        step=row.step,
        due_at=row.due_at,
        rule=row.rule,
        why=sentence_of(row.rule, row.args, zone=zone),
        policy=row.policy_version,
        lead_definition=policy_as_of(row.at).lead_definition.version,
        by=row.by.name if row.by else "",
        because=row.because,
        moved=tuple(Put(one.from_at, one.to_at, one.because, one.at) for one in put.order_by("at", "pk")),
        known=row.facts,
        again=again,
    )


def _ask(rows: Sequence[Decision], *, zone: str = "UTC") -> Iterator[tuple[Decision, Again]]:
    """Each with the answer of today's rules. Asked together are those that saw the same moment: it is one fact for all of them."""
    together: dict[str, list[Decision]] = defaultdict(list)
    for row in rows:
        together[row.facts["now"]].append(row)
    for some in together.values():
        yield from _ask_at_once(some, zone)


def _ask_at_once(rows: Sequence[Decision], zone: str) -> Iterator[tuple[Decision, Again]]:
    at, ids = rows[0].at, [row.prospect_id for row in rows]
    policy = policy_as_of(at)
    keys = dict(Prospect.objects.filter(pk__in=ids).values_list("pk", "hours_key"))
    hours, place_rows = hours_for(keys.values(), policy, now=datetime.fromisoformat(rows[0].facts["now"]).replace(tzinfo=UTC))
    place = [place_rows.get(keys[pk], 0) for pk in ids]
    facts = read_kept([row.facts for row in rows], ids, place=place, questions=questions_of(policy), until=at)
    decisions = decide(facts, policy, hours)
    told = arguments_by_row(decisions, facts, policy, qualify(facts, policy.lead_definition))
    for i, row in enumerate(rows):
        step, rule = str(STEPS[decisions.step[i]]), str(RULE_NAMES[decisions.rule[i]])
        same = (step, rule) == (row.step, row.rule)
        yield row, Again(step, rule, aware(decisions.due[i]), sentence_of(rule, told[i], zone=zone), same)
