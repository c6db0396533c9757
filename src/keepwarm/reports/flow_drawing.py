"""The circle as an SVG: places around it, and the moves between them as arrows, the wider the more. Its numbers stand as tables beside it.

Colours are classes, so that the page's style decides them by day and by night. Names and figures are words of the page.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import atan2, cos, hypot, pi, sin, sqrt
from typing import Final

from django.utils.formats import number_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from keepwarm.reports.queries.flow.page import AROUND, FlowReport, Move, Place

WIDE, HIGH = 520, 470
MIDDLE = (260.0, 235.0)
ROUND = 172.0  # from the middle to a place
PLACE = 44.0  # half of a place
THIN, THICK = 1.5, 9.0
Point = tuple[float, float]
POINTS: Final[Mapping[int, Point]] = {
    int(stage): (
        MIDDLE[0] + ROUND * cos(2 * pi * number / len(AROUND) - pi / 2) * 1.15,
        MIDDLE[1] + ROUND * sin(2 * pi * number / len(AROUND) - pi / 2),
    )
    for number, stage in enumerate(AROUND)
}

ANYWHERE = 0
WAYS: Final[Mapping[int, Point]] = {ANYWHERE: MIDDLE, **POINTS}
"""Whoever ends may come from anywhere: that arrow comes from the middle, and is short, so that it crosses no other."""
SHORT = 56.0


def draw_circle(report: FlowReport) -> SafeString:
    """The whole drawing; "" when there is nobody."""
    if not report.people and not report.moved:
        return SafeString("")
    most = max((move.people for move in report.moves), default=1)
    drawn = [move for move in report.moves if move.came_from in WAYS and move.went_to in WAYS and move.came_from != move.went_to]
    arrows = format_html_join("", "{}", ((_arrow(move, most),) for move in drawn))
    counts = format_html_join("", "{}", ((_count(move),) for move in drawn))
    places = format_html_join("", "{}", ((_place(place),) for place in report.places))
    return format_html(
        '<svg class="circle" viewBox="0 0 {} {}" role="img" aria-labelledby="circle-says">{}{}{}</svg>', WIDE, HIGH, arrows, places, counts
    )


def _place(place: Place) -> SafeString:
    x, y = POINTS[place.stage]
    return format_html(
        '<g class="place stage-{}"><circle cx="{}" cy="{}" r="{}"/><text x="{}" y="{}" class="count">{}</text>'
        '<text x="{}" y="{}">{}</text></g>',
        place.stage,
        *_round(x, y, PLACE),
        *_round(x, y + 2),
        _short(place.people),
        *_round(x, y + 20),
        place.name,
    )


def _short(count: int) -> str:
    """Large numbers stand in thousands: the place is small, and the table has them whole."""
    if count < 100_000:
        return number_format(count, use_l10n=True, force_grouping=True)
    return f"{number_format(round(count / 1000), use_l10n=True, force_grouping=True)} k"


def _arrow(move: Move, most: int) -> SafeString:
    start, bend, end = _way(move)
    width = THIN + (THICK - THIN) * sqrt(move.people / most)
    path = f"M{_at(start)} Q{_at(bend)} {_at(end)}"
    head = _head(bend, end, 5 + width)
    kind = "back" if move.is_back else "on"
    return format_html('<g class="move {}"><path d="{}" stroke-width="{}"/><polygon points="{}"/></g>', kind, path, *_round(width), head)


def _count(move: Move) -> SafeString:
    start, bend, end = _way(move)
    x, y = (start[0] + 2 * bend[0] + end[0]) / 4, (start[1] + 2 * bend[1] + end[1]) / 4
    return format_html('<text class="moved" x="{}" y="{}">{}</text>', *_round(x, y + 4), _short(move.people))


def _way(move: Move) -> tuple[Point, Point, Point]:
    """From the edge of one place to that of the other; each way bends to its right, so that there and back do not cover each other."""
    a, b = WAYS[move.came_from], WAYS[move.went_to]
    far = hypot(b[0] - a[0], b[1] - a[1])
    aside = 0.16 * far
    bend = ((a[0] + b[0]) / 2 + aside * (b[1] - a[1]) / far, (a[1] + b[1]) / 2 - aside * (b[0] - a[0]) / far)
    end = _edge(b, bend, PLACE + 13)
    if move.came_from == ANYWHERE:
        start = _edge(end, bend, SHORT)
        return start, ((start[0] + end[0]) / 2, (start[1] + end[1]) / 2), end
    return _edge(a, bend, PLACE + 2), bend, end


def _edge(centre: Point, towards: Point, away: float) -> Point:
    far = hypot(towards[0] - centre[0], towards[1] - centre[1])
    return centre[0] + away * (towards[0] - centre[0]) / far, centre[1] + away * (towards[1] - centre[1]) / far


def _head(before: Point, end: Point, size: float) -> str:
    angle = atan2(end[1] - before[1], end[0] - before[0])
    tip = (end[0] + size * cos(angle), end[1] + size * sin(angle))
    sides: Sequence[Point] = [
        (end[0] + size * 0.6 * cos(angle + turn), end[1] + size * 0.6 * sin(angle + turn)) for turn in (pi / 2, -pi / 2)
    ]
    return " ".join(_at(point) for point in (tip, *sides))


def _at(point: Point) -> str:
    return f"{point[0]:.1f},{point[1]:.1f}"


def _round(*values: float) -> list[str]:
    return [f"{value:.1f}" for value in values]
