"""Who is in a segment: read at the moment from what is known, never kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext

from keepwarm.engine.conditions.json_form import from_json
from keepwarm.engine.conditions.tree import Condition
from keepwarm.facts.conditions.reading import Counted, count, page, people
from keepwarm.facts.conditions.sql import Piece
from keepwarm.facts.conditions.vocabulary import Vocabulary
from keepwarm.lib.refusal import Refusal
from keepwarm.prospects.models import Prospect
from keepwarm.prospects.queries import workable_by
from keepwarm.segments.models import Segment
from keepwarm.staff.models import User
from keepwarm.staff.queries import reach_of

PAGE = 50


class UnknownSegment(Refusal):
    """There is no segment of that name or reference."""


@dataclass(frozen=True, slots=True)
class Members:
    """A page of people; `after` is the key of the next one, 0 at the end."""

    rows: Sequence[Prospect]
    after: int


def list_segments(*, retired: bool = False) -> list[Segment]:
    """The segments of the house by name; or those that are retired."""
    return list(Segment.objects.filter(retired_at__isnull=not retired).select_related("made_by", "changed_by"))


def find_segment(named: str) -> Segment:
    """By reference, or by the name of one that is not retired. Raises UnknownSegment."""
    found = Segment.objects.filter(ref=named).first() or Segment.objects.filter(name__iexact=named, retired_at__isnull=True).first()
    if found is None:
        raise UnknownSegment(gettext("There is no segment “%(name)s”.") % {"name": named})
    return found


def condition_of(segment: Segment) -> Condition:
    """What the segment asks."""
    return from_json(segment.condition)


def members(segment: Segment | Condition, *, now: datetime, for_: User | None = None) -> QuerySet[Prospect]:
    """The open people in the segment when the query is run, for the house or for a reader who works with some of them.

    Raises ConditionError, a clear sentence, when the segment names something that is not there any more.
    """
    condition = condition_of(segment) if isinstance(segment, Segment) else segment
    found = people(condition, now=now)
    return found if for_ is None or reach_of(for_).sees_all else found & workable_by(for_)


def keys_to_write(named: str, *, for_: User, now: datetime, most: int) -> list[int]:
    """Whom of a segment the reader may write to, by rising key; one more than `most`, so that too many are seen. Raises UnknownSegment."""
    found = members(find_segment(named), now=now, for_=for_).order_by("pk")
    return list(found.values_list("pk", flat=True)[: most + 1])


def count_of(segment: Segment | Condition, *, now: datetime, for_: User | None = None) -> Counted:
    """How many, exact to 10,000."""
    condition = condition_of(segment) if isinstance(segment, Segment) else segment
    return count(condition, now=now, within=_within(for_), known=Vocabulary())


def page_of(segment: Segment | Condition, *, now: datetime, for_: User | None = None, after: int = 0, size: int = PAGE) -> Members:
    """The people behind the key `after`, by rising key: who came first stands first."""
    condition = condition_of(segment) if isinstance(segment, Segment) else segment
    keys = page(condition, now=now, after=after, size=size + 1, within=_within(for_))
    by_key = Prospect.objects.select_related("organization", "owner").in_bulk(keys[:size])
    shown = [by_key[key] for key in keys[:size] if key in by_key]
    return Members(shown, keys[size - 1] if len(keys) > size else 0)


def _within(for_: User | None) -> Piece | None:
    """Whom the reader works with, as a test; None when that is everyone."""
    if for_ is None or reach_of(for_).sees_all:
        return None
    sql, params = workable_by(for_).order_by().values("pk").query.sql_with_params()
    return Piece(f"p.id IN ({sql})", tuple(params))
