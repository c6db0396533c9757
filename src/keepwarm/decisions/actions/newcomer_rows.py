"""The rows of a new person, table by table, as plain tuples for `inserting.insert_rows`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final

import numpy as np
from django.db import models

from keepwarm.answers.models import Answer
from keepwarm.consent.models import Permission, Wish
from keepwarm.consent.terms import end_of
from keepwarm.decisions.batch import Arrival
from keepwarm.decisions.judging import Judged
from keepwarm.decisions.models import Decision
from keepwarm.engine.decide import Decisions
from keepwarm.engine.rules import RULES
from keepwarm.engine.words import STEP_OF, Stage
from keepwarm.facts.fresh import NAT, Newcomer
from keepwarm.facts.gather import Gathered
from keepwarm.lib.ids import new_refs
from keepwarm.lib.text import fold
from keepwarm.prospects.actions.inserting import as_json, at, on
from keepwarm.prospects.models import Address, MatchKey, Prospect, StandingChange
from keepwarm.prospects.plain import PLAIN
from keepwarm.prospects.search import words_of
from keepwarm.qualification.models import Judgement
from keepwarm.touches.models import Inquiry, Signal

PROSPECT: Final = (
    "id", "ref", "name", "given_name", "family_name", "name_folded", *PLAIN, "born_on", "organization_id",
    "place", "zone", "hours_key", "stage", "owner_id", "next_step", "next_touch_at", "first_due_at", "because_rule",
    "because_args", "decided_at", "spread_at", "warm", "inquired_at", "last_touch_at", "last_progress_at", "ended_at",
    "end_reason", "wake_at", "round_started_at", "recycled_at", "created_at", "judged", "is_lead",
)  # fmt: skip
TABLES: Final[Mapping[type[models.Model], tuple[str, ...]]] = {
    Prospect: PROSPECT,
    Address: ("ref", "prospect_id", "organization_id", "kind", "value", "normalized", "shared", "label", "place", "zones", "state", "rank"),
    Inquiry: ("id", "ref", "prospect_id", "source_id", "happened_at", "received_at", "wants_contact", "topic", "text", "fingerprint"),
    Answer: ("prospect_id", "question_id", "value", "value_folded", "evidence", "source", "learned_at"),
    Wish: ("ref", "prospect_id", "kind", "channel", "until_at", "words", "said_at", "source"),
    Permission: ("ref", "prospect_id", "channel", "kind", "proof", "source", "given_at", "expires_at", "wording_id"),
    Signal: ("ref", "prospect_id", "kind", "raised_at", "due_at", "source", "args", "seat_id"),
    Decision: ("prospect_id", "step", "due_at", "rule", "args", "facts", "policy_version", "at"),
    MatchKey: ("prospect_id", "key"),
    Judgement: ("prospect_id", "definition", "is_lead", "met", "missing", "contradicted", "judged_at"),
    StandingChange: ("prospect_id", "what", "old", "new", "because", "by_id", "at", "seat_id", "reason"),
}
"""The tables in the order of writing, and the columns that are given."""
NAMES: Final = tuple(rule.name for rule in RULES)
STEPS: Final = {int(step): str(name) for step, name in STEP_OF.items()}


@dataclass(slots=True)
class Ready:
    """A new person with all that is known before the engine decides. `learned`: seconds, when the answers were given."""

    arrival: Arrival
    prospect_id: int
    inquiry_id: int
    place: str
    zone: str
    blocked: frozenset[tuple[str, str]]
    learned: int
    answers_from: str
    question_ids: Mapping[str, int]
    facts: Newcomer


@dataclass(frozen=True, slots=True)
class Newcomers:
    """New people about whom everything is decided, to be written all at once or piece by piece. Rows by row, in their order."""

    made: Sequence[Ready]
    gathered: Gathered
    decisions: Decisions
    judged: Judged
    reasons: Sequence[Mapping[str, Any]]
    seen: Sequence[Mapping[str, Any]]
    policy_version: int
    now: datetime


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows by table, and those few that are written as objects."""

    of: dict[type[models.Model], list[tuple[Any, ...]]]
    search: list[tuple[int, str]] = field(default_factory=list)
    changes: list[StandingChange] = field(default_factory=list)


