"""How offerings fit what a prospect said, by the engine and in words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.utils.translation import gettext, gettext_noop

from keepwarm.answers.models import Answer, Question, Way
from keepwarm.answers.queries import words_of
from keepwarm.engine.conditions.text import parse
from keepwarm.engine.conditions.tree import All, answers_of
from keepwarm.engine.facts import Facts
from keepwarm.engine.fit import Fit, Need, Serves, Verdict, judge_fit
from keepwarm.facts.gather import gather, hours_keys
from keepwarm.facts.hours import hours_for
from keepwarm.facts.said import number, read_answers
from keepwarm.facts.scope import Scope
from keepwarm.lib.text import fold
from keepwarm.policy.queries import policy_in_force
from keepwarm.prospects.models import Prospect
from keepwarm.selling.models import Offering

SAID = {
    Verdict.FITS: gettext_noop("fits"),
    Verdict.DOES_NOT: gettext_noop("does not fit"),
    Verdict.NOT_KNOWN: gettext_noop("not known yet"),
}


@dataclass(frozen=True, slots=True)
class FitLine:
    """One need, or what is required: its words, how it stands, and what they said. `state`: engine.fit.Verdict."""

    label: str
    wanted: str
    said: str
    state: str

    @property
    def state_words(self) -> str:
        return gettext(SAID[Verdict(self.state)])


@dataclass(frozen=True, slots=True)
class ShownFit:
    """How one offering fits one prospect. `ask`: the words of the questions that would settle it; `ask_keys` their keys."""

    verdict: str
    lines: tuple[FitLine, ...]
    ask: tuple[str, ...]
    ask_keys: tuple[str, ...]

    @property
    def words(self) -> str:
        return gettext(SAID[Verdict(self.verdict)])

    def as_json(self) -> dict[str, Any]:
        """As it is kept beside a sale."""
        lines = [{"label": one.label, "wanted": one.wanted, "said": one.said, "state": one.state} for one in self.lines]
        return {"verdict": self.verdict, "lines": lines, "ask": list(self.ask)}


def shown_from(kept: dict[str, Any]) -> ShownFit | None:
    """What was kept beside a sale; None when nothing was, or it was forgotten."""
    if not kept:
        return None
    return ShownFit(kept["verdict"], tuple(FitLine(**one) for one in kept.get("lines", [])), tuple(kept.get("ask", [])), ())


def fit_of(offering: Offering, prospect: Prospect, *, now: datetime) -> ShownFit:
    """How one offering fits."""
    return fits_of([offering], prospect, now=now)[offering.pk]


def fits_of(offerings: Sequence[Offering], prospect: Prospect, *, now: datetime) -> dict[int, ShownFit]:
    """How each of these offerings fits one prospect, by key. The prospect's facts are gathered once."""
    if prospect.ended_at is not None:
        return {one.pk: ShownFit(Verdict.NOT_KNOWN, (), (), ()) for one in offerings}
    questions = {one.key: one for one in Question.objects.all()}
    serves = {one.pk: serves_of(one, questions) for one in offerings}
    facts = facts_of(prospect, keys_of(serves.values()), now=now)
    rows = Answer.objects.filter(prospect=prospect, superseded_by__isnull=True, voided_at__isnull=True)
    said = dict(rows.values_list("question__key", "value"))
    return {one.pk: _shown(one, serves[one.pk], judge_fit(serves[one.pk], facts), questions, said) for one in offerings}


def serves_of(offering: Offering, questions: dict[str, Question]) -> Serves:
    """What the offering serves and requires, as the engine judges it."""
    needs = tuple(
        Need(one["question"], tuple(as_compared(questions.get(one["question"]), text) for text in one.get("values", [])))
        for one in offering.needs
    )
    return Serves(needs, parse(offering.requires) if offering.requires.strip() else All(()))


def as_compared(question: Question | None, text: str) -> str | float:
    """An answer as it is compared: a number for a question of numbers, else folded text."""
    if question is not None and question.kind == Question.Kind.NUMBER:
        return number(str(text))
    return fold(str(text))


def keys_of(serves: Iterable[Serves]) -> set[str]:
    """The questions that these read."""
    return {key for one in serves for key in (*(need.question for need in one.needs), *answers_of(one.requires))}


def facts_of(prospect: Prospect, keys: set[str], *, now: datetime) -> Facts:
    """One row of facts of an open prospect, with the answers to these questions."""
    scope, policy = Scope(ids=[prospect.pk]), policy_in_force()
    _hours, place_rows = hours_for(hours_keys(scope), policy, now=now)
    gathered = gather(scope, policy, place_rows=place_rows, now=now)
    return replace(gathered.facts, answers=read_answers(scope, gathered.standing.ids, keys))


def _shown(offering: Offering, serves: Serves, fit: Fit, questions: dict[str, Question], said: dict[str, str]) -> ShownFit:
    lines = [
        FitLine(_label(one["question"], questions), _wanted(one), said.get(one["question"], ""), state)
        for one, state in zip(offering.needs, fit.needs, strict=True)
    ]
    if offering.requires.strip():
        heard = " · ".join(said[key] for key in answers_of(serves.requires) if key in said)
        lines.append(FitLine(gettext("Required"), offering.requires_words or offering.requires, heard, fit.requires))
    asks = tuple(words_of(questions[key], Way.PHONE) for key in fit.ask if key in questions)
    return ShownFit(fit.verdict, tuple(lines), asks, fit.ask)


def _wanted(need: dict[str, Any]) -> str:
    return ", ".join(str(one) for one in need.get("values", [])) or gettext("any answer but no")


def _label(key: str, questions: dict[str, Question]) -> str:
    return gettext(questions[key].label) if key in questions else key
