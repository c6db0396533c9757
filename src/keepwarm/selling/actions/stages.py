"""The agreed stages of selling: a house that agreed on none yet begins with these, and changes them with a reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext

from keepwarm.lib.text import fold
from keepwarm.selling.models import SellingStage
from keepwarm.selling.queries.stages import CHANGED, FIRST_STAGES, list_agreed, stages_version
from keepwarm.selling.refusals import ChangedMeanwhile, StagesRefused
from keepwarm.staff.actions import note_in_audit
from keepwarm.staff.models import User
from keepwarm.staff.queries import RUNS_THE_TEAM, require_role

MOST: Final = 12
"""Stages at once: more nobody tells apart on a board. Our choice."""
LONGEST_KEY: Final = 20


@dataclass(frozen=True, slots=True)
class Wanted:
    """A stage as it shall be. `key` "": a new one."""

    label: str
    key: str = ""


def ensure_stages() -> None:
    """Writes the first list into a house that has none; nothing else. Twice at once leaves one list."""
    if SellingStage.objects.exists():
        return
    rows = [SellingStage(key=key, label=label, position=10 * place) for place, (key, label) in enumerate(FIRST_STAGES, 1)]
    SellingStage.objects.bulk_create(rows, ignore_conflicts=True)


def change_stages(wanted: Sequence[Wanted], *, because: str, by: User | None, now: datetime, version: str = "") -> list[SellingStage]:
    """The agreed stages become these, in this order; who is not named is used no more, and what stands there stays until it is moved.

    `version`: that of the list that was shown. Raises StagesRefused, ChangedMeanwhile, NotYours.
    """
    require_role(by, *RUNS_THE_TEAM)
    clean = [Wanted(" ".join(one.label.split()), one.key) for one in wanted]
    if not because.strip():
        raise StagesRefused(gettext("Say why the stages change: the reason stands beside them."))
    with transaction.atomic():
        ensure_stages()
        rows = {one.key: one for one in SellingStage.objects.select_for_update()}
        if version and version != stages_version():
            raise ChangedMeanwhile(gettext("The stages were changed meanwhile. Look at what is new, then save again."))
        _check(clean, rows.keys())
        before = [one.label for one in list_agreed()]
        if not _write(clean, rows, now=now):
            raise StagesRefused(gettext("Nothing is different from the stages as they are."))
        args = {"before": before, "after": [one.label for one in clean], "because": because.strip()[:300]}
        note_in_audit(CHANGED, args, by=by, now=now)
    return list_agreed()


def _check(wanted: Sequence[Wanted], known: Sequence[str] | object) -> None:
    labels, keys = [fold(one.label) for one in wanted], [one.key for one in wanted if one.key]
    if not wanted:
        raise StagesRefused(gettext("Selling needs at least one stage."))
    if len(wanted) > MOST:
        raise StagesRefused(gettext("More than %(most)s stages are too many to tell apart.") % {"most": MOST})
    if not all(labels) or max(len(one.label) for one in wanted) > 120:
        raise StagesRefused(gettext("Each stage needs a name of at most 120 letters."))
    if len(set(labels)) < len(labels) or len(set(keys)) < len(keys):
        raise StagesRefused(gettext("Two stages have the same name."))
    strange = next((key for key in keys if key not in known), None)  # type: ignore[operator]
    if strange is not None:
        raise StagesRefused(gettext("There is no stage “%(key)s”.") % {"key": strange[:24]})


def _write(wanted: Sequence[Wanted], rows: dict[str, SellingStage], *, now: datetime) -> bool:
    """Whether anything is another."""
    changed = False
    for place, one in enumerate(wanted, 1):
        row = rows.get(one.key) or SellingStage(key=_new_key(one.label, rows))
        stood = (row.pk, row.label, row.position, row.retired_at)
        row.label, row.position, row.retired_at = one.label, 10 * place, None
        if stood != (row.pk, row.label, row.position, row.retired_at) or row.pk is None:
            row.save()
            changed = True
        rows[row.key] = row
    named = {fold(one.label) for one in wanted}
    gone = [row.pk for row in rows.values() if row.retired_at is None and fold(row.label) not in named]
    return bool(SellingStage.objects.filter(pk__in=gone).update(retired_at=now)) or changed


def _new_key(label: str, rows: dict[str, SellingStage]) -> str:
    """A key that no stage ever had."""
    stem = slugify(label).replace("-", "_")[:LONGEST_KEY] or "stage"
    return next(key for key in (stem, *(f"{stem}_{number}" for number in range(2, 1000))) if key not in rows)
