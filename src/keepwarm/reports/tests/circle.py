"""Leads that went to sales and came back, in few words, for the report about them.

`Story(house)` has, offered within the last month: Anna accepted and called, Ben returned and bought in the end, Cleo returned and
kept warm, Dan passed on without an answer and then accepted by Carl, Eve waiting past her time, Finn withdrawn.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from keepwarm.handoff.actions import accept, give_back, offer, pass_on, tick, withdraw
from keepwarm.handoff.models import HandOff
from keepwarm.prospects.models import Prospect, Stage
from keepwarm.reports.queries.leads import LeadsReport, leads_report
from keepwarm.reports.tests.day import call
from keepwarm.staff.models import Seat, User
from tests.cast import NOW, House, user_of
from tests.leads import a_lead, agree

MONDAY = NOW.replace(hour=9, minute=0) - timedelta(days=30)
"""Monday, 19 October, ten o'clock in summer time London: an hour after the rep's day began."""


@dataclass
class Story:
    """Who went where."""

    house: House
    offered: dict[str, HandOff] = field(default_factory=dict)

    def __post_init__(self) -> None:
        agree()
        house = self.house
        self.offer("Anna", house.cara)
        self.accept("Anna", house.cara, MONDAY + timedelta(hours=2), called=MONDAY + timedelta(hours=5))
        self.offer("Ben", house.cara)
        self.back("Ben", house.cara, "no_budget", MONDAY + timedelta(hours=3))
        self.offer("Ben", house.carl, MONDAY + timedelta(days=7))
        self.accept("Ben", house.carl, MONDAY + timedelta(days=7, hours=1), called=MONDAY + timedelta(days=8))
        self.buy("Ben", MONDAY + timedelta(days=10))
        self.offer("Cleo", house.carl)
        self.back("Cleo", house.carl, "not_ready", MONDAY + timedelta(days=1))
        self.offer("Dan", house.cara)
        pass_on(self.offered["Dan"].ref, by=house.mona, now=MONDAY + timedelta(days=4), to_seat=house.carl)
        self.accept("Dan", house.carl, MONDAY + timedelta(days=4, hours=1))
        self.offer("Eve", house.cara, NOW - timedelta(days=6))
        self.offer("Finn", house.carl)
        withdraw(self.offered["Finn"].ref, by=house.max, now=MONDAY + timedelta(minutes=20))

    def offer(self, name: str, seat: Seat, at: datetime = MONDAY) -> HandOff:
        """A lead of that name, to that rep."""
        prospect = Prospect.objects.filter(given_name=name).first()
        if prospect is None:
            told = at - timedelta(hours=1)
            email = f"{name.lower()}@x.example"
            prospect = a_lead(self.house, f"{name} Arnold", phone="", email=email, at=told, inquired_at=told - timedelta(days=1))
        self.offered[name] = offer(prospect.pk, why="Now", by=self.house.max, now=at, to_seat=seat)
        return self.offered[name]

    def accept(self, name: str, seat: Seat, at: datetime, *, called: datetime | None = None) -> None:
        """Accepted, and called when `called` says so."""
        one = accept(self.offered[name].ref, by=user_of(seat), now=at)
        if called is not None:
            call(Prospect.objects.get(pk=one.prospect_id), "no_answer", at=called, seat=seat)
            tick(now=called + timedelta(minutes=5))

    def back(self, name: str, seat: Seat, reason: str, at: datetime) -> None:
        """Given back with an agreed reason."""
        give_back(self.offered[name].ref, reason=reason, words="so they say", by=user_of(seat), now=at)

    def buy(self, name: str, at: datetime) -> None:
        """They became a customer, and the clock saw it."""
        Prospect.objects.filter(pk=self.offered[name].prospect_id).update(stage=Stage.CUSTOMER)
        tick(now=at)


def read(for_: User | None = None, **days: object) -> LeadsReport:
    """The report of the last year, as somebody may see it."""
    return leads_report(for_=for_, now=NOW, **days)  # type: ignore[arg-type]
