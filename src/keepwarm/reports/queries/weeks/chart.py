"""A chart of the weeks as SVG: a bar a week, the chosen one filled darker, and a line for the goal. Its table stands beside it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

WIDTH, HEIGHT, FOOT, HEAD = 640, 180, 22, 16
GAP = 0.3
"""Of a week's width, between two bars."""


def draw_weeks(values: Sequence[tuple[date, int]], *, chosen: date, goal: float | None = None) -> SafeString:
    """The SVG; "" when every week is nought: an empty chart says nothing. The page's style gives the colours."""
    highest = max((value for _, value in values), default=0)
    if not highest:
        return SafeString("")
    top = max(highest, goal or 0)
    step, tall = WIDTH / len(values), HEIGHT - FOOT - HEAD
    bars = format_html_join(
        "", BAR, (_bar(place, start, value, step, tall / top, start == chosen) for place, (start, value) in enumerate(values))
    )
    line = format_html(LINE, _short(HEIGHT - FOOT - tall * goal / top), WIDTH) if goal else SafeString("")
    return format_html('<svg class="weeks" viewBox="0 0 {} {}" aria-hidden="true">{}{}</svg>', WIDTH, HEIGHT, bars, line)


BAR = (
    '<g class="{}"><rect x="{}" y="{}" width="{}" height="{}"></rect><text class="count" x="{}" y="{}">{}</text>'
    '<text class="day" x="{}" y="{}">{}</text></g>'
)
LINE = '<line class="goal" x1="0" x2="{1}" y1="{0}" y2="{0}"></line>'


def _bar(place: int, start: date, value: int, step: float, scale: float, is_chosen: bool) -> tuple[object, ...]:
    left, tall = place * step + step * GAP / 2, value * scale
    middle, top = _short((place + 0.5) * step), HEIGHT - FOOT - tall
    rect = (_short(left), _short(top), _short(step * (1 - GAP)), _short(tall))
    return ("chosen" if is_chosen else "week", *rect, middle, _short(top - 4), value, middle, HEIGHT - 6, date_format(start, "j M"))


def _short(number: float) -> str:
    return f"{number:.1f}"
