"""What came of a survey: for each question how many said what, as figures; shares are of those who answered it.

Each person whom we know is counted once, with their newest word. By the way people came only groups of at least five are shown,
and never so that the rest could be told by subtraction.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from django.db.models import Count, QuerySet
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from keepwarm.answers.models import Question
from keepwarm.lib.text import fold
from keepwarm.surveys.models import Sheet, SheetAnswer, Survey
from keepwarm.surveys.queries.lists import COUNTED
from keepwarm.surveys.refusals import SurveyRefused

LEAST = 5
"""Fewer people than that are not shown as a group: somebody would know who said what. Our choice."""
TEXTS, MOST_BARS, BINS = 50, 30, 8


@dataclass(frozen=True, slots=True)
class Bar:
    """One answer: how many gave it, and their share in percent of those who answered the question."""

    label: str
    count: int
    percent: int


@dataclass(frozen=True, slots=True)
class QuestionResult:
    """One question. `texts` are the newest words, of a question that is answered in words; `middle` is the median of numbers."""

    key: str
    label: str
    kind: str
    answered: int
    bars: tuple[Bar, ...] = ()
    texts: tuple[str, ...] = ()
    least: str = ""
    middle: str = ""
    most: str = ""


@dataclass(frozen=True, slots=True)
class Way:
    """A way people came, a word of the link."""

    key: str
    label: str
    begun: int
    finished: int


@dataclass(frozen=True, slots=True)
class Results:
    """All of it. `ways` are those that may be looked at by themselves, `others` how many came in other ways; `way` narrows."""

    begun: int
    finished: int
    questions: tuple[QuestionResult, ...]
    ways: tuple[Way, ...]
    others: int
    way: str


def results_of(survey: Survey, *, way: str = "") -> Results:
    """The results, of one way when it may be shown by itself. Raises SurveyRefused when it may not."""
    sheets = Sheet.objects.filter(COUNTED, survey=survey)
    ways, others = _ways(sheets)
    if way:
        if way not in {one.key for one in ways}:
            raise SurveyRefused(_("Fewer than five people came this way, so their answers are not shown by themselves."))
        sheets = sheets.filter(source="" if way == PLAIN_LINK else way)
    totals = sheets.aggregate(begun=Count("pk"), finished=Count("finished_at"))
    return Results(totals["begun"], totals["finished"], tuple(_questions(survey, sheets)), ways, others, way)


PLAIN_LINK = "link"
"""How the way without a word of its own is called in an address."""


def say_way(key: str) -> str:
    """A way in words."""
    return {"": _("the plain link"), PLAIN_LINK: _("the plain link"), "personal": _("a link of their own")}.get(key, key)


def shown_alone(counts: Mapping[str, int]) -> set[str]:
    """Ways whose people may be shown as a group. If the rest is too few, the smallest group goes with it: no subtraction tells."""
    shown = sorted((way for way, count in counts.items() if count >= LEAST), key=lambda way: (counts[way], way))
    rest = sum(counts.values()) - sum(counts[way] for way in shown)
    while 0 < rest < LEAST and shown:
        rest += counts[shown.pop(0)]
    return set(shown)


def _ways(sheets: QuerySet[Sheet]) -> tuple[tuple[Way, ...], int]:
    rows = list(sheets.order_by().values("source").annotate(begun=Count("pk"), finished=Count("finished_at")))
    alone = shown_alone({row["source"]: row["begun"] for row in rows})
    ways = [
        Way(row["source"] or PLAIN_LINK, say_way(row["source"]), row["begun"], row["finished"]) for row in rows if row["source"] in alone
    ]
    others = sum(row["begun"] for row in rows if row["source"] not in alone)
    return tuple(sorted(ways, key=lambda one: (-one.begun, one.label))), others


def _questions(survey: Survey, sheets: QuerySet[Sheet]) -> list[QuestionResult]:
    """Those that are asked, in their order, then those that were asked once and answered."""
    asked = [(ask.question, ask.words) for ask in survey.asks.select_related("question")]
    answered = SheetAnswer.objects.filter(sheet__in=sheets)
    gone = Question.objects.filter(pk__in=answered.values("question")).exclude(pk__in=[question.pk for question, _words in asked])
    every = [*asked, *((question, "") for question in gone.order_by("position", "pk"))]
    return [_result(question, words, answered.filter(question=question)) for question, words in every]


def _result(question: Question, words: str, rows: QuerySet[SheetAnswer]) -> QuestionResult:
    label = words or question.ask or question.label
    if question.kind == Question.Kind.TEXT:
        texts = tuple(rows.order_by("-said_at", "-pk").values_list("value", flat=True)[:TEXTS])
        return QuestionResult(question.key, label, question.kind, rows.count(), texts=texts)
    counted = Counter(dict(rows.order_by().values_list("value").annotate(count=Count("pk")).values_list("value", "count")))
    if question.kind == Question.Kind.NUMBER:
        return _numbers(question, label, counted)
    given = [("yes", _("yes")), ("no", _("no"))] if question.kind == Question.Kind.YES_NO else [(one, one) for one in question.choices]
    return QuestionResult(question.key, label, question.kind, sum(counted.values()), bars=_bars(given, counted))


def _bars(given: Sequence[tuple[str, str]], counted: Mapping[str, int]) -> tuple[Bar, ...]:
    """The answers to choose from in their order, then what was to choose from once."""
    by_fold = Counter[str]()
    for value, count in counted.items():
        by_fold[fold(value)] += count
    total = sum(by_fold.values())
    labels = {fold(key): label for key, label in given}
    once = {fold(value): value for value in counted if fold(value) not in labels}
    return tuple(Bar(label, by_fold[key], _percent(by_fold[key], total)) for key, label in list((labels | once).items())[:MOST_BARS])


def _numbers(question: Question, label: str, counted: Mapping[str, int]) -> QuestionResult:
    values = sorted(float(value) for value, count in counted.items() if _is_number(value) for _each in range(count))
    if not values:
        return QuestionResult(question.key, label, question.kind, 0)
    low, high = values[0], values[-1]
    few = sorted(set(values))
    if len(few) <= BINS:
        bars = [(_say(one), values.count(one)) for one in few]
    else:
        step = (high - low) / BINS
        places = Counter(min(int((one - low) / step), BINS - 1) for one in values)
        spans = [(low + place * step, low + (place + 1) * step) for place in range(BINS)]
        bars = [(f"{_say(start)} – {_say(end)}", places[place]) for place, (start, end) in enumerate(spans)]
    shown = tuple(Bar(text, count, _percent(count, len(values))) for text, count in bars)
    return QuestionResult(
        question.key, label, question.kind, len(values), bars=shown, least=_say(low), middle=_say(median(values)), most=_say(high)
    )


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _say(value: float) -> str:
    return number_format(round(value, 2), decimal_pos=0 if value == int(value) else 2, force_grouping=True)


def _percent(count: int, total: int) -> int:
    return round(100 * count / total) if total else 0
