"""`{% load week_words %}`: figures of the weeks as links to their rows, and how they stand to the weeks before."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from urllib.parse import urlencode

from django import template
from django.conf import settings
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from keepwarm.lib.money import money, to_major, to_minor
from keepwarm.reports.queries.aims.quotas import Needed
from keepwarm.staff.models import Seat

register = template.Library()


@register.simple_tag
def week_figure(value: int, what: str, on: date, seat: Seat | None = None, key: str = "", weeks: int = 1) -> SafeString:
    """A count as a link to its rows; nothing stands behind a nought."""
    if not value:
        return format_html('<span class="soft">{}</span>', 0)
    return format_html('<a href="{}">{}</a>', week_rows_of(what, on, seat, key, weeks), number_format(value, force_grouping=True))


@register.simple_tag
def week_rows_of(what: str, on: date, seat: Seat | None = None, key: str = "", weeks: int = 1) -> str:
    """Where the rows of a figure are."""
    asked = {"week": on.isoformat(), "weeks_back": weeks if weeks > 1 else "", "rep": seat.ref if seat else "", "key": key}
    return reverse("reports:week_rows", args=[what]) + "?" + urlencode({name: value for name, value in asked.items() if value})


@register.filter
def beside(before: float) -> str:
    """The mean of the weeks before."""
    return gettext("before: %(mean)s a week") % {"mean": _figure(before)}


@register.filter
def per_100(value: float | None) -> str:
    """How many of a hundred; a word where there are too few."""
    if value is None:
        return gettext("too few to say")
    return _figure(value)


@register.filter
def amount(minor: int | None) -> str:
    """Minor units of the house's currency as people read them; a dash for none."""
    return "–" if minor is None else money(minor, settings.CURRENCY)


@register.simple_tag
def in_measure(value: float, in_money: bool) -> str:
    """Money, or a number of sales."""
    if in_money:
        major = to_major(round(value), settings.CURRENCY)
        return money(to_minor(Decimal(round(major)), settings.CURRENCY) if abs(major) >= 100 else round(value), settings.CURRENCY)
    return number_format(round(value, 1), decimal_pos=0 if float(value).is_integer() else 1)


@register.filter
def needed(found: Needed) -> str:
    """How many more it takes."""
    if found.likely is None:
        return gettext("too few to say")
    return number_format(found.likely, force_grouping=True)


def _figure(value: float) -> str:
    """Whole from ten on, else with one decimal; rounded first, since `number_format` cuts off what it does not show."""
    near = round(float(value), 1)
    digits = 0 if near >= 10 or near.is_integer() else 1
    return number_format(round(value, digits), decimal_pos=digits)
