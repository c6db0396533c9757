"""`{% load lead_words %}`: shares with their range, working time, and addresses of the rows behind a figure."""

from __future__ import annotations

from urllib.parse import urlencode

from django import template
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from keepwarm.reports.queries.leads.figures import Share
from keepwarm.reports.queries.leads.page import say_reason
from keepwarm.reports.queries.leads.times import Times
from keepwarm.reports.queries.page import percent

register = template.Library()
HOUR = 60


@register.filter
def share(found: Share) -> str:
    """The share; "too few to say" of fewer than ten, a dash of none."""
    if not found.among:
        return "–"
    return gettext("too few to say") if found.value is None else percent(found.value)


@register.filter
def likely(found: Share) -> str:
    """The range in which the true share lies, in 19 of 20 cases; "" of too few."""
    if found.range is None:
        return ""
    low, high = (round(100 * one) for one in found.range)
    return gettext("between %(low)d and %(high)d %%") % {"low": low, "high": high}


@register.filter
def middle(times: Times) -> str:
    """The median in working time."""
    if not times.count:
        return "–"
    return working_time(times.median)


@register.filter
def ninety(times: Times) -> str:
    """What nine in ten did not exceed."""
    if not times.count:
        return "–"
    return working_time(times.ninety) if times.tells_ninety else gettext("too few to say")


@register.filter
def in_words(key: str) -> str:
    """A reason to give up, by its key."""
    return say_reason(key)


@register.simple_tag
def figure(value: int, what: str, days: str, **narrow: str) -> SafeString:
    """A count as a link to its rows; nothing stands behind a nought."""
    if not value:
        return format_html('<span class="soft">{}</span>', 0)
    return format_html('<a href="{}">{}</a>', rows_of(what, days, **narrow), number_format(value, force_grouping=True))


@register.simple_tag
def rows_of(what: str, days: str, **narrow: str) -> str:
    """Where the rows of a figure are."""
    more = urlencode({name: value for name, value in narrow.items() if value})
    return reverse("reports:lead_rows", args=[what]) + f"?{days}" + (f"&{more}" if more else "")


def working_time(minutes: float | None) -> str:
    """Working minutes as minutes, or from an hour on as hours; None is longer than the time there was."""
    if minutes is None:
        return gettext("not in time")
    if minutes < HOUR:
        return gettext("%(count)d min") % {"count": round(minutes)}
    hours = round(minutes / HOUR, 1)
    return gettext("%(count)s h") % {"count": number_format(hours, decimal_pos=0 if hours == int(hours) else 1)}
