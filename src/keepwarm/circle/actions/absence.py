"""Away, ill today, and back: what was promised is done by those present, the rest waits or moves, and all comes back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext

from keepwarm.circle.actions.moving import carry_out
from keepwarm.circle.models import Cover
from keepwarm.circle.queries.heirs import Heir
from keepwarm.circle.queries.plans import AbsencePlan, Move, plan_absence
from keepwarm.decisions.actions.settling import lock
from keepwarm.decisions.models import Deferral
from keepwarm.handoff.actions import ask_others
from keepwarm.handoff.queries import asked_about
from keepwarm.prospects.models import Prospect
from keepwarm.staff.actions import BadAbsence, end_absence, mark_covered, record_absence
from keepwarm.staff.models import Absence, Seat, User
from keepwarm.staff.queries import end_of_day

CHUNK = 500
FARTHEST = timedelta(days=3653)
"""A day more than ten years away is a slip in the year: what waits for their return would be out of sight for good."""


def mark_away(
    seat: Seat,
    *,
    by: User | None,
    now: datetime,
    starts_at: datetime | None = None,
    ends_at: datetime | None = None,
    because: str = "",
    kind: str = Absence.Kind.AWAY,
) -> Absence:
    """Away from `starts_at` (now) to `ends_at` (unknown). What this moves is moved at once, or when the absence begins."""
    with transaction.atomic():
        absence = record_absence(seat, kind, starts_at=max(starts_at or now, now), ends_at=ends_at, because=because, by=by, now=now)
        if absence.starts_at <= now:
            cover(absence, by=by, now=now)
    return absence


def mark_days_away(seat: Seat, first: date, last: date | None, *, because: str = "", by: User | None, now: datetime) -> Absence:
    """Away from the start of the first day to the end of the last, both included, where the seat is; an empty end is open.

    Raises BadAbsence.
    """
    zone = ZoneInfo(seat.zone)
    today = now.astimezone(zone).date()
    if any(day is not None and abs(day - today) > FARTHEST for day in (first, last)):
        raise BadAbsence(gettext("Look at the year once more: this day is more than ten years away."))
    starts_at = datetime.combine(first, time(), zone)
    ends_at = datetime.combine(last + timedelta(days=1), time(), zone) if last else None
    return mark_away(seat, by=by, now=now, starts_at=starts_at, ends_at=ends_at, because=because)


def mark_ill_today(seat: Seat, *, by: User | None, now: datetime, because: str = "") -> Absence:
    """Ill until the end of the working day; after hours, until the end of the next one."""
    return mark_away(seat, by=by, now=now, ends_at=end_of_day(seat, now), because=because, kind=Absence.Kind.ILL)


def cover(absence: Absence, *, by: User | None, now: datetime) -> AbsencePlan:
    """Lends what cannot wait and puts the rest off to the return, in one transaction. Again: only what came due since."""
    with transaction.atomic():
        plan = plan_absence(absence, now=now)
        moves = {move.prospect_id: move for move in plan.lent}
        lock(sorted({*moves, *(pk for pk, _ in plan.waits), *asked_about(absence.seat)}))
        reasons = {pk: _why_lent(absence, move) for pk, move in moves.items()}
        lent = carry_out(plan.lent, reasons, from_seat=absence.seat_id, by=by, now=now)
        Cover.objects.bulk_create([_lent(absence, moves[pk], now) for pk in lent], batch_size=CHUNK)
        if plan.back_at is not None:
            _put_off(absence, plan.waits, plan.back_at, by=by, now=now)
        ask_others(absence.seat, by=by, now=now, if_others=True)
        mark_covered(absence, now=now)
    return plan


def come_back(absence: Absence, *, by: User | None, now: datetime) -> int:
    """They are here again: what was lent is theirs again, what waits is due as it was. How many came back."""
    with transaction.atomic():
        if not end_absence(absence, by=by, now=now):
            return 0
        covers = list(Cover.objects.filter(absence=absence, closed_at__isnull=True))
        back = _give_back(absence, [one for one in covers if one.kind == Cover.Kind.LENT], by=by, now=now)
        _bring_forward(absence, [one for one in covers if one.kind == Cover.Kind.WAITS], by=by, now=now)
        Cover.objects.filter(absence=absence, closed_at__isnull=True).update(closed_at=now)
    return back


def _lent(absence: Absence, move: Move, now: datetime) -> Cover:
    return Cover(
        absence=absence,
        prospect_id=move.prospect_id,
        kind=Cover.Kind.LENT,
        owner_id=absence.seat_id,
        stand_in_id=move.heir.seat_id,
        from_at=move.due_at,
        to_at=move.due_at,
        at=now,
    )


def _put_off(absence: Absence, waits: Sequence[tuple[int, datetime]], back_at: datetime, *, by: User | None, now: datetime) -> None:
    """The touch waits for the return: a deferral with its reason. It is not the person's postponing, so it counts as none."""
    lock(sorted(pk for pk, _ in waits))
    waits = _as_planned(waits, absence.seat_id)
    ids = sorted(pk for pk, _ in waits)
    _set_due(ids, absence.seat_id, back_at)
    because = _why_absent(absence)
    Deferral.objects.bulk_create(
        [Deferral(prospect_id=pk, from_at=at, to_at=back_at, because=because, by=by, at=now) for pk, at in waits],
        batch_size=CHUNK,
    )
    Cover.objects.bulk_create(
        [
            Cover(
                absence=absence,
                prospect_id=pk,
                kind=Cover.Kind.WAITS,
                owner_id=absence.seat_id,
                from_at=at,
                to_at=back_at,
                at=now,
            )
            for pk, at in waits
        ],
        batch_size=CHUNK,
    )


