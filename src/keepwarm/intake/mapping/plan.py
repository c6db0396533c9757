"""A plan: a map that was read against a header, so that every value knows its column's place. Pure and small, to be sent along."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from keepwarm.lib.dates import Order
from keepwarm.lib.text import fold

_YES: Final = (
    "yes y true t 1 1.0 x on ok checked ✓ ✔ ☑ ja j jo jah oui o si s sim vrai wahr vero tak da ano igen evet kyllä да ναι 是 はい 예"
)
_NO: Final = (
    "no n false f 0 0.0 off none unchecked ✗ ✘ ☐ nein nee nej nei non não falsch faux falso nie ne nem ei hayır нет не όχι 否 いいえ 아니요"
)
YES: Final = frozenset(map(fold, _YES.split()))
NO: Final = frozenset(map(fold, _NO.split()))
NOT_ANSWERED: Final = frozenset("- -- — ? n/a null nan (blank) (leer) \\n #n/a #ref! #value! #name? #num! #div/0! 0000-00-00".split()) | {
    "",
    "0000-00-00 00:00:00",
}


NOT_OF_THE_MAP: Final = frozenset({"called", "source", "chosen", "opportunity"})
"""What is kept beside a map in the row of its import. Of opportunities the circle knows (circle/queries/opportunity_map.py)."""


@dataclass(frozen=True, slots=True)
class Value:
    """Where a value comes from: `pieces` are constant text and places of columns. `values` translates what is found."""

    pieces: tuple[str | int, ...]
    values: Mapping[str, str] | None = None  # by folded text
    otherwise: str | None = None  # None: what is not in `values` is kept as it is
    empty: frozenset[str] = NOT_ANSWERED

    def of(self, cells: Sequence[str]) -> str:
        """The value in this row; "" when it is not answered, or when any column that it is composed of is not."""
        if len(self.pieces) == 1:
            piece = self.pieces[0]
            text = cells[piece].strip() if isinstance(piece, int) else piece
            if not text or (isinstance(piece, int) and fold(text) in self.empty):
                text = ""
        else:
            text = self._composed(cells)
        return text if self.values is None else self._translated(text)

    def _composed(self, cells: Sequence[str]) -> str:
        found: list[str] = []
        for piece in self.pieces:
            if isinstance(piece, str):
                found.append(piece)
                continue
            text = cells[piece].strip()
            if not text or fold(text) in self.empty:
                return ""
            found.append(text)
        return "".join(found).strip()

    def _translated(self, text: str) -> str:
        assert self.values is not None
        found = self.values.get(fold(text))
        if found is not None:
            return found
        return text if self.otherwise is None else self.otherwise

    @property
    def columns(self) -> tuple[int, ...]:
        """The places of the columns it needs."""
        return tuple(piece for piece in self.pieces if isinstance(piece, int))


@dataclass(frozen=True, slots=True)
class Whether:
    """A yes or no: the value is one of those that mean yes."""

    value: Value
    yes: frozenset[str] = YES

    def holds(self, cells: Sequence[str]) -> bool:
        return fold(self.value.of(cells)) in self.yes

    def unclear(self, cells: Sequence[str]) -> str:
        """What stands there where it is neither yes nor no and the map does not say what means yes; else ""."""
        text = self.value.of(cells)
        folded = fold(text)
        return "" if not folded or folded in self.yes or folded in NO or self.yes != YES else text


@dataclass(frozen=True, slots=True)
class WishPlan:
    """A wish when `when` holds; `until` is the column of the date for not_before."""

    kind: str
    channel: str
    when: Whether | None
    until: Value | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class PermissionPlan:
    """A permission with its proof when `when` holds, or for everyone."""

    channel: str
    kind: str
    proof: Value
    when: Whether | None
    wording: str = ""  # the name of the words they said yes to; "" in their own


@dataclass(frozen=True, slots=True)
class AnswerPlan:
    """A column that answers a question of the house."""

    key: str
    label: str
    kind: str
    evidence: int  # engine.words.Evidence
    value: Value


@dataclass(frozen=True, slots=True)
class Plan:
    """What each row becomes. `fields`: the single values by name (see `fields.PERSON`, `INQUIRY`, `TOUCH`)."""

    kind: str  # inquiries, history
    fields: Mapping[str, Value]
    emails: tuple[Value, ...] = ()
    phones: tuple[Value, ...] = ()
    wants_contact: Whether | None = None
    cold: Whether | None = None
    wishes: tuple[WishPlan, ...] = ()
    permissions: tuple[PermissionPlan, ...] = ()
    answers: tuple[AnswerPlan, ...] = ()
    order: Order = "dmy"
    zone: str = "UTC"
    country: str = ""  # the country of phone numbers without one, ISO 3166 alpha-2
    spread: bool = True  # the past is unknown: first touches are spread over the coming weeks
    stage_since: tuple[Value, ...] = ()  # since when the stage holds: the first that is filled
    end_reason: str = "ended_before"  # why those ended whom the list calls ended
    lookups: tuple[Any, ...] = ()  # mapping.lookup.Lookup: columns of a second table
    used: tuple[int, ...] = field(default=())  # the columns that make a row the same row
