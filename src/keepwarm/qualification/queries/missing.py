"""How one prospect stands against what was agreed: what is met, missing or contradicted, from where we know, what to ask."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext, gettext_noop

from keepwarm.answers.models import Answer
from keepwarm.engine.conditions.tree import answers_of
from keepwarm.engine.lead import Criterion, LeadDefinition
from keepwarm.engine.lead_problems import EVIDENCE
from keepwarm.engine.words import Evidence
from keepwarm.policy.queries import definition_in_force
from keepwarm.prospects.models import Prospect
from keepwarm.qualification.models import Judgement
from keepwarm.qualification.queries.checking import condition_words

MET, MISSING, CONTRADICTED = "met", "missing", "contradicted"
STATES = {MET: gettext_noop("met"), MISSING: gettext_noop("missing"), CONTRADICTED: gettext_noop("contradicted")}


@dataclass(frozen=True, slots=True)
class Heard:
    """An answer, and from where and since when we know it. `evidence` is `engine.words.Evidence`."""

    key: str
    value: str
    evidence: int
    learned_at: datetime

    @property
    def known_from(self) -> str:
        """The evidence in the reader's language."""
        return gettext(EVIDENCE[Evidence(self.evidence)]) if self.evidence else gettext("from where is unknown")


@dataclass(frozen=True, slots=True)
class Line:
    """One criterion and how it stands. `answers`: what was said about it, the strongest evidence first.

    `to_ask`: keys of the questions whose answers do not count yet.
    """

    criterion: Criterion
    label: str
    state: str
    asks: str  # the condition in words
    answers: tuple[Heard, ...]
    to_ask: tuple[str, ...]

    @property
    def state_words(self) -> str:
        """In the reader's language."""
        return gettext(STATES[self.state])


@dataclass(frozen=True, slots=True)
class Standing:
    """How a prospect stands, by the definition in force. `judged_at` None: nothing was ever met or contradicted.

    `is_old`: they were judged by an earlier version, and the newer one is still on its way to them.
    """

    definition: LeadDefinition
    lines: tuple[Line, ...]
    is_lead: bool
    judged_at: datetime | None
    is_old: bool

    @property
    def ask(self) -> str:
        """The key of the question to ask next: of the first required criterion that is missing, then of the others."""
        return next((key for line in self.missing for key in line.to_ask), "")

    @property
    def met(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.state == MET)

    @property
    def missing(self) -> tuple[Line, ...]:
        """The required first."""
        return tuple(sorted((line for line in self.lines if line.state == MISSING), key=lambda line: not line.criterion.required))

    @property
    def contradicted(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.state == CONTRADICTED)

    @property
    def still_needed(self) -> int:
        """How many supporting criteria are needed beside those that are met."""
        held = sum(not line.criterion.required for line in self.met)
        return max(0, self.definition.supporting_needed - held)


def what_is_missing(prospect: Prospect, *, said: Sequence[Answer] | None = None, written_only: bool = False) -> Standing:
    """How `prospect` stands by the definition in force. `said`: their answers in force, when the caller has read them.

    The judgement is the one that was kept when it was last decided for them: what the page says is what decides.
    """
    definition = definition_in_force()
    newest = Judgement.objects.filter(prospect=prospect).order_by("-judged_at", "-pk").first()
    answers = list(_in_force(prospect)) if said is None else said
    return Standing(
        definition=definition,
        lines=tuple(_line(one, newest, answers, written_only=written_only) for one in definition.criteria),
        is_lead=prospect.is_lead,
        judged_at=newest.judged_at if newest else None,
        is_old=newest is not None and newest.definition != definition.version,
    )


def _in_force(prospect: Prospect) -> Iterable[Answer]:
    rows = Answer.objects.filter(prospect=prospect, superseded_by__isnull=True, voided_at__isnull=True)
    return rows.select_related("question").order_by("-evidence", "-learned_at")


def _line(criterion: Criterion, newest: Judgement | None, said: Sequence[Answer], *, written_only: bool) -> Line:
    keys = answers_of(criterion.condition)
    heard = (Heard(one.question.key, one.value, one.evidence, one.learned_at) for one in said if one.question.key in keys)
    about = tuple(sorted(heard, key=lambda one: -one.evidence))
    counting = {one.key for one in about if _counts(one.evidence, criterion, written_only=written_only)}
    return Line(
        criterion,
        gettext(criterion.label),
        _state(criterion, newest),
        condition_words(criterion.condition),
        about,
        tuple(key for key in keys if key not in counting),
    )


