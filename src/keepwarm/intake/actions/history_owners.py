"""The owners that a history tells: the newest row of each person counts, once, and whom sales accepted stays with who sells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db.models import Max

from keepwarm.decisions.actions import absorbing as decisions
from keepwarm.decisions.actions import settle
from keepwarm.decisions.actions.settling import lock
from keepwarm.engine.words import Stage
from keepwarm.intake.models import Import, ImportedRow
from keepwarm.intake.shaping.history import Told
from keepwarm.prospects.actions import reassign
from keepwarm.prospects.models import Prospect
from keepwarm.staff.models import Role, Seat, User
from keepwarm.touches import absorbing as touches
from keepwarm.touches.models import Touch

Pairs = Sequence[tuple[Told, int]]
Owned = dict[int, dict[str, int]]
"""By line, what its row became: `owner`, the seat that a row without a touch tells; `was` and `now`, whose the person was and is."""


def told_before(pairs: Pairs, seats: Mapping[str, int]) -> set[int]:
    """Lines without a touch whose owner an earlier history told already: whoever changed hands since stays there."""
    only = [(row, pk) for row, pk in pairs if row.what is None]
    if not only:
        return set()
    earlier = ImportedRow.objects.filter(prospect_id__in={pk for _row, pk in only}, touch=None, inquiry=None, imported__kind="history")
    told = {
        (pk, added.get("owner")) for pk, added in earlier.exclude(imported__state=Import.State.UNDONE).values_list("prospect_id", "added")
    }
    return {row.line for row, pk in only if (pk, seats[row.who.owner]) in told}


def own(imported: Import, fresh: Pairs, seats: Mapping[str, int], *, by: User | None, now: datetime) -> Owned:
    """Another owner for whom the newest rows tell one; what waits goes along, and all are decided anew. The touches are logged."""
    owned: Owned = {row.line: {"owner": seats[row.who.owner]} for row, _pk in fresh if row.what is None}
    telling = {pk: (row, seats[row.who.owner]) for row, pk in _newest(imported, fresh) if row.who.owner}
    lock(sorted(telling))
    was = dict(Prospect.objects.filter(pk__in=telling).values_list("pk", "owner_id"))
    to = _allowed({pk: seat for pk, (_row, seat) in telling.items()})
    moved = reassign(to, dict.fromkeys(to, f"the history {imported.file_name} says so"), from_seat=None, by=by, now=now)
    mine = {pk: to[pk] for pk in moved}
    touches.reassign(mine)
    decisions.reassign(mine)
    settle(moved, by=None, now=now)
    for pk in moved:
        owned.setdefault(telling[pk][0].line, {}).update(was=was[pk], now=to[pk])
    return owned


def _newest(imported: Import, fresh: Pairs) -> Pairs:
    """In their order, without rows whose touch is older than another with which this history told an owner of the same person."""
    mine = Touch.objects.filter(prospect_id__in={pk for _row, pk in fresh}, args__import=imported.ref, args__has_key="owner")
    newest = {pk: int(at.timestamp()) for pk, at in mine.values_list("prospect_id").annotate(at=Max("happened_at")).order_by()}
    return [(row, pk) for row, pk in fresh if row.happening is None or (row.happening.happened or 0) >= newest.get(pk, 0)]


def _allowed(to: Mapping[int, int]) -> dict[int, int]:
    """Without those who left meanwhile, and without whom sales accepted where the history names somebody who does not sell."""
    here = set(Seat.objects.filter(pk__in=set(to.values()), left_at__isnull=True).values_list("pk", flat=True))
    selling = set(Seat.objects.filter(pk__in=here, user__grants__role=Role.CLOSING_REP).values_list("pk", flat=True))
    with_sales = set(
        Prospect.objects.filter(pk__in=to, stage=Stage.IN_SALES, owner__user__grants__role=Role.CLOSING_REP).values_list("pk", flat=True)
    )
    return {pk: seat for pk, seat in to.items() if seat in here and (pk not in with_sales or seat in selling)}
