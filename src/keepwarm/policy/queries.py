"""Reads of what the house agreed."""

from __future__ import annotations

import json
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from django.db import connection
from django.utils.translation import gettext

from keepwarm.engine.lead import LeadDefinition, provisional_definition
from keepwarm.engine.policy import Policy
from keepwarm.lib.remembering import remembered
from keepwarm.policy.definitions import read_criteria
from keepwarm.policy.models import DefinitionDraft, DefinitionVersion, PolicyVersion, Signature
from keepwarm.policy.settings import SETTINGS, Setting

DEFAULTS: dict[str, Any] = {field.name: getattr(Policy(), field.name) for field in fields(Policy)}
SHOWN_FOR = timedelta(days=30)
"""How long a change stands on the manager's report."""


@dataclass(frozen=True, slots=True)
class Line:
    """A value for the page: what it is now, its default, and who changed it last, with the reason."""

    setting: Setting
    value: Any
    default: Any
    changed_by: str = ""
    changed_at: datetime | None = None
    because: str = ""

    @property
    def is_changed(self) -> bool:
        """Whether it differs from the default."""
        return bool(self.value != self.default)


@dataclass(frozen=True, slots=True)
class Change:
    """A change of one value: who, when, from what to what, and why."""

    setting: Setting
    old: Any
    new: Any
    because: str
    by: str
    at: datetime
    number: int


_NEWEST_VALUES = 'SELECT number, "values" FROM policy_policyversion ORDER BY number DESC LIMIT 1'
_NEWEST_DEFINITION = (
    "SELECT number, provisional, criteria, supporting_needed FROM policy_definitionversion"
    " WHERE in_force_at IS NOT NULL ORDER BY number DESC LIMIT 1"
)


@remembered
def policy_in_force() -> Policy:
    """The policy that holds now: the newest version over the engine's defaults.

    Two short queries in plain SQL: every write asks, and the ORM would take ten times as long to put them together.
    """
    number, values = _first(_NEWEST_VALUES) or (0, "{}")
    return _build(number, values, definition_in_force())


def policy_as_of(at: datetime) -> Policy:
    """The policy that held at `at`, for replaying a past decision."""
    held = PolicyVersion.objects.filter(in_force_at__lte=at).order_by("-number").values_list("number", "values").first()
    number, values = held or (0, {})
    definition = _read_definition(_signed().filter(in_force_at__lte=at).first())
    return _build(number, json.dumps(values), definition)


@remembered
def definition_in_force() -> LeadDefinition:
    """The definition of a lead that holds now: the newest that came into force, else the provisional one."""
    row = _first(_NEWEST_DEFINITION)
    return _parse_definition(*row) if row else _provisional()


def list_lines() -> list[Line]:
    """Every value in the order of the page."""
    current = values_in_force()
    newest: dict[str, Change] = {}
    for change in list_changes():
        newest.setdefault(change.setting.name, change)
    return [_line(setting, current, newest.get(setting.name)) for setting in SETTINGS]


def list_changes(since: datetime | None = None) -> list[Change]:
    """Changes value by value, newest first. Versions are few: each was made by a person with a reason."""
    versions = list(PolicyVersion.objects.select_related("by").order_by("number"))
    found: list[Change] = []
    before: dict[str, Any] = {}
    for version in versions:
        if since is None or version.in_force_at >= since:
            found += _changes_of(version, before)
        before = version.values
    return found[::-1]


def recent_changes(now: datetime) -> list[Change]:
    """What the manager's report shows: the changes of the last 30 days."""
    return list_changes(now - SHOWN_FOR)


def values_in_force() -> dict[str, Any]:
    """Every value by name, the defaults included."""
    newest = PolicyVersion.objects.order_by("-number").values_list("values", flat=True).first()
    return {setting.name: DEFAULTS[setting.name] for setting in SETTINGS} | (newest or {})


def newest_number() -> int:
    """The number of the version in force; 0 while all is at its default."""
    return PolicyVersion.objects.order_by("-number").values_list("number", flat=True).first() or 0


def definition_of(number: int) -> LeadDefinition | None:
    """The definition of that number; 0 is the provisional one. None when there is none."""
    if number == 0:
        return _provisional()
    row = DefinitionVersion.objects.filter(number=number).first()
    return None if row is None else _read_definition(row)


def newest_definition() -> int:
    """The number of the newest version; 0 while there is only the provisional definition."""
    return _signed().values_list("number", flat=True).first() or 0


def draft_by_ref(ref: str, *, lock: bool = False) -> DefinitionDraft | None:
    """A draft, whatever became of it. `lock`: for a write, in the caller's transaction."""
    rows = DefinitionDraft.objects.select_for_update(of=("self",)) if lock else DefinitionDraft.objects.select_related("by", "became")
    return rows.filter(ref=ref).first()


def exception_in_words() -> str:
    """That the definition in force was signed by the declared exception, as a sentence for every report; "" where two people signed."""
    if not _signed().values_list("signed_by_one", flat=True).first():
        return ""
    return gettext(
        "The definition of a lead was signed by one person for both sides: marketing and sales did not agree on it with each other."
    )


def definition_of_draft(draft: DefinitionDraft) -> LeadDefinition:
    """What a draft says, as a definition; its version is 0 and it is not provisional."""
    return LeadDefinition(0, provisional=False, criteria=read_criteria(draft.criteria), supporting_needed=draft.supporting_needed)


def signatures_of(draft: DefinitionDraft) -> list[Signature]:
    """The signatures that hold: those of the revision that stands."""
    return list(draft.signatures.filter(revision=draft.revision).select_related("user").order_by("at", "pk"))


def _first(sql: str) -> tuple[Any, ...] | None:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        row: tuple[Any, ...] | None = cursor.fetchone()
        return row


def _signed() -> Any:
    return DefinitionVersion.objects.filter(in_force_at__isnull=False).order_by("-number")


def _read_definition(row: DefinitionVersion | None) -> LeadDefinition:
    if row is None:
        return _provisional()
    return _parse_definition(row.number, row.provisional, json.dumps(row.criteria), row.supporting_needed)


@lru_cache(maxsize=32)
def _parse_definition(number: int, provisional: int, criteria: str, supporting_needed: int) -> LeadDefinition:
    """Keyed by all that goes in, like the policy."""
    return LeadDefinition(number, bool(provisional), read_criteria(json.loads(criteria)), supporting_needed)


@lru_cache(maxsize=1)
def _provisional() -> LeadDefinition:
    return provisional_definition()


@lru_cache(maxsize=32)
def _build(number: int, values: str, definition: LeadDefinition) -> Policy:
    """Keyed by all that goes in, so that a policy in the cache can never be out of date."""
    return Policy(version=number, lead_definition=definition, **json.loads(values))


def _line(setting: Setting, current: dict[str, Any], change: Change | None) -> Line:
    line = Line(setting, current[setting.name], DEFAULTS[setting.name])
    if change is None:
        return line
    return Line(setting, line.value, line.default, change.by, change.at, change.because)


def _changes_of(version: PolicyVersion, before: dict[str, Any]) -> list[Change]:
    by = version.by.name if version.by else ""
    return [
        Change(setting, old, new, version.because, by, version.in_force_at, version.number)
        for setting in SETTINGS
        if (old := before.get(setting.name, DEFAULTS[setting.name])) != (new := version.values.get(setting.name, DEFAULTS[setting.name]))
    ]
