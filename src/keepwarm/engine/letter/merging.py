"""Merge fields: `{{field}}` and `{{field|default}}`, filled in and nothing more. There is no code in it, and so none can be smuggled in."""

import html
import re
from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from keepwarm.engine.translate import gettext_noop as _
from keepwarm.lib.refusal import Refusal

_NAME: Final = r"[a-z][a-z0-9_]{0,63}"
_FIELD: Final = re.compile(r"\{\{[ \t]*(" + _NAME + r")[ \t]*(?:\|([^{}|\r\n]{0,200}))?\}\}")
_BRACES: Final = re.compile(r"\{\{|\}\}|\{%|%\}")
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u2028\u2029\x85]")
_BREAKS: Final = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]+")

MISSING: Final = _("There is no value for “%(name)s”, and no other words were given for when it is missing.")
UNKNOWN: Final = _("There is no field called “%(name)s”.")
BROKEN: Final = _("“%(text)s” is no merge field. Write {{field}} or {{field|other words}}.")


class For(StrEnum):
    """The part a text is filled in for; values are made harmless for it."""

    TEXT = "text"
    HTML = "html"
    HEADER = "header"


class MergeRefused(Refusal):
    """A text cannot be filled in. `key` is the sentence to translate, `args` its arguments."""

    def __init__(self, key: str, **args: str) -> None:
        super().__init__(key % args)
        self.key, self.args_shown = key, args


class FieldMissing(MergeRefused):
    """A field is empty and has no default: the letter does not go."""


class FieldBroken(MergeRefused):
    """Something looks like a merge field and is none."""


def fields_in(template: str) -> tuple[str, ...]:
    """The names of the fields, each once, in their order. Refuses braces that are no field."""
    require_sound(template)
    return tuple(dict.fromkeys(found[1] for found in _FIELD.finditer(template)))


def require_sound(template: str, known: frozenset[str] | None = None) -> None:
    """Refuse a template with braces that are no field, or, when `known` is given, with a field that does not exist."""
    rest = _FIELD.sub(lambda found: "\0" * len(found[0]), template)
    if stray := _BRACES.search(rest):
        raise FieldBroken(BROKEN, text=" ".join(template[stray.start() : stray.start() + 40].split()))
    for found in _FIELD.finditer(template):
        if known is not None and found[1] not in known:
            raise FieldMissing(UNKNOWN, name=found[1])


def fill(template: str, values: Mapping[str, str], part: For = For.TEXT) -> str:
    """The template with each field's value, made harmless for the part. A missing or blank value takes the default; without one: refused.

    One pass: what stands in a value is never read as a field. A default may be empty (`{{title|}}`): then nothing is meant to stand there.
    """
    require_sound(template)
    return _FIELD.sub(lambda found: harmless(_value(found, values), part), template)


def _value(found: re.Match[str], values: Mapping[str, str]) -> str:
    value = values.get(found[1], "").strip()
    if value:
        return value
    if found[2] is None:
        raise FieldMissing(MISSING, name=found[1])
    return found[2].strip()


def harmless(value: str, part: For) -> str:
    """A value as it may stand in this part: HTML escaped; headers on one line; no control characters anywhere."""
    if part is For.HEADER:
        return _BREAKS.sub(" ", value).strip()
    clean = _CONTROL.sub("", value)
    return html.escape(clean, quote=True) if part is For.HTML else clean
