"""Turns in words, in the reader's language: what comes, why, why it moved."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from keepwarm.engine.pacing import WORDS
from keepwarm.engine.turns import BECAUSE
from keepwarm.programs.models import Turn
from keepwarm.touches.models import Channel

WAYS: dict[str, str | Promise] = {
    Channel.MAILING: gettext_lazy("email"),
    Channel.POST: gettext_lazy("post"),
    Channel.MESSAGE: gettext_lazy("short message"),
}
ENDED: dict[str, str | Promise] = {
    "ended": gettext_lazy("the conversation ended"),
    "other_step": gettext_lazy("a call or a letter came first"),
    "other_date": gettext_lazy("their date was moved meanwhile"),
    "missing_field": gettext_lazy("the text needs something that we do not know of them"),
    "bad_address": gettext_lazy("no mail can be addressed to what we have of them"),
    "not_offered": gettext_lazy("what was to go is not offered to them any more"),
    "program_stopped": gettext_lazy("its program was stopped"),
    "stopped": gettext_lazy("one of us stopped it"),
    "rest": gettext_lazy("they had all that fits, and were asked what would help"),
}
"""Why a turn did not go, in the middle of a sentence; beside `engine.pacing.WORDS`."""


def say_because(key: str, args: Mapping[str, Any]) -> str:
    """Why this turn is what it is, one sentence."""
    return _(BECAUSE[key]) % {"topic": "", "months": "", "why": "", **args} if key in BECAUSE else key


def say_ended(key: str) -> str:
    """Why it did not go."""
    if key in ENDED:
        return str(ENDED[key])
    return _(WORDS[key]) if key in WORDS else key


def say_what(kind: str, title: str) -> str:
    """What comes: an item by its title, else what it is."""
    if title:
        return title
    return str(Turn.Kind(kind).label)


def say_way(channel: str) -> str:
    """By which way."""
    return str(WAYS.get(channel, channel))
