"""The past inquiries, each as it stood at its *judging moment*: what was known by then, and what came of it.

An inquiry is judged when the person came into sales, bought, was ended, lost to somebody else or inquired again, whichever came
first; else now. An
answer counts when it was learned by then and no answer learned by then had superseded it. The sale belongs to the newest
inquiry before it. Set-based, in ranges of people, so that memory stays flat.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from keepwarm.answers.models import Question
from keepwarm.engine.blank import blank_facts
from keepwarm.engine.facts import AnswerColumn, Bools, Facts, Times
from keepwarm.facts.gather import moment
from keepwarm.facts.said import number
from keepwarm.facts.scope import Scope, columns, epoch, no_times, rows, times
from keepwarm.prospects.models import Stage

AT_A_TIME: Final = 10_000  # people; about 20 MB
FORGOTTEN: Final = "forgotten"  # their answers are gone, so that nothing can be said of their inquiries
_SPAN: Final = 1 << 36  # seconds: more than two thousand years, so that person and moment are one number
_ZERO: Final = 1 << 35

Ids = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class History:
    """One row per inquiry, by person and then by moment; all arrays are of equal length.

    Of the facts only the answers and `written_only` are known as of a past moment; the others are blank.
    """

    inquiries: Ids
    people: Ids
    sources: Ids
    asked_at: Times
    judged_at: Times
    bought: Bools
    offered: Bools  # to sales, before the person inquired again
    returned: Bools  # by sales, before the person inquired again
    facts: Facts

    def __len__(self) -> int:
        return len(self.inquiries)


def read_histories(keys: Iterable[str], *, now: datetime, at_a_time: int = AT_A_TIME) -> Iterator[History]:
    """All inquiries there are, in ranges of people. `keys`: the questions that are asked about."""
    questions = list(Question.objects.filter(key__in=list(keys)))
    oldest, newest = rows("SELECT coalesce(min(id), 1), coalesce(max(id), 0) FROM prospects_prospect")[0]
    for low in range(oldest, newest + 1, at_a_time):
        yield read_history(Scope(low=low, high=low + at_a_time), questions, now=now)


def read_history(scope: Scope, questions: Iterable[Question], *, now: datetime) -> History:
    """The inquiries of the people of the scope."""
    inquiries, people, sources, asked_at = _inquiries(scope, now=now)
    line = _Line(people, asked_at)
    into_sales, bought_at, ended_at, returned_at = _turns(scope, line)
    turned = [line.first_of(events) for events in (into_sales, bought_at, ended_at)]
    judged_at = np.minimum.reduce([np.where(np.isnat(one), moment(now), one) for one in (*turned, line.next_at)])
    judged_at = np.maximum(judged_at, asked_at)
    facts = blank_facts(
        len(people),
        now=moment(now),
        written_only=_written_only(scope, line, judged_at),
        answers=_answers(scope, line, judged_at, list(questions)),
    )
    return History(
        inquiries=inquiries,
        people=people,
        sources=sources,
        asked_at=asked_at,
        judged_at=judged_at,
        bought=line.before_next(turned[1]),
        offered=line.before_next(line.first_of(_offers(scope, line))),
        returned=line.before_next(line.first_of(returned_at)),
        facts=facts,
    )


def _inquiries(scope: Scope, *, now: datetime) -> tuple[Ids, Ids, Ids, Times]:
    """Key, person, source and moment. One without a date counts from when it was received."""
    fetched = rows(
        f"SELECT i.id, i.prospect_id, i.source_id, {epoch('coalesce(i.happened_at, i.received_at)')} FROM touches_inquiry i"
        " JOIN prospects_prospect p ON p.id = i.prospect_id"
        f" WHERE {scope.sql('i.prospect_id')} AND i.voided_at IS NULL AND p.end_reason <> %s",
        [FORGOTTEN],
    )
    ids, people, sources, asked = (np.array(column, np.int64) for column in columns(fetched, 4))
    order = np.lexsort((ids, asked, people))
    return ids[order], people[order], sources[order], np.minimum(asked[order].view("datetime64[s]"), moment(now))


class _Line:
    """The inquiries as points on one line, person after person: what else happened is found on it by its place."""

    def __init__(self, people: Ids, asked_at: Times) -> None:
        self.people = people
        self.asked_at = asked_at
        self.distinct, self._rank = np.unique(people, return_inverse=True)
        self._points = self._rank * _SPAN + _ZERO + asked_at.view(np.int64)
        self.next_at = no_times(len(people))
        again = people[1:] == people[:-1]
        self.next_at[:-1][again] = asked_at[1:][again]

    def events(self, who: Ids, when: Times) -> Ids:
        """What happened, as sorted points; of those people only who have inquired."""
        place = np.searchsorted(self.distinct, who)
        kept = place < len(self.distinct)
        kept[kept] = self.distinct[place[kept]] == who[kept]
        return np.sort(place[kept] * _SPAN + _ZERO + when[kept].view(np.int64))

    def first_of(self, events: Ids) -> Times:
        """For each inquiry the first of these events of the person at or after it; NaT when there is none."""
        found = no_times(len(self.people))
        place = np.searchsorted(events, self._points)
        there = place < len(events)
        there[there] = events[place[there]] // _SPAN == self._rank[there]
        found[there] = (events[place[there]] % _SPAN - _ZERO).view("datetime64[s]")
        return found

    def before_next(self, at: Times) -> Bools:
        """Where the moment is known and the person had not inquired again by then."""
        before: Bools = ~np.isnat(at) & (np.isnat(self.next_at) | (at < self.next_at))
        return before

    def pairs(self, who: Ids) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """Every inquiry beside everything that is told of its person: row of the inquiry, place in `who`."""
        first, last = np.searchsorted(self.people, who, "left"), np.searchsorted(self.people, who, "right")
        count = last - first
        told = np.repeat(np.arange(len(who)), count)
        within = np.arange(len(told)) - np.repeat(np.cumsum(count) - count, count)
        return first[told] + within, told


def _turns(scope: Scope, line: _Line) -> tuple[Ids, Ids, Ids, Ids]:
    """When people came into sales, became customers, were ended or lost, and were given back by sales.

    Of someone who stands in a stage without a change that tells since when, it counts from when they came in.
    """
    fetched = rows(
        f"SELECT prospect_id, CASE WHEN what = 'stage' THEN new WHEN reason = 'lost_to' THEN 'end' ELSE what END, {epoch('at')}"
        " FROM prospects_standingchange"
        f" WHERE {scope.sql('prospect_id')} AND ((what = 'stage' AND new IN ('4', '5')) OR (what = 'end' AND new <> '')"
        " OR (what = 'recycle' AND reason IN ('returned', 'lost_to')))"
    )
    who, what, when = columns(fetched, 3)
    people, kind, at = np.array(who, np.int64), np.array(what, np.str_), times(when)
    stands = columns(
        rows(f"SELECT id, stage, {epoch('created_at')} FROM prospects_prospect WHERE {scope.sql('id')} AND stage IN (4, 5)"), 3
    )
    standing, stage, since = np.array(stands[0], np.int64), np.array(stands[1], np.int64), times(stands[2])

    def of(wanted: str, which: int) -> Ids:
        told = kind == wanted
        untold = (stage == which) & ~np.isin(standing, people[told])
        return line.events(np.concatenate([people[told], standing[untold]]), np.concatenate([at[told], since[untold]]))

    ended, returned = kind == "end", kind == "recycle"
    return (
        of("4", Stage.IN_SALES),
        of("5", Stage.CUSTOMER),
        line.events(people[ended], at[ended]),
        line.events(people[returned], at[returned]),
    )


def _offers(scope: Scope, line: _Line) -> Ids:
    """When people were offered to sales: each offer has raised its signal."""
    fetched = rows(
        f"SELECT prospect_id, {epoch('raised_at')} FROM touches_signal"
        f" WHERE {scope.sql('prospect_id')} AND kind = 'handoff' AND voided_at IS NULL"
    )
    who, when = columns(fetched, 2)
    return line.events(np.array(who, np.int64), times(when))


def _written_only(scope: Scope, line: _Line, judged_at: Times) -> Bools:
    """Who had asked by then not to be phoned, and had not taken it back."""
    fetched = rows(
        f"SELECT prospect_id, {epoch('said_at')}, {epoch('lifted_at')} FROM consent_wish"
        f" WHERE {scope.sql('prospect_id')} AND kind = 'no_channel' AND channel = 'phone'"
    )
    who, said, lifted = columns(fetched, 3)
    at, told = line.pairs(np.array(who, np.int64))
    said_at, lifted_at = times(said)[told], times(lifted)[told]
    wished = (said_at <= judged_at[at]) & (np.isnat(lifted_at) | (lifted_at > judged_at[at]))
    only = np.zeros(len(judged_at), bool)
    only[at[wished]] = True
    return only


def _answers(scope: Scope, line: _Line, judged_at: Times, questions: list[Question]) -> dict[str, AnswerColumn]:
    """A column for each question. Where two are left by the chain of superseding, the one learned last counts."""
    if not questions:
        return {}
    wanted = ", ".join(str(question.pk) for question in questions)
    fetched = rows(
        f"SELECT question_id, prospect_id, value_folded, evidence, {epoch('learned_at')}, id, coalesce(superseded_by_id, 0)"
        f" FROM answers_answer WHERE {scope.sql('prospect_id')} AND voided_at IS NULL AND question_id IN ({wanted})"
    )
    which, who, values, evidence, learned, ids, newer = columns(fetched, 7)
    learned_at = times(learned)
    superseded_at = _of_those(np.array(newer, np.int64), np.array(ids, np.int64), learned_at)
    at, told = line.pairs(np.array(who, np.int64))
    then = judged_at[at]
    held = (learned_at[told] <= then) & (np.isnat(superseded_at[told]) | (superseded_at[told] > then))
    at, told = at[held], told[held]
    order = np.lexsort((np.array(ids, np.int64)[told], learned_at[told]))  # of two, the later is written over the earlier
    at, told = at[order], told[order]
    question_of, said = np.array(which, np.int64)[told], np.array(values, dtype=object)[told]
    strength, since = np.array(evidence, np.int8)[told], learned_at[told]
    return {
        question.key: _column(question, len(judged_at), at[mine], said[mine], strength[mine], since[mine])
        for question in questions
        for mine in [question_of == question.pk]
    }


def _of_those(wanted: Ids, ids: Ids, moments: Times) -> Times:
    """The moment of each wanted id, NaT where it is not among `ids`. An answer is superseded by one of the same person: no join."""
    order = np.argsort(ids)
    place = np.searchsorted(ids, wanted, sorter=order)
    there = place < len(ids)
    there[there] = ids[order[place[there]]] == wanted[there]
    found = no_times(len(wanted))
    found[there] = moments[order[place[there]]]
    return found


def _column(question: Question, count: int, at: NDArray[np.intp], said: NDArray[np.object_], strength: Any, since: Times) -> AnswerColumn:
    """The answers to one question; a number as a number, the same text read once."""
    evidence, learned_at, known = np.zeros(count, np.int8), no_times(count), np.zeros(count, bool)
    evidence[at], learned_at[at], known[at] = strength, since, True
    if question.kind != Question.Kind.NUMBER:
        texts = np.full(count, "", dtype=object)
        texts[at] = said
        return AnswerColumn(texts, known, evidence, learned_at)
    read = {text: number(text) for text in set(said.tolist())}
    numbers = np.full(count, np.nan)
    numbers[at] = [read[text] for text in said.tolist()]
    return AnswerColumn(numbers, known & ~np.isnan(numbers), evidence, learned_at)
