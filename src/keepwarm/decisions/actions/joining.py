"""Arrivals of people who are known already: the inquiry, what it adds, and the next touch decided anew. Set-based."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.utils.translation import gettext

from keepwarm.answers.actions import Learned, keep_answers
from keepwarm.consent.actions import record_permissions, record_wishes
from keepwarm.consent.models import Permission, Wish
from keepwarm.decisions.actions.completing import Filled, Known, complete
from keepwarm.decisions.actions.newcomer_rows import TABLES
from keepwarm.decisions.actions.newcomers import House, blocked_addresses
from keepwarm.decisions.actions.retelling import retell
from keepwarm.decisions.actions.settling import consider, lock, write
from keepwarm.decisions.actions.turning import bring_back, change_stage
from keepwarm.decisions.batch import Arrival
from keepwarm.engine.words import Stage
from keepwarm.facts.scope import Scope
from keepwarm.lib.ids import new_refs
from keepwarm.prospects.actions.inserting import at, insert_rows
from keepwarm.prospects.models import Address, MatchKey, Prospect, StandingChange
from keepwarm.prospects.search import index_prospects
from keepwarm.staff.models import User
from keepwarm.touches.actions import raise_signals
from keepwarm.touches.models import Inquiry, Signal


def join(batch: Sequence[Known], house: House, *, by: User | None, now: datetime) -> Mapping[int, Filled]:
    """Write what these arrivals bring to people who are here, and decide anew. The caller holds the transaction.

    Someone who had ended is open again: they came back. Returns what was filled in, by inquiry.
    """
    if not batch:
        return {}
    ids = sorted({prospect_id for _, prospect_id, _ in batch})
    lock(ids)
    prospects = Prospect.objects.in_bulk(ids)
    _write_inquiries(batch, now=now)
    reached_anew = _write_addresses(batch, prospects, now=now)
    _write_keys(batch)
    _keep_said(batch, house, by=by, now=now)
    changes = [change for one, prospect_id, _ in batch for change in _stand(one, prospects[prospect_id], by=by, now=now)]
    StandingChange.objects.bulk_create(changes, batch_size=500)
    filled = complete(batch, prospects)
    _ask_for_contact(batch, prospects, house, now=now)
    retell(list(prospects.values()), now=now)
    write(consider(Scope(ids=ids), now=now), by=None, because="", now=now)
    # last, in one go: the index writes to the disk whenever other rows follow; nobody else is found by other words than before
    index_prospects(reached_anew | {pk for _, pk, inquiry_id in batch if "organization_id" in filled.get(inquiry_id, ())})
    return filled


def _ask_for_contact(batch: Sequence[Known], prospects: dict[int, Prospect], house: House, *, now: datetime) -> None:
    raise_signals(
        [
            Signal(
                prospect_id=prospect_id,
                kind=Signal.Kind.CONTACT_ASKED,
                raised_at=now,
                due_at=house.contact_due(prospects[prospect_id].owner_id, now),
                source=f"inquiry:{inquiry_id}",
                seat_id=prospects[prospect_id].owner_id,
            )
            for one, prospect_id, inquiry_id in batch
            if house.asks_now(one, now)
        ]
    )


def _write_inquiries(batch: Sequence[Known], *, now: datetime) -> None:
    refs = new_refs(len(batch))
    insert_rows(
        Inquiry,
        TABLES[Inquiry],
        [
            (inquiry_id, ref, prospect_id, one.source_id, at(one.inquired_at), at(now), one.wants_contact, one.topic, one.text,
             one.fingerprint)
            for (one, prospect_id, inquiry_id), ref in zip(batch, refs, strict=True)
        ],
    )  # fmt: skip


def _write_addresses(batch: Sequence[Known], prospects: dict[int, Prospect], *, now: datetime) -> set[int]:
    """Addresses that they did not have; they are tried after those that are known. Returns whose there are."""
    have: dict[int, set[tuple[str, str]]] = {prospect_id: set() for prospect_id in prospects}
    for prospect_id, kind, normalized in Address.objects.filter(prospect_id__in=prospects).values_list("prospect_id", "kind", "normalized"):
        have[prospect_id].add((kind, normalized))
    blocked = blocked_addresses([address for one, _, _ in batch for address in one.addresses])
    rows = []
    for one, prospect_id, _ in batch:
        for address in one.addresses:
            if (address.kind, address.normalized) in have[prospect_id]:
                continue
            have[prospect_id].add((address.kind, address.normalized))
            state = "blocked" if (address.kind, address.normalized) in blocked else "ok"
            firm = (one.organization_id or prospects[prospect_id].organization_id) if address.shared else None
            rows.append(
                (prospect_id, firm, address.kind, address.value, address.normalized, address.shared, address.label,
                 address.place, address.zones, state, len(have[prospect_id]))
            )  # fmt: skip
    insert_rows(Address, TABLES[Address], [(ref, *row) for ref, row in zip(new_refs(len(rows)), rows, strict=True)])
    return {row[0] for row in rows}


def _write_keys(batch: Sequence[Known]) -> None:
    wanted = {(prospect_id, key) for one, prospect_id, _ in batch for key in one.match_keys}
    if not wanted:
        return
    have = set(MatchKey.objects.filter(prospect_id__in={id_ for id_, _ in wanted}).values_list("prospect_id", "key"))
    insert_rows(MatchKey, TABLES[MatchKey], sorted(wanted - have))


def _keep_said(batch: Sequence[Known], house: House, *, by: User | None, now: datetime) -> None:
    """Answers by the rules of superseding; wishes that are not in force yet; permissions."""
    keep_answers(
        [
            Learned(
                prospect_id,
                said.question,
                said.value,
                said.evidence,
                one.inquired_at or now,
                said.source or one.answers_from or house.sources.get(one.source_id, ""),
            )
            for one, prospect_id, _ in batch
            for said in one.answers
        ],
        by=by,
    )
    _wish(batch, by=by, now=now)
    _permit(batch, house, now=now)


def _wish(batch: Sequence[Known], *, by: User | None, now: datetime) -> None:
    """Wishes that are not in force yet."""
    if not any(one.wishes for one, _, _ in batch):
        return
    ids = {prospect_id for _, prospect_id, _ in batch}
    wished = set(Wish.objects.filter(prospect_id__in=ids, lifted_at__isnull=True).values_list("prospect_id", "kind", "channel", "until_at"))
    record_wishes(
        [
            Wish(
                prospect_id=prospect_id,
                kind=wish.kind,
                channel=wish.channel,
                until_at=wish.until_at,
                words=wish.words[:300],
                said_at=one.inquired_at or now,
                source=(one.wishes_from or "import")[:40],
                by=by,
            )
            for one, prospect_id, _ in batch
            for wish in one.wishes
            if (prospect_id, wish.kind, wish.channel, wish.until_at) not in wished
        ]
    )


def _permit(batch: Sequence[Known], house: House, *, now: datetime) -> None:
    record_permissions(
        [
            Permission(
                prospect_id=prospect_id,
                channel=channel,
                kind=kind,
                proof=proof,
                wording_id=next(iter(words), None),
                source=(one.wishes_from or one.answers_from or house.sources.get(one.source_id, ""))[:120],
                given_at=one.inquired_at or now,
            )
            for one, prospect_id, _ in batch
            for channel, kind, proof, *words in one.permissions
        ]
    )


def _stand(one: Arrival, prospect: Prospect, *, by: User | None, now: datetime) -> list[StandingChange]:
    """What the arrival turns: who had ended is back; a later stage that the list tells holds."""
    changes: list[StandingChange] = []
    if prospect.ended_at is not None and one.stage != Stage.ENDED and _came_back(one, prospect.ended_at):
        changes += bring_back(prospect, because=gettext("they came back"), by=by, now=now)
    if prospect.ended_at is None and prospect.stage < one.stage < Stage.ENDED:
        changes.append(change_stage(prospect, Stage(one.stage), because=gettext("the list says so"), by=by, now=one.stage_since or now))
        if prospect.stage >= Stage.IN_SALES:
            prospect.wake_at = None  # another deal with them goes on
    return changes


def _came_back(one: Arrival, ended_at: datetime) -> bool:
    """A sign of theirs since the end. A bought list, an older inquiry, or a list that does not say when, is none."""
    return not one.cold and one.inquired_at is not None and one.inquired_at > ended_at