def _as_planned(waits: Sequence[tuple[int, datetime]], owner_id: int) -> list[tuple[int, datetime]]:
    """Those that nobody touched, moved or gave away since the plan was made. They are locked."""
    mine = Prospect.objects.filter(owner_id=owner_id, ended_at__isnull=True)
    stands: dict[int, datetime | None] = {}
    for start in range(0, len(waits), CHUNK):
        ids = [pk for pk, _ in waits[start : start + CHUNK]]
        stands |= dict(mine.filter(pk__in=ids).values_list("pk", "next_touch_at"))
    return [(pk, at) for pk, at in waits if stands.get(pk) == at]


def _set_due(ids: Sequence[int], owner_id: int, at: datetime) -> None:
    for start in range(0, len(ids), CHUNK):
        mine = Prospect.objects.filter(pk__in=ids[start : start + CHUNK], owner_id=owner_id, ended_at__isnull=True)
        mine.filter(chosen_step__gt=0).update(chosen_due_at=at)
        mine.update(next_touch_at=at, version=F("version") + 1)


def _give_back(absence: Absence, covers: Sequence[Cover], *, by: User | None, now: datetime) -> int:
    """To the owner, from whoever has it on loan now: a stand-in who fell ill may have lent it on."""
    moves: dict[int, list[Move]] = {}
    holders = _holders([one.prospect_id for one in covers])
    for one in covers:
        heir = Heir(one.owner_id, gettext("back"))
        moves.setdefault(holders.get(one.prospect_id, 0), []).append(Move(one.prospect_id, one.to_at, heir))
    because = gettext("%(name)s is back") % {"name": absence.seat.name}
    back: list[int] = []
    for seat_id, batch in sorted(moves.items()):
        reasons = {move.prospect_id: because for move in batch}
        back += carry_out(batch, reasons, from_seat=seat_id, by=by, now=now)
    _close_from({one.prospect_id: one.pk for one in covers if one.prospect_id in set(back)}, now=now)
    return len(back)


def _close_from(first: dict[int, int], *, now: datetime) -> None:
    """Closes each prospect's loans from this one on: the ones made before it still run."""
    running = Cover.objects.filter(prospect_id__in=first, closed_at__isnull=True, kind=Cover.Kind.LENT)
    over = [pk for pk, prospect_id in running.values_list("pk", "prospect_id") if pk >= first[prospect_id]]
    Cover.objects.filter(pk__in=over).update(closed_at=now)


def _holders(ids: Sequence[int]) -> dict[int, int]:
    """Who has each prospect on loan: the stand-in of its newest open cover."""
    rows = Cover.objects.filter(prospect_id__in=ids, closed_at__isnull=True, kind=Cover.Kind.LENT).order_by("pk")
    return {one.prospect_id: one.stand_in_id for one in rows if one.stand_in_id is not None}


def _bring_forward(absence: Absence, covers: Sequence[Cover], *, by: User | None, now: datetime) -> None:
    """Back earlier than planned: what still waits for the planned return is due as it was, at the earliest now."""
    early = {one.prospect_id: one for one in covers if one.to_at > now}
    lock(sorted(early))
    waiting = Prospect.objects.filter(pk__in=early, owner_id=absence.seat_id, ended_at__isnull=True).in_bulk()
    moved = [early[pk] for pk, prospect in sorted(waiting.items()) if prospect.next_touch_at == early[pk].to_at]
    because = gettext("%(name)s is back earlier") % {"name": absence.seat.name}
    by_moment: dict[datetime, list[int]] = {}
    for one in moved:
        by_moment.setdefault(max(one.from_at, now), []).append(one.prospect_id)
    for at, ids in by_moment.items():
        _set_due(ids, absence.seat_id, at)
    Deferral.objects.bulk_create(
        [
            Deferral(prospect_id=one.prospect_id, from_at=one.to_at, to_at=max(one.from_at, now), because=because, by=by, at=now)
            for one in moved
        ],
        batch_size=CHUNK,
    )


def _why_absent(absence: Absence) -> str:
    words = gettext("%(name)s is ill") if absence.kind == Absence.Kind.ILL else gettext("%(name)s is away")
    return words % {"name": absence.seat.name}


def _why_lent(absence: Absence, move: Move) -> str:
    return gettext("%(absent)s; %(heir)s") % {"absent": _why_absent(absence), "heir": move.heir.because}
