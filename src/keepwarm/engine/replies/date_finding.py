"""Find every day that a folded text names, seen from the day it was received: where it stands, and whether it is a certain day."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from keepwarm.engine.replies.date_patterns import (
    AFTER_NEXT,
    ASK,
    DAY_MONTH,
    FIRST_OF,
    MONTH_DAY,
    MONTH_ONLY,
    NEXT_UNIT,
    NTH,
    NUMERIC,
    ON_DAY,
    ORDINAL,
    RELATIVE,
    SURE_LEADS,
    TIME_NEXT,
    TOMORROW,
    WEEK_ON,
    WEEKDAY_NEXT_WEEK,
)
from keepwarm.engine.replies.date_turns import Hit, ends, feasts, next_month, seasons, start_of_next, this_week, turn_of_year, years
from keepwarm.engine.replies.date_words import AMBIGUOUS, MONTHS, NUMBERS, UNITS, WEEKDAYS, nth_weekday


def find_days(plain: str, seen: date) -> Iterator[Hit]:
    for finder in (
        _composed,
        _named_days,
        _numeric_days,
        _months,
        _ordinals,
        _weekdays,
        _relatives,
        _next_units,
        seasons,
        feasts,
        _near_days,
        ends,
        this_week,
        turn_of_year,
        years,
    ):
        yield from finder(plain, seen)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _coming(month: int, day: int, seen: date, year: str | None = None) -> date | None:
    """This day of the year as it comes next, or in the year that is said."""
    if year:
        number = int(year)
        return _day(number + 2000 if number < 100 else number, month, day)
    this = _day(seen.year, month, day)
    if this and (this >= seen or (seen - this).days < 45):
        return this
    return _day(seen.year + 1, month, day)


def _composed(plain: str, seen: date) -> Iterator[Hit]:
    """ "Tuesday next week", "a week on Friday", "the first Monday in May", "this time next year"."""
    monday = seen + timedelta(days=7 - seen.weekday())
    for hit in WEEKDAY_NEXT_WEEK.finditer(plain):
        yield hit.start(), hit.end(), monday + timedelta(days=WEEKDAYS[hit["w"] or hit["v"]]), True
    for hit in WEEK_ON.finditer(plain):
        ahead = (WEEKDAYS[hit["w"]] - seen.weekday()) % 7 or 7 if hit["w"] else hit["t"] == "tomorrow"
        yield hit.start(), hit.end(), seen + timedelta(days=ahead + (7 if hit["n"] == "week" else 14)), True
    for hit in NTH.finditer(plain):
        number = {"fi": 1, "er": 1, "pr": 1, "se": 2, "zw": 2, "th": 3, "dr": 3, "fo": 4}.get(hit["n"][:2], -1)
        days = [nth_weekday(year, MONTHS[hit["m"]], WEEKDAYS[hit["w"]], number) for year in (seen.year, seen.year + 1)]
        yield hit.start(), hit.end(), next(on for on in days if on >= seen), True
    for hit in FIRST_OF.finditer(plain):
        yield hit.start(), hit.end(), _coming(MONTHS[hit["m"]], 1, seen) or seen, True
    for hit in AFTER_NEXT.finditer(plain):
        month = (hit["u"] or hit["v"]).startswith("mon")
        yield hit.start(), hit.end(), next_month(next_month(seen)) if month else monday + timedelta(days=7), False
    for hit in TIME_NEXT.finditer(plain):
        on = _ahead(seen, 6 if hit["h"] else 1, "month" if hit["h"] else "year" if hit["y"] else UNITS[hit["u"]])
        yield hit.start(), hit.end(), on or seen, True


def _named_days(plain: str, seen: date) -> Iterator[Hit]:
    for pattern in (DAY_MONTH, MONTH_DAY):
        for hit in pattern.finditer(plain):
            on = _coming(MONTHS[hit["m"]], int(hit["d"]), seen, hit["y"])
            if on:
                yield hit.start(), hit.end(), on, True


def _numeric_days(plain: str, seen: date) -> Iterator[Hit]:
    slashed = [(int(hit["a"]), int(hit["b"])) for hit in NUMERIC.finditer(plain) if not hit["iso"] and hit["sep"] == "/"]
    swapped = len(slashed) > 1 and _month_first(slashed, seen)
    for hit in NUMERIC.finditer(plain):
        if hit["iso"]:
            on = _day(int(hit["iso"]), int(hit["isom"]), int(hit["isod"]))
        elif swapped and hit["sep"] == "/":
            on = _coming(int(hit["a"]), int(hit["b"]), seen, hit["y"])
        else:
            on = _two_numbers(int(hit["a"]), int(hit["b"]), hit["sep"], hit["y"], seen, dotted=plain[hit.end() : hit.end() + 1] == ".")
        if on:
            yield hit.start(), hit.end(), on, True


def _month_first(pairs: list[tuple[int, int]], seen: date) -> bool:
    """Whether several days of one mail are told with the month first: as one of them must be, or as all lie nearer so."""
    far = [
        max((abs((on - seen).days) if (on := _day(seen.year, month, day)) else 400) for month, day in order)
        for order in (pairs, [(second, first) for first, second in pairs])
    ]
    return far[0] < far[1]


def _two_numbers(first: int, second: int, mark: str, year: str | None, seen: date, *, dotted: bool) -> date | None:
    """Day and month in the order that fits; where both fit, the day first, unless only the month first lies soon ahead."""
    if not year and (mark == "-" or (mark == "." and not dotted and second > 12)):
        return None
    choices = [on for on in (_coming(second, first, seen, year), _coming(first, second, seen, year) if mark == "/" else None) if on]
    if not choices:
        return None
    ahead = [on for on in choices if 0 <= (on - seen).days <= 120]
    return (ahead or choices)[0]


def _months(plain: str, seen: date) -> Iterator[Hit]:
    for hit in MONTH_ONLY.finditer(plain):
        word, part = hit["m"], (hit["part"] or "").strip(" -")
        if word in AMBIGUOUS and not part and hit["lead"] not in SURE_LEADS:
            continue
        on = _in_month(seen, MONTHS[word], part, hit["y"])
        if hit["lead"] in {"after", "nach"} and not part:
            on = next_month(on)
        yield hit.start("part" if part else "m"), hit.end(), on, False


_EARLY: Final = ("early", "beginning", "start", "anfang", "debut", "principios", "inicio", "comeco", "inizio", "begin", "first")


def _in_month(seen: date, month: int, part: str, year: str | None) -> date:
    gone = month < seen.month or (month == seen.month and (not part or part.startswith(_EARLY)))
    first = date(int(year) if year else seen.year + gone, month, 1)
    for words, day in ((("mid", "mi", "meta", "half", "meados", "mediados", "third"), 15), (("second",), 8), (("last",), 24)):
        if part.startswith(words):
            return first.replace(day=day)
    if part.startswith(("late", "end", "ende", "fin", "fim", "eind")):
        return next_month(first) - timedelta(days=1)
    return first


def _ordinals(plain: str, seen: date) -> Iterator[Hit]:
    """ "The 14th": of this month, or of the next one when it is past."""
    for hit in ORDINAL.finditer(plain):
        day = int(hit["d"])
        on = _day(seen.year, seen.month, day)
        if not on or on < seen:
            following = next_month(seen)
            on = _day(following.year, following.month, day)
        if on:
            yield hit.start("d"), hit.end(), on, True


def _weekdays(plain: str, seen: date) -> Iterator[Hit]:
    for hit in ON_DAY.finditer(plain):
        if (
            hit["w"] in {"sat", "sun", "mon", "wed", "segunda", "quarta", "quinta", "sexta"}
            and not re.search(r"\b(?:on|this|next|by|until|am|na|a|de|till|after|,) $|^$", plain[max(0, hit.start() - 7) : hit.start()])
            and not re.match(
                r"[ ,.-]{1,2}(?:\d|feira|de manha|depois|at|as|cedo|morning|afternoon|would|is)", plain[hit.end() : hit.end() + 12]
            )
        ):
            continue
        ahead = (WEEKDAYS[hit["w"]] - seen.weekday()) % 7 or 7
        if hit["week"] or (hit["next"] and hit["next"].startswith(("next", "nachst", "volgend")) and ahead <= 6 - seen.weekday()):
            ahead += 7
        yield hit.start("w"), hit.end(), seen + timedelta(days=ahead), True


def _relatives(plain: str, seen: date) -> Iterator[Hit]:
    for hit in RELATIVE.finditer(plain):
        tail, number = hit["tail"] or "", hit["n"]
        ahead = "time" in tail or "from" in tail
        if tail and not ahead:
            continue
        asks = re.search(ASK, plain[max(0, hit.start() - 40) : hit.start()])
        if not (hit["lead"] or ahead or asks) or (UNITS[hit["u"]] == "year" and not hit["lead"]):
            continue
        many = int(number) if number.isdigit() else NUMBERS[number]
        on = _ahead(seen, many, UNITS[hit["u"]])
        if many and on:
            yield hit.start(), hit.end(), on, True


def _ahead(seen: date, many: int, unit: str) -> date | None:
    days = {"day": 1, "week": 7, "fortnight": 14}.get(unit)
    if days:
        return seen + timedelta(days=min(many, 900) * days)
    months = seen.month - 1 + min(many, 60) * {"month": 1, "quarter": 3, "year": 12}[unit]
    year, month = seen.year + months // 12, months % 12 + 1
    return next((on for on in (_day(year, month, seen.day - less) for less in range(4)) if on), None)


def _next_units(plain: str, seen: date) -> Iterator[Hit]:
    for hit in NEXT_UNIT.finditer(plain):
        unit = "year" if hit["new"] else UNITS[hit["u"] or hit["v"]]
        if unit == "day":
            continue
        yield hit.start(), hit.end(), start_of_next(seen, unit), False


def _near_days(plain: str, seen: date) -> Iterator[Hit]:
    for hit in TOMORROW.finditer(plain):
        if hit["one"] in {"morgen", "manana"} and re.search(r"\b(?:guten|por la|de la|la) $", plain[max(0, hit.start() - 8) : hit.start()]):
            continue
        days = 2 if hit["two"] else 1 if hit["one"] else 0
        yield hit.start(), hit.end(), seen + timedelta(days=days), True
