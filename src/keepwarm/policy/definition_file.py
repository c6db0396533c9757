"""A definition of a lead as a TOML file: how it is kept beside the house and sent to another.

supporting_needed = 1
because = "what is to be better with it"

[[criterion]]
name = "need"                     # short, lower case, the same in every version
label = "Need"
group = "need"                    # fit, need, authority, timing, budget or own; own may have a name: own_group = "Safety"
condition = 'answer.need is known and not answer.need = "no"'
evidence = ["form", "conversation"]   # any, when it is left out
required = true
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from django.utils.translation import gettext as _

from keepwarm.engine.conditions.text import parse
from keepwarm.engine.conditions.tree import ConditionError
from keepwarm.engine.lead import ANY, Criterion, Group
from keepwarm.engine.words import Evidence
from keepwarm.lib.refusal import Refusal
from keepwarm.policy.actions import Drafted

LONGEST_GROUP: Final = 40
TOP: Final = frozenset({"supporting_needed", "because", "criterion"})
KEYS: Final = frozenset({"name", "label", "group", "condition", "evidence", "required", "own_group"})
KINDS: Final = {kind.name.lower(): kind for kind in sorted(ANY, reverse=True)}


class DefinitionFileWrong(Refusal):
    """A file that is no definition; the sentence says where."""


def read_definition_file(path: Path) -> Drafted:
    """What the file says. Raises DefinitionFileWrong."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as problem:
        raise DefinitionFileWrong(_("%(file)s cannot be read: %(why)s.") % {"file": path.name, "why": problem.strerror}) from None
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as problem:
        raise DefinitionFileWrong(_("%(file)s is no valid TOML: %(why)s.") % {"file": path.name, "why": problem}) from None
    return read_definition_data(data, called=path.name)


def read_definition_data(data: Mapping[str, Any], *, called: str) -> Drafted:
    """What the file's data say. Raises DefinitionFileWrong."""
    _refuse_unknown(data, TOP, called)
    entries, needed = data.get("criterion", []), data.get("supporting_needed", 0)
    if not isinstance(entries, list) or not all(isinstance(one, Mapping) for one in entries):
        raise DefinitionFileWrong(_("%(where)s: criteria are entries [[criterion]].") % {"where": called})
    if type(needed) is not int or not 0 <= needed <= len(entries):
        raise DefinitionFileWrong(_("%(where)s: supporting_needed is a number, at most that of the criteria.") % {"where": called})
    criteria = tuple(_criterion(one, f"{called}, criterion {place}") for place, one in enumerate(entries, start=1))
    return Drafted(criteria, needed, str(data.get("because", "")))


def _criterion(one: Mapping[str, Any], where: str) -> Criterion:
    _refuse_unknown(one, KEYS, where)
    name = str(one.get("name", ""))
    if not name or not name.replace("_", "").isalnum() or name != name.lower():
        raise DefinitionFileWrong(
            _("%(where)s: “%(name)s” is no name; take lower-case letters, digits and “_”.") % {"where": where, "name": name}
        )
    group = str(one.get("group", Group.OWN.value))
    if group not in set(Group):
        words = {"where": where, "group": group, "groups": ", ".join(Group)}
        raise DefinitionFileWrong(_("%(where)s: “%(group)s” is no group; there are %(groups)s.") % words)
    own_group = " ".join(str(one.get("own_group", "")).split())
    if (own_group and group != Group.OWN) or len(own_group) > LONGEST_GROUP:
        words = {"where": where, "longest": str(LONGEST_GROUP)}
        raise DefinitionFileWrong(
            _("%(where)s: own_group names a group of the house, with group = own, in %(longest)s letters at most.") % words
        )
    try:
        condition = parse(str(one.get("condition", "")))
    except ConditionError as problem:
        raise DefinitionFileWrong(_("%(where)s: %(problem)s") % {"where": where, "problem": problem.sentence}) from None
    label, required = str(one.get("label") or name.capitalize()), bool(one.get("required", False))
    return Criterion(name, label, Group(group), condition, _evidence(one, where), required, own_group)


def _evidence(one: Mapping[str, Any], where: str) -> frozenset[Evidence]:
    given = one.get("evidence", list(KINDS))
    wrong = [kind for kind in given if kind not in KINDS] if isinstance(given, list) else [given]
    if wrong:
        words = {"where": where, "kind": wrong[0], "kinds": ", ".join(KINDS)}
        raise DefinitionFileWrong(_("%(where)s: “%(kind)s” is no evidence; there are %(kinds)s.") % words)
    return frozenset(KINDS[kind] for kind in given)


def _refuse_unknown(data: Mapping[str, Any], known: frozenset[str], where: str) -> None:
    for key in data:
        if key not in known:
            words = {"where": where, "key": key, "keys": ", ".join(sorted(known))}
            raise DefinitionFileWrong(_("%(where)s: “%(key)s” means nothing here; there are %(keys)s.") % words)
