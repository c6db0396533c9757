"""The audit of everything: the rooms' own rows, and the kept sums, of which every day is counted again. It writes nothing."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime

from django.db import connection

from keepwarm.circle.queries.whole_audit import audit_house
from keepwarm.decisions.auditing import SHOWN_AT_MOST, Audit, Difference
from keepwarm.ledger.models import Day, Watch
from keepwarm.ledger.queries.house import House, the_house
from keepwarm.ledger.queries.move_days import count_moves, kept_moves
from keepwarm.ledger.queries.news import read_news
from keepwarm.ledger.queries.sale_days import as_figures, count_sales, kept_sales
from keepwarm.ledger.queries.touch_days import count_touches, kept_seats, kept_sources
from keepwarm.lib.sqlite import is_affected

OLD_SQLITE = "This SQLite is older than 3.51.3 and can damage its file with several writers; see docs/decisions/0001-sqlite.md."


def audit_all(*, now: datetime, progress: Callable[[int], None] | None = None) -> Audit:
    """What `keepwarm audit` and the API find: everyone and everything of theirs, and the sums of every day."""
    result, wrong = audit_house(now=now, progress=progress), list(find_wrong_sums())
    kinds = Counter(result.by_kind) + Counter(one.what for one in wrong)
    found = (*result.found, *wrong)[:SHOWN_AT_MOST]
    return replace(result, differences=result.differences + len(wrong), found=found, by_kind=dict(kinds))


def warnings_of() -> list[str]:
    """What threatens the rows though they are right today."""
    return [OLD_SQLITE] if connection.vendor == "sqlite" and is_affected(sqlite3.sqlite_version_info) else []


def find_wrong_sums() -> Iterator[Difference]:
    """Days whose sums are not what their rows say. Days that wait to be counted are work to do, no damage; `ref` is the day."""
    house = the_house()
    news = read_news(house)
    if news.everything or not Watch.objects.exists():
        return
    for on in Day.objects.filter(stale=False, unsettled=0).order_by("on").values_list("on", flat=True):
        if on not in news.days:
            yield from _compare(on, house)


def _compare(on: date, house: House) -> Iterator[Difference]:
    touches, sales, kept = count_touches(on, house), count_sales(on, house), kept_sales(on)
    for what, counted, stands in (
        ("touches by seat", touches.seats, kept_seats(on)),
        ("touches by source", touches.sources, kept_sources(on)),
        ("moves", count_moves(on, house), kept_moves(on)),
        ("sales", as_figures(sales.stories), as_figures(kept.stories)),
        ("credit", as_figures(sales.credits), as_figures(kept.credits)),
        ("credit by day", as_figures(sales.sums), as_figures(kept.sums)),
    ):
        if counted != stands:
            yield Difference(on.isoformat(), f"sums of {what}", f"{len(stands)} rows", f"{len(counted)} rows, counted anew")
