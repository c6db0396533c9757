"""What a row says that somebody wishes: read as a plain yes or no, never guessed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from keepwarm.intake.mapping.plan import Plan, Whether
from keepwarm.intake.shaping.shapes import RowFlaw
from keepwarm.lib.dates import Order, UnreadableDate, read_date, read_moment
from keepwarm.lib.text import fold

_REFUSES: Final = re.compile(
    r"opt(ed)?[ -]?out|unsubscribed?|blocked|dnc|do ?n[o'’]t (call|phone|e-?mail|mail|contact)|no (calls?|phone|e-?mails?|mails?|contact)"
    r"|abgemeldet|nicht (anrufen|kontaktieren|mailen)|keine? (anrufe?|e-?mails?|mails?|newsletter|werbung|kontakt)"
)
"""Values of a column of wishes that say the wish itself instead of yes."""
_NEVER: Final = re.compile("never|niemals|nie|jamais|nunca|mai|nooit")


def wishes_of(plan: Plan, cells: Sequence[str]) -> tuple[tuple[str, str, int | None, str], ...]:
    """Kind, channel, until when and words of each wish of the row. Raises RowFlaw, UnreadableDate."""
    told: list[tuple[str, str, int | None, str]] = []
    for one in plan.wishes:
        if one.when is not None and not _is_wished(one.when, cells, plan.order):
            continue
        until = one.until.of(cells) if one.until else ""
        if one.until and not until:
            continue
        seconds = int(read_moment(until, order=plan.order, zone=plan.zone).timestamp()) if until else None
        told.append((one.kind, one.channel, seconds, one.words[:300]))
    return tuple(told)


def plainly(asked: Whether, cells: Sequence[str]) -> bool:
    """Yes or no. Raises RowFlaw for anything else: neither a wish nor who asks for a call is lost because a word is not understood."""
    if unclear := asked.unclear(cells):
        raise RowFlaw(f"“{unclear[:60]}” is neither yes nor no: write one of the two, or say in the map which values mean yes.")
    return asked.holds(cells)


def wants(asked: Whether, cells: Sequence[str]) -> bool:
    """Whether they want to be contacted; whoever refuses it in words says no. Raises RowFlaw."""
    said = fold(asked.unclear(cells))
    return not (_REFUSES.fullmatch(said) or _NEVER.fullmatch(said)) and plainly(asked, cells)


def _is_wished(asked: Whether, cells: Sequence[str], order: Order) -> bool:
    return _tells_since_when(asked.unclear(cells), order) or plainly(asked, cells)


def _tells_since_when(text: str, order: Order) -> bool:
    """Whether a wish is told by the day since when it holds, as programs for newsletters write it, or in words that refuse."""
    if not text:
        return False
    try:
        return bool(_REFUSES.fullmatch(fold(text)) or read_date(text, order=order))
    except UnreadableDate:
        return False
