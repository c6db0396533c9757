"""What must hold in a house in which everything happens to leads and hand-offs."""

from dataclasses import astuple
from datetime import datetime

from django.db.models import Count

from keepwarm.circle.queries.whole_audit import audit_house
from keepwarm.decisions.actions import wake
from keepwarm.handoff.actions import tick
from keepwarm.handoff.models import Asking, HandOff, Notice
from keepwarm.policy.models import DefinitionVersion
from keepwarm.prospects.models import Prospect
from keepwarm.staff.models import Seat
from keepwarm.staff.queries import absent_at
from tests.cast import House

PEOPLE = 24


class MustHold:
    """Asked of the rows themselves, whatever was done."""

    house: House
    ids: list[int]
    now: datetime
    is_followed: bool
    steps: int
    minutes = 1

    def follow(self) -> None:
        """The background of so many minutes: in one it does so many of each kind. What it did is a step for each."""
        self.steps += wake(now=self.now)
        for _ in range(self.minutes):
            done = sum(astuple(tick(now=self.now)))
            self.steps += done
            if not done:
                break

    def check_clocks(self) -> None:
        """Right after the tick: nobody is late without somebody knowing, and nobody is asked who is not here while others are."""
        running = Asking.objects.filter(outcome="")
        assert not running.filter(pass_on_at__lte=self.now).exists()
        assert not running.filter(due_at__lte=self.now, told_manager_at__isnull=True).exists()
        assert not running.filter(half_at__lte=self.now, reminded_at__isnull=True).exists()
        told = Notice.objects.filter(kind="unanswered", user=self.house.mona).values("asking")
        assert not running.filter(told_manager_at__isnull=False).exclude(pk__in=told).exists()
        assert not running.exclude(seat__user__grants__role="closing_rep").exists()
        absent = running.filter(seat__in=Seat.objects.filter(absent_at(self.now)))
        here = Seat.objects.filter(left_at__isnull=True, user__is_active=True, user__grants__role="closing_rep").exclude(
            absent_at(self.now)
        )
        assert not absent.exists() or not here.exists()

    def check(self) -> None:
        """After every act; what was turned outlives its hand-off until the next tick only."""
        assert Prospect.objects.count() == len(self.ids)
        assert not Prospect.objects.filter(ended_at__isnull=True, next_touch_at__isnull=True).exists()
        assert not Prospect.objects.filter(ended_at__isnull=True, owner__left_at__isnull=False).exists()
        assert not HandOff.objects.filter(closed_at__isnull=True).values("prospect").annotate(n=Count("pk")).filter(n__gt=1).exists()
        signed = dict(DefinitionVersion.objects.values_list("number", "signed_by_one"))
        waiting = dict(Asking.objects.filter(outcome="").values_list("handoff_id").annotate(n=Count("pk")).order_by())
        columns = ("pk", "definition", "signed_by_one", "state", "closed_at", "prospect__stage", "prospect__ended_at")
        for pk, number, by_one, state, closed, stage, ended in HandOff.objects.values_list(*columns):
            assert signed[number] == by_one
            assert waiting.get(pk, 0) == (1 if closed is None and state == "offered" else 0)
            is_over = ended is not None or (state == "accepted" and stage != 4) or stage == 5
            assert closed is not None or not is_over or not self.is_followed
        gone = Asking.objects.filter(outcome="", seat__left_at__isnull=False)  # one that the undoing of a merge opened again
        assert not self.is_followed or not gone.exists()

    def check_all(self) -> None:
        """At the end of a history."""
        self.follow()
        found = audit_house(now=self.now)
        assert found.is_clean, found.found
