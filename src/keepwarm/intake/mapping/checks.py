"""Mistakes in a map, each said in one sentence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext
from rapidfuzz import fuzz, process

from keepwarm.intake.mapping.plan import NOT_ANSWERED, YES, Value, Whether
from keepwarm.lib.refusal import Refusal
from keepwarm.lib.text import fold

_PLACE: Final = re.compile(r"\{([^{}]*)\}")


class MapWrong(Refusal):
    """A map that cannot be followed."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads parts of a map against a header; `called` is the map's name, `file` the list's."""

    called: str
    file: str
    header: tuple[str, ...]
    empty: frozenset[str] = NOT_ANSWERED

    def fail(self, where: str, what: str) -> MapWrong:
        said = gettext("%(map)s, %(where)s: %(what)s")
        return MapWrong(said % {"map": self.called, "where": where, "what": what})

    def column(self, name: str, where: str) -> int:
        """The place of the column called `name`; case and blanks do not matter. Raises MapWrong with the nearest name."""
        names = [fold(column) for column in self.header]
        wanted = fold(name)
        if wanted in names:
            return names.index(wanted)
        hint = nearest(name, self.header)
        raise self.fail(where, f"{self.file} has no column “{name}”." + (f" Did you mean “{hint}”?" if hint else ""))

    def value(self, given: Any, where: str) -> Value:
        """A value: a column's name, a text composed with {column}, or a table with column, constant or compose."""
        if isinstance(given, str):
            return Value(self._pieces(given, where), empty=self.empty)
        if not isinstance(given, Mapping):
            raise self.fail(where, "expected the name of a column, a text with {columns}, or { constant = … }.")
        self.known(given, ("column", "constant", "compose", "values", "otherwise", "not_answered", "yes"), where)
        sources = [key for key in ("column", "constant", "compose") if key in given]
        if len(sources) != 1:
            raise self.fail(where, "give one of column, constant or compose.")
        empty = self.empty | self.texts(given.get("not_answered", []), f"{where}.not_answered")
        source = str(given[sources[0]])
        pieces: tuple[str | int, ...] = (source,) if sources == ["constant"] else self._pieces(source, where)
        values = given.get("values")
        if values is not None and not isinstance(values, Mapping):
            raise self.fail(f"{where}.values", 'expected a table such as { "1" = "customer" }.')
        otherwise = given.get("otherwise")
        return Value(
            pieces,
            values=None if values is None else {fold(str(key)): str(text) for key, text in values.items()},
            otherwise=None if otherwise is None else str(otherwise),
            empty=empty,
        )

    def whether(self, given: Any, where: str) -> Whether:
        """A yes or no: like a value, with `yes` = the values that mean yes. `true` and `false` hold for every row."""
        if isinstance(given, bool):
            return Whether(Value(("yes" if given else "no",)))
        yes = given.get("yes") if isinstance(given, Mapping) else None
        return Whether(self.value(given, where), self.texts(yes, f"{where}.yes") if yes is not None else YES)

    def texts(self, given: Any, where: str) -> frozenset[str]:
        """Texts, folded: one, or a list."""
        items = given if isinstance(given, list) else [given]
        if not all(isinstance(item, str | int | float | bool) for item in items):
            raise self.fail(where, "expected a text or a list of texts.")
        return frozenset("yes" if item is True else "no" if item is False else fold(str(item)) for item in items)

    def one_of(self, given: Any, allowed: Iterable[str], where: str) -> str:
        """One of the allowed words. Raises MapWrong with the nearest."""
        words = list(allowed)
        if given in words:
            return str(given)
        hint = nearest(str(given), words)
        raise self.fail(where, f"“{given}” is not one of {', '.join(words)}." + (f" Did you mean “{hint}”?" if hint else ""))

    def known(self, section: Mapping[str, Any], allowed: Sequence[str], where: str) -> None:
        """Raises MapWrong for a key that means nothing here."""
        for key in section:
            if key not in allowed:
                hint = nearest(key, allowed)
                raise self.fail(where or "at the top", f"“{key}” means nothing here." + (f" Did you mean “{hint}”?" if hint else ""))

    def _pieces(self, text: str, where: str) -> tuple[str | int, ...]:
        if "{" not in text or fold(text) in {fold(name) for name in self.header}:
            return (self.column(text, where),)
        pieces: list[str | int] = []
        at = 0
        for found in _PLACE.finditer(text):
            if text[at : found.start()]:
                pieces.append(text[at : found.start()])
            pieces.append(self.column(found[1], where))
            at = found.end()
        if text[at:]:
            pieces.append(text[at:])
        if any(isinstance(piece, str) and ("{" in piece or "}" in piece) for piece in pieces):
            raise self.fail(where, f"“{text}” has a {{ without its }}.")
        return tuple(pieces)


def nearest(name: str, among: Iterable[str]) -> str:
    """The most alike of some names, "" when none is alike."""
    found = process.extractOne(fold(name), list(among), scorer=fuzz.WRatio, processor=fold, score_cutoff=60)
    return str(found[0]) if found else ""
