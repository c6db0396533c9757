"""The form of a segment: its name, and who is meant, in lines or as text. It works without JavaScript: its buttons show it again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from django.utils.functional import Promise

from keepwarm.engine.conditions.text import parse, to_text
from keepwarm.engine.conditions.tree import Condition
from keepwarm.facts.conditions.fields import Field, FieldGone, Kind, field_named
from keepwarm.facts.conditions.vocabulary import Vocabulary
from keepwarm.lib.refusal import Refusal
from keepwarm.lib.text import read_number
from keepwarm.segments.actions import read_condition
from keepwarm.segments.offered import Offer, list_offered
from keepwarm.segments.rows import (
    ALONE,
    BEFORE,
    FITTING,
    HOWS,
    IS,
    IS_NOT,
    SINCE,
    Line,
    LineRefused,
    Lines,
    condition_of_line,
    groups_of,
    join_groups,
)

MOST_GROUPS, MOST_LINES = 6, 10
BLANK = Lines((Line(),))


@dataclass(frozen=True, slots=True)
class ShownLine:
    """A line as the page shows it: how it may be compared, what may be chosen, and what is wrong with it.

    `asks`: the kind of value that is asked for: "text", "one" of the choices, a "day", a number of "days", or "nothing".
    """

    name: str
    line: Line
    hows: tuple[tuple[str, str | Promise], ...]
    choices: tuple[tuple[str, str], ...]
    error: str
    asks: str


@dataclass(frozen=True, slots=True)
class Written:
    """What stands in the form. `text` None: it is in lines."""

    name: str = ""
    version: int = 0
    groups: tuple[Lines, ...] = (BLANK,)
    any_of: bool = False
    text: str | None = None


@dataclass
class SegmentForm:
    """Made of what was written; `condition()` reads it, and `errors` says what is wrong, by line or "" for the whole.

    `patient`: somebody is still writing, so a line without its value is no error, only `unfinished`. `fresh`: the line to write in next.
    """

    written: Written
    errors: dict[str, str] = field(default_factory=dict)
    patient: bool = False
    unfinished: bool = False
    fresh: str = ""
    name_error: str = ""

    @cached_property
    def known(self) -> Vocabulary:
        """The words of the house."""
        return Vocabulary()

    @cached_property
    def offered(self) -> list[Offer]:
        """The fields to choose from."""
        return list_offered(self.known, more=[line.field for group in self.written.groups for line in group.lines])

    @property
    def shown(self) -> list[tuple[int, Lines, list[ShownLine]]]:
        """The groups with their lines."""
        return [
            (number, group, [self._show(f"g{number}_l{place}", line) for place, line in enumerate(group.lines)])
            for number, group in enumerate(self.written.groups)
        ]

    def condition(self) -> Condition | None:
        """Whom it means; None when something is wrong, or when nothing is written yet."""
        try:
            if self.written.text is not None:
                return read_condition(self.written.text) if self.written.text.strip() else None
            found = self._read_lines()
            return read_condition(found) if found is not None else None
        except Refusal as refusal:
            self.errors[""] = refusal.sentence
            return None

    def _read_lines(self) -> Condition | None:
        read: dict[Line, Condition] = {}
        for number, group in enumerate(self.written.groups):
            for place, line in enumerate(group.lines):
                if line.field:
                    self._read_line(f"g{number}_l{place}", line, read)
        groups = [replace(group, lines=tuple(line for line in group.lines if line in read)) for group in self.written.groups]
        is_whole = bool(read) and not self.errors and not self.unfinished
        return join_groups(groups, any_of=self.written.any_of, read=read.__getitem__) if is_whole else None

    def _read_line(self, name: str, line: Line, read: dict[Line, Condition]) -> None:
        if self.patient and line.how not in ALONE and not line.value.strip():
            self.unfinished = True
            return
        try:
            read[line] = condition_of_line(line, field_named(line.field, self.known))
        except (LineRefused, FieldGone) as refusal:
            self.errors[name] = refusal.sentence

    def _show(self, name: str, line: Line) -> ShownLine:
        try:
            asked = field_named(line.field, self.known) if line.field else None
        except FieldGone:
            asked = None
        fitting = FITTING[asked.kind] if asked else tuple(HOWS)
        choices = asked.choices or (FOR_YES_NO if asked.kind is Kind.YES_NO else ()) if asked else ()
        hows = tuple((how, HOWS[how]) for how in fitting)
        return ShownLine(name, line, hows, choices, self.errors.get(name, ""), _asks(line, asked))


FOR_YES_NO = (("yes", "yes"), ("no", "no"))


def _asks(line: Line, asked: Field | None) -> str:
    """What the place for the value is made for. A choice of which somebody wrote another word keeps the word."""
    if line.how in ALONE:
        return "nothing"
    if asked is None:
        return "text"
    if asked.kind is Kind.MOMENT:
        return {SINCE: "day", BEFORE: "day"}.get(line.how, "days")
    known = {"", "yes", "no"} if asked.kind is Kind.YES_NO else {"", *(one for pair in asked.choices for one in pair)}
    is_one = line.how in (IS, IS_NOT) and asked.kind in (Kind.NAMED, Kind.YES_NO)
    return "one" if is_one and line.value.strip() in known else "text"


def fitted(written: Written) -> Written:
    """The same with a comparison that fits, where another field was chosen in a line; the old value meant something else."""
    known = Vocabulary()
    return replace(written, groups=tuple(replace(one, lines=tuple(_fit(line, known) for line in one.lines)) for one in written.groups))


def _fit(line: Line, known: Vocabulary) -> Line:
    try:
        fitting = FITTING[field_named(line.field, known).kind] if line.field else ()
    except FieldGone:
        return line
    return replace(line, how=fitting[0], value="") if fitting and line.how not in fitting else line


def fresh_line(written: Written, do: str) -> str:
    """The name of the line that a button added; "" for any other button."""
    verb, _dash, place = do.partition("-")
    if verb == "group":
        return f"g{len(written.groups) - 1}_l0"
    at = read_number(place)
    return f"g{at}_l{len(written.groups[at].lines) - 1}" if verb == "line" and at is not None and at < len(written.groups) else ""


def written_of(name: str, version: int, condition: Condition | None) -> Written:
    """A segment as it stands, in lines if the form can show it so."""
    if condition is None:
        return Written(name, version)
    found = groups_of(condition)
    if found is None or len(found[0]) > MOST_GROUPS:
        return Written(name, version, text=to_text(condition))
    return Written(name, version, found[0], found[1])


def read_post(data: Mapping[str, str]) -> Written:
    """What a browser sent; more groups and lines than the form has are left out."""
    groups = tuple(_group(number, data) for number in range(_number(data, "groups", MOST_GROUPS)))
    return Written(
        name=data.get("name", "")[:200],
        version=read_number(data.get("version"), most=10**9) or 0,
        groups=groups or (BLANK,),
        any_of=data.get("joined") == "any",
        text=data.get("text") if "text" in data else None,
    )


def turned(written: Written, do: str) -> Written:
    """The form with a line or a group more or fewer, or as text instead of lines."""
    verb, _dash, place = do.partition("-")
    match verb:
        case "group" if len(written.groups) < MOST_GROUPS:
            return replace(written, groups=(*written.groups, BLANK))
        case "line":
            return _changed(written, place, lambda lines, _at: (*lines, Line())[:MOST_LINES])
        case "drop":
            return _changed(written, place, lambda lines, at: lines[:at] + lines[at + 1 :])
        case "text":
            found = SegmentForm(written).condition()
            return replace(written, text=to_text(found) if found is not None else "")
        case "lines":
            return _as_lines(written)
    return written


def _as_lines(written: Written) -> Written:
    try:
        found = groups_of(parse(written.text or ""))
    except Refusal:
        return written if (written.text or "").strip() else replace(written, text=None)
    return replace(written, groups=found[0], any_of=found[1], text=None) if found else written


def _changed(written: Written, place: str, change: Callable[[tuple[Line, ...], int], tuple[Line, ...]]) -> Written:
    """`place`: the number of the group, and of the line after a dash."""
    group, _dash, line = place.partition("-")
    groups = [
        replace(one, lines=change(one.lines, read_number(line) or 0)) if str(number) == group else one
        for number, one in enumerate(written.groups)
    ]
    return replace(written, groups=tuple(one for one in groups if one.lines) or (BLANK,))


def _group(number: int, data: Mapping[str, str]) -> Lines:
    names = [f"g{number}_l{place}" for place in range(_number(data, f"g{number}_lines", MOST_LINES))]
    lines = tuple(
        Line(data.get(f"{name}_field", "")[:120], data.get(f"{name}_how", ""), data.get(f"{name}_value", "")[:300]) for name in names
    )
    return Lines(tuple(_fitted(line) for line in lines) or (Line(),), data.get(f"g{number}_joined") == "any")


def _fitted(line: Line) -> Line:
    return line if line.how in HOWS else replace(line, how="is")


def _number(data: Mapping[str, str], name: str, most: int) -> int:
    return max(1, min(read_number(data.get(name)) or 1, most))
