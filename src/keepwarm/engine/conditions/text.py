"""The text form of a condition: `answer.need is known and not answer.budget in ("none", "no")`.

Loosest first: `or`, `and`, `not`, then a comparison or brackets. Values: "text", 12.5, yes, no, 2026-03-01, `30 days ago`.
"""

import re
from datetime import date

from keepwarm.engine.conditions.tree import (
    All,
    Any,
    Compare,
    Condition,
    ConditionError,
    DaysAgo,
    IsKnown,
    Not,
    Op,
    Value,
    number_text,
    one_of,
)

TOKEN = re.compile(
    r"""\s*(?:
    (?P<text>"(?:[^"\\]|\\.)*") |
    (?P<ago>\d+\s+days?\s+ago\b) |
    (?P<date>\d{4}-\d\d-\d\d\b) |
    (?P<number>-?\d+(?:\.\d+)?) |
    (?P<op><=|>=|<|>|=) |
    (?P<mark>[(),]) |
    (?P<word>[^\W\d][\w.\-]*)
    )""",
    re.VERBOSE,
)
DEEPEST = 50  # brackets and `not` inside each other; a person writes three


def parse(text: str) -> Condition:
    """Read the text form. Raises ConditionError, which quotes the place where it could not go on."""
    reader = _Reader(_tokens(text))
    condition = reader.any()
    if reader.kind:
        raise ConditionError(f"The condition should end before “{reader.word}”.")
    return condition


def to_text(condition: Condition) -> str:
    """Write the text form; `parse` reads it back to an equal tree, but for groups of a single part."""
    match condition:
        case Compare(field=field, op=op, value=value):
            return f"{field} {op} {value_text(value)}"
        case IsKnown(field=field):
            return f"{field} is known"
        case Not(part=part):
            return f"not {_inside(part)}"
        case All(parts=()):
            return "always"
        case Any(parts=()):
            return "never"
        case All(parts=parts):
            return " and ".join(_inside(part) for part in parts)
        case Any(parts=parts):
            return " or ".join(_inside(part) for part in parts)


def _inside(part: Condition) -> str:
    many = isinstance(part, All | Any) and part.parts
    return f"({to_text(part)})" if many else to_text(part)


def value_text(value: Value) -> str:
    """A value as it stands in the text form."""
    match value:
        case bool():
            return "yes" if value else "no"
        case str():
            return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
        case DaysAgo(days=days):
            return f"{days} days ago"
        case date():
            return value.isoformat()
        case _:
            return number_text(value)


def _tokens(text: str) -> list[tuple[str, str]]:
    tokens: list[tuple[str, str]] = []
    at = 0
    rest = text.rstrip()
    while at < len(rest):
        found = TOKEN.match(rest, at)
        if not found or not found.lastgroup:
            raise ConditionError(f"The condition cannot be read from “{rest[at:].strip()[:40]}” on.")
        tokens.append((found.lastgroup, found[found.lastgroup]))
        at = found.end()
    return tokens


class _Reader:
    """Reads a list of tokens from left to right."""

    def __init__(self, tokens: list[tuple[str, str]]) -> None:
        self.tokens = tokens
        self.at = 0
        self.depth = 0

    @property
    def kind(self) -> str:
        return self.tokens[self.at][0] if self.at < len(self.tokens) else ""

    @property
    def word(self) -> str:
        return self.tokens[self.at][1] if self.at < len(self.tokens) else "the end"

    def take(self) -> str:
        word = self.word
        self.at += 1
        return word

    def takes(self, kind: str, word: str) -> bool:
        found = self.kind == kind and self.word.lower() == word
        self.at += found
        return found

    def needs(self, kind: str, word: str) -> None:
        if not self.takes(kind, word):
            raise ConditionError(f"There should be “{word}” where “{self.word}” stands.")

    def any(self) -> Condition:
        parts = [self.all()]
        while self.takes("word", "or"):
            parts.append(self.all())
        return parts[0] if len(parts) == 1 else Any(tuple(parts))

    def all(self) -> Condition:
        parts = [self.single()]
        while self.takes("word", "and"):
            parts.append(self.single())
        return parts[0] if len(parts) == 1 else All(tuple(parts))

    def single(self) -> Condition:
        self.depth += 1
        if self.depth > DEEPEST:
            raise ConditionError(f"The condition is nested more than {DEEPEST} deep.")
        condition = self.bracketed()
        self.depth -= 1
        return condition

    def bracketed(self) -> Condition:
        if self.takes("word", "not"):
            return Not(self.single())
        if self.takes("mark", "("):
            inner = self.any()
            self.needs("mark", ")")
            return inner
        if self.takes("word", "always"):
            return All(())
        if self.takes("word", "never"):
            return Any(())
        return self.comparison()

    def comparison(self) -> Condition:
        if self.kind != "word":
            raise ConditionError(f"There should be the name of a field where “{self.word}” stands.")
        field = self.take()
        if self.takes("word", "is"):
            self.needs("word", "known")
            return IsKnown(field)
        if self.takes("word", "in"):
            return one_of(field, self.values())
        return Compare(field, self.operator(field), self.value(field))

    def operator(self, field: str) -> Op:
        word = self.word.lower()
        if word not in set(Op):
            known = ", ".join(op.value for op in Op)
            raise ConditionError(f"After “{field}” there should be one of: {known}, in, is known. There is “{self.word}”.")
        self.at += 1
        return Op(word)

    def values(self) -> tuple[Value, ...]:
        self.needs("mark", "(")
        values = [self.value("in")]
        while self.takes("mark", ","):
            values.append(self.value("in"))
        self.needs("mark", ")")
        return tuple(values)

    def value(self, after: str) -> Value:
        kind, word = self.kind, self.take()
        match kind:
            case "text":
                return re.sub(r"\\(.)", r"\1", word[1:-1])
            case "number":
                return float(word)
            case "ago":
                return DaysAgo(int(word.split()[0].lstrip("0")[:9] or 0))
            case "date":
                return _date(word)
            case "word" if word.lower() in {"yes", "no"}:
                return word.lower() == "yes"
        raise ConditionError(f"After “{after}” there should be a value: a text in quotes, a number, a date, yes or no. There is “{word}”.")


def _date(word: str) -> date:
    try:
        return date.fromisoformat(word)
    except ValueError:
        raise ConditionError(f"“{word}” is not a date.") from None
