"""What stands open now, and whose it is: promised and overdue, put off twice, and the longest silence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db.models import BooleanField, QuerySet
from django.db.models.expressions import RawSQL
from django.utils.translation import gettext

from keepwarm.decisions.auditing import overdue
from keepwarm.decisions.models import Deferral
from keepwarm.engine.sentences import say_short
from keepwarm.prospects.models import Prospect
from keepwarm.reports.queries.shapes import Person, Waiting

_IS_TO_DO = RawSQL('NOT ("prospects_prospect"."next_step" = \'keep_warm\')', (), BooleanField())
_IS_POSTPONED_TWICE = RawSQL('"prospects_prospect"."postponed" >= 2', (), BooleanField())
"""Word for word the conditions of `prospects_promised` and `prospects_postponed`: SQLite takes a partial index only then. What is
promised is a call or a letter, so that the first takes nobody away."""
SHOWN = 200
"""Names listed; the count beside them is of all."""
COLUMNS = ("pk", "ref", "name", "organization__name", "owner_id", "owner__ref", "owner__name", "first_due_at", "because_rule", "postponed")


def overdue_now(*, now: datetime) -> QuerySet[Prospect]:
    """What was promised to someone and is late, the oldest first."""
    return overdue(now=now).filter(_IS_TO_DO).order_by("first_due_at", "pk")


def postponed_twice() -> QuerySet[Prospect]:
    """Whose step that stands was put off by people at least twice, the most often first."""
    return Prospect.objects.filter(_IS_POSTPONED_TWICE, ended_at__isnull=True).order_by("-postponed", "first_due_at", "pk")


def waiting_of(rows: QuerySet[Prospect]) -> tuple[Waiting, ...]:
    """The first of them as lines of the report; the reason is what the rule says in short."""
    return tuple(
        Waiting(
            person=Person(pk, ref, name, firm or ""),
            seat_id=seat_id,
            seat_ref=seat_ref,
            whose=whose,
            since_at=since_at,
            times=times,
            because=say_short(rule, translate=gettext),
        )
        for pk, ref, name, firm, seat_id, seat_ref, whose, since_at, rule, times in rows.values_list(*COLUMNS)[:SHOWN]
    )


def reasons_of(prospect_ids: Sequence[int]) -> dict[int, str]:
    """The reason of the newest deferral of each that has one in words."""
    rows = Deferral.objects.filter(prospect_id__in=prospect_ids).exclude(because="").order_by("at", "pk")
    return dict(rows.values_list("prospect_id", "because"))


def count_by_owner(rows: QuerySet[Prospect], shown: Sequence[Waiting]) -> tuple[int, tuple[tuple[str, int], ...]]:
    """How many there are and whose: counted from the lines when all are shown, else by the database."""
    if len(shown) < SHOWN:
        return len(shown), ranked(line.whose for line in shown)
    names = rows.order_by().values_list("owner__name", flat=True)
    whose = ranked(names)
    return sum(count for _, count in whose), whose


def ranked(names: Iterable[str]) -> tuple[tuple[str, int], ...]:
    """Names with their counts, the highest first."""
    return tuple(Counter(names).most_common())


def longest_silence_days(*, now: datetime) -> int:
    """Days since the last touch of whoever was left alone longest; someone never touched counts from the day they came.

    An unknown history is unknown, not silence: it too counts from the day they came to us.
    """
    open_now = Prospect.objects.filter(ended_at__isnull=True)
    oldest = [
        open_now.filter(last_touch_at__isnull=False).order_by("last_touch_at").values_list("last_touch_at", flat=True).first(),
        open_now.filter(last_touch_at__isnull=True).order_by("created_at").values_list("created_at", flat=True).first(),
    ]
    moments = [at for at in oldest if at is not None]
    return max((now - min(moments)).days, 0) if moments else 0
