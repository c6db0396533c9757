"""Hand-offs as a file."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from keepwarm.handoff.models import HandOff, ReturnReason
from keepwarm.handoff.queries.page_list import Wanted, holder_of, last_asking, listed, with_all
from keepwarm.prospects.exports import PERSON
from keepwarm.staff.exporting import Asked, Column, Columns, Export, by_key
from keepwarm.staff.queries import RUNS_THE_TEAM


def _holder(row: HandOff) -> str:
    asked = last_asking(row)
    return holder_of(row, asked).name if asked else ""


def _handoffs(asked: Asked) -> Iterable[HandOff]:
    rows = listed(Wanted.read(asked.filters), for_=asked.for_, all_tabs=not asked.get("tab"))
    return by_key(with_all(rows).select_related("source", "answered_by", "from_seat"))


HANDOFF: Columns = (
    Column(_("Hand-off"), "ref"),
    *PERSON,
    Column(_("State"), "get_state_display"),
    Column(_("Source"), "source.name"),
    Column(_("Version of the definition"), "definition"),
    Column(_("Offered"), "offered_at"),
    Column(_("Offered by"), "offered_by.name"),
    Column(_("From"), "from_seat.name"),
    Column(_("To"), _holder),
    Column(_("Why now"), "why"),
    Column(_("Answered"), "answered_at"),
    Column(_("Answered by"), "answered_by.name"),
    Column(_("Reason to return"), "return_reason.label"),
    Column(_("In words"), "return_words"),
    Column(_("Introduced"), "introduced_at"),
    Column(_("First call due"), "first_call_due_at"),
    Column(_("First called"), "first_called_at"),
    Column(_("Closed"), "closed_at"),
    Column(_("Closed as"), "get_closed_as_display"),
)
EXPORTS = (
    Export[HandOff]("hand-offs", _("Hand-offs"), HANDOFF, _handoffs, filters=("tab", "whose", "rep")),
    Export[ReturnReason](
        "return-reasons",
        _("Agreed reasons to return a lead"),
        (
            Column(_("Key"), "key"),
            Column(_("Reason"), "label"),
            Column(_("Where they go"), "get_goes_display"),
            Column(_("Retired"), "retired_at"),
        ),
        lambda asked: by_key(ReturnReason.objects.all()),
        roles=RUNS_THE_TEAM,
    ),
)
