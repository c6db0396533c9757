"""Who may read about a prospect without owning them. The room above that asks them says who."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from keepwarm.prospects.models import Showing


def show_to(readers: Mapping[int, Collection[int]]) -> None:
    """For each prospect these seats and no others. Set-based; the caller holds the prospects."""
    stand: dict[int, set[int]] = {pk: set() for pk in readers}
    for pk, seat in Showing.objects.filter(prospect_id__in=readers).values_list("prospect_id", "seat_id"):
        stand[pk].add(seat)
    gone = [(pk, seat) for pk, seats in stand.items() for seat in seats.difference(readers[pk])]
    for pk, seat in gone:
        Showing.objects.filter(prospect_id=pk, seat_id=seat).delete()
    new = [Showing(prospect_id=pk, seat_id=seat) for pk, seats in readers.items() for seat in set(seats) - stand[pk]]
    Showing.objects.bulk_create(new, ignore_conflicts=True)
