"""A definition for its page: criteria by group in words, who signed, what is different, and what is wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext, gettext_lazy

from keepwarm.engine.lead import Criterion, Group, LeadDefinition
from keepwarm.engine.lead_problems import say_evidence
from keepwarm.lib.refusal import Refusal
from keepwarm.lib.text import read_number
from keepwarm.policy.actions import StaleDraft
from keepwarm.policy.definitions import Difference, differences
from keepwarm.policy.models import DefinitionDraft, DefinitionVersion, Signature
from keepwarm.policy.queries import definition_of, definition_of_draft, draft_by_ref, newest_definition
from keepwarm.qualification.models import Rejudging
from keepwarm.qualification.queries.checking import Found, check_definition, condition_words

GROUPS = {
    Group.NEED.value: gettext_lazy("Need"),
    Group.AUTHORITY.value: gettext_lazy("Authority"),
    Group.TIMING.value: gettext_lazy("Timing"),
    Group.BUDGET.value: gettext_lazy("Budget"),
    Group.FIT.value: gettext_lazy("Fit"),
    Group.OWN.value: gettext_lazy("Our own"),
}
"""What criteria are about, in the order of the page."""
MARKS = {
    "new": gettext_lazy("new"),
    "gone": gettext_lazy("gone"),
    "label": gettext_lazy("other name"),
    "group": gettext_lazy("other group"),
    "condition": gettext_lazy("asks for something else"),
    "evidence": gettext_lazy("counts other evidence"),
    "required": gettext_lazy("now required"),
    "supporting": gettext_lazy("now supporting"),
}
"""Differences as marks beside a criterion."""
DRAFT = "draft-"
"""Stands before the reference of a draft where a version may be chosen."""


class UnknownDefinition(Refusal):
    """There is no such version or draft."""


@dataclass(frozen=True, slots=True)
class CriterionLine:
    """One criterion in words. `marks`: what is different from what it is compared with."""

    name: str
    label: str
    words: str
    evidence: str
    required: bool
    problems: tuple[Found, ...] = ()
    marks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Shown:
    """A definition on a page. `groups`: what it is about, and its criteria, the required first."""

    definition: LeadDefinition
    groups: tuple[tuple[str, tuple[CriterionLine, ...]], ...]
    problems: tuple[Found, ...]  # of the whole
    has_errors: bool
    supporting: int

    @property
    def lines(self) -> dict[str, CriterionLine]:
        """By name."""
        return {line.name: line for _group, lines in self.groups for line in lines}


@dataclass(frozen=True, slots=True)
class Side:
    """One of two definitions that stand beside each other."""

    key: str
    title: str
    definition: LeadDefinition


@dataclass(frozen=True, slots=True)
class Pair:
    """A criterion in both; None where there is none."""

    label: str
    group: str
    old: CriterionLine | None
    new: CriterionLine | None
    marks: tuple[str, ...]


def show_definition(definition: LeadDefinition, *, against: LeadDefinition | None = None, check: bool = False) -> Shown:
    """The definition in words. `against`: what is different from it is marked; `check`: what is wrong is said."""
    found = check_definition(definition) if check else ()
    marks = _marks(differences(against, definition)) if against is not None else {}
    groups = {name: [one for one in definition.criteria if name_group(one) == name] for name in _names(definition)}
    return Shown(
        definition=definition,
        groups=tuple((name, _required_first(tuple(_line(one, found, marks) for one in of))) for name, of in groups.items()),
        problems=tuple(one for one in found if not one.names),
        has_errors=any(not one.is_warning for one in found),
        supporting=sum(not one.required for one in definition.criteria),
    )


def compare(old: LeadDefinition, new: LeadDefinition) -> tuple[Pair, ...]:
    """Both criterion by criterion, with what is different."""
    marks = _marks(differences(old, new))
    left, right = ({one.name: one for one in each.criteria} for each in (old, new))
    names = dict.fromkeys([*right, *left])
    order = _names(new, old)
    pairs = [_pair(left.get(name), right.get(name), marks.get(name, ())) for name in names]
    return tuple(sorted(pairs, key=lambda pair: order.index(pair.group)))


def name_group(one: Criterion) -> str:
    """What its group is called: by the house, where it is a group of its own that has a name."""
    return one.own_group or str(GROUPS[one.group.value])


def _names(*definitions: LeadDefinition) -> list[str]:
    """The groups that have criteria, in the order of the page; the house's own come last."""
    order = list(GROUPS)
    criteria = sorted((one for each in definitions for one in each.criteria), key=lambda one: (order.index(one.group.value), one.own_group))
    return list(dict.fromkeys(map(name_group, criteria)))


