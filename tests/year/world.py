"""A made-up year: people who click, answer, go quiet, opt out, come back and change address, and a house that keeps them warm.

The same seed gives the same year. What the house does are its own actions; what people do is written as it comes in.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from keepwarm.answers.models import Answer, Question
from keepwarm.consent.models import Permission
from keepwarm.consent.models import Wish as TheirWish
from keepwarm.decisions.actions import arrive, log_touches, settle
from keepwarm.decisions.actions.retelling import retell
from keepwarm.decisions.batch import Arrival, NewAddress, NewAnswer, NewTouch, NewWish
from keepwarm.engine.words import Disposition
from keepwarm.outbox.models import Message
from keepwarm.outbox.models import State as Mailed
from keepwarm.programs.actions import carry_out, choose_turns, settle_results
from keepwarm.programs.models import Turn
from keepwarm.prospects.models import Address, Prospect
from keepwarm.signs.models import Kind as Did
from keepwarm.signs.models import Sign
from keepwarm.touches.models import Channel, Direction, Signal, Touch
from tests.cast import House

DAY = timedelta(days=1)
BEGINS = datetime(2026, 1, 5, 7, 0, tzinfo=UTC)
"""A Monday, before anybody's office opens in Europe."""
DAYS = 365
TOPICS = ("pumps", "valves", "energy")
PLACES = (("GB", "Europe/London"), ("DE", "Europe/Berlin"), ("US-NY", "America/New_York"))
ARRIVE_AT_ONCE = 250
ALL_AWAKE = timedelta(hours=8)
"""Three in the afternoon in London, four in Berlin, ten in New York: an hour that is open to everybody."""


@dataclass(slots=True)
class Person:
    """How somebody is: `clicks`, `answers`, `opts_out`, `moves` and `returns` are chances a mail; `quiet_from` the day they fall silent."""

    pk: int
    number: int
    clicks: float
    answers: float
    opts_out: float
    moves: float
    returns: float
    quiet_from: int
    seen: int = 0  # the last of their mails that they looked at
    addresses: int = 1


