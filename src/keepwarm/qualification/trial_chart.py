"""The chart of a trial: for each source, leads that bought, leads that did not, and buyers missed; tried above, in force below.

An SVG without words of its own but names of sources: the legend stands on the page, in the reader's language. Its colours are
classes, so that the page's style decides them by day and by night.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from keepwarm.qualification.trial_counting import figures

MOST: Final = 12  # sources; the smaller ones stand in the table
PARTS: Final = {"won": "#000001", "open": "#000002", "missed": "#000003"}
"""The classes of the bars, and the colours that stand for them until the SVG is drawn."""
ON_PAPER: Final = {"won": "call", "open": "edge", "missed": "warm"}
"""The colours of the classes, by their names in the page's style (`site/report.css`)."""
WIDTH: Final = 560
STEP: Final = 13  # height of a bar
LETTER: Final = 6.8  # width of one in a source's name, in the page's own type, which the drawing does not know
LABELS: Final = 260  # the widest name


def draw(by_source: Mapping[str, list[int]]) -> str:
    """The SVG; "" when there is nothing to draw. `by_source`: counts by kind for the name of each source."""
    largest = sorted(by_source, key=lambda name: (-sum(by_source[name]), name))[:MOST]
    values = [value for name in largest for value in _values(name, by_source[name])]
    return _in_our_colours(_svg(values)) if any(value["count"] for value in values) else ""


def on_paper(svg: str) -> str:
    """The same chart where no style of the page reaches: its classes become the colours that the page gives them."""
    for name, colour in ON_PAPER.items():
        svg = svg.replace(f'class="part-{name}"', f'fill="var(--{colour})"')
    return svg.replace('class="quiet"', 'stroke-opacity="0.35"')


def _values(name: str, counts: list[int]) -> list[dict[str, Any]]:
    told = []
    for which, of in enumerate((figures(counts), figures(counts, now=True))):
        parts = (of.leads_bought, of.leads - of.leads_bought, of.missed)
        told += [{"source": name[:40], "which": which, "part": place, "count": count} for place, count in enumerate(parts)]
    return told


def _svg(values: list[dict[str, Any]]) -> str:
    import altair as alt  # both load slowly, and only the background draws
    import vl_convert

    room = min(LETTER * max((len(str(one["source"])) for one in values), default=0), LABELS)
    quiet = {"gridColor": "#000005", "tickColor": "#000005", "domainColor": "#000005"}
    chart = (
        alt.Chart(alt.InlineData(values=values), width=WIDTH, height=alt.Step(STEP))
        .mark_bar(aria=False)
        .encode(
            x=alt.X("count:Q", title=None, axis=alt.Axis(tickCount=5, format=",d", aria=False)),
            y=alt.Y(
                "source:N",
                title=None,
                sort=None,
                axis=alt.Axis(aria=False, labelLimit=LABELS, minExtent=room),
                scale=alt.Scale(paddingInner=0.35),
            ),
            yOffset=alt.YOffset("which:O", sort=None),
            color=alt.Color("part:O", legend=None, scale=alt.Scale(domain=[0, 1, 2], range=list(PARTS.values()))),
            opacity=alt.Opacity("which:O", legend=None, scale=alt.Scale(domain=[0, 1], range=[1, 0.5])),
            order="part:O",
        )
        .configure(background="transparent")
        .configure_view(stroke=None)
        .configure_axis(labelColor="#000004", labelFontSize=12, **quiet)
    )
    svg: str = vl_convert.vegalite_to_svg(chart.to_dict())
    return svg


def _in_our_colours(svg: str) -> str:
    """Colours become classes, and the page's own type is used."""
    for name, colour in PARTS.items():
        svg = svg.replace(f'fill="{colour}"', f'class="part-{name}"')
    svg = svg.replace('fill="#000004"', 'fill="currentColor"').replace('stroke="#000005"', 'stroke="currentColor" class="quiet"')
    return svg.replace('font-family="sans-serif" ', "").replace("<svg ", '<svg aria-hidden="true" ', 1)
