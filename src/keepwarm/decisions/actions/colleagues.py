"""A second inquirer of a firm is a reason to call the others: the signal, and their next touch decided anew."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from keepwarm.decisions.actions.completing import Known
from keepwarm.decisions.actions.newcomers import House
from keepwarm.decisions.actions.settling import settle
from keepwarm.engine.words import Stage
from keepwarm.prospects.models import Prospect
from keepwarm.staff.models import User
from keepwarm.touches.actions import raise_signals
from keepwarm.touches.models import Signal

MOST_COLLEAGUES = 20
"""A firm with more people here than this is no small circle: there one more inquirer tells little. Our choice."""


def tell_colleagues(batch: Sequence[Known], house: House, *, by: User | None, now: datetime) -> int:
    """Raise the signal at the open others of each firm from which fresh news came. Returns how many. Set-based.

    Old inquiries of a list tell nothing new, and raise nothing.
    """
    news: dict[int, list[tuple[int, int]]] = {}
    for one, prospect_id, inquiry_id in batch:
        if one.organization_id is not None and one.stage < Stage.CUSTOMER and house.is_news(one, now):
            news.setdefault(one.organization_id, []).append((prospect_id, inquiry_id))
    if not news:
        return 0
    others: dict[int, list[int]] = {}
    rows = Prospect.objects.filter(organization_id__in=news, ended_at__isnull=True).values_list("organization_id", "pk")
    for firm, pk in rows:
        others.setdefault(firm or 0, []).append(pk)
    waiting = set(
        Signal.objects.open()
        .filter(kind=Signal.Kind.COLLEAGUE, prospect_id__in={pk for group in others.values() for pk in group})
        .values_list("prospect_id", flat=True)
    )
    signals = [
        Signal(prospect_id=pk, kind=Signal.Kind.COLLEAGUE, raised_at=now, source=f"inquiry:{inquiry_id}")
        for firm, came in news.items()
        if len(others.get(firm, ())) <= MOST_COLLEAGUES
        for pk, inquiry_id in _pairs(others.get(firm, ()), came)
        if pk not in waiting
    ]
    raise_signals(signals)
    settle([signal.prospect_id for signal in signals], by=None, now=now)
    return len(signals)


def _pairs(people: Sequence[int], came: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Each person of the firm with the newest inquiry of somebody else; the one who came alone hears of nobody.

    Of several who came together each is told of another.
    """
    told: list[tuple[int, int]] = []
    newcomers = {prospect_id for prospect_id, _ in came}
    for pk in people:
        inquiry_id = next((inquiry for prospect_id, inquiry in reversed(came) if prospect_id != pk), None)
        if inquiry_id is not None and (pk not in newcomers or pk != came[-1][0]):
            told.append((pk, inquiry_id))
    return told
