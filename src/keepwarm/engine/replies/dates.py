"""The day to come back on: named or implied in a reply, seen from the day it was received.

Every mention of a day is found first (`mentions`), with how it stands in its sentence; then the one that is meant is chosen
by kind of reply. Without a year the next such day is meant. "Until the 24th" is followed by the working day after it when
it is a span or said to be inclusive.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from keepwarm.engine.replies.date_finding import find_days
from keepwarm.engine.replies.date_patterns import (
    AFTER,
    ASK,
    BACK,
    CLAUSE,
    INCLUSIVE,
    LEADS_ON,
    NOT,
    PAST,
    SPAN,
    TRAILING_WEEKDAY,
    UNFIT,
    UNTIL,
)
from keepwarm.engine.replies.date_words import WEEKDAYS
from keepwarm.engine.replies.text import shorten, unaccented

FAR: Final = 550
"""Days ahead beyond which a day is not believed."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A day that a text names: the day, where it stands, and what stands around it."""

    on: date
    start: int
    end: int
    exact: bool
    """A certain day, not a month or a season."""
    back: bool
    """Said of a return."""
    asked: bool
    """In a sentence that asks to come back."""
    inclusive: bool
    """The last day of a span: the day after it is meant."""
    until: bool
    """Said of an end ("until the 14th"), without telling whether that day counts."""
    unfit: bool = False
    """In a clause that says that it does not suit, or that they are away."""


def wake_day(text: str, received_on: date, kind: str) -> date | None:
    """The day to come back on, for a reply of this kind; None when none is named."""
    found = [mention for mention in mentions(text, received_on) if received_on <= mention.on <= received_on + timedelta(days=FAR)]
    if kind != "wants_call":
        found = [mention for mention in found if mention.on > received_on]
    if not found:
        return None
    chosen = {"out_of_office": _return, "wants_call": _appointment}.get(kind, _later)(found)
    away_still = kind == "out_of_office" and chosen.until  # perhaps; a day later troubles nobody
    return _working_day_after(chosen.on) if chosen.inclusive or away_still else chosen.on


def _return(found: list[Mention]) -> Mention:
    said = (
        [mention for mention in found if mention.back and not mention.inclusive]
        or [mention for mention in found if mention.back]
        or [mention for mention in found if mention.inclusive]
    )
    return (said or sorted(found, key=lambda mention: mention.on))[-1]


def _appointment(found: list[Mention]) -> Mention:
    """The first certain day that suits them: not "I am away on Tuesday"."""
    exact = [mention for mention in found if mention.exact] or found
    return next((mention for mention in exact if not mention.unfit), exact[0])


def _later(found: list[Mention]) -> Mention:
    """A day in a sentence that asks to come back, else the last one; the turn of a year, often only told, when there is no other."""
    firm = [mention for mention in found if mention.exact or (mention.on.month, mention.on.day) not in {(1, 1), (12, 31)}] or found
    asked = [mention for mention in firm if mention.asked]
    return (asked or firm)[-1]


def _working_day_after(day: date) -> date:
    after = day + timedelta(days=1)
    return after + timedelta(days=max(0, 7 - after.weekday())) if after.weekday() > 4 else after


def mentions(text: str, received_on: date) -> list[Mention]:
    """Every day that a text names, in its order; of two at one place the longer one counts."""
    plain = re.sub(r"[ \t]+", " ", re.sub(r"(?<=[a-z])'(?=s\b)", "", unaccented(shorten(text)))).replace("'", " ")
    plain = re.sub(r"(?<=\d)\. ?- ?(?=\d)", " - ", plain)  # "16. - 27." is a span, and no end of a sentence
    raw = sorted(find_days(plain, received_on), key=lambda hit: (hit[0], -hit[1]))
    told: list[Mention] = []
    reach = -1
    for start, end, on, exact in raw:
        followed = next((hit for hit in raw if hit[0] >= end), None)
        if start < reach or (followed and followed[3] and plain[start:end] in WEEKDAYS and LEADS_ON.fullmatch(plain[end : followed[0]])):
            continue  # "Monday, 12 May" is one day
        if PAST.search(plain[max(0, start - 30) : start]) or NOT.search(plain[max(0, start - 20) : start]):
            reach = end  # nor is its month one by itself
            continue
        reach = end
        told.append(_in_place(plain, start, end, on, exact=exact))
    return told


def _in_place(plain: str, start: int, end: int, on: date, *, exact: bool) -> Mention:
    opens = max(plain.rfind(mark, 0, start) for mark in (". ", "! ", "? ", "\n")) + 1
    closes = min((at for at in (plain.find(mark, end) for mark in (". ", "! ", "? ", "\n")) if at >= 0), default=len(plain))
    sentence, before = plain[opens:closes], TRAILING_WEEKDAY.sub("", plain[max(opens, start - 40) : start])
    until = bool(UNTIL.search(before))
    span = (
        bool(SPAN.search(plain[max(opens, start - 70) : start]))
        or bool(INCLUSIVE.search(before[-30:] + plain[end : end + 14]))
        or bool(re.search(r"\b(?:bis|tot en met)\b[^.]{0,20}$", before))
    )
    back = bool(BACK.search(plain[max(opens, start - 45) : min(closes, end + 35)]))
    returned = bool(re.search(r"\b(?:back|return\w*|zuruck|retour|vuelvo|volto)\b[^.]{0,25}$", before))
    inclusive = until and span and not returned
    if exact and AFTER.search(before) and not inclusive:
        on += timedelta(days=1)
    asked = bool(ASK.search(sentence))
    return Mention(on, start, end, exact, back or until, asked, inclusive, until and exact and not returned, _is_unfit(plain, start, end))


def _is_unfit(plain: str, start: int, end: int) -> bool:
    """By the words of its clause; "and" goes on with the same clause, a comma or a "but" begins another."""
    opens = max((at.end() for at in CLAUSE.finditer(plain, max(0, start - 60), start)), default=max(0, start - 60))
    closes = next((at.start() for at in CLAUSE.finditer(plain, end, end + 60)), end + 60)
    return UNFIT.search(plain[opens:closes]) is not None
