"""Bars of a question as SVG, each beside its label and its figure in the table: it stays with them however they wrap."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.safestring import SafeString

from keepwarm.surveys.queries.results import Bar

WIDE, THICK = 300, 16
"""Units of the drawing: the longest bar, and its height."""


def draw_bars(bars: Sequence[Bar]) -> list[tuple[Bar, SafeString]]:
    """Each with its drawing; the longest fills the width. The colour is a class, for the page's style by day and by night."""
    most = max((bar.count for bar in bars), default=0)
    return [(bar, _draw(bar.count / most if most else 0.0)) for bar in bars]


def _draw(share: float) -> SafeString:
    bar = f'<rect class="bar" x="0" y="0" width="{max(2, round(WIDE * share))}" height="{THICK}" rx="2"/>' if share else ""
    axis = f'<line class="axis" x1="0" y1="0" x2="0" y2="{THICK}"/>'
    return SafeString(f'<svg class="bars" viewBox="0 0 {WIDE} {THICK}" preserveAspectRatio="none" aria-hidden="true">{axis}{bar}</svg>')
