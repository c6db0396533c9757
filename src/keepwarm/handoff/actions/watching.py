"""What the rooms below wrote since the clock last looked: first calls, ends, people put back or warm again, and all that undone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from keepwarm.decisions.actions.settling import lock
from keepwarm.handoff.actions.following import CALLS_AT_ONCE, follow, note_first_calls, open_again
from keepwarm.handoff.actions.introducing import note_introductions
from keepwarm.handoff.actions.threads import WARM_AT_ONCE, warm_threads
from keepwarm.handoff.models import HandOff, Watch
from keepwarm.handoff.queries.news import News, read_news
from keepwarm.handoff.queries.outliving import outlived, undone

AT_ONCE = 50
"""Hand-offs of each kind that are closed or opened again in one call; what is left is read again a minute later."""
OVERLAP = timedelta(minutes=2)
"""Longer than any transaction: a row written under a lower key than one already read is committed by then, and read as well."""


@dataclass(frozen=True, slots=True)
class Followed:
    """How many hand-offs were closed, and how many reps were told that somebody is warm again."""

    closed: int
    warm_again: int


def follow_news(*, now: datetime) -> Followed:
    """Bring in line whatever stands otherwise than what was written below. What one call leaves is read again by the next."""
    news = read_news()
    closed, over = _follow(_look(news, HandOff.objects.filter(outlived(), closed_at__isnull=True)), now=now)
    again = _open_again(_look(news, HandOff.objects.filter(undone())), now=now)
    called = [note_first_calls(ids) for ids in news.chunks()]
    for ids in news.chunks():
        note_introductions(ids, now=now)
    told = [warm_threads(ids, now=now) for ids in news.chunks()]
    if max(over, again) <= AT_ONCE and max([0, *called]) < CALLS_AT_ONCE and max([0, *told]) < WARM_AT_ONCE:
        _keep(news, now=now)
    return Followed(closed, sum(told))


def _look(news: News, rows: QuerySet[HandOff]) -> list[int]:
    """The prospects of such rows among the news, one more than are followed in one call."""
    found: list[int] = []
    for ids in news.chunks():
        mine = rows if ids is None else rows.filter(prospect_id__in=ids)
        found += mine.order_by("prospect_id").values_list("prospect_id", flat=True)[: AT_ONCE + 1 - len(found)]
        if len(found) > AT_ONCE:
            break
    return found


def _follow(found: Sequence[int], *, now: datetime) -> tuple[int, int]:
    """How many were closed, and how many were found."""
    closed = 0
    for pk in found[:AT_ONCE]:
        with transaction.atomic():
            lock([pk])
            closed += follow([pk], by=None, now=now)
    return closed, len(found)


def _open_again(found: Sequence[int], *, now: datetime) -> int:
    """Each in a transaction of its own. How many were found."""
    for pk in found[:AT_ONCE]:
        with transaction.atomic():
            lock([pk])
            row = HandOff.objects.filter(undone(), prospect_id=pk).select_related("prospect").order_by("-offered_at").first()
            if row is not None:
                open_again(row, now=now)
    return len(found)


def _keep(news: News, *, now: datetime) -> None:
    """How far was read. The older of two marks is where the next call begins."""
    watch = Watch.objects.first()
    if watch is None:
        Watch.objects.get_or_create(pk=1, defaults={"safe_to": news.upto, "read_to": news.upto, "read_at": now})
        return
    marks = {} if now - watch.read_at < OVERLAP else {"safe_to": watch.read_to, "read_to": news.upto, "read_at": now}
    if marks or news.swept != watch.swept:
        Watch.objects.filter(pk=watch.pk).update(swept=news.swept, **marks)
