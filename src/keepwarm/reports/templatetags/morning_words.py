"""`{% load morning_words %}`: percent, money, dispositions and moments in words, and anchors that stand once on a page."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import template
from django.template import Context
from django.utils.formats import date_format, number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from keepwarm.engine.words import traits_of
from keepwarm.lib.money import to_major
from keepwarm.policy.queries import exception_in_words
from keepwarm.policy.settings import Setting, Unit
from keepwarm.reports.queries import page

register = template.Library()


@register.simple_tag
def exception() -> str:
    """That one person signed for both what a lead is, as a sentence; "" where two did."""
    return exception_in_words()


@register.filter
def percent(share: float | None) -> str:
    """0.153 as "15 %"; a dash for none."""
    return "–" if share is None else page.percent(share)


@register.filter
def money(minor: int | None, currency: str) -> str:
    """Minor units of a currency in whole major ones, with the thousands parted; a dash for none."""
    return "–" if minor is None else number_format(round(to_major(minor, currency)), use_l10n=True, force_grouping=True)


@register.filter
def figure(number: float | None) -> str:
    """A count that may be a mean: whole from ten on, else with one decimal; a dash for none."""
    if number is None:
        return "–"
    return number_format(round(number, 0 if number >= 10 else 1), decimal_pos=0 if number >= 10 else 1, force_grouping=True)


@register.filter
def moment(at: datetime | None, zone: str) -> str:
    """A moment as day and wall time in `zone`."""
    return date_format(at.astimezone(ZoneInfo(zone)), "D j M, H:i") if at else ""


@register.filter
def clock(at: datetime | None, zone: str) -> str:
    """The wall time of a moment in `zone`."""
    return date_format(at.astimezone(ZoneInfo(zone)), "H:i") if at else ""


@register.filter
def day(at: datetime | None, zone: str) -> str:
    """A moment as a day in `zone`."""
    return date_format(at.astimezone(ZoneInfo(zone)), "D j M") if at else ""


@register.filter
def ending(disposition: str) -> str:
    """How an attempt ended, in words."""
    return gettext(traits_of(disposition).said)


@register.filter
def endings(dispositions: tuple[str, ...]) -> str:
    """Several of them, in their order."""
    return ", ".join(ending(one) for one in dispositions)


@register.filter
def value(kept: Any, setting: Setting) -> str:
    """A value of the policy as it is typed: percent, a clock, yes or no, else the number and its unit."""
    if setting.unit == Unit.SHARE:
        return page.percent(float(kept))
    if setting.unit == Unit.CLOCK:
        return f"{int(kept) // 60:02d}:{int(kept) % 60:02d}"
    if setting.unit == Unit.YES_NO:
        return gettext("yes") if kept else gettext("no")
    return number_format(kept)


@register.simple_tag(takes_context=True)
def anchor(context: Context, ref: str) -> SafeString:
    """`id="prospect-…"` the first time that this name stands on the page, nothing after that."""
    seen: set[str] = context["seen"]
    if ref in seen:
        return SafeString("")
    seen.add(ref)
    return format_html(' id="prospect-{}"', ref)
