"""Every write of segments: saved, changed, retired."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext

from keepwarm.engine.conditions.json_form import to_json
from keepwarm.engine.conditions.text import parse, to_text
from keepwarm.engine.conditions.tree import Condition
from keepwarm.facts.conditions.fields import check_fields
from keepwarm.facts.conditions.folding import folded
from keepwarm.facts.conditions.vocabulary import Vocabulary
from keepwarm.lib.refusal import Refusal
from keepwarm.segments.models import Segment
from keepwarm.staff.models import Role, User
from keepwarm.staff.queries import NotYours

LONGEST_TEXT = 8000
CHANGES = frozenset({Role.MARKETER, Role.ADMIN})
"""Who makes and changes segments; everyone reads them."""


class SegmentRefused(Refusal):
    """A segment that cannot be kept so; the sentence says what to do."""


def save_segment(name: str, condition: Condition | str, *, by: User | None, now: datetime) -> Segment:
    """Keep a new segment. Raises SegmentRefused, or ConditionError for a condition that this house cannot ask."""
    check_may_change(by)
    read = read_condition(condition)
    with _name_once(name):
        kept = _named(name, None)
        return Segment.objects.create(
            name=kept, text=to_text(read), condition=to_json(read), made_by=by, made_at=now, changed_by=by, changed_at=now
        )


def change_segment(ref: str, name: str, condition: Condition | str, *, version: int, by: User | None, now: datetime) -> Segment:
    """Another name or another condition, for whoever uses the segment from now on. `version`: the one that was read."""
    check_may_change(by)
    read = read_condition(condition)
    with _name_once(name):
        segment = _locked(ref, version)
        segment.name, segment.text, segment.condition = _named(name, segment), to_text(read), to_json(read)
        return _write(segment, by, now)


def retire_segment(ref: str, *, version: int, by: User | None, now: datetime) -> Segment:
    """Offer it no more. What used it keeps what it was; doing it again changes nothing."""
    check_may_change(by)
    with transaction.atomic():
        found = Segment.objects.filter(ref=ref, retired_at__isnull=False).first()
        if found is not None:
            return found
        segment = _locked(ref, version)
        segment.retired_at = now
        return _write(segment, by, now)


def check_may_change(by: User | None) -> None:
    """Raise NotYours unless this person makes segments; None is the house itself."""
    if by is not None and not by.has_role(*CHANGES):
        raise NotYours(gettext("Segments are made and changed by marketers."))


def read_condition(condition: Condition | str) -> Condition:
    """A condition as it is kept: texts folded as answers are, and everything it names is there. Raises ConditionError."""
    if isinstance(condition, str):
        if not condition.strip():
            raise SegmentRefused(gettext("Say who is meant: the condition is empty."))
        if len(condition) > LONGEST_TEXT:
            raise SegmentRefused(gettext("The condition is longer than 8,000 characters. Make several segments of it."))
        condition = parse(condition)
    read = folded(condition)
    check_fields(read, Vocabulary())
    return read


@contextmanager
def _name_once(name: str) -> Iterator[None]:
    """A transaction; who was slower of two that take one name at the same moment hears that it is taken."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as taken:
        raise _taken(_tidy(name)) from taken


def _taken(name: str) -> SegmentRefused:
    return SegmentRefused(gettext("There is a segment “%(name)s” already. Choose another name.") % {"name": name})


def _tidy(name: str) -> str:
    return " ".join(name.replace("\0", " ").split())[:80]


def _named(name: str, own: Segment | None) -> str:
    kept = _tidy(name)
    if not kept:
        raise SegmentRefused(gettext("Give the segment a name."))
    taken = Segment.objects.filter(name__iexact=kept, retired_at__isnull=True)
    if (taken.exclude(pk=own.pk) if own else taken).exists():
        raise _taken(kept)
    return kept


def _locked(ref: str, version: int) -> Segment:
    segment = Segment.objects.select_for_update().filter(ref=ref).first()
    if segment is None:
        raise SegmentRefused(gettext("There is no such segment."))
    if segment.retired_at is not None:
        raise SegmentRefused(gettext("This segment is retired. Make a new one."))
    if segment.version != version:
        raise SegmentRefused(gettext("Somebody changed this segment since you read it. Load the page again and look at what it says now."))
    return segment


def _write(segment: Segment, by: User | None, now: datetime) -> Segment:
    segment.version += 1
    segment.changed_by, segment.changed_at = by, now
    segment.save()
    return segment
