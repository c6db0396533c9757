"""Bring the standing of prospects up to date from their timeline, and write it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from django.db.models import Max, Q

from keepwarm.answers.models import Answer
from keepwarm.decisions.rows import write_columns
from keepwarm.decisions.standing import Happened, Told, tell
from keepwarm.engine.words import Evidence
from keepwarm.prospects.models import Prospect
from keepwarm.touches.models import Inquiry, Touch

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


def retell(prospects: Sequence[Prospect], *, now: datetime) -> None:
    """Tell the standing of these prospects anew and write it, together with what was turned on them in memory."""
    told = tell_all(prospects, now=now)
    signs = _warm_ids([prospect.pk for prospect in prospects if not prospect.warm])
    for prospect in prospects:
        prospect.warm = prospect.warm or prospect.pk in signs or told[prospect.pk].last_progress_at is not None
    write_columns(
        TOLD + TURNED,
        [
            (
                *(getattr(told[prospect.pk], name) for name in TOLD),
                *(getattr(prospect, name) for name in TURNED),
                prospect.pk,
            )
            for prospect in prospects
        ],
    )


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


def _touches(ids: Iterable[int]) -> Mapping[int, list[Happened]]:
    found: dict[int, list[Happened]] = defaultdict(list)
    rows = Touch.objects.filter(prospect_id__in=ids, voided_at__isnull=True).values_list(
        "prospect_id", "happened_at", "channel", "direction", "disposition"
    )
    for prospect_id, at, channel, direction, disposition in rows:
        found[prospect_id].append(Happened(at, channel, direction, disposition))
    return found


def _inquiries(ids: Iterable[int]) -> Mapping[int, list[datetime]]:
    found: dict[int, list[datetime]] = defaultdict(list)
    rows = Inquiry.objects.filter(prospect_id__in=ids, voided_at__isnull=True, happened_at__isnull=False)
    for prospect_id, at in rows.values_list("prospect_id", "happened_at"):
        if at is not None:
            found[prospect_id].append(at)
    return found


def _learned(ids: Iterable[int]) -> Mapping[int, datetime]:
    """The newest answer of each that they gave themselves, in a form, in writing or in a conversation."""
    rows = (
        Answer.objects.filter(prospect_id__in=ids, voided_at__isnull=True, evidence__gte=Evidence.FORM)
        .values_list("prospect_id")
        .annotate(at=Max("learned_at"))
    )
    return dict(rows)


def _warm_ids(ids: Sequence[int]) -> set[int]:
    """Those who showed interest themselves."""
    if not ids:
        return set()
    shown = Inquiry.objects.filter(Q(source__cold=False), prospect_id__in=ids, voided_at__isnull=True)
    return set(shown.values_list("prospect_id", flat=True))
