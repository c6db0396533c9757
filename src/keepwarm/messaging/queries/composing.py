"""What a short message says: the text of its item or of its turn, filled in for one person, in their language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils import translation

from keepwarm.content.links import where_of
from keepwarm.content.models import Item
from keepwarm.engine.merging import Values, fill
from keepwarm.messaging.words import ending, text_of_kind
from keepwarm.prospects.models import Prospect

LANGUAGES = ("en", "de")
LONGEST = 900
"""Signs, with everything filled in: six text messages in one. Beyond that most gateways cut. Our choice."""


@dataclass(frozen=True, slots=True)
class Composed:
    """The text as it goes, or why it does not: a key of `words.HELD`."""

    text: str
    held: str = ""


def compose_turn(person: Prospect, item: Item | None, kind: str, values: Mapping[int, Values]) -> Composed:
    """What a program sends; below it stands how to end it."""
    with translation.override(language_of(person, item)):
        text = _of_item(item) if item is not None else text_of_kind(kind)
        return compose(f"{text}\n{ending()}" if text else "", values.get(person.pk, Values({})))


def compose(text: str, values: Values) -> Composed:
    """A text of one of us, filled in."""
    if not text.strip():
        return Composed("", "empty")
    filled = fill(text, values)
    if filled.missing:
        return Composed("", "missing_field")
    return Composed(filled.text) if len(filled.text) <= LONGEST else Composed("", "too_long")


def language_of(person: Prospect, item: Item | None) -> str:
    """Theirs, or that of what goes to them; English when neither is known."""
    for one in (person.language, item.language if item else ""):
        if one[:2].lower() in LANGUAGES:
            return one[:2].lower()
    return "en"


def _of_item(item: Item) -> str:
    """Its short text, and where it is, unless the text says so itself."""
    where = where_of(item)
    if not item.short_text or not where or where in item.short_text:
        return item.short_text
    return f"{item.short_text} {where}"
