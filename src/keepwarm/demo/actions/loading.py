"""Load the demo: 120 days are lived through, one after the other, by the same actions as any day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby
from random import Random

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext

from keepwarm.decisions.actions import arrive, log_touches, plan, wake
from keepwarm.decisions.batch import NewTouch
from keepwarm.decisions.queries import queue_of
from keepwarm.demo.actions.aiming import aim
from keepwarm.demo.actions.alone import alone
from keepwarm.demo.actions.arriving import Newcomer, arrivals_of, make_newcomers
from keepwarm.demo.actions.calling import Day, ids_of
from keepwarm.demo.actions.closing import work_on_leads
from keepwarm.demo.actions.counting import count_everything
from keepwarm.demo.actions.gathering import Gatherings
from keepwarm.demo.actions.grouping import save_segments
from keepwarm.demo.actions.interest import show_interest
from keepwarm.demo.actions.keeping import keep_warm
from keepwarm.demo.actions.mailing import Mailings
from keepwarm.demo.actions.messaging import Messages
from keepwarm.demo.actions.promising import say_how_promises_went
from keepwarm.demo.actions.removing import remove_demo
from keepwarm.demo.actions.selling import (
    AGREED_ON_DAY,
    REVIEWED_ON_DAY,
    agree,
    agree_anew,
    answer_leads,
    begin_reasons,
    offer_leads,
    see_what_was_told,
)
from keepwarm.demo.actions.shelving import fill_shelf, note_received
from keepwarm.demo.actions.staffing import Cast, hire_cast, note_made, say_folders_are_read
from keepwarm.demo.actions.trading import fill_offerings
from keepwarm.demo.actions.writing import write_back
from keepwarm.demo.models import DemoHouse
from keepwarm.demo.story.words import ARTICLES, ASK_ME
from keepwarm.lib.refusal import Refusal
from keepwarm.prospects.models import Organization, Prospect
from keepwarm.selling.actions.following import tick as follow_opportunities
from keepwarm.touches.actions import ask_at_a_name
from keepwarm.touches.models import Touch

DAYS = 120
SEED = 20_26
PLANNED_DAILY = 10  # days before today; further back the plan of a Monday is enough, and quicker
CALLS_A_DAY = (13, 21)
OFFERED_TODAY = 2
AFTER_THE_LAST_CALL = timedelta(minutes=45)  # so that what happens later is told later, also in winter
Progress = Callable[[int, int], None]


class AlreadyHere(Refusal):
    """The demo stands already."""


class BeingLoaded(Refusal):
    """Somebody loads it at this moment."""

    def __init__(self) -> None:
        super().__init__(gettext("The demo house is being loaded at this moment. Wait until it stands."))


class HouseNotEmpty(Refusal):
    """There are people in this house who are no demo."""


def load_demo(*, now: datetime, days: int = DAYS, progress: Progress | None = None) -> DemoHouse:
    """Load the demo into a house without prospects. Raises AlreadyHere, HouseNotEmpty; then nothing changes.

    It is many short transactions. What is left of one that was broken off is taken away first. About half a minute.
    """
    with alone() as is_mine:
        if not is_mine:
            raise BeingLoaded
        if DemoHouse.objects.filter(finished_at=None).exists():
            remove_demo()
        return _load(now, days, progress)


def _load(now: datetime, days: int, progress: Progress | None) -> DemoHouse:
    house, cast = _begin(now, days)
    life = Life(cast, days, now)
    for number in range(days):
        life.live(number)
        DemoHouse.objects.filter(pk=house.pk).update(days_done=number + 1)
        if progress is not None:
            progress(number + 1, days)
    life.end(now)
    DemoHouse.objects.filter(pk=house.pk).update(finished_at=now)
    house.refresh_from_db()
    return house


def _begin(now: datetime, days: int) -> tuple[DemoHouse, Cast]:
    with transaction.atomic():
        check_may_load()
        house = DemoHouse.objects.create(loaded_at=now, days=days)
        begun_at = now - timedelta(days=days)
        cast = hire_cast(house, now=begun_at)
        for kind, keys in fill_shelf(cast.inside[0], by=cast.marketer, begun_at=begun_at, now=now).items():
            note_made(kind, keys)
        fill_offerings(cast, now=begun_at)
        house.refresh_from_db()
        return house, cast


def check_may_load() -> None:
    """Raise AlreadyHere or HouseNotEmpty when the demo cannot be loaded. One that was broken off stands in nobody's way."""
    begun = DemoHouse.objects.first()
    if begun is not None and begun.finished_at is not None:
        raise AlreadyHere(gettext("The demo house is here already. `keepwarm demo remove` takes it away."))
    if begun is None and Prospect.objects.exists():
        raise HouseNotEmpty(gettext("There are people in this house already. The demo is loaded into an empty one only."))


