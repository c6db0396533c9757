"""What waits for paper, what is held and why, the batches, and what came back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Count, Min, QuerySet
from django.utils.translation import gettext as _

from keepwarm.post.links import code_in_groups
from keepwarm.post.models import Batch, Letter
from keepwarm.post.refusals import UnknownBatch
from keepwarm.post.texts import text_of_kind
from keepwarm.post.words import say_held
from keepwarm.prospects.queries.visibility import visible_to
from keepwarm.staff.models import User

LINES = 50


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many wait for print, since when the oldest does, and how many are held until a day."""

    count: int
    oldest_at: datetime | None
    held: int


@dataclass(frozen=True, slots=True)
class LetterLine:
    """A letter on a list. `because`: why it is held or came back, in words; `lines`: the address as it was printed."""

    ref: str
    code: str
    name: str
    prospect_ref: str
    subject: str
    state: str
    state_label: str
    made_at: datetime
    because: str
    until_at: datetime | None
    posted_at: datetime | None
    returned_at: datetime | None
    lines: Sequence[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class BatchLine:
    """A batch on a list. `returned`: how many came back; `to_settle`: posted, and not yet told to the calendar."""

    ref: str
    name: str
    state: str
    state_label: str
    count: int
    letters: int
    returned: int
    to_settle: int
    made_at: datetime
    printed_at: datetime | None
    posted_at: datetime | None
    pdf: str


def waiting() -> Waiting:
    """What waits for paper in the house."""
    ready = Letter.objects.filter(state=Letter.State.WAITS, touch__isnull=False).aggregate(count=Count("pk"), oldest=Min("made_at"))
    held = Letter.objects.filter(state=Letter.State.WAITS, touch__isnull=True).count()
    return Waiting(ready["count"], ready["oldest"], held)


def list_waiting(*, for_: User | None, limit: int = LINES) -> list[LetterLine]:
    """Those that go with the next batch, the oldest first."""
    rows = _seen_by(for_).filter(state=Letter.State.WAITS, touch__isnull=False)
    return [line_of(letter) for letter in rows.order_by("made_at", "pk")[:limit]]


def list_held(*, for_: User | None, limit: int = LINES) -> list[LetterLine]:
    """Those that do not go, or not yet: those with a day first, then the newest."""
    rows = _seen_by(for_).exclude(held_because="")
    return [line_of(letter) for letter in rows.order_by("state", "-made_at", "-pk").reverse()[:limit]]


def list_returned(*, for_: User | None, limit: int = LINES) -> list[LetterLine]:
    """Those that came back, the newest first."""
    return [line_of(letter) for letter in _seen_by(for_).filter(returned_at__isnull=False).order_by("-returned_at")[:limit]]


def list_batches(*, limit: int = LINES) -> list[BatchLine]:
    """Batches, the newest first."""
    rows = Batch.objects.select_related("pdf").defer("pdf__raw").order_by("-made_at", "-pk")[:limit]
    found = list(rows)
    counts = _counts([batch.pk for batch in found])
    return [batch_line(batch, counts.get(batch.pk, {})) for batch in found]


def letters_of(batch: Batch, *, for_: User | None, limit: int = 500) -> list[LetterLine]:
    """The letters of a batch in their order, of people whom the reader may see."""
    return [line_of(letter) for letter in _seen_by(for_).filter(batch=batch).order_by("place", "pk")[:limit]]


def find_batch(ref: str) -> Batch:
    """By reference. Raises UnknownBatch."""
    batch = Batch.objects.select_related("pdf").defer("pdf__raw").filter(ref=ref).first()
    if batch is None:
        raise UnknownBatch(_("There is no such batch."))
    return batch


def show_batch(batch: Batch) -> BatchLine:
    """One batch, counted."""
    return batch_line(batch, _counts([batch.pk]).get(batch.pk, {}))


def batch_line(batch: Batch, counts: dict[str, int]) -> BatchLine:
    """A batch with what became of its letters."""
    is_posted = batch.state == Batch.State.POSTED
    return BatchLine(
        ref=batch.ref,
        name=batch.name,
        state=batch.state,
        state_label=batch.get_state_display(),
        count=batch.count,
        letters=sum(number for state, number in counts.items() if state != Letter.State.CANCELLED),
        returned=counts.get(Letter.State.RETURNED, 0),
        to_settle=counts.get(Letter.State.PRINTED, 0) if is_posted else 0,
        made_at=batch.made_at,
        printed_at=batch.printed_at,
        posted_at=batch.posted_at,
        pdf=batch.pdf.hashed if batch.pdf else "",
    )


def line_of(letter: Letter) -> LetterLine:
    """A letter as people read it."""
    page = letter.printed if isinstance(letter.printed, dict) else {}
    because = str(letter.get_returned_because_display()) if letter.returned_because else say_held(letter.held_because)
    return LetterLine(
        ref=letter.ref,
        code=code_in_groups(letter.code),
        name=letter.prospect.name,
        prospect_ref=letter.prospect.ref,
        subject=page.get("subject") or letter.subject or (letter.item.title if letter.item else text_of_kind(letter.kind)[0]),
        state=letter.state,
        state_label=letter.get_state_display(),
        made_at=letter.made_at,
        because=because if letter.returned_because or letter.held_because else "",
        until_at=letter.open_at if letter.state == Letter.State.WAITS else None,
        posted_at=letter.posted_at,
        returned_at=letter.returned_at,
        lines=page.get("lines", []),
    )


def _counts(pks: Sequence[int]) -> dict[int, dict[str, int]]:
    rows = Letter.objects.filter(batch__in=pks).values_list("batch", "state").annotate(number=Count("pk"))
    counts: dict[int, dict[str, int]] = {}
    for batch, state, number in rows:
        counts.setdefault(batch, {})[state] = number
    return counts


def letters_seen_by(for_: User) -> QuerySet[Letter]:
    """Letters of people whom the reader may see, in no order."""
    return _seen_by(for_)


def _seen_by(for_: User | None) -> QuerySet[Letter]:
    rows = Letter.objects.select_related("prospect", "item")
    return rows if for_ is None else rows.filter(prospect__in=visible_to(for_))
