"""A marketer's morning: what came back from sales, what waits for them, who is to be offered, and who is to hear from us."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from keepwarm.desk.queries.keeping import KeepingLine, keeping_line
from keepwarm.engine.rules.handoff import HANDOFF_WAITS
from keepwarm.engine.words import NextStep
from keepwarm.handoff.models import HandOff
from keepwarm.handoff.queries.page_list import HandOffLine, shape_line, with_all
from keepwarm.handoff.queries.page_notices import NoticeLine, unseen_notices
from keepwarm.handoff.queries.permissions import visible_handoffs
from keepwarm.handoff.queries.waiting import ready_to_offer
from keepwarm.policy.models import DefinitionDraft
from keepwarm.policy.queries import newest_definition
from keepwarm.programs.queries.unserved import first_for_a_person
from keepwarm.prospects.models import Prospect
from keepwarm.prospects.queries import visible_to
from keepwarm.qualification.queries.definitions import open_drafts
from keepwarm.staff.models import User

SHOWN = 6
"""Lines of each part; the rest stands on its own list."""
COUNTED = 99
"""A tile says at most this many: counting further is a scan that tells nobody more."""
LATELY = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Ready:
    """A lead that nobody has offered yet."""

    ref: str
    name: str
    firm: str
    owner: str


@dataclass(frozen=True, slots=True)
class Marketing:
    """What a marketer's day begins with. Counts are bounded by COUNTED."""

    notices: tuple[NoticeLine, ...]
    came_back: tuple[HandOffLine, ...]
    back_count: int
    waiting: tuple[HandOffLine, ...]
    waiting_count: int
    ready: tuple[Ready, ...]
    ready_count: int
    due: tuple[KeepingLine, ...]
    due_count: int
    definition: int  # the version in force, 0 while nobody has signed one
    drafts: tuple[DefinitionDraft, ...]

    @property
    def is_quiet(self) -> bool:
        """Whether nothing at all waits."""
        return not (self.notices or self.came_back or self.waiting or self.ready or self.due or self.drafts)


def read_marketing(*, for_: User, now: datetime) -> Marketing:
    """The page, as the reader may see it; each part by its index."""
    seen = visible_handoffs(for_)
    back = seen.filter(state=HandOff.State.RETURNED, answered_at__gte=now - LATELY)
    waiting = seen.filter(state=HandOff.State.OFFERED, closed_at__isnull=True)
    ready = ready_to_offer(now=now) if newest_definition() else []
    due, _later = first_for_a_person(_due(for_, now), COUNTED + 1)
    return Marketing(
        notices=unseen_notices(for_, now=now),
        came_back=tuple(shape_line(row, for_=for_, now=now) for row in with_all(back).order_by("-answered_at", "-pk")[:SHOWN]),
        back_count=_count(back),
        waiting=tuple(shape_line(row, for_=for_, now=now) for row in with_all(waiting).order_by("offered_at", "pk")[:SHOWN]),
        waiting_count=_count(waiting),
        ready=_ready(ready[:SHOWN]),
        ready_count=min(len(ready), COUNTED + 1),
        due=tuple(keeping_line(row, for_, now) for row in _in_order(due[:SHOWN])),
        due_count=len(due),
        definition=newest_definition(),
        drafts=tuple(open_drafts()),
    )


def _due(for_: User, now: datetime) -> QuerySet[Prospect]:
    """Keep-warm touches until this evening, served or not. Whoever sales is asked about stands above already."""
    evening = now.astimezone(ZoneInfo(for_.zone)).replace(hour=23, minute=59)
    rows = visible_to(for_).filter(next_step=NextStep.KEEP_WARM, next_touch_at__lte=evening, ended_at__isnull=True)
    return rows.exclude(because_rule=HANDOFF_WAITS.name)


def _in_order(ids: list[int]) -> QuerySet[Prospect]:
    return Prospect.objects.filter(pk__in=ids).select_related("organization", "owner").order_by("next_touch_at", "pk")


def _ready(ids: list[int]) -> tuple[Ready, ...]:
    rows = Prospect.objects.filter(pk__in=ids).select_related("organization", "owner").order_by("pk")
    return tuple(Ready(row.ref, row.name, row.organization.name if row.organization else "", row.owner.name) for row in rows)


def _count(rows: QuerySet[Any]) -> int:
    return rows[: COUNTED + 1].count()
