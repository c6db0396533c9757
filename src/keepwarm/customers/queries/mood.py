"""The health of customers, read for many at once: a handful of queries for a page, however many customers are on it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median
from typing import Final

from django.db.models import Count, Exists, F, Max, OuterRef, Q
from django.utils.translation import gettext as _

from keepwarm.customers.models import Asked, Case, CustomerFact
from keepwarm.customers.queries.promised import promised_to
from keepwarm.engine.health import WORDS, Health, Mood, Signs, health_of
from keepwarm.engine.words import LIVE
from keepwarm.policy.queries import policy_in_force
from keepwarm.prospects.models import Prospect
from keepwarm.touches.models import Channel, Touch

REMEMBERED: Final = timedelta(days=400)
"""Figures and answers older than this say nothing about today. Our choice."""
BEFORE: Final = 6
"""The newest figure of use is compared with the middle of so many before it. Our choice."""


@dataclass(frozen=True, slots=True)
class Told:
    """Health in the reader's language: `mood` the key, `label` its word, and every reason as a sentence."""

    mood: str
    label: str
    reasons: tuple[str, ...]


def healths_of(prospects: Sequence[Prospect], *, now: datetime) -> dict[int, Health]:
    """For each by id."""
    ids = [one.pk for one in prospects]
    promised, cases, answers = promised_to(ids, today=now.date()), _cases(ids), _answers(ids, now)
    unsettled = _unsettled(ids)
    use, late, talks = _use(ids, now), _late(ids, now), talks_of(prospects)
    quiet_after = policy_in_force().customer_quiet_days
    return {
        pk: health_of(
            Signs(
                kept=promised[pk].kept,
                broken=promised[pk].broken,
                unrecorded=promised[pk].unrecorded,
                overdue=promised[pk].overdue,
                open_broken=unsettled.get(pk, 0),
                open_cases=cases.get(pk, 0),
                answer=answers.get(pk),
                use_share=use.get(pk),
                days_late=late.get(pk),
                talk_days=(now - talks[pk]).days if pk in talks else None,
                quiet_after_days=quiet_after,
            )
        )
        for pk in ids
    }


def say_health(health: Health) -> Told:
    """In the reader's language."""
    reasons = tuple(_(one.words) % dict(one.args) if one.args else _(one.words) for one in health.reasons)
    return Told(Mood(health.mood).name.lower(), _(WORDS[health.mood]), reasons)


def _unsettled(ids: Sequence[int]) -> Mapping[int, int]:
    """Broken promises that are not settled: to them, and to others of theirs at a sale to them."""
    found: Counter[int] = Counter()
    rows = Case.objects.filter(promise__isnull=False, settled_at__isnull=True)
    found.update(rows.filter(prospect_id__in=ids).values_list("prospect_id", flat=True))
    others = rows.filter(promise__sale__prospect_id__in=ids).exclude(promise__sale__prospect_id=F("prospect_id"))
    found.update(others.values_list("promise__sale__prospect_id", flat=True))
    return found


def _cases(ids: Sequence[int]) -> Mapping[int, int]:
    waiting = Case.objects.filter(prospect_id__in=ids, promise__isnull=True, settled_at__isnull=True)
    return dict(waiting.order_by().values_list("prospect_id").annotate(count=Count("pk")))


def _answers(ids: Sequence[int], now: datetime) -> Mapping[int, float]:
    """What they said when they were asked openly; the newest word. What was settled since is no more it."""
    rows = Asked.objects.filter(prospect_id__in=ids, content__isnull=False, answered_at__gte=now - REMEMBERED)
    since = Case.objects.filter(
        Q(promise__sale=OuterRef("sale")) | Q(prospect=OuterRef("prospect")), settled_at__gte=OuterRef("answered_at")
    )
    said = rows.exclude(Q(Exists(since)), content=False).order_by("answered_at")
    return {pk: 1.0 if content else 0.2 for pk, content in said.values_list("prospect_id", "content")}


def _use(ids: Sequence[int], now: datetime) -> Mapping[int, float]:
    """The newest figure as a share of the middle of those before; nothing without at least two before it."""
    told: dict[int, list[float]] = defaultdict(list)
    for pk, value in _facts(ids, CustomerFact.Kind.USE, now):
        told[pk].append(value)
    shares = {}
    for pk, values in told.items():
        before = values[-1 - BEFORE : -1]
        if len(before) > 1 and median(before) > 0:
            shares[pk] = values[-1] / median(before)
    return shares


def _late(ids: Sequence[int], now: datetime) -> Mapping[int, float]:
    return dict(_facts(ids, CustomerFact.Kind.PAYMENT, now))


def _facts(ids: Sequence[int], kind: str, now: datetime) -> list[tuple[int, float]]:
    rows = CustomerFact.objects.filter(prospect_id__in=ids, kind=kind, at__gte=now - REMEMBERED)
    return list(rows.order_by("prospect_id", "at").values_list("prospect_id", "value"))


def talks_of(prospects: Sequence[Prospect]) -> Mapping[int, datetime]:
    """The last talk with anyone of the firm; of somebody without a firm, with them."""
    firms = {one.organization_id for one in prospects if one.organization_id}
    live = Touch.objects.filter(disposition__in=LIVE, channel__in=[Channel.PHONE, Channel.MEETING], voided_at__isnull=True)
    by_firm = dict(live.filter(organization_id__in=firms).order_by().values_list("organization_id").annotate(at=Max("happened_at")))
    found = {}
    for one in prospects:
        moments = [at for at in (one.last_reached_at, by_firm.get(one.organization_id)) if at is not None]
        if moments:
            found[one.pk] = max(moments)
    return found
