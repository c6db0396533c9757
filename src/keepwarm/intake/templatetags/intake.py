"""`{% load intake %}`: the field of a column, the day of a moment, and an address that may not stand yet."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django import template
from django.forms import BoundField, Form
from django.urls import NoReverseMatch, reverse
from django.utils.formats import date_format

from keepwarm.prospects.places import show_number

register = template.Library()


@register.simple_tag
def column_field(form: Form, place: int) -> BoundField:
    """The choice of what the column at `place` is."""
    return form[f"column_{place}"]


@register.simple_tag
def url_of(name: str, *args: Any) -> str:
    """An address of a room above, "" when it does not stand."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


@register.filter
def as_written(address: tuple[str, ...]) -> str:
    """An address of a shaped row as people write it: a number in groups."""
    kind, value, normalized = address[:3]
    return show_number(normalized) if kind == "phone" else value


@register.filter
def day_of(seconds: int | None) -> str:
    """The day of a moment in seconds since 1970; a dash when it is unknown."""
    return date_format(datetime.fromtimestamp(seconds, UTC).date(), "j M Y") if seconds is not None else "–"
