"""What a segment may ask: every field by name, what kind of value it has, and what it is called.

An answer is `answer.<question>`, an interest `interest.<topic>`. A touch is the moment of the newest one of its kind:
`touch.<channel or any>[.in|.out][.<disposition>]`, with a number of days at the end their count: `touch.mailing.out.30d`. So is
a sign: `sign.<kind or any>[.<topic>]`. The others stand in PLAIN, by the names that the engine's facts have.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from keepwarm.engine.conditions.text import value_text
from keepwarm.engine.conditions.tree import ANSWER, Compare, Condition, ConditionError, IsKnown, Op, fields_of
from keepwarm.engine.words import TRAITS, Disposition
from keepwarm.facts.conditions.vocabulary import Vocabulary
from keepwarm.prospects.models import Stage
from keepwarm.signs.models import Kind as SignKind
from keepwarm.touches.models import Channel, Direction

INTEREST, TOUCH, SIGN = "interest.", "touch.", "sign."
EVERY = "any"
DAYS_MOST = 3660


class Kind(StrEnum):
    """What values a field has, and so how it is compared."""

    TEXT = "text"
    NUMBER = "number"
    YES_NO = "yes or no"
    MOMENT = "moment"
    NAMED = "one of several"


class FieldGone(ConditionError):
    """A segment asks for something that the house does not know any more."""


@dataclass(frozen=True, slots=True)
class Field:
    """`choices`: the values one may choose from, with their words; empty when any may be written."""

    name: str
    kind: Kind
    label: str
    choices: tuple[tuple[str, str], ...] = ()


PLAIN: dict[str, tuple[Kind, str | Promise]] = {
    "stage": (Kind.NAMED, _("Stage")),
    "step": (Kind.NAMED, _("Next step")),
    "language": (Kind.TEXT, _("Language")),
    "place": (Kind.TEXT, _("Place")),
    "owner": (Kind.TEXT, _("Owner")),
    "source": (Kind.TEXT, _("Source")),
    "warm": (Kind.YES_NO, _("Showed interest themselves")),
    "attempts": (Kind.NUMBER, _("Attempts to call in this round")),
    "reached": (Kind.NUMBER, _("Conversations so far")),
    "inquired_at": (Kind.MOMENT, _("Newest inquiry")),
    "last_touch_at": (Kind.MOMENT, _("Last touch")),
    "last_ours_at": (Kind.MOMENT, _("Last touch of ours")),
    "last_reached_at": (Kind.MOMENT, _("Last conversation")),
    "last_progress_at": (Kind.MOMENT, _("Last progress")),
    "next_touch_at": (Kind.MOMENT, _("Next touch")),
    "firm": (Kind.TEXT, _("Organization")),
    "firm.place": (Kind.TEXT, _("Place of the organization")),
    "firm.people": (Kind.NUMBER, _("People we know there")),
    "may_mail": (Kind.YES_NO, _("May get mailings")),
    "may_write": (Kind.YES_NO, _("May be written to")),
    "may_post": (Kind.YES_NO, _("May get post")),
    "may_message": (Kind.YES_NO, _("May get short messages")),
    "wishes": (Kind.YES_NO, _("Asked us for less")),
}
"""Name, kind and label. `wishes`: a wish of theirs is in force that closes a way, or puts it off."""
ROW_MOMENTS = frozenset(name for name, (kind, _label) in PLAIN.items() if kind is Kind.MOMENT)
YES_NO = (("yes", _("yes")), ("no", _("no")))
STEPS = (("call", _("call")), ("write", _("write")), ("keep_warm", _("keep warm")))
STAGES = tuple((one.name.lower(), one.label) for one in Stage if one is not Stage.ENDED)
THEIRS_OR_OURS = {Direction.OUT.value: _("ours"), Direction.IN.value: _("theirs")}


@dataclass(frozen=True, slots=True)
class TouchAsked:
    """A field of touches taken apart. "" asks nothing; `days` 0: the newest, else how many within so many days."""

    channel: str = ""
    direction: str = ""
    disposition: str = ""
    days: int = 0


def field_named(name: str, known: Vocabulary) -> Field:
    """The field of that name. Raises FieldGone, which says what is missing."""
    if name.startswith(ANSWER):
        return _answer(name, known)
    if name.startswith(INTEREST):
        topic = name.removeprefix(INTEREST)
        if topic not in known.questions:
            raise FieldGone(gettext("There is no topic “%(topic)s” any more.") % {"topic": topic})
        return Field(name, Kind.YES_NO, gettext("Interested in %(topic)s") % {"topic": gettext(known.questions[topic].label)})
    if name.startswith(TOUCH):
        asked = touch_asked(name)
        return Field(name, Kind.NUMBER if asked.days else Kind.MOMENT, _say_touch(asked))
    if name.startswith(SIGN):
        kind, topic = sign_asked(name, known)
        return Field(name, Kind.MOMENT, _say_sign(kind, topic, known))
    if name not in PLAIN:
        raise FieldGone(gettext("“%(field)s” is nothing that a segment can ask for.") % {"field": name})
    found, label = PLAIN[name]
    return Field(name, found, str(label), _choices(name, known))


def check_fields(condition: Condition, known: Vocabulary) -> None:
    """Raise FieldGone or ConditionError unless every field exists and every value fits its field."""
    fields = {name: field_named(name, known) for name in fields_of(condition)}
    for part in comparisons(condition):
        check_value(part, fields[part.field])


def comparisons(condition: Condition) -> list[Compare]:
    """Every comparison in the tree, in the order of reading."""
    match condition:
        case Compare():
            return [condition]
        case IsKnown():
            return []
    parts = getattr(condition, "parts", None) or (() if hasattr(condition, "parts") else (condition.part,))
    return [found for part in parts for found in comparisons(part)]


def check_value(part: Compare, field: Field) -> None:
    """Raise ConditionError unless the value fits the field. An answer is never equal to another kind of value, and that is no mistake."""
    if part.field.startswith(ANSWER) and part.op is Op.IS and not isinstance(part.value, bool):
        return
    fits = _FITS[field.kind](part.value)
    named = {value for value, _words in field.choices}
    if field.kind is Kind.NAMED and (part.value not in named or part.op is not Op.IS):
        raise ConditionError(
            gettext("“%(field)s” is one of: %(names)s.") % {"field": field.name, "names": ", ".join(f'"{one}"' for one in sorted(named))}
        )
    if not fits:
        raise ConditionError(
            gettext("“%(field)s” cannot be compared with %(value)s; it is a %(kind)s.")
            % {"field": field.name, "value": value_text(part.value), "kind": gettext(field.kind.value)}
        )


_FITS: Mapping[Kind, Callable[[object], bool]] = {
    Kind.TEXT: lambda value: isinstance(value, str),
    Kind.NAMED: lambda value: isinstance(value, str),
    Kind.NUMBER: lambda value: isinstance(value, float),
    Kind.YES_NO: lambda value: isinstance(value, bool),
    Kind.MOMENT: lambda value: not isinstance(value, str | float | bool),
}


def touch_asked(name: str) -> TouchAsked:
    """A field of touches taken apart; raises FieldGone when a part of it is no word of the house."""
    channel, *parts = name.removeprefix(TOUCH).split(".")
    found: dict[str, str | int] = {"channel": "" if channel == EVERY else channel}
    for part in parts:
        found |= _touch_part(name, part)
    if channel != EVERY and channel not in set(Channel):
        raise _no_touch(name)
    return TouchAsked(**found)  # type: ignore[arg-type]


def _touch_part(name: str, part: str) -> dict[str, str | int]:
    if part in set(Direction):
        return {"direction": part}
    if part in set(Disposition):
        return {"disposition": part}
    if part.endswith("d") and part[:-1].isdecimal() and 0 < int(part[:-1][:5]) <= DAYS_MOST:
        return {"days": int(part[:-1])}
    raise _no_touch(name)


def _no_touch(name: str) -> FieldGone:
    return FieldGone(
        gettext("“%(field)s” names no touch. Write it like touch.phone.reached, touch.any.in or touch.mailing.out.30d.") % {"field": name}
    )


def sign_asked(name: str, known: Vocabulary) -> tuple[str, str]:
    """Kind ("" for any) and topic ("" for any) of a field of signs; raises FieldGone."""
    kind, _dot, topic = name.removeprefix(SIGN).partition(".")
    if kind != EVERY and kind not in set(SignKind):
        names = ", ".join([EVERY, *SignKind])
        raise FieldGone(gettext("“%(field)s” names no sign. After “sign.” comes one of: %(names)s.") % {"field": name, "names": names})
    if topic and topic not in known.questions:
        raise FieldGone(gettext("There is no topic “%(topic)s” any more.") % {"topic": topic})
    return "" if kind == EVERY else kind, topic


def _answer(name: str, known: Vocabulary) -> Field:
    question = known.questions.get(name.removeprefix(ANSWER))
    if question is None:
        raise FieldGone(
            gettext("The question “%(question)s” is not there any more, so nobody can be found by it. Take that line out, or ask it again.")
            % {"question": name.removeprefix(ANSWER)}
        )
    kind = Kind.NUMBER if question.kind == "number" else Kind.TEXT
    choices = YES_NO if question.kind == "yes_no" else tuple((str(one), str(one)) for one in question.choices)
    return Field(name, kind, gettext(question.label), tuple((value, str(words)) for value, words in choices))


def _choices(name: str, known: Vocabulary) -> tuple[tuple[str, str], ...]:
    if name == "stage":
        return tuple((value, gettext(str(words))) for value, words in STAGES)
    if name == "step":
        return tuple((value, str(words)) for value, words in STEPS)
    if name == "owner":
        return tuple((one, one) for one in dict.fromkeys(known.seats.values()))
    return tuple((one, one) for one in known.sources.values()) if name == "source" else ()


def _say_touch(asked: TouchAsked) -> str:
    parts = [str(Channel(asked.channel).label)] if asked.channel else []
    parts += [str(THEIRS_OR_OURS[asked.direction])] if asked.direction else []
    parts += [gettext(TRAITS[Disposition(asked.disposition)].said)] if asked.disposition else []
    what = ", ".join(gettext(part) for part in parts) or gettext("of any kind")
    if asked.days:
        return gettext("Touches (%(what)s) of the last %(days)s days") % {"what": what, "days": asked.days}
    return gettext("Last touch (%(what)s)") % {"what": what}


def _say_sign(kind: str, topic: str, known: Vocabulary) -> str:
    what = gettext(str(SignKind(kind).label)) if kind else gettext("of any kind")
    if not topic:
        return gettext("Last sign of interest (%(what)s)") % {"what": what}
    return gettext("Last sign of interest in %(topic)s (%(what)s)") % {"topic": gettext(known.questions[topic].label), "what": what}
