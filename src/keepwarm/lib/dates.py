"""Dates as people and spreadsheets write them, read strictly: what is not one of the usual forms is refused, never guessed."""

import re
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Literal
from zoneinfo import ZoneInfo

from keepwarm.lib.refusal import Refusal
from keepwarm.lib.text import fold

Order = Literal["dmy", "mdy"]
"""How 03/04/2025 is meant: the third of April, or March the fourth. With dots it is always day first."""

_YEAR_FIRST = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})")
_YEAR_LAST = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_STAMP = re.compile(r"(\d{8})[T ]?(\d{2})(\d{2})(\d{2})?(?:\.\d{1,9})?(Z?)")
_DAY_WORD = re.compile(r"(\d{1,2})(?:\.|st|nd|rd|th|er)?(?: de | |-|/)([a-z]{3,10})\.?,?(?: de | |-|/)(\d{4}|\d{2})")
_WORD_DAY = re.compile(r"([a-z]{3,10})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})")
_CLOCK = re.compile(
    r"(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d{1,9})?)?(?: ?([ap])\.? ?m\.?)?(?: ?(?:uhr|h))?"
    r"(?: ?(z|(?:utc|gmt)?[+-]\d{2}:?\d{2}|utc|gmt))?(?: \([^()]*\))?"
)
_WEEKDAY = re.compile(r"([^\W\d_]{2,12})\.?,? +(?=\w)")
_WORD = re.compile(r"[^\W\d_]+")
_BETWEEN = re.compile(r"(?<=\d)[.] +(?=\d+(?:[^\d:]|$))")  # 14. 3. 2025
_IDEOGRAPHS = re.compile(r"(\d{4}) ?[年년] ?(\d{1,2}) ?[月월] ?(\d{1,2}) ?[日일]")
_HOURS = re.compile(r"(?<=\d)[h時시](?=\d\d\b)")  # 10h22
_AT = re.compile(r",? +(?:at|um|à|a las|alle|às|om|kl\.?|klo) +(?=\d)|, +(?=\d{1,2}:)", re.IGNORECASE)
_SERIAL = re.compile(r"(\d{5})(?:[.,](\d{1,15}))?")
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan januar jaenner janner januari janvier janv enero ene gennaio gen janeiro",
            "february feb februar februari fevrier fevr febrero febbraio fevereiro fev",
            "march mar marz maerz mrz maart mrt mars marzo marco",
            "april apr avril avr abril abr aprile",
            "may mai mei maj mayo maggio mag maio",
            "june jun juni juin junio giugno giu junho",
            "july jul juli juillet juil julio luglio lug julho",
            "august aug augustus augusti aout agosto ago",
            "september sep sept septembre septiembre settembre set setembro",
            "october oct oktober okt octobre octubre ottobre ott outubro out",
            "november nov novembre noviembre novembro",
            "december dec dezember dez december decembre diciembre dic dicembre dezembro desember des",
        ),
        start=1,
    )
    for name in names.split()
}
"""Of languages whose months do not contradict each other: listopad is October in Croatian and November in Polish, and read in neither."""
_WEEKDAYS = frozenset(
    "mon tue tues wed thu thur thurs fri sat sun monday tuesday wednesday thursday friday saturday sunday mo di mi do fr sa so "
    "montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag lun mar mer jeu ven sam dim lundi mardi mercredi jeudi "
    "vendredi samedi dimanche lunes martes miercoles jueves viernes sabado domingo lunedi martedi mercoledi giovedi venerdi domenica "
    "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag ma wo vr za zo".split()
)
_SERIAL_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - a spreadsheet knows no zone; its day 60 is the 1900 that never was leap
_FIRST_SERIAL, _LAST_SERIAL = 20_000, 80_000  # 1954 to 2119: a five-digit number beyond is no date
_PIVOT = 70  # two-digit years as POSIX has them: 70 to 99 are the last century


class UnreadableDate(Refusal):
    """A text is not a date in one of the usual forms, or a day that does not exist."""


def read_date(text: str, *, order: Order = "dmy") -> date:
    """The day that `text` names: ISO, 20250314, 14.3.2025, 3/14/2025 by `order`, 14 Mar 2025, or an Excel serial.

    So too as other countries write it: 14. 3. 2025, 2025. 03. 14., 14. März 2025, 14 de marzo de 2025, 2025年3月14日, Fri, 14-Mar-25.

    A time of day behind it is read and left out. Raises UnreadableDate.
    """
    return _read(text.strip(), order)[0]


def read_moment(text: str, *, order: Order = "dmy", zone: str = "UTC") -> datetime:
    """The moment that `text` names, in UTC. Without an offset of its own it is local to `zone`; without a time it is noon there.

    Noon, because it is the same day in nearly every other zone. Raises UnreadableDate.
    """
    day, clock, offset = _read(text.strip(), order)
    try:
        if offset is not None:
            return datetime.combine(day, clock or time(12), UTC) - offset
        return datetime.combine(day, clock or time(12), ZoneInfo(zone)).astimezone(UTC)
    except OverflowError:  # the last hours of the year 9999 west of London, and the first of the year 1 in the east
        raise UnreadableDate(f"“{text}” is a day or a time that does not exist.") from None


