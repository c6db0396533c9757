"""Merge fields of what goes to many: `{first_name|there}`, filled in and nothing more. There is no code in it, so none can be smuggled in.

A field has other words behind its bar, or blocks whoever has no value for it. A value that is too old to be claimed is as good
as none. What is in braces and is no field (`{color: red}`, `{ }`) is left as it stands.
"""

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from keepwarm.engine.translate import gettext_noop as _
from keepwarm.lib.refusal import Refusal

_FIELD: Final = re.compile(r"\{([a-z][a-z0-9_]{0,63})(?:\|([^{}|\r\n]{0,200}))?\}")
_ALMOST: Final = re.compile(r"\{[ \t]*[A-Za-z][A-Za-z0-9_ .-]{0,63}(?:\|[^{}\r\n]*)?\}")
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x85\u2028\u2029]")

UNKNOWN: Final = _("There is no field called “%(name)s”.")
BROKEN: Final = _("“%(text)s” is no merge field. Write {first_name|there}: the field, a bar, and the words for whoever has none.")
NO_WORDS: Final = _("Behind the bar of {%(name)s|} stand no words. Give words for whoever has no value, or leave out the bar.")


@dataclass(frozen=True, slots=True)
class Field:
    """One field as it stands in a text. `fallback` None: whoever has no value gets nothing at all."""

    name: str
    fallback: str | None = None

    @property
    def blocks(self) -> bool:
        return self.fallback is None


@dataclass(frozen=True, slots=True)
class Fact:
    """A value, and since when it is known; `known_at` None: it does not age, as a name."""

    value: str
    known_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Values:
    """What may be said of one person. `stale`: fields whose value is too old to be claimed; they are not among `by_name`."""

    by_name: Mapping[str, str]
    stale: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Filled:
    """A text with its values. `missing`: blocking fields without a value, so the text must not go; `fell_back`: other words stand."""

    text: str
    missing: tuple[str, ...] = ()
    fell_back: tuple[str, ...] = ()
    stale: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Slots:
    """A text whose fields are plain places `{name}`, and which field each place is; for a sender that fills places only."""

    text: str
    fields: Mapping[str, Field]


class MergeRefused(Refusal):
    """A text with something that looks like a field and is none. `key` is the sentence to translate, `args_shown` its arguments."""

    def __init__(self, key: str, **args: str) -> None:
        super().__init__(key % args)
        self.key, self.args_shown = key, args


def fresh_values(facts: Mapping[str, Fact], *, now: datetime, fresh_days: int) -> Values:
    """The values that may be claimed today; older than `fresh_days` is stale. A blank value is none."""
    oldest = now - timedelta(days=fresh_days)
    said = {name: fact for name, fact in facts.items() if fact.value.strip()}
    stale = frozenset(name for name, fact in said.items() if fact.known_at is not None and fact.known_at < oldest)
    return Values({name: fact.value.strip() for name, fact in said.items() if name not in stale}, stale)


def fields_in(text: str) -> tuple[Field, ...]:
    """The fields of a text, each once, in their order."""
    return tuple(dict.fromkeys(_field(found) for found in _FIELD.finditer(text)))


def require_sound(text: str, known: frozenset[str]) -> None:
    """Refuse a field that does not exist, one without words behind its bar, and what was meant as one. Raises MergeRefused."""
    for found in _FIELD.finditer(text):
        if found[1] not in known:
            raise MergeRefused(UNKNOWN, name=found[1])
        if found[2] is not None and not found[2].strip():
            raise MergeRefused(NO_WORDS, name=found[1])
    if stray := _ALMOST.search(_FIELD.sub("", text)):
        raise MergeRefused(BROKEN, text=stray[0][:60])


def fill(text: str, values: Values, *, as_html: bool = False) -> Filled:
    """The text with its values, in one pass: what stands in a value is never read as a field. A missing one leaves its place empty."""
    missing: dict[str, bool] = {}
    fell_back: dict[str, bool] = {}
    stale: dict[str, bool] = {}

    def put(found: re.Match[str]) -> str:
        field = _field(found)
        value = values.by_name.get(field.name, "").strip()
        if not value:
            (missing if field.blocks else fell_back)[field.name] = True
            if field.name in values.stale:
                stale[field.name] = True
        return harmless(value or field.fallback or "", as_html=as_html)

    return Filled(_FIELD.sub(put, text), tuple(missing), tuple(fell_back), tuple(stale))


def slot_fields(text: str, taken: Mapping[str, Field] | None = None) -> Slots:
    """Each field becomes a place of its own: `{firm}` stays, `{firm|your firm}` becomes `{firm_2}`, the same words the same place.

    `taken`: places of another part of the same mail, which mean the same here.
    """
    fields = dict(taken or {})
    places = {field: place for place, field in fields.items()}

    def put(found: re.Match[str]) -> str:
        field = _field(found)
        if field not in places:
            places[field] = _free_place(field, fields)
            fields[places[field]] = field
        return "{" + places[field] + "}"

    return Slots(_FIELD.sub(put, text), fields)


def fill_slots(fields: Mapping[str, Field], values: Values) -> tuple[dict[str, str], tuple[str, ...]]:
    """What goes into each place for one person, and the names of the blocking fields that have no value: then nothing may go."""
    filled, missing = {}, []
    for place, field in fields.items():
        value = values.by_name.get(field.name, "").strip() or field.fallback or ""
        if not value:
            missing.append(field.name)
        filled[place] = harmless(value)
    return filled, tuple(missing)


def harmless(value: str, *, as_html: bool = False) -> str:
    """A value on one line, without control characters; escaped where it stands in HTML."""
    clean = " ".join(_CONTROL.sub(" ", value).split())
    return html.escape(clean, quote=True) if as_html else clean


def _field(found: re.Match[str]) -> Field:
    return Field(found[1], None if found[2] is None else found[2].strip())


def _free_place(field: Field, fields: Mapping[str, Field]) -> str:
    if field.blocks:
        return field.name
    number = 2
    while f"{field.name}_{number}" in fields:
        number += 1
    return f"{field.name}_{number}"