def build_rows(all_: Newcomers, piece: range) -> Rows:
    """All rows of these of them, in their order."""
    written = at(all_.now)
    made = [all_.made[i] for i in piece]
    rows = Rows({model: [] for model in TABLES})
    refs = iter(new_refs(sum(3 + len(its.addresses) + len(its.wishes) + len(its.permissions) for its in (one.arrival for one in made))))
    for i, one, decided in zip(piece, made, _decided(all_, piece), strict=True):
        step, due, rule, args = decided
        rows.of[Prospect].append(_prospect(one, next(refs), decided, all_.judged.standing(i, all_.gathered), written))
        rows.of[Inquiry].append(_inquiry(one, next(refs), written))
        if due is not None:
            rows.of[Decision].append((one.prospect_id, step, due, rule, args, as_json(all_.seen[i]), all_.policy_version, written))
        rows.of[Address] += [(next(refs), one.prospect_id, *values) for values in _addresses(one)]
        rows.search.append((one.prospect_id, _words(one.arrival)))
        _add_said(rows, one, refs, written)
        _add_changes(rows, one, written)
    _add_judgements(rows, all_, piece, written)
    return rows


def _add_judgements(rows: Rows, all_: Newcomers, piece: range, written: str | None) -> None:
    """Of those of whom anything is met or contradicted; a stage that follows comes with its change."""
    judged, gathered, now = all_.judged, all_.gathered, all_.now
    told: dict[bytes, tuple[Any, ...]] = {}  # each pattern is put into words once
    result, ids = judged.qualification, gathered.standing.ids.tolist()
    patterns = np.column_stack([result.is_lead, result.met, result.missing, result.contradicted])
    for i in (np.flatnonzero(judged.changed[piece.start : piece.stop]) + piece.start).tolist():
        pattern = patterns[i].tobytes()
        if pattern not in told:
            one = judged.row(i, gathered, now=now)
            told[pattern] = (one.definition, one.is_lead, as_json(one.met), as_json(one.missing), as_json(one.contradicted))
        rows.of[Judgement].append((ids[i], *told[pattern], written))
        if change := judged.stage_change(i, gathered, now=now):
            rows.changes.append(change)


Decided = tuple[str, str | None, str, str]
"""Step, due, rule and arguments, as columns; of someone who has ended there is nothing."""


def _decided(all_: Newcomers, piece: range) -> Iterator[Decided]:
    part = slice(piece.start, piece.stop)
    rules, steps = all_.decisions.rule[part].tolist(), all_.decisions.step[part].tolist()
    due = all_.decisions.due[part].astype("datetime64[s]").astype(np.int64).tolist()
    for rule, step, seconds, reasons in zip(rules, steps, due, all_.reasons[part], strict=True):
        if rule < 0 or seconds == NAT:
            yield "", None, "", "{}"
        else:
            yield STEPS[step], at(seconds), NAMES[rule], as_json(reasons)


def _prospect(one: Ready, ref: str, decided: Decided, judged: tuple[str, bool, int], written: str | None) -> tuple[Any, ...]:
    arrival, facts = one.arrival, one.facts
    step, due, rule, args = decided
    short, is_lead, stage = judged
    inquired = at(facts.inquired)
    ended = at(arrival.stage_since) or written if arrival.stage == Stage.ENDED else None
    return (
        one.prospect_id, ref, arrival.name, arrival.given_name, arrival.family_name, folded_name(arrival),
        *[arrival.plain.get(name, "") for name in PLAIN], on(arrival.born_on), arrival.organization_id, one.place, one.zone,
        facts.hours_key, stage, arrival.owner_id, step, due, due, rule, args, written, at(facts.spread), facts.warm, inquired,
        inquired, at(facts.progressed), ended, arrival.end_reason if ended else "", at(facts.wake), at(facts.wake), at(facts.recycled),
        written, short, is_lead,
    )  # fmt: skip