def _counts(evidence: int, criterion: Criterion, *, written_only: bool) -> bool:
    return evidence in criterion.evidence or (written_only and evidence == Evidence.WRITTEN and Evidence.CONVERSATION in criterion.evidence)


def _state(criterion: Criterion, newest: Judgement | None) -> str:
    """As it was judged; a criterion that was not judged yet is missing."""
    if newest is not None and criterion.name in newest.met:
        return MET
    return CONTRADICTED if newest is not None and criterion.name in newest.contradicted else MISSING


@dataclass(frozen=True, slots=True)
class Change:
    """One line of the history of judgements: what became met, and what no longer is. `version` 0: the provisional definition."""

    at: datetime
    version: int
    is_lead: bool
    turned: bool  # became a lead with it, or ceased to be one
    gained: tuple[str, ...]
    lost: tuple[str, ...]
    contradicted: tuple[str, ...]


def judgement_history(prospect: Prospect, *, count: int = 20) -> list[Change]:
    """How the judgement changed, newest first; each line says what is different from the one before, and from where it was known."""
    rows = list(Judgement.objects.filter(prospect=prospect).order_by("-judged_at", "-pk")[: count + 1])
    criteria = {one.name: one for one in definition_in_force().criteria}
    heard = _ever_heard(prospect) if any(row.met for row in rows) else ()
    pairs = [(row, rows[at + 1] if at + 1 < len(rows) else None) for at, row in enumerate(rows[:count])]
    return [_change(row, before, criteria, heard) for row, before in pairs]


Spell = tuple[str, int, datetime, datetime | None]
"""An answer's question, its evidence, when it was learned, and when another took its place."""


def _ever_heard(prospect: Prospect) -> Sequence[Spell]:
    rows = Answer.objects.filter(prospect=prospect, voided_at__isnull=True)
    return list(rows.values_list("question__key", "evidence", "learned_at", "superseded_by__learned_at"))


def _known_from(criterion: Criterion, heard: Sequence[Spell], at: datetime) -> str:
    """From where the criterion was known at that moment, of the strongest answer; "" when nothing tells it any more."""
    keys = answers_of(criterion.condition)
    then = [kind for key, kind, since, until in heard if key in keys and since <= at and (until is None or until > at)]
    strongest = max((kind for kind in then if kind in criterion.evidence), default=max(then, default=0))
    return gettext(EVIDENCE[Evidence(strongest)]) if strongest else ""


def _change(row: Judgement, before: Judgement | None, criteria: Mapping[str, Criterion], heard: Sequence[Spell]) -> Change:
    held = set(before.met) if before else set()
    against = set(before.contradicted) if before else set()

    def named(name: str) -> str:
        return gettext(criteria[name].label) if name in criteria else name.replace("-", " ").replace("_", " ")

    def gained(name: str) -> str:
        known = _known_from(criteria[name], heard, row.judged_at) if name in criteria else ""
        return f"{named(name)} ({known})" if known else named(name)

    return Change(
        at=row.judged_at,
        version=row.definition,
        is_lead=row.is_lead,
        turned=row.is_lead != (before.is_lead if before else False),
        gained=tuple(gained(name) for name in row.met if name not in held),
        lost=tuple(named(name) for name in sorted(held - set(row.met))),
        contradicted=tuple(named(name) for name in row.contradicted if name not in against),
    )


def say_change(change: Change) -> str:
    """One line of the history in words."""
    said = [(gettext("known now: %(what)s"), change.gained), (gettext("no longer: %(what)s"), change.lost)]
    said.append((gettext("says otherwise: %(what)s"), change.contradicted))
    words = "; ".join(text % {"what": ", ".join(names)} for text, names in said if names)
    if change.turned:
        became = gettext("Became a lead") if change.is_lead else gettext("A lead no longer")
        return f"{became}: {words}" if words else became
    return words or gettext("judged anew, and nothing is different")
