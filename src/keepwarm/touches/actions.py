"""Every write of the timeline. Rooms above call `decisions.log_touches`, which calls these in its transaction."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext

from keepwarm.lib.refusal import Refusal
from keepwarm.prospects.actions.inserting import insert_objects, reserve_ids
from keepwarm.staff.models import Seat, User
from keepwarm.staff.queries import RUNS_THE_TEAM, NotYours, require_role
from keepwarm.touches.absorbing import absorb, forget, give_back, reassign  # noqa: F401  # the circle finds them here
from keepwarm.touches.models import Inquiry, Remark, SentFolder, Signal, Source, SourceTally, Touch


class NothingToAsk(Refusal):
    """A remark without words, or about what was undone."""


def find_or_create_source(name: str, *, kind: str = "list", cold: bool = False) -> Source:
    """The source of that name; made when it is new. An existing one keeps what it is."""
    return Source.objects.get_or_create(name=name.strip()[:120], defaults={"kind": kind, "cold": cold})[0]


def insert_touches(rows: Sequence[Touch]) -> list[Touch]:
    """Write touches as they are. Only `decisions` calls this: a touch without its next step would forget someone."""
    insert_objects(rows, keys=reserve_ids(Touch, len(rows)))
    return list(rows)


def raise_signals(rows: Sequence[Signal]) -> list[Signal]:
    """Write signals. An open one of the same kind for the same prospect and moment is not raised twice."""
    if not rows:
        return []
    known = set(
        Signal.objects.open()
        .filter(prospect_id__in={row.prospect_id for row in rows}, kind__in={row.kind for row in rows})
        .values_list("prospect_id", "kind", "due_at", "source")
    )
    fresh = [row for row in rows if (row.prospect_id, row.kind, row.due_at, row.source) not in known]
    insert_objects(fresh, keys=reserve_ids(Signal, len(fresh)))
    return fresh


def settle_signals(touches: Sequence[tuple[Touch, Iterable[str]]], *, now: datetime) -> int:
    """Settle the open signals of the given kinds that were raised no later than the touch that settles them.

    A touch of long ago, told now, settles nothing that was raised since. Of several touches the first that fits settles.
    """
    if not touches:
        return 0
    by_prospect: dict[int, list[tuple[Touch, frozenset[str]]]] = {}
    for touch, kinds in touches:
        by_prospect.setdefault(touch.prospect_id, []).append((touch, frozenset(kinds)))
    settled = []
    for signal in Signal.objects.open().filter(prospect_id__in=by_prospect, raised_at__lte=now):
        by = next((touch for touch, kinds in by_prospect[signal.prospect_id] if _settles(touch, kinds, signal)), None)
        if by is not None:
            signal.settled_at, signal.settled_by_touch = now, by
            settled.append(signal)
    Signal.objects.bulk_update(settled, ["settled_at", "settled_by_touch"], batch_size=200)
    return len(settled)


def _settles(touch: Touch, kinds: frozenset[str], signal: Signal) -> bool:
    return signal.kind in kinds and signal.raised_at <= touch.counts_at and signal.source != f"touch:{touch.ref}"


def close_signals(
    prospect_ids: Sequence[int], *, now: datetime, but: Collection[str] = (), kinds: Collection[str] = Signal.Kind.values
) -> int:
    """Nothing of these kinds waits any more for these prospects, but for the kinds in `but`: those wait for somebody else of us."""
    waiting = Signal.objects.open().filter(prospect_id__in=prospect_ids, kind__in=set(kinds) - set(but))
    return waiting.update(settled_at=now)


def void_touch(touch: Touch, *, by: User | None, now: datetime) -> None:
    """Void a touch: the signals it settled wait again, those it raised are void. The row stays."""
    touch.voided_at, touch.voided_by = now, by
    touch.save(update_fields=["voided_at", "voided_by"])
    wait_again([touch])
    Signal.objects.filter(source=f"touch:{touch.ref}", voided_at__isnull=True).update(voided_at=now)


def wait_again(touches: Sequence[Touch]) -> None:
    """What these touches had settled waits again: they did not take place, or did not arrive."""
    Signal.objects.filter(settled_by_touch__in=touches).update(settled_at=None, settled_by_touch=None)


def note_sent_folder_read(seat_id: int, *, now: datetime) -> None:
    """A rep's own Sent folder was read up to now, or their copies come in: from now on their share of letters is known."""
    SentFolder.objects.update_or_create(seat_id=seat_id, defaults={"read_at": now}, create_defaults={"since_at": now, "read_at": now})


def forget_sent_folder(seat_id: int) -> None:
    """It is not read any more: their share of letters is not known."""
    SentFolder.objects.filter(seat_id=seat_id).delete()


def void_inquiries(ids: Sequence[int], *, now: datetime) -> None:
    """Void inquiries, and the signals that they raised."""
    Inquiry.objects.filter(id__in=ids, voided_at__isnull=True).update(voided_at=now)
    Signal.objects.filter(source__in=[f"inquiry:{id_}" for id_ in ids], voided_at__isnull=True).update(voided_at=now)


def keep_tallies(rows: Sequence[SourceTally]) -> None:
    """Keep what each source took and gave, as counted by the reports; a newer count takes the place of the older."""
    fields = [field.name for field in SourceTally._meta.concrete_fields if field.name not in {"id", "source"}]
    SourceTally.objects.bulk_create(rows, update_conflicts=True, unique_fields=["source"], update_fields=fields, batch_size=200)


def ask_at_a_name(prospect_id: int, text: str, *, to: Seat | None, touch: Touch | None, by: User, now: datetime) -> Remark:
    """Who runs the team asks at a name on the report; the rep finds the question there and on the desk. Raises NotYours."""
    require_role(by, *RUNS_THE_TEAM)
    return _remark(Remark.Kind.ASK, text, prospect_id=prospect_id, to=to, touch=touch, by=by, at=now)


def answer_a_question(asked: Remark, text: str, *, by: User, now: datetime) -> Remark:
    """The rep who was asked answers where the question stands. Raises NotYours."""
    if asked.kind != Remark.Kind.ASK or asked.to is None or asked.to.user_id != by.pk:
        raise NotYours(gettext("Only whom the question was put to can answer it."))
    return _remark(Remark.Kind.ANSWER, text, prospect_id=asked.prospect_id, asks=asked, to=None, touch=asked.touch, by=by, at=now)


def correct_a_line(touch: Touch, learned: str, *, by: User, now: datetime) -> Remark:
    """A rep corrects the one line of what was learned in a talk of their own; the old line stays in the remark. Raises NotYours.

    Until when a report lets them is for the report to say.
    """
    with transaction.atomic():
        stands = Touch.objects.select_for_update(of=("self",)).select_related("seat").get(pk=touch.pk)
        if stands.seat is None or stands.seat.user_id != by.pk:
            raise NotYours(gettext("You can correct the lines of your own calls and meetings only."))
        if stands.voided_at is not None:
            raise NothingToAsk(gettext("This was undone, so there is nothing to correct."))
        was = stands.learned or "-"
        remark = _remark(Remark.Kind.CORRECTION, was, prospect_id=stands.prospect_id, to=stands.seat, touch=stands, by=by, at=now)
        Touch.objects.filter(pk=stands.pk).update(learned=learned.strip()[:200])
    return remark


def _remark(kind: str, text: str, **fields: object) -> Remark:
    words = text.strip()[:500]
    if not words:
        raise NothingToAsk(gettext("Please write a few words."))
    return Remark.objects.create(kind=kind, text=words, **fields)
