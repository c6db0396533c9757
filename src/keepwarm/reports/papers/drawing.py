"""Charts for paper: stacked bars as SVG, in colours that are told apart in print, and with their words beside them."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

COLOURS = ("#0c6350", "#964607", "#3b4ba6", "#8c8272", "#ab231b")
INK, SOFT = "#221d16", "#655d50"
WIDE, LABEL, ROW, THICK, KEY = 640, 170, 22, 13, 20
"""Units of the drawing: its width, that of the labels, the height of a line, of its bar, and of the key below."""
MOST = 12
LONGEST = 26  # letters of a label


def draw_stacks(parts: Sequence[str], lines: Sequence[tuple[str, Sequence[float]]]) -> str:
    """A bar for each line, of as many parts as there are names; "" where nothing is above zero. At most twelve lines."""
    shown = [(label, values) for label, values in lines[:MOST] if sum(values) > 0]
    if not shown:
        return ""
    most = max(sum(values) for _label, values in shown)
    drawn = "".join(_line(place, label, values, most) for place, (label, values) in enumerate(shown))
    high = len(shown) * ROW + KEY
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDE} {high}" font-family="Libertinus Serif">'
    return f"{head}{drawn}{_key(parts, high)}</svg>"


def _line(place: int, label: str, values: Sequence[float], most: float) -> str:
    y, x, drawn = place * ROW, float(LABEL), ""
    for number, value in enumerate(values):
        width = (WIDE - LABEL - 40) * value / most
        drawn += f'<rect x="{x:.1f}" y="{y + 4}" width="{width:.1f}" height="{THICK}" fill="{COLOURS[number % len(COLOURS)]}"/>'
        x += width
    words = escape(label if len(label) <= LONGEST else label[: LONGEST - 1] + "…")
    name = f'<text x="{LABEL - 8}" y="{y + 15}" text-anchor="end" font-size="12" fill="{INK}">{words}</text>'
    return f'{name}{drawn}<text x="{x + 5:.1f}" y="{y + 15}" font-size="11" fill="{SOFT}">{sum(values):g}</text>'


def _key(parts: Sequence[str], high: int) -> str:
    x, drawn = float(LABEL), ""
    for number, words in enumerate(parts):
        drawn += f'<rect x="{x:.1f}" y="{high - 12}" width="9" height="9" fill="{COLOURS[number % len(COLOURS)]}"/>'
        drawn += f'<text x="{x + 13:.1f}" y="{high - 4}" font-size="11" fill="{SOFT}">{escape(words)}</text>'
        x += 26 + 6.2 * len(words)
    return drawn


CIRCLE = (
    "text{text-anchor:middle;font:400 13px 'Libertinus Serif';fill:#655d50}"
    ".place circle{fill:#ffffff;stroke:#8c8272;stroke-width:1.5}.count{font:600 19px 'Libertinus Serif';fill:#221d16}"
    ".stage-5 circle{fill:#e2f1ec;stroke:#0c6350}.stage-6 circle{fill:#f1ebe1;stroke-dasharray:4 4}"
    ".move path{fill:none;stroke:#0c6350;opacity:.55}.move polygon{fill:#0c6350}"
    ".back path{stroke:#964607}.back polygon{fill:#964607}"
    ".moved{font-weight:600;fill:#221d16;paint-order:stroke;stroke:#ffffff;stroke-width:5px}"
)
"""The style of the circle by day, as in `reports/ledger.css`."""


def dress_circle(svg: str) -> str:
    """The circle of the page, with its style in it."""
    if not svg:
        return ""
    head, rest = str(svg).split(">", 1)
    return f'{head} xmlns="http://www.w3.org/2000/svg"><style>{CIRCLE}</style>{rest}'