@dataclass(slots=True)
class World:
    """The people, the dice, and the house they meet."""

    house: House
    dice: random.Random
    people: dict[int, Person] = field(default_factory=dict)
    diary: list[tuple[int, int, str]] = field(default_factory=list)  # day, number of the person, what happened
    apart: int = 1  # days between those on which people begin: few such days make a quick year

    def __init__(self, house: House, *, people: int, seed: int, apart: int = 1) -> None:
        self.house, self.dice, self.apart = house, random.Random(seed), apart
        self.people, self.diary = {}, []
        for start in range(0, people, ARRIVE_AT_ONCE):
            self._arrive(range(start, min(start + ARRIVE_AT_ONCE, people)))

    def _arrive(self, numbers: range) -> None:
        """They came in over the last months; nobody may phone them, so the conversation is low-cost from the start."""
        batch = [self._arrival(number) for number in numbers]
        arrived = arrive(batch, by=None, now=BEGINS - DAY)
        for number, one in zip(numbers, arrived, strict=True):
            chance = self.dice.random
            quiet = self.dice.randrange(DAYS * 2)
            self.people[one.prospect_id] = Person(
                one.prospect_id, number, chance() * 0.5, chance() * 0.15, chance() * 0.03, chance() * 0.02, chance() * 0.3, quiet
            )

    def _arrival(self, number: int) -> Arrival:
        place, zone = PLACES[number % len(PLACES)]
        mail = f"p{number}@firm{number % 97}.example"
        at = BEGINS - timedelta(days=self.dice.randrange(2, 60))
        said = tuple(NewAnswer(topic, self.dice.choice(("yes", "yes", "no")), 1) for topic in TOPICS if self.dice.random() < 0.6)
        addresses = [NewAddress("email", mail, mail)]
        if number % 7 == 0:
            addresses.append(NewAddress("post", f"{number} Mill Lane", f"{number} mill lane"))
        return Arrival(
            name=f"Person{number} Year",
            given_name=f"Person{number}",
            family_name="Year",
            owner_id=(self.house.ines.pk, self.house.ivo.pk)[number % 2],
            source_id=self.house.bought.pk,
            fingerprint=f"year{number}",
            addresses=tuple(addresses),
            inquired_at=at,
            permissions=(("mailing", "express", "form"),) if number % 25 else (),
            answers=said,
            place=place,
            zones=zone,
            cold=True,
            spread_at=BEGINS + timedelta(days=self.dice.randrange(0, 21, self.apart)),
        )

    def live(self, day: int) -> datetime:
        """One day: the house chooses and sends through it, the postman comes, and people do what they do. Its last moment."""
        morning = BEGINS + day * DAY
        choose_turns(now=morning)
        now = morning + ALL_AWAKE
        if Turn.objects.planned().filter(due_at__lte=now).exists():
            carry_out(now=now, most=100_000)
            self._deliver(day, now)
        evening = morning + timedelta(hours=9)
        self._print(evening)
        self._do(day, evening)
        return evening

    def _deliver(self, day: int, now: datetime) -> None:
        """Most arrive; an old address bounces; a server says no for good; one in a thousand breaks at the very end."""
        waiting = list(Message.objects.filter(state=Mailed.QUEUED).order_by("pk").values_list("pk", "to_email"))
        fate: dict[str, list[int]] = {}
        for pk, _to in waiting:
            roll = self.dice.random()
            state: str = (
                Mailed.ACCEPTED if roll > 0.015 else Mailed.FAILED if roll > 0.012 else Mailed.BOUNCED if roll > 0.001 else Mailed.UNCERTAIN
            )
            fate.setdefault(state, []).append(pk)
        for state, ids in fate.items():
            because = {Mailed.BOUNCED: "bounced", Mailed.FAILED: "refused"}.get(Mailed(state), "")
            for start in range(0, len(ids), 500):
                Message.objects.filter(pk__in=ids[start : start + 500]).update(state=state, settled_at=now, handed_at=now, because=because)
        settle_results(now=now)

    def _print(self, now: datetime) -> None:
        """Letters on paper are printed and posted each evening."""
        ids = list(
            Touch.objects.filter(channel=Channel.POST, disposition=Disposition.QUEUED, voided_at__isnull=True).values_list("pk", flat=True)
        )
        if not ids:
            return
        Touch.objects.filter(pk__in=ids).update(disposition=Disposition.DELIVERED)
        refs = [f"touch:{ref}" for ref in Touch.objects.filter(pk__in=ids).values_list("ref", flat=True)]
        Signal.objects.filter(source__in=refs).update(settled_at=now)
        people = sorted(set(Touch.objects.filter(pk__in=ids).values_list("prospect_id", flat=True)))
        retell(list(Prospect.objects.filter(pk__in=people)), now=now)
        settle(people, by=None, now=now)

    def _do(self, day: int, now: datetime) -> None:
        """What those who got something today do with it, and who comes back by themselves."""
        signs: list[Sign] = []
        touches: list[NewTouch] = []
        for touch in self._got_today(now):
            person = self.people[touch.prospect_id]
            if day >= person.quiet_from:
                continue
            for what in self._reactions(person):
                self.diary.append((day, person.number, what))
                if what == "click":
                    signs.append(
                        Sign(prospect_id=person.pk, kind=Did.CLICK, at=now, touch=touch, fingerprint=f"{touch.ref}", recorded_at=now)
                    )
                else:
                    touches += self._touches(what, person, now)
        touches += self._returns(day, now)
        Sign.objects.bulk_create(signs)
        for start in range(0, len(touches), 200):
            log_touches(touches[start : start + 200], by=None, now=now)

    def _got_today(self, now: datetime) -> list[Touch]:
        rows = Touch.objects.filter(
            direction=Direction.OUT, disposition=Disposition.DELIVERED, happened_at__gt=now - DAY / 2, happened_at__lte=now
        )
        return list(rows.filter(prospect__ended_at__isnull=True).order_by("prospect_id", "pk"))

    def _reactions(self, person: Person) -> Iterator[str]:
        dice = self.dice.random
        if dice() < person.clicks:
            yield "click"
        if dice() < person.answers:
            yield "answer"
        if dice() < person.opts_out:
            yield "opt_out"
        if dice() < person.moves:
            yield "move"

    def _touches(self, what: str, person: Person, now: datetime) -> list[NewTouch]:
        web = {"prospect_id": person.pk, "channel": "web", "direction": "in", "happened_at": now}
        if what == "answer":
            said = NewAnswer(self.dice.choice(TOPICS), self.dice.choice(("yes", "no")), 3)
            return [NewTouch(disposition="received", answers=(said,), **web)]  # type: ignore[arg-type]
        if what == "opt_out":
            return [NewTouch(disposition="unsubscribed", wishes=(NewWish("no_channel", "mailing"),), **web)]  # type: ignore[arg-type]
        Address.objects.filter(prospect_id=person.pk, kind="email").update(state=Address.State.RETIRED)
        person.addresses += 1
        mail = f"p{person.number}.{person.addresses}@elsewhere.example"
        Address.objects.create(prospect_id=person.pk, kind="email", value=mail, normalized=mail)
        return [NewTouch(disposition="received", **web)]  # type: ignore[arg-type]

    def _returns(self, day: int, now: datetime) -> list[NewTouch]:
        """Somebody who ended or opted out comes by, and wants to hear from us again."""
        back = []
        for person in self.people.values():
            if self.dice.random() > person.returns / 10:
                continue
            prospect = Prospect.objects.only("ended_at").get(pk=person.pk)
            opted_out = TheirWish.objects.filter(prospect_id=person.pk, lifted_at__isnull=True)
            if prospect.ended_at is None and not opted_out.exists():
                continue
            self.diary.append((day, person.number, "return"))
            opted_out.update(lifted_at=now)
            Permission.objects.get_or_create(
                prospect_id=person.pk, channel="mailing", withdrawn_at=None, defaults={"kind": "express", "given_at": now}
            )
            person.quiet_from = day + self.dice.randrange(30, 400)
            back.append(NewTouch(person.pk, "web", "in", "received", now))
        return back


def answers_of(world: World) -> int:
    """How many answers were given."""
    return Answer.objects.filter(question__in=Question.objects.filter(group="topic")).count()
