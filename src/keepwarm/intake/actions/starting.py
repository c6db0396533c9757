"""An import from its file to the moment it may run, and what becomes of its file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any, Final

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from keepwarm.answers.actions import ask_first_questions, find_or_create_questions
from keepwarm.answers.models import Question
from keepwarm.intake import files
from keepwarm.intake.mapping.plan import NOT_OF_THE_MAP, Plan
from keepwarm.intake.mapping.read import read_map
from keepwarm.intake.models import Import
from keepwarm.intake.owners import gather_staffing
from keepwarm.intake.reading.opening import open_list, open_table
from keepwarm.intake.wordings import wordings_of
from keepwarm.lib.refusal import Refusal
from keepwarm.staff.models import EDITORS, User
from keepwarm.staff.queries import require_role
from keepwarm.touches.actions import find_or_create_source

MAY_IMPORT: Final = EDITORS
_KEPT_AFTERWARDS: Final = timedelta(days=2)
_DRAFTS_KEPT: Final = timedelta(days=7)


class NotThatWay(Refusal):
    """An import is asked for what it can no longer do."""


@dataclass(frozen=True, slots=True)
class Received:
    """A file that is kept and can be read, and that no row names yet."""

    file_name: str
    file_hash: str
    size: int
    lines: int


def receive_file(pieces: Iterable[bytes], *, name: str, by: User | None) -> Received:
    """Read a file into the store, before the transaction that names it. Raises Unreadable; then it is not kept.

    One that no import comes to name is swept.
    """
    require_role(by, *MAY_IMPORT)
    called = Path(name).name[:200] or "list"
    file_hash, size = files.keep(pieces)
    try:
        table = open_list(files.path_of(file_hash), name=called)
    except Refusal:
        _drop_unnamed(file_hash)
        raise
    return Received(called, file_hash, size, table.lines)


def draft_received(received: Received, *, by: User | None, now: datetime) -> Import:
    """The row of an import that is being prepared, for a file that was received."""
    require_role(by, *MAY_IMPORT)
    return Import.objects.create(
        file_name=received.file_name,
        file_hash=received.file_hash,
        file_size=received.size,
        total=max(received.lines - 1, 0),
        by=by,
        made_at=now,
    )


def draft_import(pieces: Iterable[bytes], *, name: str, by: User | None, now: datetime) -> Import:
    """Both: keep the file and make the row. Raises Unreadable; then nothing is kept."""
    return draft_received(receive_file(pieces, name=name, by=by), by=by, now=now)


def keep_map(imported: Import, map_: Mapping[str, Any], *, source: str, chosen: Mapping[str, Any]) -> None:
    """Keep the map of a draft while it is looked at before; `plan_of` has read it. `chosen`: the form as it was filled in."""
    kept = {**map_, "source": source, "chosen": dict(chosen)}
    if not Import.objects.filter(pk=imported.pk, state=Import.State.DRAFT).update(map=kept):
        raise NotThatWay(_("This import has begun before."))
    imported.map = kept


def begin(
    imported: Import, map_: Mapping[str, Any], *, called: str, source: str, by: User | None, now: datetime, plan: Plan | None = None
) -> Plan:
    """The map is right and the import may run: its source and questions exist. Raises MapWrong, NotThatWay, NobodyToOwn, NoSuchWords.

    `plan`: the map as `plan_of` has read it, where a transaction is open already: a file is read before one.
    """
    require_role(by, *MAY_IMPORT)
    if not source.strip():
        raise NotThatWay(_("Say how the source of this list is called."))
    plan = plan or plan_of(imported, map_, called=called)
    wordings_of(plan)  # refuses words that the house does not keep
    if plan.kind != "history":
        gather_staffing(now=now)  # refuses a house where nobody works yet, before anything is written
    with transaction.atomic():
        _start(imported, {**map_, "called": called}, plan, source)
        _make_questions(plan)
    return plan


def _start(imported: Import, map_: dict[str, Any], plan: Plan, source: str) -> None:
    """Only a draft starts, and only once: of two who press the button the second is refused."""
    named = find_or_create_source(source)
    started = {"map": map_, "kind": plan.kind, "source": named, "state": Import.State.RUNNING}
    if not Import.objects.filter(pk=imported.pk, state=Import.State.DRAFT).update(**started):
        raise NotThatWay(_("This import has begun before."))
    for name, value in started.items():
        setattr(imported, name, value)


def plan_of(imported: Import | Received, map_: Mapping[str, Any], *, called: str) -> Plan:
    """The plan of a map for this import's file. Raises MapWrong, Unreadable."""
    table = open_table(files.path_of(imported.file_hash), name=imported.file_name)
    data = {key: value for key, value in map_.items() if key not in NOT_OF_THE_MAP}
    return read_map(data, table.header, called=called, file=imported.file_name)


def _make_questions(plan: Plan) -> None:
    """Questions that the house does not have yet; their kind is the map's, those it has keep theirs."""
    have = set(Question.objects.values_list("key", flat=True))
    ask_first_questions()
    find_or_create_questions({one.key: one.label for one in plan.answers})
    for one in plan.answers:
        if one.key not in have and one.kind != Question.Kind.TEXT:
            Question.objects.filter(key=one.key).update(kind=one.kind)


def give_up(imported: Import, *, by: User | None) -> None:
    """A draft that is not wanted goes, with its file."""
    require_role(by, *MAY_IMPORT)
    if not Import.objects.filter(pk=imported.pk, state=Import.State.DRAFT).delete()[0]:
        raise NotThatWay(_("This import has begun; undo it instead."))
    transaction.on_commit(partial(_drop_unnamed, imported.file_hash))


def _drop_unnamed(file_hash: str) -> None:
    """A file that no import names goes; after the commit, for a file cannot be rolled back."""
    if not Import.objects.filter(file_hash=file_hash).exists():
        files.drop(file_hash)


def sweep_files(*, now: datetime) -> int:
    """Drop the files of imports that were done or undone days ago, and drafts left alone for a week. Returns how many went."""
    Import.objects.filter(state=Import.State.DRAFT, made_at__lt=now - _DRAFTS_KEPT).delete()
    still = set(
        Import.objects.exclude(Q(state__in=[Import.State.DONE, Import.State.UNDONE]) & Q(done_at__lt=now - _KEPT_AFTERWARDS)).values_list(
            "file_hash", flat=True
        )
    )
    folder = files.path_of("00").parents[1]
    dropped = 0
    for path in (*folder.glob("*/*"), *folder.glob("coming-*")):
        old = datetime.fromtimestamp(path.stat().st_mtime, now.tzinfo) < now - timedelta(hours=1)
        if path.name not in still and old:
            path.unlink(missing_ok=True)
            dropped += 1
    return dropped
