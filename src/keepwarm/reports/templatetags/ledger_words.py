"""`{% load ledger_words %}`: money, shares with ranges, minutes, and links to the rows behind a figure of money and flow."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django import template
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext

from keepwarm.engine.comparing import Difference, Each
from keepwarm.engine.likeness import Share
from keepwarm.lib.money import digits_of, to_major
from keepwarm.touches.models import Channel

register = template.Library()
HOUR = 3600
WHOLE_FROM = 100
"""From so many major units on, an amount on a report is told without its decimals."""


@register.filter
def amount(minor: int | None, currency: str) -> str:
    """An amount of money, with its currency; large ones without decimals."""
    if minor is None:
        return "–"
    return _in_digits(minor, currency, 0 if _is_whole(minor, currency) else digits_of(currency))


@register.filter
def hours(seconds: int) -> str:
    """Seconds as minutes, or from ten hours on as hours."""
    if seconds >= 10 * HOUR:
        return gettext("%(count)s h") % {"count": number_format(round(seconds / HOUR), use_l10n=True, force_grouping=True)}
    return gettext("%(count)s min") % {"count": number_format(round(seconds / 60), use_l10n=True, force_grouping=True)}


@register.filter
def ranged(each: Each, currency: str) -> str:
    """The range of what one cost, both ends with as many decimals; "" where nothing can be told."""
    if each.low is None:
        return ""
    if each.high is None:
        return gettext("more than %(low)s") % {"low": amount(each.low, currency)}
    is_large = max(abs(to_major(end, currency)) for end in (each.low, each.high)) >= WHOLE_FROM
    are_whole = _is_whole(each.low, currency) and _is_whole(each.high, currency)
    digits = 0 if is_large or are_whole else digits_of(currency)
    low, high = (_in_digits(end, currency, digits) for end in (each.low, each.high))
    return gettext("%(low)s to %(high)s") % {"low": low, "high": high}


@register.filter
def share_range(share: Share) -> str:
    """The range of a share in 19 of 20 cases; "" of nobody."""
    return gettext("%(low)d to %(high)d %%") % {"low": round(100 * share.low), "high": round(100 * share.high)} if share.of else ""


@register.filter
def told(found: Difference | None) -> str:
    """A difference in buyers of 100, with its range; or that it cannot be told."""
    if found is None:
        return "–"
    if not found.known:
        return gettext("cannot tell, too few")
    if not found.tells:
        return gettext("cannot tell: %(low)+.1f to %(high)+.1f of 100") % {"low": 100 * found.low, "high": 100 * found.high}
    words = {"middle": 100 * found.difference, "low": 100 * found.low, "high": 100 * found.high}
    return gettext("%(middle)+.1f of 100 (%(low)+.1f to %(high)+.1f)") % words


@register.filter
def within(days: int | None) -> str:
    """Within how many days half of them went on."""
    if days is None:
        return gettext("more than a year")
    return gettext("the same day") if days == 0 else ngettext("within %(count)d day", "within %(count)d days", days) % {"count": days}


@register.filter
def channel_name(key: str) -> str:
    """A channel in words."""
    return str(Channel(key).label)


@register.simple_tag
def money_link(shown: Any, what: str, days: str, **narrow: object) -> SafeString:
    """A figure as a link to its rows; nothing stands behind a nought."""
    return _link("reports:money_rows", shown, what, days, narrow)


@register.simple_tag
def flow_link(shown: Any, what: str, days: str, **narrow: object) -> SafeString:
    """The same for the circle."""
    return _link("reports:flow_rows", shown, what, days, {name.removesuffix("_"): value for name, value in narrow.items()})


@register.simple_tag
def list_link(shown: int, what: str, ref: str) -> SafeString:
    """The same for a list."""
    return _link("reports:list_rows", shown, what, urlencode({"list": ref}), {})


@register.simple_tag
def flow_rows_of(what: str, days: str, **narrow: object) -> str:
    """Where the people behind a figure of the circle are."""
    return _address("reports:flow_rows", what, days, narrow)


@register.simple_tag
def money_rows_of(what: str, days: str, **narrow: object) -> str:
    """Where the rows of a figure are."""
    return _address("reports:money_rows", what, days, narrow)


def _is_whole(minor: int, currency: str) -> bool:
    major = to_major(minor, currency)
    return abs(major) >= WHOLE_FROM or major == major.to_integral_value()


def _in_digits(minor: int, currency: str, digits: int) -> str:
    shown = number_format(round(to_major(minor, currency), digits), decimal_pos=digits, use_l10n=True, force_grouping=True)
    return f"{shown} {currency}"


def _link(view: str, shown: Any, what: str, days: str, narrow: dict[str, object]) -> SafeString:
    said = number_format(shown, use_l10n=True, force_grouping=True) if isinstance(shown, int) else shown
    if not shown:
        return format_html('<span class="soft">{}</span>', 0)
    return format_html('<a href="{}">{}</a>', _address(view, what, days, narrow), said)


def _address(view: str, what: str, days: str, narrow: dict[str, object]) -> str:
    more = urlencode({name: value for name, value in narrow.items() if value not in {"", None}})
    return reverse(view, args=[what]) + f"?{days}" + (f"&{more}" if more else "")