def from_serial(serial: float) -> datetime:
    """The moment of an Excel serial (days since 1899-12-30, 1900 system), without a zone, to the second.

    Raises UnreadableDate outside 1954 to 2119, where a number is hardly meant as a date.
    """
    if not _FIRST_SERIAL <= serial < _LAST_SERIAL:
        raise UnreadableDate(f"“{serial:g}” is a number, and no date of a spreadsheet between 1954 and 2119.")
    return _SERIAL_EPOCH + timedelta(seconds=round(serial * 86_400))


@lru_cache(maxsize=8192)
def _read(text: str, order: Order) -> tuple[date, time | None, timedelta | None]:
    if serial := _SERIAL.fullmatch(text):
        moment = from_serial(float(text.replace(",", ".")))
        return moment.date(), moment.time() if serial[2] else None, None
    day_part, clock_part = _split(text)
    numbers = _numbers(day_part.lower(), order)
    if numbers is None or (clock_part and not _CLOCK.fullmatch(clock_part.lower())):
        day_part, clock_part = _split(_plainer(text))
        numbers = _numbers(day_part.lower(), order)
    if numbers is None:
        raise UnreadableDate(f"“{text}” is not a date in a usual form, such as 2025-03-14 or 14.03.2025.")
    try:
        day = date(*numbers)
        return (day, *_clock(clock_part.lower())) if clock_part else (day, None, None)
    except ValueError:
        raise UnreadableDate(f"“{text}” is a day or a time that does not exist.") from None


def _plainer(text: str) -> str:
    """The same day and time without what only some languages and programs write: a weekday, ideographs, "at", blanks behind dots."""
    if stamp := _STAMP.fullmatch(text):
        return f"{stamp[1]} {stamp[2]}:{stamp[3]}:{stamp[4] or '00'}{stamp[5]}"
    text = " ".join(text.split())
    text = _IDEOGRAPHS.sub(r"\1-\2-\3", text)
    text = _AT.sub(" ", _HOURS.sub(":", _BETWEEN.sub(".", text)))
    if (day := _WEEKDAY.match(text)) and fold(day[1]) in _WEEKDAYS:
        text = text[day.end() :]
    day_part, clock_part = _split(text)
    words = _WORD.sub(lambda word: fold(word[0]) if word[0].isalpha() else word[0], day_part)
    return f"{words.rstrip('.')} {clock_part}".strip()


def _split(text: str) -> tuple[str, str]:
    """The day and the time of day: parted by "T" or a blank before the first "12:34"."""
    colon = text.find(":")
    if colon < 0:
        return text, ""
    start = max(text.rfind(" ", 0, colon), text.rfind("T", 0, colon))
    return (text[:start].rstrip(" ,"), text[start + 1 :]) if start > 0 else ("", text)


def _numbers(text: str, order: Order) -> tuple[int, int, int] | None:
    """Year, month, day as written, unchecked; None when no form fits."""
    if found := _YEAR_FIRST.fullmatch(text):
        return int(found[1]), int(found[3]), int(found[4])
    if found := _YEAR_LAST.fullmatch(text):
        first, second = int(found[1]), int(found[3])
        month_first = found[2] == "/" and order == "mdy"
        return _year(found[4]), (first if month_first else second), (second if month_first else first)
    if found := _COMPACT.fullmatch(text):
        return int(found[1]), int(found[2]), int(found[3])
    if (found := _DAY_WORD.fullmatch(text)) and found[2] in _MONTHS:
        return _year(found[3]), _MONTHS[found[2]], int(found[1])
    if (found := _WORD_DAY.fullmatch(text)) and found[1] in _MONTHS:
        return int(found[3]), _MONTHS[found[1]], int(found[2])
    return None


def _year(text: str) -> int:
    if len(text) == 4:
        return int(text)
    return int(text) + (1900 if int(text) >= _PIVOT else 2000)


def _clock(text: str) -> tuple[time, timedelta | None]:
    """The time of day and its offset; ValueError when it is none."""
    found = _CLOCK.fullmatch(text)
    if found is None:
        raise ValueError(text)
    hour = int(found[1])
    if found[4]:
        if not 1 <= hour <= 12:
            raise ValueError(text)
        hour = hour % 12 + (12 if found[4] == "p" else 0)
    return time(hour, int(found[2]), int(found[3] or 0)), _offset(found[5])


def _offset(text: str | None) -> timedelta | None:
    if not text:
        return None
    text = text.removeprefix("utc").removeprefix("gmt")
    if text[:1] not in ("+", "-"):
        return timedelta()
    size = timedelta(hours=int(text[1:3]), minutes=int(text[-2:]))
    if size >= timedelta(hours=24):
        raise ValueError(text)
    return -size if text[0] == "-" else size
