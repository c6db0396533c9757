"""A chunk of a history lands: past touches of people who are here, and their owners. Nobody is made, no touch is invented."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from time import perf_counter

from django.db import transaction
from django.db.models import Max

from keepwarm.decisions.actions import Logged, log_touches
from keepwarm.decisions.batch import NewAnswer, NewTouch, NewWish
from keepwarm.intake.actions.history_owners import Owned, own, told_before
from keepwarm.intake.actions.keeping import Counted, answers_from, move_on, write_rejects
from keepwarm.intake.mapping.plan import Plan
from keepwarm.intake.models import Import, ImportedRow
from keepwarm.intake.owners import Staffing, gather_staffing
from keepwarm.intake.recognizing.recognizer import Recognizer
from keepwarm.intake.shaping.history import Told
from keepwarm.intake.shaping.shapes import Flawed, Happening
from keepwarm.lib.text import fold
from keepwarm.prospects.actions.inserting import as_json, insert_rows
from keepwarm.prospects.models import Prospect
from keepwarm.staff.models import User
from keepwarm.touches.models import Touch

Same = tuple[int, str, str, str, int, str]
"""What makes two past touches the same: prospect, channel, direction, disposition, second that the list tells, note."""


@dataclass(slots=True)
class Pace:
    """How long the newest chunk held the transaction, in seconds."""

    held: float = 0.0


@dataclass(slots=True)
class History:
    """What all chunks of one history share."""

    imported: Import
    plan: Plan
    staffing: Staffing
    recognizer: Recognizer
    by: User | None
    house: Pace


def open_history(imported: Import, plan: Plan, *, now: datetime) -> History:
    """Read what is needed once for all chunks."""
    population = Prospect.objects.aggregate(newest=Max("pk"))["newest"] or 0
    recognizer = Recognizer(population=population)
    return History(imported, plan, gather_staffing(now=now), recognizer, imported.by, Pace())


def land_history(history: History, rows: Sequence[Told | Flawed], *, now: datetime) -> Counted:
    """Log the past touches of these rows. A row about nobody who is here is refused; one that stands here already adds nothing."""
    refused = [flaw for row in rows if (flaw := row if isinstance(row, Flawed) else row.ahead(now))]
    ahead = {one.line for one in refused}
    told = [row for row in rows if isinstance(row, Told) and row.line not in ahead]
    known = history.recognizer.recognize([row.who for row in told]).rows
    pairs = [(row, one.prospect_id) for row, one in zip(told, known, strict=True) if one.prospect_id is not None]
    refused += [_nobody(row) for row, one in zip(told, known, strict=True) if one.prospect_id is None]
    seats, wrong = _seats(history, pairs)
    refused += wrong
    bad_lines = {one.line for one in wrong}
    pairs = [(row, pk) for row, pk in pairs if row.line not in bad_lines]
    fresh, repeated = _fresh(pairs, told_before(pairs, seats))
    counted = Counted(rejected=len(refused), already=repeated, matched=len(pairs) - repeated)
    began = perf_counter()
    with transaction.atomic():
        logged = log_touches([_touch(history, row, pk, seats, now=now) for row, pk in fresh if row.what], by=history.by, now=now)
        owned = own(history.imported, fresh, seats, by=history.by, now=now)
        _write_rows(history.imported, fresh, logged, owned)
        write_rejects(history.imported, refused)
        move_on(history.imported, rows[-1].line + 1, len(rows), counted, now=now)
    history.house.held = perf_counter() - began
    return counted


def _nobody(told: Told) -> Flawed:
    row = told.who
    by = next((address[1] for address in row.addresses), "")
    who = ", ".join(part for part in (row.name, row.organization, by) if part)
    return told.refused(f"Nobody here is {who}: bring the person in first.")


def _seats(history: History, pairs: Sequence[tuple[Told, int]]) -> tuple[dict[str, int], list[Flawed]]:
    """Seats by the names in these rows; a row whose owner is nobody here is refused. Who did it may have left: unknown."""
    names = {text for row, _pk in pairs for text in (row.who.owner, row.happening.by if row.happening else "") if text}
    seats = {text: history.staffing.names.get(fold(text), 0) for text in names}
    wrong = [
        row.refused(f"Nobody who works here is called “{row.who.owner}”.")
        for row, _pk in pairs
        if row.who.owner and not seats[row.who.owner]
    ]
    return seats, wrong


def _fresh(pairs: Sequence[tuple[Told, int]], told: set[int]) -> tuple[list[tuple[Told, int]], int]:
    """Those whose touch is not here yet, and how many are. `told`: lines that only tell an owner, as a list before did."""
    ids = {pk for _row, pk in pairs}
    found = Touch.objects.filter(prospect_id__in=ids, voided_at__isnull=True)
    here: set[Same] = {
        (pk, channel, direction, disposition, told_at or int(at.timestamp()), note)
        for pk, channel, direction, disposition, at, note, told_at in found.values_list(
            "prospect_id", "channel", "direction", "disposition", "happened_at", "note", "args__told_at"
        )
    }
    fresh: list[tuple[Told, int]] = []
    for row, pk in pairs:
        what = row.happening
        if what is not None:
            same = (pk, what.channel, what.direction, what.disposition, what.happened or 0, what.note.strip())
            if same in here:
                continue
            here.add(same)
        elif row.line in told:
            continue
        fresh.append((row, pk))
    return fresh, len(pairs) - len(fresh)


def _touch(history: History, row: Told, prospect_id: int, seats: dict[str, int], *, now: datetime) -> NewTouch:
    what: Happening | None = row.happening
    assert what is not None
    assert what.happened is not None
    return NewTouch(
        prospect_id=prospect_id,
        channel=what.channel,
        direction=what.direction,
        disposition=what.disposition,
        happened_at=min(datetime.fromtimestamp(what.happened, UTC), now),
        seat_id=(seats.get(what.by) or seats.get(row.who.owner) or None) if what.by or row.who.owner else None,
        seconds=what.seconds,
        learned=what.learned,
        note=what.note,
        args={"import": history.imported.ref, "told_at": what.happened} | ({"owner": seats[row.who.owner]} if row.who.owner else {}),
        by_hand=what.channel in {"email", "post"},
        answers=tuple(
            NewAnswer(asked.key, value, asked.evidence, answers_from(history.imported))
            for asked, (value, _folded) in zip(history.plan.answers, row.who.answers, strict=True)
            if value
        ),
        wishes=tuple(
            NewWish(kind, channel, datetime.fromtimestamp(until, UTC) if until is not None else None, words)
            for kind, channel, until, words in row.who.wishes
        ),
    )


def _write_rows(imported: Import, fresh: Sequence[tuple[Told, int]], logged: Sequence[Logged], owned: Owned) -> None:
    touches = iter(logged)
    rows = [
        (imported.pk, row.line, pk, next(touches).touch.pk if row.what else None, False, as_json(owned.get(row.line, {})))
        for row, pk in fresh
    ]
    insert_rows(ImportedRow, ("imported_id", "line", "prospect_id", "touch_id", "created", "added"), rows)
