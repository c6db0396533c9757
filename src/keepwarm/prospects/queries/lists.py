"""The list of prospects: filtered, in pages by key, its count bounded. It never reads more of the table than it shows.

A page is merged from small ordered reads, one for each owner and step, which is what the index
`prospects_owner_next` gives; readers of everything without such a filter read `prospects_next` directly.
"""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass, field
from datetime import UTC, datetime

from django.db.models import BooleanField, Q, QuerySet
from django.db.models.expressions import RawSQL
from django.utils.translation import gettext

from keepwarm.engine.rules import PROMISED
from keepwarm.engine.rules.handoff import HANDOFF_WAITS
from keepwarm.engine.words import NextStep
from keepwarm.lib.refusal import Refusal
from keepwarm.prospects.models import Prospect, Stage
from keepwarm.prospects.queries.pieces import Pieces
from keepwarm.prospects.queries.visibility import workable_by
from keepwarm.prospects.words import say_end
from keepwarm.staff.models import Seat, User
from keepwarm.staff.queries import reach_of

PAGE = 50
COUNTED = 1000  # "1,000+": nobody reads further, and counting further is a scan
NOBODY = 0  # no seat has this key
MOST_READS = 36  # more owners than this times three steps are read in one pass instead


class BadPageKey(Refusal):
    """The place in the list that a link names is not one of ours."""


@dataclass(frozen=True, slots=True)
class ListFilters:
    """What the reader asked for; None and False ask nothing. `owner`: ref of a seat. `ended` shows those who ended instead."""

    step: str | None = None
    owner: str | None = None
    stage: int | None = None
    overdue: bool = False
    ended: bool = False


@dataclass(frozen=True, slots=True)
class ListRow:
    """One line of the list."""

    ref: str
    name: str
    firm: str
    owner: str
    stage: str
    step: str
    next_touch_at: datetime | None
    last_touch_at: datetime | None
    is_overdue: bool
    end_reason: str
    is_offered: bool = False  # sales is asked, and answers until `next_touch_at`

    @property
    def ended(self) -> str:
        """Why the conversation ended, in words; "" while it goes on."""
        return say_end(self.end_reason)


@dataclass(frozen=True, slots=True)
class ListPage:
    """A page; `after` is the key of the next one, "" at the end. `count` is a text: "312" or "1,000+"."""

    rows: tuple[ListRow, ...]
    after: str
    count: str
    filters: ListFilters = field(default_factory=ListFilters)


Key = tuple[datetime, int]


def list_page(for_: User, filters: ListFilters, *, now: datetime, after: str = "", size: int = PAGE) -> ListPage:
    """The rows behind the key `after`, by next touch; the ended ones newest first. Raises BadPageKey."""
    since = _read_key(after) if after else None
    pieces = _pieces(for_, filters, now)
    ids = _ids(pieces, since, size + 1, newest_first=filters.ended)
    by_id = Prospect.objects.select_related("organization", "owner").in_bulk(ids[:size])
    shown = [by_id[pk] for pk in ids[:size] if pk in by_id]
    more = _write_key(_key_of(shown[-1], filters)) if len(ids) > size and shown else ""
    return ListPage(tuple(_row(one, now) for one in shown), more, _count(pieces), filters)


def rows_of(for_: User, filters: ListFilters, *, now: datetime) -> QuerySet[Prospect]:
    """All rows of the list, in no order: for an export, which reads them by key."""
    pieces = _pieces(for_, filters, now)
    rows = pieces.rows.filter(owner__in=pieces.owners) if pieces.owners else pieces.rows
    return rows.filter(next_step__in=pieces.steps) if pieces.steps else rows


