"""Who sold once and sells no more, though they still work here: what they have of sales belongs to others."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, QuerySet

from keepwarm.engine.words import Stage
from keepwarm.handoff.models import Asking, HandOff, Thread
from keepwarm.handoff.queries.candidates import closing_seats
from keepwarm.prospects.models import Prospect
from keepwarm.staff.models import Seat
from keepwarm.staff.queries import persons_seats


def seats_that_sell_no_more(*, everyone: bool = False) -> list[Seat]:
    """Seats without the closing role that are still asked, keep a thread, or have a lead that sales accepted.

    Of those who were ever asked, whom an index tells; `everyone`: also of those to whom a manager gave leads and who never were.
    """
    others = persons_seats().exclude(pk__in=closing_seats().values("pk"))
    sold = others if everyone else others.filter(Exists(Asking.objects.filter(seat=OuterRef("pk"))))
    return [seat for seat in sold.order_by("pk") if _has_something(seat)]


def _has_something(seat: Seat) -> bool:
    waiting = Asking.objects.filter(seat=seat, outcome=Asking.Outcome.WAITS)
    threads = Thread.objects.filter(seat=seat, cut_at__isnull=True)
    return waiting.exists() or threads.exists() or accepted_of(seat).exists()


def accepted_of(seat: Seat) -> QuerySet[Prospect, int]:
    """Keys of the prospects of `seat` that sales accepted and is not done with, the longest known first."""
    accepted = HandOff.objects.filter(prospect=OuterRef("pk"), state=HandOff.State.ACCEPTED, closed_at__isnull=True)
    mine = Prospect.objects.filter(owner=seat, ended_at__isnull=True, stage=Stage.IN_SALES)
    return mine.filter(Exists(accepted)).order_by("pk").values_list("pk", flat=True)
