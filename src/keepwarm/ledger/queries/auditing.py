"""The kept sums against the rows: every day is counted again and compared. It writes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from keepwarm.decisions.auditing import Difference
from keepwarm.ledger.models import Day, Watch
from keepwarm.ledger.queries.house import House, the_house
from keepwarm.ledger.queries.move_days import count_moves, kept_moves
from keepwarm.ledger.queries.news import read_news
from keepwarm.ledger.queries.sale_days import as_figures, count_sales, kept_sales
from keepwarm.ledger.queries.touch_days import count_touches, kept_seats, kept_sources


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
