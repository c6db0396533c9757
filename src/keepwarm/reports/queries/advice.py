"""Refused advice: how often people said "not this one" to each rule, and why. It is shown to whoever owns the policy."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count
from django.utils.translation import gettext

from keepwarm.decisions.models import AdviceRefused
from keepwarm.engine.sentences import say_short

COUNTED_OVER = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class RefusedRule:
    """A rule whose advice was refused; `reasons` with their counts, the most frequent first."""

    rule: str
    short: str
    count: int
    reasons: tuple[tuple[str, int], ...]


def refused_advice(*, now: datetime) -> tuple[RefusedRule, ...]:
    """The last 30 days, the most refused rule first."""
    rows = AdviceRefused.objects.filter(at__gte=now - COUNTED_OVER, at__lte=now).values("rule", "reason").annotate(count=Count("pk"))
    by_rule: dict[str, Counter[str]] = defaultdict(Counter)
    for row in rows:
        by_rule[row["rule"]][row["reason"]] = row["count"]
    found = [
        RefusedRule(
            rule, say_short(rule, translate=gettext), counts.total(), tuple((reason_words(one), n) for one, n in counts.most_common())
        )
        for rule, counts in by_rule.items()
    ]
    return tuple(sorted(found, key=lambda one: (-one.count, one.rule)))


def reason_words(reason: str) -> str:
    """One of the house's reasons, in words."""
    known = {
        AdviceRefused.Reason.ALREADY_SPOKE: gettext("already spoke"),
        AdviceRefused.Reason.WRONG_PERSON: gettext("wrong person"),
        AdviceRefused.Reason.FACTS_WRONG: gettext("facts are wrong"),
        AdviceRefused.Reason.BAD_MOMENT: gettext("bad moment"),
        AdviceRefused.Reason.NO_FIT: gettext("no fit"),
    }
    return known.get(AdviceRefused.Reason(reason), reason) if reason in AdviceRefused.Reason.values else reason
