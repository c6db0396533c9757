"""Keep-warm touches that no program serves yet: the marketers' list, by week."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from keepwarm.decisions.queries import sentence_of
from keepwarm.engine.rules import RULES
from keepwarm.engine.sentences import say_short
from keepwarm.engine.words import NextStep
from keepwarm.lib.days import monday_of, today_in
from keepwarm.lib.paging import key_of, read_key
from keepwarm.programs.queries.unserved import first_for_a_person
from keepwarm.prospects.models import Prospect
from keepwarm.prospects.queries import visible_to
from keepwarm.staff.models import User

PAGE = 60
REVIEWS = frozenset(rule.name for rule in RULES if rule.is_review)
"""Rules after which a person looks, because nothing may be sent."""


@dataclass(frozen=True, slots=True)
class KeepingLine:
    """One person who is to hear from us in a low-cost way, and why. `is_review`: nothing may be sent, a person looks."""

    ref: str
    name: str
    firm: str
    owner: str
    due: str
    late: bool
    short: str
    sentence: str
    is_review: bool


@dataclass(frozen=True, slots=True)
class Week:
    """The lines of one calendar week, Monday first."""

    heading: str
    lines: tuple[KeepingLine, ...]


@dataclass(frozen=True, slots=True)
class Keeping:
    """A page of weeks; `later` is the key of the next page, "" on the last. A page may be empty where programs serve many in a row."""

    weeks: tuple[Week, ...]
    later: str


def list_keeping(*, for_: User, now: datetime, after: str = "") -> Keeping:
    """Keep-warm touches by date, the earliest first, without those that a program serves. Paged by key; on the index of dates."""
    rows = visible_to(for_).filter(next_step=NextStep.KEEP_WARM, ended_at__isnull=True)
    if key := read_key(after):
        at, pk = key
        rows = rows.filter(Q(next_touch_at__gt=at) | Q(next_touch_at=at, pk__gt=pk))
    ids, later = first_for_a_person(rows, PAGE)
    shown = Prospect.objects.filter(pk__in=ids).select_related("organization", "owner").order_by("next_touch_at", "pk")
    return Keeping(_weeks(list(shown), for_, now), key_of(*later) if later else "")


def _weeks(rows: Sequence[Prospect], for_: User, now: datetime) -> tuple[Week, ...]:
    today = today_in(for_.zone, now)

    def monday(row: Prospect) -> date:
        assert row.next_touch_at is not None
        return monday_of(max(today_in(for_.zone, row.next_touch_at), today))

    return tuple(
        Week(_say_week(first, today), tuple(keeping_line(row, for_, now) for row in group)) for first, group in groupby(rows, key=monday)
    )


def _say_week(monday: date, today: date) -> str:
    if monday <= today:
        return _("This week")
    return _("Week of %(day)s") % {"day": date_format(monday, "j F")}


def keeping_line(row: Prospect, for_: User, now: datetime) -> KeepingLine:
    """One person as a line, read with firm and owner."""
    assert row.next_touch_at is not None
    return KeepingLine(
        ref=row.ref,
        name=row.name,
        firm=row.organization.name if row.organization else "",
        owner=row.owner.name,
        due=date_format(row.next_touch_at.astimezone(ZoneInfo(for_.zone)), "D j M"),
        late=row.next_touch_at < now - timedelta(days=1),
        short=say_short(row.because_rule, translate=_),
        sentence=sentence_of(row.because_rule, row.because_args, zone=for_.zone),
        is_review=row.because_rule in REVIEWS,
    )
