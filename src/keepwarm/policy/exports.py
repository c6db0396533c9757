"""The changes of the policy, and the versions of what a lead is, as files."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from keepwarm.policy.forms import say
from keepwarm.policy.models import DefinitionVersion
from keepwarm.policy.queries import Change, Line, list_changes, list_lines
from keepwarm.staff.exporting import Asked, Column, Export, by_key
from keepwarm.staff.models import SEES_ALL
from keepwarm.staff.queries import RUNS_THE_TEAM


def _changes(asked: Asked) -> Iterable[Change]:
    return list_changes()


def _lines(asked: Asked) -> Iterable[Line]:
    return list_lines()


EXPORTS = (
    Export[Change](
        "policy-changes",
        _("Changes of the policy"),
        (
            Column(_("When"), "at", moment=True),
            Column(_("Version"), "number"),
            Column(_("Value"), lambda row: str(row.setting.label)),
            Column(_("Before"), lambda row: say(row.setting, row.old)),
            Column(_("After"), lambda row: say(row.setting, row.new)),
            Column(_("Why"), "because"),
            Column(_("By"), "by"),
        ),
        _changes,
        roles=RUNS_THE_TEAM,
    ),
    Export[Line](
        "policy",
        _("The policy in force"),
        (
            Column(_("Part"), lambda row: str(row.setting.group)),
            Column(_("Value"), lambda row: str(row.setting.label)),
            Column(_("In force"), lambda row: say(row.setting, row.value)),
            Column(_("Default"), lambda row: say(row.setting, row.default)),
            Column(_("Changed"), "changed_at"),
        ),
        _lines,
        roles=RUNS_THE_TEAM,
    ),
    Export[DefinitionVersion](
        "lead-versions",
        _("Versions of what a lead is"),
        (
            Column(_("Version"), "number"),
            Column(_("In force since"), "in_force_at"),
            Column(_("Why"), "because"),
            Column(_("Criteria"), "criteria"),
            Column(_("Supporting ones needed"), "supporting_needed"),
            Column(_("Provisional"), "provisional"),
            Column(_("Signed by one for both sides"), "signed_by_one"),
        ),
        lambda asked: by_key(DefinitionVersion.objects.all()),
        roles=SEES_ALL,
    ),
)