class Life:
    """The days of the demo, from `days` before today until yesterday."""

    def __init__(self, cast: Cast, days: int, now: datetime) -> None:
        self.cast, self.today = cast, now.date()
        self.first = self.today - timedelta(days=days)
        self.last = last_day_worked(self.today)  # of marketing nobody was there: what they left waits this morning
        self.chance = Random(SEED)  # noqa: S311 - a story, no secret
        newcomers = make_newcomers(days, self.chance)
        self.towns = {one.person.firm.name: one.person.firm.town.name for one in newcomers}
        self.newcomers = {day: list(some) for day, some in groupby(newcomers, key=lambda one: one.day)}
        self.unasked: dict[int, set[str]] = {}
        self.selling = Random(SEED + 1)  # noqa: S311 - the same
        self.closing = Random(SEED + 2)  # noqa: S311 - the same
        self.gatherings = Gatherings(cast, self.today, Random(SEED + 3))  # noqa: S311 - the same
        self.mailings, self.messages = Mailings(cast, self.today), Messages(cast, self.today)
        self.definition: int | None = None

    def live(self, number: int) -> None:
        """One day: the morning's arrivals, the plan on Mondays, each rep's calls, and in the afternoon what keeps people warm."""
        on = self.first + timedelta(days=number)
        self._welcome(self.newcomers.get(number, []), on)
        if on.weekday() > 4:
            return
        morning = at(on, 6)
        wake(now=morning)
        if on.weekday() == 0 or (self.today - on).days <= PLANNED_DAILY:
            plan(now=morning)
        if on != self.last:
            self._sell(number, morning)
        for seat in self.cast.callers:
            queue = queue_of([seat], zone=seat.zone, now=at(on, 8))
            work = Day(seat, on, self.unasked, self.chance)
            touches = work.work(queue, ids_of(queue), self.chance.randrange(*CALLS_A_DAY))
            log_touches(touches, by=seat.user, now=work.clock)
        self._keep_warm(on)
        self.mailings.live(on, now=at(on, 16) + timedelta(minutes=10))
        self.messages.live(on, now=at(on, 16) + timedelta(minutes=30))
        if on != self.last:
            answer_leads(self.selling, now=at(on, 17) + AFTER_THE_LAST_CALL)
        if on == self.last:
            write_back(on, now=at(on, 17) + AFTER_THE_LAST_CALL)
        work_on_leads(self.closing, now=at(on, 18))
        self.gatherings.live(on, now=at(on, 19))

    def end(self, now: datetime) -> None:
        """This morning: the plan is made; the manager has asked about one line of yesterday's report."""
        for town in set(self.towns.values()):
            Organization.objects.filter(name__in=[firm for firm, where in self.towns.items() if where == town]).update(town=town)
        say_folders_are_read(self.cast.callers, now=now)
        save_segments(by=self.cast.marketer, now=now)
        aim(self.cast, now=now)
        self.mailings.end(now)
        show_interest(self.cast, Random(SEED + 4), now=now)  # noqa: S311 - the same
        say_how_promises_went(Random(SEED + 6), now=now)  # noqa: S311 - the same
        wake(now=now)
        follow_opportunities(now=now)
        plan(now=now)
        if self.definition is not None:
            offer_leads(self.cast, self.selling, now=now, most=OFFERED_TODAY)
        keep_warm(self.cast, now=now)
        Touch.objects.filter(by__in=[seat.user for seat in self.cast.callers]).update(logged_at=F("happened_at") + timedelta(minutes=2))
        newest = Touch.objects.filter(disposition="reached").exclude(learned="").order_by("-happened_at").first()
        if newest is not None:
            ask_at_a_name(newest.prospect_id, ASK_ME, to=newest.seat, touch=newest, by=self.cast.manager, now=now)
        count_everything(now=now)

    def _sell(self, number: int, now: datetime) -> None:
        """From the day on which they agree what a lead is, marketing offers leads, and sales answers."""
        if self.definition is None and number >= AGREED_ON_DAY:
            self.definition = agree(self.cast, now=now)
            note_made("definitions", [self.definition])
            note_made("return_reasons", begin_reasons())
            plan(now=now + timedelta(hours=1))
        if self.definition == 1 and number >= REVIEWED_ON_DAY:
            self.definition = agree_anew(self.cast, now=now)
            note_made("definitions", [1, self.definition])
        if self.definition is not None:
            see_what_was_told(self.cast, now=now)
            offer_leads(self.cast, self.selling, now=now + timedelta(hours=1))
            answer_leads(self.selling, now=now + timedelta(hours=3))

    def _welcome(self, newcomers: list[Newcomer], on: date) -> None:
        if newcomers:
            now = at(on, 7)
            arrive(arrivals_of(newcomers, self.cast, on, now=now, chance=self.chance), by=None, now=now)

    def _keep_warm(self, on: date) -> None:
        """The low-cost conversation: an article by mail to who permitted it, a letter by post to the others."""
        now = at(on, 16)
        due = Prospect.objects.filter(next_step="keep_warm", next_touch_at__lte=now, ended_at__isnull=True)
        by_mail = due.filter(permissions__channel="mailing").exclude(wishes__channel__in=["mailing", "email"])
        mailed = set(by_mail.values_list("pk", flat=True))
        title = ARTICLES[on.toordinal() % len(ARTICLES)]
        touches = [
            NewTouch(pk, "mailing" if pk in mailed else "post", "out", "delivered", now, purpose="article", args={"subject": title})
            for pk in due.order_by("pk").values_list("pk", flat=True)
        ]
        log_touches(touches, by=self.cast.marketer, now=now)
        note_received(title, [touch.prospect_id for touch in touches], now=now)


def last_day_worked(today: date) -> date:
    """The last day before today that is no weekend."""
    day = today - timedelta(days=1)
    while day.weekday() > 4:
        day -= timedelta(days=1)
    return day


def at(on: date, hour: int) -> datetime:
    """A moment of that day, UTC."""
    return datetime.combine(on, time(hour), UTC)