def folded_name(arrival: Arrival) -> str:
    """As the name is found by."""
    return arrival.name_folded or fold(arrival.name)[:200]


def _inquiry(one: Ready, ref: str, written: str | None) -> tuple[Any, ...]:
    arrival = one.arrival
    return (
        one.inquiry_id, ref, one.prospect_id, arrival.source_id, at(one.facts.inquired), written, arrival.wants_contact,
        arrival.topic, arrival.text, arrival.fingerprint,
    )  # fmt: skip


def _addresses(one: Ready) -> list[tuple[Any, ...]]:
    told = []
    for rank, address in enumerate(one.arrival.addresses):
        state = "blocked" if (address.kind, address.normalized) in one.blocked else "ok"
        firm = one.arrival.organization_id if address.shared else None
        told.append(
            (
                firm,
                address.kind,
                address.value,
                address.normalized,
                address.shared,
                address.label,
                address.place,
                address.zones,
                state,
                rank,
            )
        )
    return told


def _words(arrival: Arrival) -> str:
    """Under which they are found."""
    reached_by = [one.normalized for one in arrival.addresses if one.kind != Address.Kind.POST]
    return words_of(folded_name(arrival), arrival.organization_folded, reached_by)


def _add_said(rows: Rows, one: Ready, refs: Any, written: str | None) -> None:
    """What they said: answers, wishes, permissions, and that they want to be called; and their keys for matching."""
    arrival, prospect_id, learned = one.arrival, one.prospect_id, at(one.learned)
    ids, given = one.question_ids, one.answers_from[:120]
    rows.of[Answer] += [
        (prospect_id, ids[said.question], said.value, said.folded or fold(said.value)[:500], said.evidence,
         said.source[:120] if said.source else given, learned)
        for said in arrival.answers
    ]  # fmt: skip
    rows.of[Wish] += [
        (next(refs), prospect_id, wish.kind, wish.channel, at(wish.until_at), wish.words, learned, (arrival.wishes_from or "import")[:40])
        for wish in arrival.wishes
    ]
    rows.of[Permission] += [
        (next(refs), prospect_id, channel, kind, proof, (arrival.wishes_from or one.answers_from)[:120], learned,
         at(end_of(kind, datetime.fromtimestamp(one.learned, UTC))), next(iter(words), None))
        for channel, kind, proof, *words in arrival.permissions
    ]  # fmt: skip
    if one.facts.contact_asked is not None:
        rows.of[Signal].append(
            (next(refs), prospect_id, "contact_asked", written, at(one.facts.contact_due), f"inquiry:{one.inquiry_id}", "{}",
             arrival.owner_id)
        )  # fmt: skip
    rows.of[MatchKey] += [(prospect_id, key) for key in arrival.match_keys]


def _add_changes(rows: Rows, one: Ready, written: str | None) -> None:
    """Where they stand from the first second, and why."""
    arrival = one.arrival
    because = (arrival.owner_because or "came in")[:300]
    turned: list[tuple[Any, ...]] = [("owner", "", str(arrival.owner_id), because, None, written, arrival.owner_id, "")]
    since = at(arrival.stage_since) or written
    if arrival.stage == Stage.ENDED:
        turned.append(("end", "", arrival.end_reason, "the list says so", None, since, None, ""))
    elif arrival.stage != Stage.NEW:
        turned.append(("stage", str(int(Stage.NEW)), str(arrival.stage), "the list says so", None, since, None, ""))
    if arrival.wake_at is not None:
        day = arrival.wake_at.date().isoformat()
        turned.append(("recycle", "0", day, "the list says so", None, since, None, arrival.recycle_reason))
    rows.of[StandingChange] += [(one.prospect_id, *change) for change in turned]
