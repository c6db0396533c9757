"""Finders of stretches of the year: weeks, seasons, quarters, feasts, ends, and years."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from keepwarm.engine.replies.date_patterns import AFTER, AWAY, END_OF, QUARTER, SEASON_AT, THIS_WEEK, WEEK, YEAR
from keepwarm.engine.replies.date_words import FEASTS, HOLIDAYS, SEASONS

Hit = tuple[int, int, date, bool]
"""Where it begins and ends in the text, the day, and whether it is a certain one."""


def next_month(first: date) -> date:
    return date(first.year + first.month // 12, first.month % 12 + 1, 1)


def start_of_next(seen: date, unit: str) -> date:
    if unit in {"week", "fortnight"}:
        return seen + timedelta(days=7 - seen.weekday())
    if unit == "month":
        return next_month(seen)
    if unit == "quarter":
        return date(seen.year + (seen.month > 9), (seen.month - 1) // 3 * 3 % 12 + 4 if seen.month < 10 else 1, 1)
    return date(seen.year + 1, 1, 1)


def seasons(plain: str, seen: date) -> Iterator[Hit]:
    for hit in SEASON_AT.finditer(plain):
        on = _coming_start(seen, *SEASONS[hit["s"]])
        yield hit.start("s"), hit.end(), on, False
    for hit in QUARTER.finditer(plain):
        words = {"fi": 1, "er": 1, "se": 2, "zw": 2, "th": 3, "dr": 3, "fo": 4, "vi": 4}
        number = 3 if hit["h"] else int(hit["q"] or words[hit["word"][:2]])
        yield hit.start(), hit.end(), _coming_start(seen, number * 3 - 2, 1), False
    for hit in WEEK.finditer(plain):
        weeks = [_week(year, int(hit["k"] or hit["nth"])) for year in ([int(hit["y"])] if hit["y"] else [seen.year, seen.year + 1])]
        coming = next((week for week in weeks if week and (week >= seen or hit["y"])), None)
        if coming:
            yield hit.start(), hit.end(), coming, True


def _week(year: int, number: int) -> date | None:
    """The Monday of a calendar week; not every year has a 53rd."""
    try:
        return date.fromisocalendar(year, number, 1)
    except ValueError:
        return None


def _coming_start(seen: date, month: int, day: int) -> date:
    on = date(seen.year, month, day)
    return on if on > seen else date(seen.year + 1, month, day)


_FEASTS: Final = tuple((re.compile(rf"\b(?:{names})\b".replace(" * ", r" (?:\w+ ){0,3}")), first, after) for names, first, after in FEASTS)


def feasts(plain: str, seen: date) -> Iterator[Hit]:
    for pattern, first, after in _FEASTS:
        for hit in pattern.finditer(plain):
            later = bool(AFTER.search(plain[max(0, hit.start() - 30) : hit.start()]))
            days = [(after if later else first)(year) for year in (seen.year, seen.year + 1)]
            yield hit.start(), hit.end(), next((on for on in days if on > seen), days[-1]), False


def ends(plain: str, seen: date) -> Iterator[Hit]:
    for hit in END_OF.finditer(plain):
        if hit["year"]:
            on = date(seen.year, 12, 31)
        elif hit["week"]:
            on = seen + timedelta(days=(4 - seen.weekday()) % 7 or 7)
        elif hit["nextweek"]:
            on = seen + timedelta(days=11 - seen.weekday())
        elif hit["month"] or hit["nextmonth"]:
            on = next_month(next_month(seen) if hit["nextmonth"] else seen) - timedelta(days=1)
        else:
            on = start_of_next(seen, "quarter") - timedelta(days=1)
        later = bool(AFTER.search(plain[max(0, hit.start() - 20) : hit.start()]))
        yield hit.start(), hit.end(), on + timedelta(days=later), False


def this_week(plain: str, seen: date) -> Iterator[Hit]:
    """ "Out all this week", "not this week": the Monday after it."""
    for hit in THIS_WEEK.finditer(plain):
        around = plain[max(0, plain.rfind(".", 0, hit.start()) + 1, hit.start() - 40) : hit.end() + 25].split(".", maxsplit=1)[0]
        if hit["not"] or AWAY.search(around):
            yield hit.start(), hit.end(), seen + timedelta(days=7 - seen.weekday()), False


_HOLIDAYS: Final = re.compile(rf"\b(?:{HOLIDAYS})\b")


def turn_of_year(plain: str, seen: date) -> Iterator[Hit]:
    """ "After the holidays", which in another season are others: then no day is named."""
    if seen.month >= 10:
        for hit in _HOLIDAYS.finditer(plain):
            yield hit.start(), hit.end(), date(seen.year + 1, 1, 2), False


def years(plain: str, seen: date) -> Iterator[Hit]:
    """ "Not before 2028": its first day."""
    for hit in YEAR.finditer(plain):
        if int(hit["y"]) > seen.year:
            yield hit.start("y"), hit.end(), date(int(hit["y"]), 1, 1), False
