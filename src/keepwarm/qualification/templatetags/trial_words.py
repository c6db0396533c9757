"""How a trial's figures are written."""

from __future__ import annotations

from dataclasses import dataclass

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from keepwarm.qualification.queries.trial import SourceLine, TrialPage
from keepwarm.qualification.trial_counting import Figures

register = template.Library()
BESIDE = (
    ("leads", _("Leads")),
    ("leads_bought", _("Bought")),
    ("precision", _("Of leads bought")),
    ("missed", _("Missed")),
    ("recall", _("Of buyers found")),
    ("offered", _("Offered")),
    ("returned", _("Given back")),
)
BY_SOURCE = BESIDE[:5]
SHARES = frozenset({"precision", "recall"})
Cell = tuple[str, object, float | None]


@dataclass(frozen=True, slots=True)
class Line:
    """One definition in the table; a cell is the name of its figure ("" for a share), its label, its value."""

    now: bool
    counts: list[Cell]


@register.filter
def share(value: float | None) -> str:
    """A share in whole percent; a dash where there is none."""
    return "–" if value is None else f"{100 * value:.0f} %"


@register.filter
def both(page: TrialPage) -> list[Line]:
    """The definition tried, and the version in force beside it unless they are the same."""
    lines = [Line(now=False, counts=_cells(page.tried, ""))]
    return lines if page.is_same else [*lines, Line(now=True, counts=_cells(page.now, "_now"))]


@register.filter
def side_by_side(line: SourceLine) -> list[tuple[str, object, float | None, float | None]]:
    """Figures of a source: name, label, tried, in force."""
    return [("" if name in SHARES else name, label, getattr(line.tried, name), getattr(line.now, name)) for name, label in BY_SOURCE]


@register.filter
def drawn(svg: str) -> SafeString:
    """A chart that `trial_chart` drew: its texts are escaped, and it holds no script and no style."""
    return mark_safe(svg)  # noqa: S308 - made by ourselves


def _cells(of: Figures, also: str) -> list[Cell]:
    return [("" if name in SHARES else name + also, label, getattr(of, name)) for name, label in BESIDE]
