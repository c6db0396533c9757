"""What can be wrong with a definition of a lead, and the sentences that say so, with the proof."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any as Anything

from keepwarm.engine.conditions.tree import ANSWER, Condition, fields_of
from keepwarm.engine.conditions.words import in_words
from keepwarm.engine.lead import Criterion
from keepwarm.engine.translate import gettext_noop as _
from keepwarm.engine.words import Evidence

EMPTY = _("There is no criterion yet: nobody would be a lead.")
EVERYONE = _("Everybody would be a lead: no criterion is required, and none of the supporting ones is needed.")
TOO_MANY_NEEDED = _("%(needed)s supporting criteria are needed, and there are only %(count)s.")
TWICE = _("Two criteria are called “%(label)s”.")
NO_LABEL = _("Give the criterion a name.")
NO_CONDITION = _("“%(label)s” asks for nothing yet: add a question.")
EMPTY_GROUP = _("“%(label)s” holds a group of conditions with nothing in it.")
NO_EVIDENCE = _("“%(label)s” can never be met: it says of no evidence that it counts.")
UNKNOWN_QUESTION = _("“%(label)s” asks for the question “%(question)s”, which this house does not have.")
UNKNOWN_FACT = _("“%(label)s” asks for “%(question)s”, which is neither a question nor a fact.")
NO_NUMBER = _("“%(label)s” compares %(question)s as a number, and its answers are words.")
NO_TEXT = _("“%(label)s” compares %(question)s with words, and its answers are numbers.")
NOT_SUCH_A_FACT = _("“%(label)s” compares %(question)s with something that it never is: it is %(kind)s.")
FACT_KINDS = {"yes or no": _("yes or no"), "a number": _("a number"), "a moment": _("a date"), "a name": _("one of a few names")}
NO_CHOICE = _("“%(label)s” names “%(value)s”, which is none of the answers to %(question)s.")
NEVER_ASKED = _("Nobody asks %(question)s in a conversation yet, and “%(label)s” counts nothing else.")
MET_BY_STRANGERS = _("“%(label)s” is met by people of whom nothing is known. Ask for what must be known too.")
NEVER_ALONE = _("Nobody can meet “%(label)s”: no answer to %(questions)s fits %(clash)s.")
NEVER_TOGETHER = _("Nobody can meet all of these: %(clash)s. No answer to %(questions)s fits them together.")
NEVER_SO = _("Nobody can meet all of these: %(clash)s. %(questions)s is never all of that at once.")
NEVER_SO_ALONE = _("Nobody can meet “%(label)s”: %(questions)s is never %(clash)s.")
NEVER_KNOWN_SO = _(
    "Nobody can meet all of these: %(clash)s. The answers to %(questions)s would fit, but what counts as known for one does not "
    "count for the other, and an answer is known in one way only: %(counts)s."
)
TOO_FEW_TOGETHER = _("Nobody can meet enough: %(needed)s supporting criteria are needed, and at most %(most)s can be met. %(proof)s")
ONLY_IN_WRITING = _("Only people who may not be phoned could meet this. %(proof)s")
AND, ASKS = _("and"), _("“%(label)s” asks that %(condition)s")
COUNTS = _("for “%(label)s” %(evidence)s")
EVIDENCE = {
    Evidence.CONVERSATION: _("said in a conversation"),
    Evidence.WRITTEN: _("answered in writing"),
    Evidence.FORM: _("filled in a form"),
    Evidence.PUBLIC: _("found in public"),
    Evidence.INFERRED: _("inferred"),
}
"""Which evidence an answer has, in words; the strongest first."""


@dataclass(frozen=True, slots=True)
class Clash:
    """Parts of criteria that exclude each other: the proof. None can be left out."""

    criteria: tuple[Criterion, ...]
    conditions: tuple[Condition, ...]

    @property
    def fields(self) -> tuple[str, ...]:
        """What they ask about."""
        return tuple(dict.fromkeys(field for one in self.conditions for field in fields_of(one)))


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong: a sentence to translate and its arguments. `names`: the criteria at which it is shown, none: the whole.

    An error keeps the definition from being signed; a warning is only shown. `is_impossible`: it proves that nobody can be a lead.
    """

    key: str
    args: Mapping[str, Anything] = field(default_factory=dict)
    names: tuple[str, ...] = ()
    is_warning: bool = False
    is_impossible: bool = False


def say_problem(
    problem: Problem,
    *,
    translate: Callable[[str], str] = str,
    label: Callable[[str], str] | None = None,
    answer: Callable[[str, str], str] | None = None,
    day: Callable[[date], str] = date.isoformat,
) -> str:
    """The problem as a sentence in the reader's language.

    `label` names a field such as `answer.need`; `answer` says a text, and `day` a date (`in_words`).
    """
    name = label or (lambda field: field.removeprefix(ANSWER).replace("_", " "))

    def say(condition: Condition) -> str:
        return in_words(condition, translate=translate, label=lambda field: f"“{name(field)}”", answer=answer, day=day)

    said = {key: _said(value, translate, name, say) for key, value in problem.args.items()}
    return translate(problem.key) % said if said else translate(problem.key)


def _said(value: Anything, translate: Callable[[str], str], label: Callable[[str], str], say: Callable[[Condition], str]) -> str:
    """An argument of a sentence in words; `say` says a condition."""
    match value:
        case Problem(key=key, args=args):
            return translate(key) % {name: _said(one, translate, label, say) for name, one in args.items()}
        case Clash(criteria=criteria, conditions=conditions):
            said = [say(one) for one in conditions]
            if len({one.name for one in criteria}) == 1:
                return _listed(said, translate)
            pairs = zip(criteria, said, strict=True)
            return "; ".join(translate(ASKS) % {"label": translate(one.label), "condition": text} for one, text in pairs)
        case (Criterion(), *_rest):
            counted = {
                one.name: translate(COUNTS) % {"label": translate(one.label), "evidence": say_evidence(one, translate)} for one in value
            }
            return "; ".join(counted.values())
        case tuple():
            return _listed([f"“{label(field)}”" if field.startswith(ANSWER) else label(field) for field in value], translate)
    return translate(value) if isinstance(value, str) and value else str(value)


def _counts(criterion: Criterion, translate: Callable[[str], str]) -> str:
    return translate(COUNTS) % {"label": translate(criterion.label), "evidence": say_evidence(criterion, translate)}


def say_evidence(criterion: Criterion, translate: Callable[[str], str] = str) -> str:
    """Which evidence counts, in words."""
    return ", ".join(translate(words) for kind, words in EVIDENCE.items() if kind in criterion.evidence)


def _listed(words: Sequence[str], translate: Callable[[str], str]) -> str:
    return f" {translate(AND)} ".join(words)
