"""Bring the standing of prospects up to date from their timeline, and write it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from operator import attrgetter
from typing import Any

from keepwarm.decisions.rows import moment, write_columns
from keepwarm.decisions.standing import Happened, Told, tell
from keepwarm.engine.words import Evidence
from keepwarm.facts.scope import Scope, rows
from keepwarm.prospects.models import Prospect

TOLD = (
    "inquired_at",
    "last_touch_at",
    "last_ours_at",
    "last_reached_at",
    "last_attempt_at",
    "last_progress_at",
    "attempts",
    "voicemails",
    "reached",
)
TURNED = (
    "stage",
    "owner_id",
    "warm",
    "chosen_step",
    "chosen_at",
    "chosen_due_at",
    "chosen_because",
    "chosen_by_id",
    "wake_at",
    "recycled_at",
    "round_started_at",
    "next_step",
    "next_touch_at",
    "first_due_at",
    "because_rule",
    "because_args",
    "ended_at",
    "end_reason",
)


_AS_TOLD, _AS_TURNED, _AS_BOTH = attrgetter(*TOLD), attrgetter(*TURNED), attrgetter(*TOLD, *TURNED)
Stood = Mapping[int, tuple[Any, ...]]


def as_they_stand(prospects: Iterable[Prospect]) -> Stood:
    """What is written of these by `retell`, as it was read after they were locked and before anything was turned."""
    return {prospect.pk: _AS_BOTH(prospect) for prospect in prospects}


def retell(prospects: Sequence[Prospect], *, now: datetime, stood: Stood | None = None) -> None:
    """Tell the standing of these prospects anew and write it, together with what was turned on them in memory.

    `stood`: see `as_they_stand`; then only what is another now is written. A mailing changes next to nothing of it, and every
    index over a column that is written is written too, be its value the same or not.
    """
    told = tell_all(prospects, now=now)
    signs = _warm_ids([prospect.pk for prospect in prospects if not prospect.warm])
    for prospect in prospects:
        prospect.warm = prospect.warm or prospect.pk in signs or told[prospect.pk].last_progress_at is not None
    stands = {prospect.pk: (*_AS_TOLD(told[prospect.pk]), *_AS_TURNED(prospect)) for prospect in prospects}
    if stood is None:
        write_columns(TOLD + TURNED, [(*values, pk) for pk, values in stands.items()])
    else:
        _write_what_changed(stands, stood)


def _write_what_changed(stands: Stood, stood: Stood) -> None:
    """One statement for all of whom the same columns changed; the version of each is raised."""
    alike: dict[tuple[str, ...], list[tuple[Any, ...]]] = defaultdict(list)
    for pk, values in stands.items():
        changed = [(name, new) for name, new, old in zip(TOLD + TURNED, values, stood[pk], strict=True) if new != old]
        alike[tuple(name for name, _ in changed)].append((*(new for _, new in changed), pk))
    for columns, changed_rows in alike.items():
        write_columns(columns, changed_rows)


def tell_all(prospects: Sequence[Prospect], *, now: datetime) -> dict[int, Told]:
    """What the timeline tells of each, without writing; the audit compares it with what stands."""
    ids = [prospect.pk for prospect in prospects]
    touches, inquiries, learned = _touches(ids), _inquiries(ids), _learned(ids)
    return {
        prospect.pk: tell(
            touches.get(prospect.pk, ()),
            inquiries=inquiries.get(prospect.pk, ()),
            learned_at=learned.get(prospect.pk),
            round_from=prospect.round_started_at,
            now=now,
        )
        for prospect in prospects
    }


def _touches(ids: Sequence[int]) -> Mapping[int, list[Happened]]:
    found: dict[int, list[Happened]] = defaultdict(list)
    sql = f"SELECT prospect_id, happened_at, channel, direction, disposition FROM touches_touch WHERE {_of(ids)} AND voided_at IS NULL"  # noqa: S608
    for prospect_id, at, channel, direction, disposition in rows(sql):
        found[prospect_id].append(Happened(_known(at), channel, direction, disposition))
    return found


def _inquiries(ids: Sequence[int]) -> Mapping[int, list[datetime]]:
    found: dict[int, list[datetime]] = defaultdict(list)
    sql = f"SELECT prospect_id, happened_at FROM touches_inquiry WHERE {_of(ids)} AND voided_at IS NULL AND happened_at IS NOT NULL"  # noqa: S608
    for prospect_id, at in rows(sql):
        found[prospect_id].append(_known(at))
    return found


def _learned(ids: Sequence[int]) -> Mapping[int, datetime]:
    """The newest answer of each that they gave themselves, in a form, in writing or in a conversation."""
    sql = (
        f"SELECT prospect_id, max(learned_at) FROM answers_answer WHERE {_of(ids)} AND voided_at IS NULL"  # noqa: S608
        f" AND evidence >= {int(Evidence.FORM)} GROUP BY prospect_id"
    )
    return {prospect_id: _known(at) for prospect_id, at in rows(sql)}


def _warm_ids(ids: Sequence[int]) -> set[int]:
    """Those who showed interest themselves."""
    if not ids:
        return set()
    sql = (
        "SELECT DISTINCT i.prospect_id FROM touches_inquiry i JOIN touches_source s ON s.id = i.source_id"  # noqa: S608 - our own numbers
        f" WHERE {Scope(ids=ids).sql('i.prospect_id')} AND i.voided_at IS NULL AND NOT s.cold"
    )
    return {pk for (pk,) in rows(sql)}


def _of(ids: Sequence[int]) -> str:
    """Plain SQL here and above: every write asks the same, and the ORM takes longer to put it together than the database to answer."""
    return Scope(ids=ids).sql("prospect_id")


def _known(at: datetime | str) -> datetime:
    found = moment(at)
    assert found is not None
    return found
