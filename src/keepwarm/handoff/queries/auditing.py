"""What must hold between a hand-off, its asking, its signal and its prospect; the audit of the house reads it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.db.models import F

from keepwarm.decisions.auditing import Difference
from keepwarm.engine.words import Stage
from keepwarm.handoff.models import Asking, HandOff
from keepwarm.handoff.queries.outliving import outlived
from keepwarm.policy.models import DefinitionVersion
from keepwarm.prospects.models import Prospect, StandingChange
from keepwarm.staff.models import Role, RoleGrant
from keepwarm.touches.models import Signal

IN_SALES = (Stage.IN_SALES, Stage.CUSTOMER)


def find_differences(chunk: Sequence[Prospect]) -> Iterator[Difference]:
    """Hand-offs of these prospects that contradict themselves or the prospect. Set-based: a few queries a chunk."""
    over = HandOff.objects.filter(outlived(), prospect__in=chunk, closed_at__isnull=True).values_list("prospect_id", flat=True)
    followed = set(over)  # the clock closes these within a minute
    people = {prospect.pk: prospect for prospect in chunk if prospect.pk not in followed}
    rows = list(HandOff.objects.filter(prospect_id__in=people, closed_at__isnull=True))
    asked = set(Asking.objects.filter(handoff__in=rows, outcome=Asking.Outcome.WAITS).values_list("handoff_id", flat=True))
    waiting = set(Signal.objects.open().filter(prospect_id__in=people, kind=Signal.Kind.HANDOFF).values_list("prospect_id", flat=True))
    offered = {row.prospect_id for row in rows if row.state == HandOff.State.OFFERED}
    for pk in sorted(offered ^ waiting):
        stands, should_be = ("waits", "nothing is offered") if pk in waiting else ("nothing waits", "offered")
        yield Difference(people[pk].ref, "handoff signal", stands, should_be)
    for row in rows:
        for what, stands, should_be in _contradictions(row, people[row.prospect_id], asked):
            yield Difference(people[row.prospect_id].ref, what, stands, should_be)
    yield from _unmoved(rows, people)
    yield from _unsigned(rows, people)


def _contradictions(row: HandOff, prospect: Prospect, asked: set[int]) -> Iterator[tuple[str, str, str]]:
    is_offered = row.state == HandOff.State.OFFERED
    if is_offered != (row.pk in asked):
        yield "asking", "nobody is asked" if is_offered else "somebody is asked", row.state
    if not prospect.is_open:
        yield "handoff", row.state, f"ended ({prospect.end_reason})"
    elif row.state == HandOff.State.ACCEPTED and prospect.stage not in IN_SALES:
        yield "stage", str(prospect.stage), "in sales"
    elif row.state not in {HandOff.State.OFFERED, HandOff.State.ACCEPTED}:
        yield "handoff", "open", row.state


def _unmoved(rows: Sequence[HandOff], people: dict[int, Prospect]) -> Iterator[Difference]:
    """Accepted by another, and still owned by whoever offered it, who does not sell; unless somebody gave it to them since."""
    kept = [row for row in rows if row.state == HandOff.State.ACCEPTED and people[row.prospect_id].owner_id == row.from_seat_id]
    if not kept:
        return
    accepted = Asking.objects.filter(handoff__in=kept, outcome=Asking.Outcome.ACCEPTED).values_list("handoff_id", "seat_id")
    themselves = set(accepted)  # who sold then; while nobody sells here they keep them
    kept = [row for row in kept if (row.pk, row.from_seat_id) not in themselves]
    seats = [row.from_seat_id for row in kept]
    sellers = set(RoleGrant.objects.filter(role=Role.CLOSING_REP, user__seat__in=seats).values_list("user__seat", flat=True))
    changes = StandingChange.objects.filter(what=StandingChange.What.OWNER, prospect__handoffs__in=kept)
    moved = set(changes.filter(at__gte=F("prospect__handoffs__answered_at")).values_list("prospect_id", flat=True))
    for row in kept:
        if row.from_seat_id not in sellers and row.prospect_id not in moved:
            yield Difference(people[row.prospect_id].ref, "owner", "as before the hand-off", "a closing rep")


def _unsigned(rows: Sequence[HandOff], people: dict[int, Prospect]) -> Iterator[Difference]:
    agreed = set(DefinitionVersion.objects.filter(provisional=False, in_force_at__isnull=False).values_list("number", flat=True))
    for row in rows:
        if row.definition not in agreed:
            yield Difference(people[row.prospect_id].ref, "definition", str(row.definition), "a version that was signed")
