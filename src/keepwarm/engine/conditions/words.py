"""A condition in words: a tree of phrases, each a translatable key with its arguments apart."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from keepwarm.engine.conditions.tree import ANSWER, All, Any, Compare, Condition, DaysAgo, IsKnown, Not, Op, Value, number_text
from keepwarm.engine.translate import gettext_noop

COMPARED = {
    Op.IS: gettext_noop("%(field)s is %(value)s"),
    Op.LESS: gettext_noop("%(field)s is below %(value)s"),
    Op.AT_MOST: gettext_noop("%(field)s is at most %(value)s"),
    Op.MORE: gettext_noop("%(field)s is above %(value)s"),
    Op.AT_LEAST: gettext_noop("%(field)s is at least %(value)s"),
    Op.CONTAINS: gettext_noop("%(field)s contains %(value)s"),
    Op.STARTS: gettext_noop("%(field)s begins with %(value)s"),
}
MOMENTS = {
    Op.LESS: gettext_noop("%(field)s was before %(value)s"),
    Op.AT_MOST: gettext_noop("%(field)s was not after %(value)s"),
    Op.MORE: gettext_noop("%(field)s was after %(value)s"),
    Op.AT_LEAST: gettext_noop("%(field)s was not before %(value)s"),
}
LATELY = gettext_noop("%(field)s was in the last %(days)s days")
NOT_LATELY = gettext_noop("%(field)s was not in the last %(days)s days")
KNOWN = gettext_noop("%(field)s is known")
NOT = gettext_noop("not: %(part)s")
ONE_OF, NONE_OF = gettext_noop("%(field)s is one of %(value)s"), gettext_noop("%(field)s is none of %(value)s")
KNOWN_BUT = gettext_noop("%(field)s is known, and none of %(value)s")
IS_NOT, UNKNOWN = gettext_noop("%(field)s is not %(value)s"), gettext_noop("%(field)s is not known")
ALWAYS, NEVER = gettext_noop("everyone"), gettext_noop("no one")
AND, OR = gettext_noop("and"), gettext_noop("or")
DAYS_AGO = gettext_noop("%(days)s days ago")
YES, NO = gettext_noop("yes"), gettext_noop("no")


@dataclass(frozen=True, slots=True)
class Phrase:
    """`key` is translated, then filled with `args`; the parts, if any, are joined by the translated `joined_by`."""

    key: str = ""
    args: Mapping[str, str] | None = None
    parts: tuple["Phrase", ...] = ()
    joined_by: str = ""


def phrase(condition: Condition) -> Phrase:
    """The condition as phrases.

    Fields stand in `args` by name, texts with the field they answer: who shows them puts labels and answers in their place.
    """
    match condition:
        case Compare():
            return _compared(condition)
        case IsKnown(field=field):
            return Phrase(KNOWN, {"field": field})
        case Any(parts=parts) if named := _same_field(parts):
            return Phrase(ONE_OF, {"field": named[0].field}, tuple(_value(one.value, one.field) for one in named))
        case Not(part=part):
            return _denied(part)
        case All(parts=(IsKnown(field=field), Not(part=Any(parts=parts)))) if (named := _same_field(parts)) and named[0].field == field:
            return Phrase(KNOWN_BUT, {"field": field}, tuple(_value(one.value, field) for one in named))
        case All(parts=parts):
            return Phrase(parts=tuple(phrase(part) for part in parts), joined_by=AND) if parts else Phrase(ALWAYS)
        case Any(parts=parts):
            return Phrase(parts=tuple(phrase(part) for part in parts), joined_by=OR) if parts else Phrase(NEVER)


def _compared(one: Compare) -> Phrase:
    if one.op is Op.AT_LEAST and isinstance(one.value, DaysAgo):
        return Phrase(LATELY, {"field": one.field, "days": str(one.value.days)})
    keys = MOMENTS if isinstance(one.value, date | DaysAgo) else COMPARED
    return Phrase(keys[one.op], {"field": one.field}, (_value(one.value, one.field),))


def _denied(part: Condition) -> Phrase:
    match part:
        case IsKnown(field=field):
            return Phrase(UNKNOWN, {"field": field})
        case Compare(field=field, op=Op.AT_LEAST, value=DaysAgo(days=days)):
            return Phrase(NOT_LATELY, {"field": field, "days": str(days)})
        case Compare(field=field, op=Op.IS, value=value):
            return Phrase(IS_NOT, {"field": field}, (_value(value, field),))
        case Any(parts=parts) if named := _same_field(parts):
            return Phrase(NONE_OF, {"field": named[0].field}, tuple(_value(one.value, one.field) for one in named))
    return Phrase(NOT, parts=(phrase(part),))


def _same_field(parts: tuple[Condition, ...]) -> tuple[Compare, ...]:
    """The comparisons of `one_of`: several, of one field, all with `=`; else none."""
    same = tuple(part for part in parts if isinstance(part, Compare) and part.op is Op.IS)
    return same if len(same) == len(parts) > 1 and len({part.field for part in same}) == 1 else ()


def in_words(
    condition: Condition,
    *,
    translate: Callable[[str], str] = str,
    label: Callable[[str], str] | None = None,
    answer: Callable[[str, str], str] | None = None,
    day: Callable[[date], str] = date.isoformat,
) -> str:
    """The condition as one line in the reader's language. `label` names a field; by default its last word does.

    `answer` gives the text that a field is compared with as people write it; by default as it is compared, which is folded. `day` says
    a date.
    """
    return _said(phrase(condition), _Tongue(translate, label or _plain, answer or _folded, day))


@dataclass(frozen=True, slots=True)
class _Tongue:
    """How a reader is told: sentences, fields, answers and dates."""

    translate: Callable[[str], str]
    label: Callable[[str], str]
    answer: Callable[[str, str], str]
    day: Callable[[date], str]


def _said(said: Phrase, tongue: _Tongue) -> str:
    if said.joined_by:
        inner = [(_said(part, tongue), part.joined_by) for part in said.parts]
        return f" {tongue.translate(said.joined_by)} ".join(f"({text})" if joined else text for text, joined in inner)
    args = dict(said.args or {})
    if "answers" in args:
        args["text"] = tongue.answer(args["answers"], args["text"])
    if "day" in args:
        args["day"] = tongue.day(date.fromisoformat(args["day"]))
    if "field" in args:
        args["field"] = tongue.label(args["field"])
    if said.parts:
        args["part"] = args["value"] = ", ".join(_said(part, tongue) for part in said.parts)
    return tongue.translate(said.key) % args if args else tongue.translate(said.key)


def _value(value: Value, field: str) -> Phrase:
    match value:
        case bool():
            return Phrase(YES if value else NO)
        case str():
            return Phrase("“%(text)s”", {"text": value, "answers": field})
        case DaysAgo(days=days):
            return Phrase(DAYS_AGO, {"days": str(days)})
        case date():
            return Phrase("%(day)s", {"day": value.isoformat()})
        case _:
            return Phrase("%(text)s", {"text": number_text(value)})


def _plain(field: str) -> str:
    return field.removeprefix(ANSWER).replace("_", " ").replace("-", " ")


def _folded(_field: str, text: str) -> str:
    return text
