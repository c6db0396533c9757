"""The agreed list of reasons to give a lead back: added to, renamed, retired, taken up again; what was used is never deleted.

A house that agreed on none yet begins with the first list, so that whoever changes it changes the one that everybody would see.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext

from keepwarm.handoff.actions.reasons import ensure_return_reasons
from keepwarm.handoff.models import ReturnReason
from keepwarm.handoff.refusals import NoSuchReason, UnknownReason
from keepwarm.staff.actions.audit import note_in_audit
from keepwarm.staff.models import User
from keepwarm.staff.queries import RUNS_THE_TEAM, require_role

LONGEST_KEY, LONGEST_LABEL = 24, 120


def add_reason(label: str, goes: str, *, by: User | None, now: datetime) -> ReturnReason:
    """A new reason at the end of the list. Raises UnknownReason when one in use says the same, NotYours."""
    require_role(by, *RUNS_THE_TEAM)
    label = label.strip()
    with transaction.atomic():
        ensure_return_reasons()
        _check_new(label)
        last = ReturnReason.objects.order_by("-position").values_list("position", flat=True).first() or 0
        row = ReturnReason.objects.create(key=_free_key(label), label=label, goes=goes, position=last + 10)
        _audit("return_reason_added", row, by=by, now=now)
    return row


def change_reason(key: str, label: str, goes: str, *, by: User | None, now: datetime) -> ReturnReason:
    """Other words for the same reason, or another way to go. What was returned under it shows the new words."""
    require_role(by, *RUNS_THE_TEAM)
    label = label.strip()
    with transaction.atomic():
        ensure_return_reasons()
        row = _find(key)
        _check_new(label, but=row.pk)
        was, row.label, row.goes = row.label, label, goes
        row.save(update_fields=["label", "goes"])
        _audit("return_reason_changed", row, by=by, now=now, was=was)
    return row


def retire_reason(key: str, *, by: User | None, now: datetime) -> ReturnReason:
    """Not offered any more. Raises UnknownReason for the last one in use: sales must be able to give a lead back."""
    require_role(by, *RUNS_THE_TEAM)
    with transaction.atomic():
        ensure_return_reasons()
        row = _find(key)
        if not ReturnReason.objects.filter(retired_at__isnull=True).exclude(pk=row.pk).exists():
            raise UnknownReason(gettext("Keep one reason at least: sales must be able to give a lead back."))
        row.retired_at = row.retired_at or now
        row.save(update_fields=["retired_at"])
        _audit("return_reason_retired", row, by=by, now=now)
    return row


def restore_reason(key: str, *, by: User | None, now: datetime) -> ReturnReason:
    """Offered again. Raises UnknownReason when another in use says the same by now."""
    require_role(by, *RUNS_THE_TEAM)
    with transaction.atomic():
        ensure_return_reasons()
        row = _find(key)
        _check_new(row.label, but=row.pk)
        row.retired_at = None
        row.save(update_fields=["retired_at"])
        _audit("return_reason_restored", row, by=by, now=now)
    return row


def _find(key: str) -> ReturnReason:
    row = ReturnReason.objects.filter(key=key).first()
    if row is None:
        raise NoSuchReason(gettext("There is no such reason on the list."))
    return row


def _check_new(label: str, *, but: int = 0) -> None:
    if not label:
        raise UnknownReason(gettext("A reason needs words."))
    if len(label) > LONGEST_LABEL:
        raise UnknownReason(gettext("Keep a reason under %(count)s letters.") % {"count": LONGEST_LABEL})
    if ReturnReason.objects.filter(label__iexact=label, retired_at__isnull=True).exclude(pk=but).exists():
        raise UnknownReason(gettext("“%(label)s” is on the list already.") % {"label": label})


def _free_key(label: str) -> str:
    """A key from the words that no reason has yet."""
    stem = slugify(label).replace("-", "_")[: LONGEST_KEY - 3].strip("_") or "reason"
    taken = set(ReturnReason.objects.filter(key__startswith=stem).values_list("key", flat=True))
    return next(key for key in (stem, *(f"{stem}_{number}" for number in range(2, 100))) if key not in taken)


def _audit(what: str, row: ReturnReason, *, by: User | None, now: datetime, **more: str) -> None:
    note_in_audit(what, {"key": row.key, "label": row.label, "goes": row.goes, **more}, by=by, now=now)
