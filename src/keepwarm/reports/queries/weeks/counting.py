"""Counting weeks: every event of a time, summed by week, seat, figure and key; for the house as a whole under no seat."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, timedelta

from keepwarm.goals.queries import kept_weeks
from keepwarm.lib.days import begins_in
from keepwarm.reports.queries.weeks import other_events, talk_events
from keepwarm.reports.queries.weeks.pushed_events import pushed_events
from keepwarm.reports.queries.weeks.span import WEEK, Span, span_of_weeks, this_week, weeks_until
from keepwarm.reports.queries.weeks.talk_events import Event
from keepwarm.touches.models import Touch

Counted = Counter[tuple[int | None, str, str]]
"""By seat (None: the house), figure and key."""
READERS: dict[Callable[[Span], Iterator[Event]], tuple[str, ...]] = {
    talk_events.talk_events: ("reached", "met", "tried", "dialled_at", "answered_at"),
    talk_events.attempt_events: ("attempt_no", "answered_no"),
    other_events.letter_events: ("letters",),
    other_events.overruled_events: ("overruled",),
    other_events.given_up_events: ("gave_up", "gave_up_why"),
    other_events.reply_events: ("replied",),
    other_events.lead_events: ("leads_met",),
    other_events.sale_events: ("sold", "sold_minor"),
    other_events.answer_events: ("learned",),
    pushed_events: ("pushed",),
}
"""Where each figure comes from. What is counted and what is listed behind it are the same events."""
FIGURES = tuple(figure for figures in READERS.values() for figure in figures)
KEPT_WEEKS = 54
AT_ONCE = 4
"""Weeks that are counted in one go: some seconds in a large house."""
LIVE_UP_TO = 60_000
"""With more touches than this the page shows what the background counted last; counting 60,000 takes about half a second."""


def count_weeks(starts: Sequence[date], figures: Sequence[str] = FIGURES) -> dict[date, Counted]:
    """Weeks that follow one another, counted anew; every week of `starts` is among the keys."""
    span = span_of_weeks(starts)
    ordered = sorted(starts)
    edges = [begins_in(span.zone, start) for start in ordered]
    found: dict[date, Counted] = {start: Counter() for start in ordered}
    for read, its in READERS.items():
        if set(its) & set(figures):
            for event in read(span):
                counted = found[_week_of(event.at, ordered, edges)]
                _add(counted, event)
    return found


def weeks_due(*, now: datetime) -> list[tuple[date, ...]]:
    """Weeks to count, in groups that follow one another: the running one and the last every 10 minutes (a large house: each hour),
    and of the year before them some never counted, or counted longest ago: each again once a day, since somebody may have undone
    or entered something late."""
    running = this_week(now)
    kept = kept_weeks(weeks_until(running, KEPT_WEEKS))
    lately, year = weeks_until(running, 2), weeks_until(running - 2 * WEEK, KEPT_WEEKS - 2)
    soon = timedelta(minutes=9) if is_small() else timedelta(hours=1)
    groups = [lately] if any(_is_due(kept.get(start), now, soon) for start in lately) else []
    late = [start for start in reversed(year) if _is_due(kept.get(start), now, timedelta(days=1))]
    return [*groups, weeks_until(late[0], min(AT_ONCE, year.index(late[0]) + 1))] if late else groups


def _is_due(counted_at: datetime | None, now: datetime, after: timedelta) -> bool:
    return counted_at is None or now - counted_at >= after


def is_small() -> bool:
    """Whether the house is small enough to be counted for a page; by the highest key, which costs nothing to ask."""
    newest = Touch.objects.order_by("-pk").values_list("pk", flat=True).first()
    return (newest or 0) <= LIVE_UP_TO


def _week_of(at: datetime, ordered: Sequence[date], edges: Sequence[datetime]) -> date:
    return ordered[max(0, bisect_right(edges, at) - 1)]


def _add(counted: Counted, event: Event) -> None:
    counted[None, event.figure, event.key] += event.times
    if event.seat_id is not None:
        counted[event.seat_id, event.figure, event.key] += event.times


def reader_of(figure: str) -> Callable[[Span], Iterator[Event]] | None:
    """What reads the events of a figure; None for a word that is none."""
    return next((read for read, figures in READERS.items() if figure in figures), None)
