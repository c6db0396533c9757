"""Who may read about a prospect without owning them. The room above that asks them says who."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from keepwarm.prospects.models import Showing


def show_to(readers: Mapping[int, Collection[int]]) -> None:
    """For each prospect these seats and no others. Set-based; the caller holds the prospects."""
    stand: dict[int, set[int]] = {pk: set() for pk in readers}
    for pk, seat in Showing.objects.filter(prospect_id__in=readers).values_list("prospect_id", "seat_id"):
        stand[pk].add(seat)
    gone: dict[int, list[int]] = {}
    for pk, seats in stand.items():
        for seat in seats.difference(readers[pk]):
            gone.setdefault(seat, []).append(pk)
    for seat, prospects in sorted(gone.items()):
        Showing.objects.filter(seat_id=seat, prospect_id__in=prospects).delete()
    new = [Showing(prospect_id=pk, seat_id=seat) for pk, seats in readers.items() for seat in set(seats) - stand[pk]]
    Showing.objects.bulk_create(new, ignore_conflicts=True)


def hide_all_but(seat_id: int, prospect_ids: Iterable[int]) -> None:
    """This seat reads about nobody any more but these few. One statement, however many there were."""
    Showing.objects.filter(seat_id=seat_id).exclude(prospect_id__in=list(prospect_ids)).delete()
