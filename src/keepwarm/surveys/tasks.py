"""Surveys whose last day is over are offered no more."""

from __future__ import annotations

from datetime import datetime

from keepwarm.lib.periodic import Periodic
from keepwarm.surveys.actions import keep_items


def look_after_surveys(*, now: datetime) -> None:
    """Rows say what is due."""
    keep_items(now=now)


PERIODIC = (Periodic(look_after_surveys, minutes=5),)
