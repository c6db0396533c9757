"""The one way from the database to the engine's facts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np

from keepwarm.engine.conditions.tree import answers_of
from keepwarm.engine.facts import Facts
from keepwarm.engine.policy import Policy
from keepwarm.facts.behaving import read_readied
from keepwarm.facts.permits import read_permits
from keepwarm.facts.said import read_answers, read_letters
from keepwarm.facts.scope import Scope, rows
from keepwarm.facts.standing import Standing, read_standing
from keepwarm.facts.waiting import read_firm, read_signals, read_window


@dataclass(frozen=True, slots=True)
class Gathered:
    """Facts, and the standing they came from, row by row."""

    facts: Facts
    standing: Standing


def moment(at: datetime) -> np.datetime64:
    """An aware datetime as the engine's UTC second."""
    return np.datetime64(at.astimezone(UTC).replace(tzinfo=None, microsecond=0), "s")


def aware(at: np.datetime64) -> datetime:
    """The engine's UTC second as an aware datetime."""
    seconds: int = at.astype("datetime64[s]").astype(int)
    return datetime.fromtimestamp(seconds, UTC)


def gather(
    scope: Scope, policy: Policy, *, place_rows: Mapping[str, int], now: datetime, letters: Mapping[int, int] | None = None
) -> Gathered:
    """Facts of the open prospects of the scope, at `now`.

    `place_rows` says which row of Hours an hours key is; a place that is not there has no permitted hour: nobody may call.
    `letters`: letters left by seat, where the caller has read them for many scopes at once.
    """
    standing = read_standing(scope)
    ids = standing.ids
    columns = dict(standing.facts)
    columns |= read_permits(scope, ids, now=now)
    columns |= read_signals(scope, ids)
    columns |= read_window(scope, ids, policy, now=now)
    columns |= read_firm(scope, ids)
    columns |= read_readied(scope, ids, policy, now=now)
    columns["place"] = np.array([place_rows.get(key, 0) for key in standing.hours_keys], dtype=np.int32)
    columns["may_call"] &= np.array([not key or key in place_rows for key in standing.hours_keys], dtype=np.bool_)
    columns["letters_left"] = read_letters(standing.owners, columns["voicemail_at"], policy, letters, now=now)
    answers = read_answers(scope, ids, questions_of(policy))
    return Gathered(Facts(now=moment(now), **columns, answers=answers), standing)


def questions_of(policy: Policy) -> set[str]:
    """Keys of the questions that the lead definition reads."""
    return {key for criterion in policy.lead_definition.criteria for key in answers_of(criterion.condition)}


def hours_keys(scope: Scope) -> Sequence[str]:
    """The places in use in the scope; the unknown place first."""
    found = rows(f"SELECT DISTINCT hours_key FROM prospects_prospect WHERE ended_at IS NULL AND {scope.sql('id')}")
    return ["", *sorted(row[0] for row in found if row[0])]
