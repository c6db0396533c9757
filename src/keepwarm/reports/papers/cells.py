"""Cells that the papers share: shares and money with their ranges, and the days of a report."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Protocol

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from keepwarm.engine.comparing import Each
from keepwarm.lib.money import to_major
from keepwarm.lib.sheets import Cell


class Told(Protocol):
    """A share that is told, or not, with its range."""

    @property
    def value(self) -> float | None: ...
    @property
    def range(self) -> tuple[float, float] | None: ...


def say_days(since: date, until: date) -> str:
    """The days of a report in words."""
    if since == until:
        return date_format(since, "l, j F Y")
    return _("%(since)s to %(until)s") % {"since": date_format(since, "j F Y"), "until": date_format(until, "j F Y")}


def share_cells(found: Told) -> tuple[Cell, Cell, Cell]:
    """A share and its range in percent; nothing where there are too few to say."""
    low, high = found.range or (None, None)
    return in_percent(found.value), in_percent(low), in_percent(high)


def share_titles(first: str) -> tuple[str, str, str]:
    """Of the three cells."""
    return first, _("at least"), _("at most")


def in_percent(share: float | None) -> float | None:
    """A fraction in percent with one decimal."""
    return None if share is None else round(100 * share, 1)


def amount(minor: int | None, currency: str) -> Decimal | None:
    """Minor units as money."""
    return None if minor is None else to_major(minor, currency)


def each_cells(each: Each, currency: str) -> tuple[Cell, Cell, Cell]:
    """What one cost, with its range."""
    return amount(each.value, currency), amount(each.low, currency), amount(each.high, currency)
