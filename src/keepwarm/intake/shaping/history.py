"""A row of a history, shaped: who it is about, and what happened."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from keepwarm.intake.mapping.fields import DISPOSITIONS, TOUCH_CHANNELS
from keepwarm.intake.mapping.plan import Plan
from keepwarm.intake.shaping.people import Shaper
from keepwarm.intake.shaping.shapes import Flawed, Happening, RowFlaw, Shaped
from keepwarm.lib.dates import UnreadableDate
from keepwarm.lib.text import digits_of

HALF_A_DAY: Final = 43_200
# How a touch ended when the list does not say: only what its channel alone tells.
_USUAL: Final = {
    "email": "delivered",
    "post": "delivered",
    "mailing": "delivered",
    "meeting": "held",
    "note": "done",
    "web": "received",
}


def _usual(channel: str, direction: str) -> str:
    return "received" if direction == "in" and channel == "email" else _USUAL.get(channel, "")


@dataclass(frozen=True, slots=True)
class Told:
    """A row of a history: the person as for a list, what happened (None when it only tells the owner), and its cells."""

    who: Shaped
    what: tuple[object, ...] | None
    cells: tuple[str, ...]

    @property
    def line(self) -> int:
        return self.who.line

    @property
    def happening(self) -> Happening | None:
        return Happening._make(self.what) if self.what is not None else None

    def refused(self, why: str) -> Flawed:
        """The same row among the refused ones, as it came."""
        return Flawed(self.line, why, self.cells)

    def ahead(self, now: datetime) -> Flawed | None:
        """The row, refused, when it tells what is still to come. A day that has begun is not ahead, though its noon is."""
        what = self.happening
        if what is None or (what.happened or 0) - what.is_whole_day * HALF_A_DAY <= now.timestamp():
            return None
        return self.refused("The touch lies in the future: a history tells what has happened.")


class HistoryShaper:
    """Shapes rows of past touches by one plan."""

    def __init__(self, plan: Plan, *, latest: datetime) -> None:
        self.plan = plan
        self.people = Shaper(plan, latest=latest)

    def shape(self, line: int, cells: list[str]) -> Told | Flawed:
        """The row as it will be matched and logged, or why it cannot be."""
        who = self.people.shape(line, cells)
        if isinstance(who, Flawed):
            return who
        try:
            return Told(who, self._happening(cells), tuple(cells))
        except (RowFlaw, UnreadableDate) as flaw:
            return Flawed(line, str(flaw), tuple(cells))

    def _happening(self, cells: list[str]) -> tuple[object, ...] | None:
        date = self._text("date", cells)
        if not date:
            if self._text("owner", cells, "owner"):
                return None
            raise RowFlaw("The date of the touch is missing.")
        channel = self._one("channel", cells)
        direction = self._text("direction", cells) or "out"
        disposition = self._text("disposition", cells) or _usual(channel, direction)
        self._refuse_unknown(channel, direction, disposition)
        return tuple(
            Happening(
                happened=self.people.moment(date),
                channel=channel,
                direction=direction,
                disposition=disposition,
                note=self._text("note", cells)[:20_000],
                learned=self._text("learned", cells)[:200],
                by=self._text("by", cells),
                seconds=self._seconds(cells),
                is_whole_day=":" not in date,
            )
        )

    def _refuse_unknown(self, channel: str, direction: str, disposition: str) -> None:
        if not disposition:
            raise RowFlaw("How the call ended is missing: unknown is not the same as not reached.")
        for given, allowed in ((channel, TOUCH_CHANNELS), (direction, ("in", "out")), (disposition, DISPOSITIONS)):
            if given not in allowed:
                raise RowFlaw(f"The map does not say what “{given[:60]}” means; it is one of {', '.join(allowed)}.")

    def _text(self, key: str, cells: list[str], field: str = "") -> str:
        value = self.plan.fields.get(field or f"touch.{key}")
        return value.of(cells) if value else ""

    def _one(self, key: str, cells: list[str]) -> str:
        text = self._text(key, cells)
        if not text:
            raise RowFlaw(f"The {key} of the touch is missing.")
        return text

    def _seconds(self, cells: list[str]) -> int:
        if seconds := digits_of(self._text("seconds", cells)):
            return min(int(seconds), 86_400)
        minutes = digits_of(self._text("minutes", cells).split(".")[0].split(",")[0])
        return min(int(minutes) * 60, 86_400) if minutes else 0
