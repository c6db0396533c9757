"""A chunk of rows lands: recognized, given an owner and a first date, written with the import's cursor in one transaction."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any, Final

from django.db import transaction
from django.db.models import F, Max

from keepwarm.decisions.actions import Arrived, arrive
from keepwarm.decisions.actions.inserting import Keys, insert_rows
from keepwarm.decisions.actions.newcomers import House
from keepwarm.decisions.batch import Arrival, NewAddress, NewAnswer, NewWish
from keepwarm.intake.actions.recognized import share_addresses, write_doubts
from keepwarm.intake.actions.starting import LEASE
from keepwarm.intake.firms import Firms, former_owners
from keepwarm.intake.mapping.plan import Plan
from keepwarm.intake.models import Import, ImportedRow, Reject
from keepwarm.intake.owners import Staffing, Wanted, choose_owner, gather_staffing
from keepwarm.intake.recognizing.recognizer import Chunk, Recognized, Recognizer
from keepwarm.intake.shaping.shapes import Flawed, Shaped
from keepwarm.intake.spreading import Spreader, open_spreader
from keepwarm.lib.refusal import Refusal
from keepwarm.prospects.models import Address, Prospect
from keepwarm.staff.models import User
from keepwarm.touches.actions import find_or_create_source
from keepwarm.touches.models import Source

_BLOCK: Final = 2_000  # keys reserved at once; those of the last block that stay unused are gaps, and harmless


class LostLease(Refusal):
    """Another process went on with this import meanwhile."""


@dataclass(slots=True)
class Counted:
    """What a chunk brought."""

    created: int = 0
    matched: int = 0
    already: int = 0
    rejected: int = 0
    doubts: int = 0


@dataclass(slots=True)
class Landing:
    """What all chunks of one import share."""

    imported: Import
    plan: Plan
    house: House
    staffing: Staffing
    spreader: Spreader
    recognizer: Recognizer
    by: User | None
    answers_from: str
    wishes_from: str
    firms: Firms = field(default_factory=Firms)
    sources: dict[str, int] = field(default_factory=dict)


def open_landing(imported: Import, plan: Plan, *, now: datetime) -> Landing:
    """Read the house once for all chunks."""
    house = House(now=now, reserved=Keys(block=_BLOCK))
    population = Prospect.objects.aggregate(newest=Max("pk"))["newest"] or 0
    return Landing(
        imported=imported,
        plan=plan,
        house=house,
        staffing=gather_staffing(now=now),
        spreader=open_spreader(house.policy, now=now),
        recognizer=Recognizer(population=population + imported.total),
        by=imported.by,
        firms=Firms(reserved=house.reserved),
        answers_from=answers_from(imported),
        wishes_from=wishes_from(imported),
        sources=dict(Source.objects.values_list("name", "pk")),
    )


def land(landing: Landing, rows: Sequence[Shaped | Flawed], *, now: datetime) -> Counted:
    """Land these rows, and move the cursor behind the last. Either all of it stands or nothing."""
    shaped = [row for row in rows if isinstance(row, Shaped)]
    flawed = [row for row in rows if isinstance(row, Flawed)]
    counted = Counted(rejected=len(flawed))
    if not shaped:
        _refuse_all(landing.imported, flawed, counted, now=now)
        return counted
    landing.firms.find(shaped)
    chunk = landing.recognizer.recognize(shaped)
    arrivals = _arrivals(landing, chunk, now=now)
    newest_address = Address.objects.aggregate(newest=Max("pk"))["newest"] or 0

    def firms() -> None:
        landing.firms.write(now=now)

    def beside(arrived: Sequence[Arrived]) -> None:
        _write_beside(landing, chunk, arrived, flawed, newest_address, counted, now=now)
        move_on(landing.imported, rows[-1].line + 1, len(rows), counted, now=now)

    try:
        arrive(arrivals, by=landing.by, now=now, house=landing.house, before=firms, alongside=beside)
    except BaseException:
        landing.firms.forget_new()
        raise
    landing.firms.written()
    return counted


def _refuse_all(imported: Import, flawed: Sequence[Flawed], counted: Counted, *, now: datetime) -> None:
    with transaction.atomic():
        _write_rejects(imported, flawed)
        move_on(imported, flawed[-1].line + 1, len(flawed), counted, now=now)


def _write_beside(
    landing: Landing,
    chunk: Chunk,
    arrived: Sequence[Arrived],
    flawed: Sequence[Flawed],
    newest_address: int,
    counted: Counted,
    *,
    now: datetime,
) -> None:
    """What stands or falls with the people of a chunk: shared addresses, doubts, and what each line became."""
    share_addresses(chunk.shared)
    counted.doubts = write_doubts(chunk.rows, arrived, now=now)
    _write_rows(landing.imported, chunk.rows, arrived, newest_address)
    _write_rejects(landing.imported, flawed)
    counted.created = sum(one.created for one in arrived)
    counted.already = sum(one.already for one in arrived)
    counted.matched = len(arrived) - counted.created - counted.already


def move_on(imported: Import, next_line: int, rows: int, counted: Counted, *, now: datetime) -> None:
    """The cursor and the counts, in the transaction of the rows they tell of. Raises LostLease."""
    moved = Import.objects.filter(pk=imported.pk, next_line=imported.next_line, runner=imported.runner).update(
        next_line=next_line,
        rows=F("rows") + rows,
        created=F("created") + counted.created,
        matched=F("matched") + counted.matched,
        already=F("already") + counted.already,
        rejected=F("rejected") + counted.rejected,
        doubts=F("doubts") + counted.doubts,
        lease_until=now + LEASE,
    )
    if not moved:
        raise LostLease(f"Another process goes on with import {imported.ref}; this one stops.")
    imported.next_line = next_line


def _arrivals(landing: Landing, chunk: Chunk, *, now: datetime) -> list[Arrival]:
    firms = {pk for one in chunk.rows if (pk := landing.firms.id_of(one.shaped))}
    former = dict(former_owners(firms))
    return [_arrival(landing, one, former, chunk.common, now=now) for one in chunk.rows]


def _arrival(landing: Landing, one: Recognized, former: dict[int, int], common: set[int], *, now: datetime) -> Arrival:
    row = one.shaped
    firm = landing.firms.id_of(row)
    owner, because = _owner(landing, one, firm, former)
    return Arrival(
        **_who(row),
        owner_id=owner,
        owner_because=because,
        source_id=_source(landing, row.source),
        prospect_id=one.prospect_id,
        same_as=one.same_as,
        organization_id=firm,
        addresses=_addresses(one),
        inquired_at=_moment(row.inquired),
        wants_contact=row.wants_contact,
        cold=row.cold,
        history_unknown=landing.plan.spread,
        spread_at=_spread(landing, one, owner, _moment(row.inquired), now=now),
        permissions=row.permissions,
        wishes=tuple(NewWish(kind, channel, _moment(until), words) for kind, channel, until, words in row.wishes),
        answers=_answers(landing.plan, row),
        stage=row.stage,
        stage_since=_moment(row.since),
        end_reason=row.end,
        match_keys=tuple(key for key in row.keys if key not in common),
        answers_from=landing.answers_from,
        wishes_from=landing.wishes_from,
    )


def _who(row: Shaped) -> dict[str, Any]:
    """What a row says of the person itself."""
    return {
        "name": row.name,
        "given_name": row.given,
        "family_name": row.family,
        "title": row.title,
        "language": row.language,
        "born_on": date.fromisoformat(row.born) if row.born else None,
        "organization_folded": row.organization_folded,
        "fingerprint": row.fingerprint,
        "topic": row.topic,
        "text": row.text,
        "place": row.place,
        "zones": row.zones,
    }


def _owner(landing: Landing, one: Recognized, firm: int | None, former: dict[int, int]) -> tuple[int, str]:
    """Of someone new, and why; who is known keeps theirs."""
    if not one.is_new:
        return landing.staffing.fallback, ""
    row = one.shaped
    known_to = former.get(firm) if firm else None
    chosen = choose_owner(Wanted(row.owner, row.place, row.topic, row.source, known_to), landing.staffing)
    if firm:
        former.setdefault(firm, chosen.seat_id)
    return chosen.seat_id, chosen.because


def _addresses(one: Recognized) -> tuple[NewAddress, ...]:
    return tuple(
        NewAddress(kind, value, normalized, place, zones, shared or (kind, normalized) in one.shared)
        for kind, value, normalized, place, zones, shared in one.shaped.addresses
    )


def _moment(seconds: int | None) -> datetime | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)


def answers_from(imported: Import) -> str:
    """What stands beside each answer of this import: the list, and which import it was. Undo finds them by it."""
    name = imported.source.name if imported.source else ""
    return f"{name[:90]} (import {imported.ref})"


def wishes_from(imported: Import) -> str:
    """What stands beside each wish and permission of this import."""
    return f"import:{imported.ref}"


def _answers(plan: Plan, row: Shaped) -> tuple[NewAnswer, ...]:
    return tuple(
        NewAnswer(asked.key, value, asked.evidence) for asked, (value, _folded) in zip(plan.answers, row.answers, strict=True) if value
    )


def _source(landing: Landing, name: str) -> int:
    """The row's own source, else the list's."""
    if not name or landing.imported.source is None:
        assert landing.imported.source_id is not None
        return landing.imported.source_id
    if name not in landing.sources:
        source = find_or_create_source(name)
        landing.sources[name] = source.pk
        landing.house.sources[source.pk] = source.name
    return landing.sources[name]


def _spread(landing: Landing, one: Recognized, owner: int, inquired: datetime | None, *, now: datetime) -> datetime | None:
    """Not before this moment; None for those known, and for news that came in these days."""
    row, policy = one.shaped, landing.house.policy
    if not one.is_new or not landing.plan.spread:
        return None
    age = (now - inquired).days if inquired else None
    if age is not None and age <= policy.first_call_within_days:
        return None
    if row.wants_contact and (age is None or age < policy.inquiry_fresh_days):
        return None
    closed = any(kind != "not_before" and channel in {"phone", ""} for kind, channel, _until, _words in row.wishes)
    has_phone = any(address[0] == "phone" for address in row.addresses)
    return landing.spreader.moment(owner, may_be_called=has_phone and not closed and not row.cold)


def _write_rows(imported: Import, rows: Sequence[Recognized], arrived: Sequence[Arrived], newest_address: int) -> None:
    """What each line became. What was here already belongs to the import that brought it."""
    known = {one.prospect_id for one in arrived if not one.created and not one.already}
    added: dict[int, list[int]] = {}
    for prospect_id, pk in Address.objects.filter(prospect_id__in=known, pk__gt=newest_address).values_list("prospect_id", "pk"):
        added.setdefault(prospect_id or 0, []).append(pk)
    insert_rows(
        ImportedRow,
        ("imported_id", "line", "prospect_id", "inquiry_id", "created", "added"),
        [
            (imported.pk, one.shaped.line, here.prospect_id, here.inquiry_id, here.created, _added(here, added))
            for one, here in zip(rows, arrived, strict=True)
            if not here.already
        ],
    )


def _added(here: Arrived, added: dict[int, list[int]]) -> str:
    if here.created:
        return "{}"
    addresses: list[Any] = added.pop(here.prospect_id, [])
    return json.dumps({"addresses": addresses}) if addresses else "{}"


def _write_rejects(imported: Import, flawed: Sequence[Flawed]) -> None:
    Reject.objects.bulk_create(
        [Reject(imported=imported, line=one.line, reason=one.reason[:300], raw=list(one.cells)) for one in flawed],
        batch_size=500,
    )