def _pieces(for_: User, filters: ListFilters, now: datetime) -> Pieces:
    """Reads that together are the list, each in the order of an index."""
    rows = workable_by(for_).filter(merged_into__isnull=True, ended_at__isnull=not filters.ended)
    if filters.stage:
        rows = rows.filter(stage=filters.stage)
    if filters.stage in FAR_COME:
        rows = rows.filter(_FAR_COME_SQL)
    if filters.overdue:
        rows = rows.filter(next_touch_at__lt=now, first_due_at__lt=now, because_rule__in=PROMISED)
    if filters.ended:
        owners = Seat.objects.filter(ref=filters.owner).values("pk") if filters.owner else None
        return Pieces(rows.filter(owner__in=owners) if owners is not None else rows)
    steps = [filters.step] if filters.step else [str(step) for step in NextStep]
    asked = _owners(for_, filters)
    if asked == []:
        return Pieces(rows.filter(owner=NOBODY))
    if asked is None or len(asked) * len(steps) > MOST_READS or filters.stage in FAR_COME:
        whole = rows.filter(owner__in=asked) if asked is not None and filters.owner else rows
        return Pieces(whole.filter(next_step=filters.step) if filters.step else whole)
    return Pieces(rows, asked, steps)


FAR_COME = frozenset({Stage.LEAD, Stage.IN_SALES, Stage.CUSTOMER})
"""Stages with a small index of their own, `prospects_far_come`."""
_FAR_COME_SQL = RawSQL('"prospects_prospect"."stage" > 2 AND "prospects_prospect"."stage" < 6', (), BooleanField())
"""The condition of that index word for word: SQLite uses a partial index only when the question repeats it, not as parameters."""


def _owners(for_: User, filters: ListFilters) -> list[int] | None:
    """Whose rows to read; None when a reader of everything asks for nobody and no step in particular."""
    if filters.owner:
        return list(Seat.objects.filter(ref=filters.owner).values_list("pk", flat=True))
    reach = reach_of(for_)
    if not reach.sees_all:
        return None if for_.has_role("service") else sorted(reach.seat_ids)
    return list(Seat.objects.order_by("pk").values_list("pk", flat=True)) if filters.step else None


def _ids(pieces: Pieces, since: Key | None, size: int, *, newest_first: bool) -> list[int]:
    """Keys of the first `size` rows behind `since`."""
    column = "ended_at" if newest_first else "next_touch_at"
    order, compare = ("-", "lt") if newest_first else ("", "gt")
    if since is None:
        return pieces.first_ids((f"{order}{column}", f"{order}id"), size)
    at, pk = since
    behind = Q(**{f"{column}__{compare}": at}) | Q(**{column: at, f"pk__{compare}": pk})
    return pieces.first_ids((f"{order}{column}", f"{order}id"), size, where=Q(**{f"{column}__{compare}e": at}) & behind)


def _key_of(row: Prospect, filters: ListFilters) -> Key:
    at = row.ended_at if filters.ended else row.next_touch_at
    assert at is not None
    return at, row.pk


def _count(pieces: Pieces) -> str:
    """How many there are, counted to 1,000 at most."""
    total = pieces.count(COUNTED + 1)
    return f"{COUNTED:,}+" if total > COUNTED else f"{total:,}"


def _row(row: Prospect, now: datetime) -> ListRow:
    return ListRow(
        ref=row.ref,
        name=row.name,
        firm=row.organization.name if row.organization else "",
        owner=row.owner.name,
        stage=row.get_stage_display(),
        step=row.next_step,
        next_touch_at=row.next_touch_at,
        last_touch_at=row.last_touch_at,
        is_overdue=row.because_rule in PROMISED and row.first_due_at is not None and row.first_due_at < now,
        end_reason=row.end_reason,
        is_offered=row.because_rule == HANDOFF_WAITS.name,
    )


def _write_key(key: Key) -> str:
    at, pk = key
    text = json.dumps([int(at.timestamp() * 1_000_000), pk])
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _read_key(text: str) -> Key:
    try:
        micros, pk = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        seconds, rest = divmod(int(micros), 1_000_000)
        return datetime.fromtimestamp(seconds, UTC).replace(microsecond=rest), int(pk)
    except (ValueError, TypeError, OverflowError, OSError):
        raise BadPageKey(gettext("This link to a part of the list is damaged. Open the list anew.")) from None