def list_versions() -> list[DefinitionVersion]:
    """Every version, newest first, with the signatures it was agreed by. A house has a few."""
    return list(DefinitionVersion.objects.select_related("draft", "draft__by").prefetch_related("draft__signatures__user")[:50])


def signatures_of_version(version: DefinitionVersion) -> list[Signature]:
    """Who signed it when."""
    draft = getattr(version, "draft", None)
    if draft is None:
        return []
    return sorted((one for one in draft.signatures.all() if one.revision == draft.revision), key=lambda one: one.at)


def open_drafts() -> list[DefinitionDraft]:
    """Drafts that are neither in force nor withdrawn."""
    rows = DefinitionDraft.objects.filter(became__isnull=True, withdrawn_at__isnull=True)
    return list(rows.select_related("by").prefetch_related("signatures__user")[:20])


def side_of(key: str) -> Side | None:
    """A version by its number, or a draft as `draft-<ref>`; None when there is none."""
    if key.startswith(DRAFT):
        draft = draft_by_ref(key.removeprefix(DRAFT))
        return None if draft is None else Side(key, gettext("the draft"), definition_of_draft(draft))
    number = read_number(key, most=10**9)
    definition = None if number is None else definition_of(number)
    return None if definition is None else Side(key, name_version(definition.version), definition)


def find_side(key: str) -> Side:
    """As `side_of`; refuses when there is none."""
    found = side_of(key)
    if found is None:
        raise UnknownDefinition(gettext("There is no definition “%(key)s”.") % {"key": key})
    return found


def find_draft(ref: str) -> DefinitionDraft:
    """The draft; refuses when there is none."""
    found = draft_by_ref(ref)
    if found is None:
        raise UnknownDefinition(gettext("There is no draft “%(key)s”.") % {"key": ref})
    return found


def read_revision(draft: DefinitionDraft, revision: int | None) -> int:
    """The revision that was read, by whoever writes the draft anew. Refuses to guess it: what is newer would be lost unseen."""
    if revision is None:
        said = gettext(
            "Say which revision of the draft you read: the newest is %(revision)s. What somebody changed since would be lost unseen."
        )
        raise StaleDraft(said % {"revision": draft.revision})
    return revision


def newer_version(draft: DefinitionDraft) -> int | None:
    """The version that came into force since an open draft was begun; None when it is still the one it was begun from."""
    newest = newest_definition()
    return newest if draft.became_id is None and newest != draft.based_on else None


def warn_of_newer(draft: DefinitionDraft) -> str:
    """What one must know before one changes or signs it, as a sentence; "" when nothing came into force since."""
    if (number := newer_version(draft)) is None:
        return ""
    return gettext(
        "Version %(number)s came into force since this was begun. Signed as it stands, this draft takes its place, "
        "also in what it does not mention."
    ) % {"number": number}


def name_version(number: int) -> str:
    """What a version is called."""
    return gettext("version %(number)s") % {"number": number} if number else gettext("the provisional definition")


def rejudging_of(number: int) -> Rejudging | None:
    """How far everyone is judged by this version."""
    return Rejudging.objects.filter(definition=number).first()


def version_row(number: int) -> DefinitionVersion | None:
    """The version's row with its draft; None for the provisional one."""
    rows = DefinitionVersion.objects.filter(number=number)
    return rows.select_related("draft").prefetch_related("draft__signatures__user").first()


def in_force_since(number: int) -> datetime | None:
    """When the version came into force."""
    return DefinitionVersion.objects.filter(number=number).values_list("in_force_at", flat=True).first()


def _line(one: Criterion, found: Sequence[Found], marks: Mapping[str, tuple[str, ...]]) -> CriterionLine:
    return CriterionLine(
        name=one.name,
        label=gettext(one.label) if one.label else "",
        words=condition_words(one.condition),
        evidence=say_evidence(one, gettext),
        required=one.required,
        problems=tuple(problem for problem in found if one.name in problem.names),
        marks=marks.get(one.name, ()),
    )


def _required_first(lines: tuple[CriterionLine, ...]) -> tuple[CriterionLine, ...]:
    return tuple(sorted(lines, key=lambda line: not line.required))


def _pair(old: Criterion | None, new: Criterion | None, marks: tuple[str, ...]) -> Pair:
    stands = new or old
    if stands is None:
        raise ValueError("A pair has at least one side.")
    lines = [None if one is None else _line(one, (), {}) for one in (old, new)]
    return Pair(gettext(stands.label) if stands.label else "", name_group(stands), lines[0], lines[1], marks)


def _marks(found: Sequence[Difference]) -> dict[str, tuple[str, ...]]:
    marks: dict[str, list[str]] = {}
    for one in found:
        if one.what in MARKS:
            marks.setdefault(one.name, []).append(str(MARKS[one.what]))
    return {name: tuple(words) for name, words in marks.items()}
