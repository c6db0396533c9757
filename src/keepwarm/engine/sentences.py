"""From a rule and its arguments to a sentence in the reader's language. Who has a language gives it as functions."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from keepwarm.engine.rules import RULES
from keepwarm.engine.translate import gettext_noop

Translate = Callable[[str], str]

UNKNOWN_DAY = gettext_noop("a day we do not know")
NOTHING_LEFT = gettext_noop("what holds them up")
ONE_DAY, SOME_DAYS = gettext_noop("one day"), gettext_noop("%(count)s days")
BY_NAME = {rule.name: rule for rule in RULES}


def show_date(moment: date | datetime) -> str:
    """A date as people write it in English: 3 March 2026; a moment with its time in UTC."""
    day = f"{moment.day} {moment:%B %Y}"
    return f"{day}, {moment:%H:%M} UTC" if isinstance(moment, datetime) else day


def say(
    rule: str,
    arguments: Mapping[str, Any],
    *,
    translate: Translate = str,
    show: Callable[[date | datetime], str] = show_date,
    label: Translate | None = None,
) -> str:
    """The two sentences of a decision. `show` writes a date, or an aware moment in UTC; `label` names a criterion.

    A rule that is no longer known says its name, so that an old decision can still be read; one whose sentence asks for more than
    was written with the decision (nobody was decided yet, or the sentence is newer) says its few words.
    """
    if rule not in BY_NAME:
        return rule.replace("_", " ")
    shown = {name: _shown(name, value, translate, show, label or _plain) for name, value in arguments.items()}
    try:
        return translate(BY_NAME[rule].because) % shown
    except KeyError:
        return say_short(rule, translate=translate)


def say_short(rule: str, *, translate: Translate = str) -> str:
    """The few words of a decision, for a line of the queue."""
    return translate(BY_NAME[rule].short) if rule in BY_NAME else rule.replace("_", " ")


def _shown(name: str, value: Any, translate: Translate, show: Callable[[date | datetime], str], label: Translate) -> str:
    if value is None:
        return translate(UNKNOWN_DAY)
    if isinstance(value, list):
        return ", ".join(label(item) for item in value) or translate(NOTHING_LEFT)
    if name.endswith("_at"):
        return show(datetime.fromisoformat(value))
    if name.endswith("_on"):
        return show(date.fromisoformat(value))
    if name.endswith("_days"):
        return translate(ONE_DAY) if value == 1 else translate(SOME_DAYS) % {"count": value}
    return str(value)


def _plain(name: str) -> str:
    return name.replace("_", " ")
