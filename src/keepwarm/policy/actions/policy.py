"""Every write of what the house agreed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from math import isfinite
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext

from keepwarm.lib.refusal import Refusal
from keepwarm.policy.models import PolicyVersion
from keepwarm.policy.queries import DEFAULTS, newest_number, values_in_force
from keepwarm.policy.settings import SETTING_OF, Setting, Unit
from keepwarm.staff.actions import note_in_audit
from keepwarm.staff.models import Role, User
from keepwarm.staff.queries import require_role


class PolicyRefused(Refusal):
    """A value that cannot be, a change without a reason, or one that was overtaken."""


def change_policy(values: Mapping[str, Any], *, because: str, by: User | None, now: datetime, version: int | None = None) -> PolicyVersion:
    """A new version with these values changed, each in the unit it is kept in; the others stay as they are.

    `version` is the number that the form showed; another in force meanwhile refuses it. Raises `PolicyRefused`.
    """
    require_role(by, Role.MANAGER, Role.ADMIN)
    if not because.strip():
        raise PolicyRefused(gettext("Say why the policy changes: the reason stands beside each value."))
    before = values_in_force()
    after = before | {name: check_value(name, value) for name, value in values.items()}
    _check_together(after)
    changes = {name: [before[name], after[name]] for name in after if after[name] != before[name]}
    if not changes:
        raise PolicyRefused(gettext("Nothing is different from the policy in force."))
    with transaction.atomic():
        made = _write_version(_next_number(version), after, because=because, by=by, now=now)
        note_in_audit("policy", {"number": made.number, "changes": changes, "because": made.because}, by=by, now=now)
    return made


def check_value(name: str, value: Any) -> Any:
    """`value` as it is kept: right type, within its bounds; raises `PolicyRefused` with a sentence."""
    setting = SETTING_OF.get(name)
    if setting is None:
        raise PolicyRefused(gettext("There is no value “%(name)s” in the policy.") % {"name": name})
    if setting.unit is Unit.YES_NO:
        return _as_yes_no(setting, value)
    number = _as_number(setting, value)
    if not setting.low <= number <= setting.high:
        raise PolicyRefused(
            gettext("“%(label)s” must lie between %(low)s and %(high)s.")
            % {"label": setting.label, "low": f"{setting.low:g}", "high": f"{setting.high:g}"}
        )
    return number if setting.unit is Unit.SHARE else int(number)


def _as_yes_no(setting: Setting, value: Any) -> bool:
    if not isinstance(value, bool):
        raise PolicyRefused(gettext("“%(label)s” is yes or no.") % {"label": setting.label})
    return value


def _as_number(setting: Setting, value: Any) -> float:
    """A number that is not a bool, and whole unless it is a share."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not isfinite(value):
        raise PolicyRefused(gettext("“%(label)s” must be a number.") % {"label": setting.label})
    if setting.unit is not Unit.SHARE and value != int(value):
        raise PolicyRefused(gettext("“%(label)s” must be a whole number.") % {"label": setting.label})
    return float(value)


def _check_together(values: Mapping[str, Any]) -> None:
    """Values that contradict each other."""
    orders = (
        ("call_opens_minute", "call_closes_minute", True),
        ("voicemails", "call_attempts", False),
        ("gap_days", "pace_days", False),
        ("pace_days", "longest_silence_days", False),
        ("mailing_no_sign_slow", "mailing_no_sign_refuse", False),
        ("mailing_often_warn", "mailing_often_refuse", False),
    )
    for lower, upper, strictly in orders:
        if values[lower] > values[upper] or (strictly and values[lower] == values[upper]):
            raise PolicyRefused(
                gettext("“%(lower)s” must not be more than “%(upper)s”.")
                % {"lower": SETTING_OF[lower].label, "upper": SETTING_OF[upper].label}
            )


def _next_number(version: int | None) -> int:
    newest = newest_number()
    if version is not None and version != newest:
        raise PolicyRefused(gettext("Someone changed the policy meanwhile. Load the page again and look at the values first."))
    return newest + 1


def _write_version(number: int, after: Mapping[str, Any], *, because: str, by: User | None, now: datetime) -> PolicyVersion:
    """Only what differs from the defaults is kept."""
    values = {name: value for name, value in after.items() if value != DEFAULTS[name]}
    try:
        with transaction.atomic():
            return PolicyVersion.objects.create(number=number, values=values, because=because.strip()[:300], by=by, in_force_at=now)
    except IntegrityError:
        raise PolicyRefused(gettext("Someone changed the policy at the same moment. Try again.")) from None
