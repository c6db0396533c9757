"""All exports of the house: each room's `exports.py` is read, from the ground up; and every table as it is."""

from __future__ import annotations

from functools import lru_cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.apps import apps
from django.utils.translation import gettext

from keepwarm.exports.tables import table_exports
from keepwarm.lib.refusal import Refusal
from keepwarm.staff.exporting import Asked, Export, Report
from keepwarm.staff.models import User
from keepwarm.staff.queries import NotYours

Declared = Export[Any] | Report
KINDS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
}


class UnknownExport(Refusal):
    """Nothing may be exported under this name."""


class BadExport(Refusal):
    """What was asked of an export cannot be done."""


@lru_cache
def all_exports() -> dict[str, Declared]:
    """Every declaration by its name."""
    found: dict[str, Declared] = {}
    for config in apps.get_app_configs():
        if config.name.startswith("keepwarm.") and find_spec(f"{config.name}.exports"):
            module = import_module(f"{config.name}.exports")
            found |= {one.name: one for one in (*getattr(module, "EXPORTS", ()), *getattr(module, "REPORTS", ()))}
    return found | {one.name: one for one in table_exports()}


def exports_for(user: User) -> list[Declared]:
    """What this person may take, by name."""
    return sorted((one for one in all_exports().values() if user.has_role(*one.roles)), key=lambda one: one.name)


def find_export(name: str, *, for_: User) -> Declared:
    """The declaration. Raises UnknownExport, NotYours."""
    found = all_exports().get(name)
    if found is None:
        raise UnknownExport(gettext("There is no list of this name to export: %(name)s.") % {"name": name[:60]})
    if not for_.has_role(*found.roles):
        raise NotYours(gettext("Your roles do not allow this export."))
    return found


def check_asked(found: Declared, asked: Asked, *, kind: str) -> None:
    """Raises BadExport: another kind of file, a filter that does not exist, or without what it is about."""
    if kind not in kinds_of(found):
        said = gettext("This can be exported as %(kinds)s, not as “%(kind)s”.")
        raise BadExport(said % {"kinds": ", ".join(kinds_of(found)), "kind": kind[:20]})
    known = filters_of(found)
    strange = next((name for name in asked.filters if name not in known), None)
    if strange is not None:
        said = gettext("This export has no filter “%(name)s”. It has: %(known)s.")
        raise BadExport(said % {"name": strange[:40], "known": ", ".join(known) or gettext("none")})
    if found.of and not asked.get(found.of):
        raise BadExport(gettext("Say of which: this export needs “%(name)s”.") % {"name": found.of})


def kinds_of(found: Declared) -> list[str]:
    """The kinds of file it can be."""
    return [kind for kind in KINDS if kind != "pdf" or isinstance(found, Report)]


def filters_of(found: Declared) -> list[str]:
    """The names of what narrows it."""
    part = ["part"] if isinstance(found, Report) else []
    return [*([found.of] if found.of else []), *found.filters, *part]
