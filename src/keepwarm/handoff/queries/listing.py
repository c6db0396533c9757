"""Hand-offs as plain rows with stable keys: for the command line and the API."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from keepwarm.handoff.models import Asking, HandOff
from keepwarm.handoff.queries.page_list import holder_of
from keepwarm.handoff.reasons import in_words


@dataclass(frozen=True, slots=True)
class Row:
    """One hand-off. `rep` is who is asked, who has them in sales, or who answered; the marks of the clock only while it waits. UTC."""

    ref: str
    prospect: str
    name: str
    firm: str
    state: str
    definition: int
    signed_by_one: bool
    source: str
    why: str
    offered_by: str
    offered_at: datetime
    rep: str
    because: list[str]
    half_at: datetime | None
    due_at: datetime | None
    pass_on_at: datetime | None
    answered_at: datetime | None
    return_reason: str
    return_words: str
    first_call_due_at: datetime | None
    first_called_at: datetime | None
    closed_at: datetime | None
    closed_as: str
    introduce: str
    introduced_at: datetime | None


def rows_of(handoffs: QuerySet[HandOff], *, limit: int = 200) -> list[Row]:
    """The newest first. Two queries."""
    related = ("prospect__organization", "prospect__owner", "source", "offered_by", "return_reason")
    found = list(handoffs.select_related(*related).order_by("-offered_at", "-pk")[:limit])
    askings = _askings(found)
    return [_row(one, askings.get(one.pk)) for one in found]


def _askings(handoffs: Iterable[HandOff]) -> dict[int, Asking]:
    """The newest asking of each."""
    rows = Asking.objects.filter(handoff__in=[one.pk for one in handoffs]).select_related("seat").order_by("asked_at", "pk")
    return {row.handoff_id: row for row in rows}


def _row(one: HandOff, asking: Asking | None) -> Row:
    waits = asking if asking is not None and asking.outcome == Asking.Outcome.WAITS else None
    return Row(
        ref=one.ref,
        prospect=one.prospect.ref,
        name=one.prospect.name,
        firm=one.prospect.organization.name if one.prospect.organization else "",
        state=one.state,
        definition=one.definition,
        signed_by_one=one.signed_by_one,
        source=one.source.name if one.source else "",
        why=one.why,
        offered_by=one.offered_by.name if one.offered_by else "",
        offered_at=one.offered_at,
        rep=holder_of(one, asking).name if asking else "",
        because=in_words(asking.because) if asking else [],
        half_at=waits.half_at if waits else None,
        due_at=waits.due_at if waits else None,
        pass_on_at=waits.pass_on_at if waits else None,
        answered_at=one.answered_at,
        return_reason=one.return_reason.key if one.return_reason else "",
        return_words=one.return_words,
        first_call_due_at=one.first_call_due_at,
        first_called_at=one.first_called_at,
        closed_at=one.closed_at,
        closed_as=one.closed_as,
        introduce=one.introduce,
        introduced_at=one.introduced_at,
    )
