"""Who comes in on which day: an old address book at the beginning, a bought list, a fair, and a few each day from the web."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from keepwarm.decisions.batch import Arrival, NewAddress, NewAnswer, NewWish
from keepwarm.demo.actions.staffing import Cast
from keepwarm.demo.story.library import INTERESTS
from keepwarm.demo.story.people import Person, make_firms, make_people
from keepwarm.demo.story.words import INQUIRIES, QUESTIONS
from keepwarm.engine.words import Evidence, Stage
from keepwarm.lib.text import fold
from keepwarm.prospects.actions.arriving import find_or_create_organizations
from keepwarm.prospects.places import read_phone
from keepwarm.staff.models import Seat
from keepwarm.touches.models import Source

PEOPLE, FIRMS = 500, 300
CUSTOMERS, OLD, BOUGHT, FAIR = 48, 150, 36, 70
FAIR_DAYS_AGO = 12
FIRST_TOUCHES_A_DAY = 3  # of the old address book, while it is worked through
LATELY = 0.4  # of the web inquiries came in the last three weeks: an autumn campaign
ZONES = {"GB": "Europe/London", "DE": "Europe/Berlin", "US": "America/New_York"}


@dataclass(frozen=True, slots=True)
class Newcomer:
    """A person, the day they come in (0 is the first), and how."""

    person: Person
    day: int
    how: str  # customer, old, bought, fair, web, referral


def make_newcomers(days: int, chance: Random) -> list[Newcomer]:
    """All 500, by day."""
    people = list(make_people(PEOPLE, make_firms(FIRMS, chance), chance))
    hows = ["customer"] * CUSTOMERS + ["old"] * OLD + ["bought"] * BOUGHT + ["fair"] * FAIR
    hows += ["web"] * (PEOPLE - len(hows))
    start = {"customer": 0, "old": 0, "bought": min(20, days - 1), "fair": max(days - FAIR_DAYS_AGO, 0)}
    chance.shuffle(people)
    newcomers = [
        Newcomer(person, start.get(how, _day(days, chance)), "referral" if how == "web" and chance.random() < 0.15 else how)
        for person, how in zip(people, hows, strict=True)
    ]
    return sorted(newcomers, key=lambda one: one.day)


def _day(days: int, chance: Random) -> int:
    return chance.randrange(max(days - 21, 0), days) if chance.random() < LATELY else chance.randrange(days)


def arrivals_of(newcomers: Sequence[Newcomer], cast: Cast, on: date, *, now: datetime, chance: Random) -> list[Arrival]:
    """The arrivals of one day."""
    firms = find_or_create_organizations([one.person.firm.name for one in newcomers], now=now)
    turns = _turns(cast)
    return [_arrival(one, cast, firms, next(turns[_side(one)]), place, on, now, chance) for place, one in enumerate(newcomers)]


def _side(one: Newcomer) -> str:
    return "closing" if one.how == "customer" else "inside"


def _turns(cast: Cast) -> dict[str, Iterator[Seat]]:
    def round_and_round(seats: Sequence[Seat]) -> Iterator[Seat]:
        while True:
            yield from seats

    return {"inside": round_and_round(cast.inside), "closing": round_and_round(cast.closing)}


def _arrival(one: Newcomer, cast: Cast, firms: dict[str, int], owner: Seat, place: int, on: date, now: datetime, chance: Random) -> Arrival:
    person, source = one.person, _source(one.how, cast)
    fresh = one.how in {"web", "referral", "fair"}
    inquired = now - timedelta(minutes=chance.randrange(5, 700)) if fresh else now - timedelta(days=chance.randrange(30, 500))
    return Arrival(
        name=person.name,
        given_name=person.given,
        family_name=person.family,
        plain={"title": person.title},
        owner_id=owner.pk,
        owner_because=f"{owner.name}'s turn",
        source_id=source.pk,
        fingerprint=f"demo-{person.email}"[:32],
        organization_id=_firm_id(firms, person),
        organization_folded=fold(person.firm.name),
        addresses=_addresses(person),
        inquired_at=None if one.how == "bought" else inquired,
        wants_contact=one.how == "web" and bool(person.phone) and chance.random() < 0.25,
        topic=person.topic,
        text=chance.choice(INQUIRIES) if fresh else "",
        cold=source.cold,
        spread_at=_spread(place, on) if one.how in {"old", "customer", "bought"} else None,
        permissions=(("mailing", "express", "ticked in the form"),) if chance.random() < 0.8 else (),
        wishes=_wishes(one, now, chance),
        answers=(*_interest(one), *(_filled_in(chance) if one.how == "web" and chance.random() < 0.4 else ())),
        stage=int(Stage.CUSTOMER if one.how == "customer" else Stage.NEW),
    )


def _firm_id(firms: dict[str, int], person: Person) -> int:
    return firms.get(person.firm.name) or firms[fold(person.firm.name)]


def _source(how: str, cast: Cast) -> Source:
    return {"old": cast.old, "customer": cast.old, "bought": cast.bought, "fair": cast.fair, "referral": cast.referral}.get(how, cast.web)


def _addresses(person: Person) -> tuple[NewAddress, ...]:
    found = [NewAddress("email", person.email, person.email)]
    street = f"{person.street}, {person.firm.town.name}"
    found.append(NewAddress("post", street, fold(street), person.firm.town.country, ZONES[person.firm.town.country]))
    if person.phone:
        phone = read_phone(person.phone)
        found.append(
            NewAddress(
                "phone",
                person.phone,
                phone.normalized,
                phone.place or person.firm.town.country,
                phone.zones or ZONES[person.firm.town.country],
            )
        )
    return tuple(found)


def _spread(place: int, on: date) -> datetime:
    """The old address book is worked through in weeks, not in a morning."""
    ahead, day = place // FIRST_TOUCHES_A_DAY + 1, on
    while ahead:
        day += timedelta(days=1)
        ahead -= day.weekday() < 5
    return datetime.combine(day, time(9), ZoneInfo("Europe/London"))


def _wishes(one: Newcomer, now: datetime, chance: Random) -> tuple[NewWish, ...]:
    draw = chance.random()
    if draw < 0.02:
        return (NewWish("no_channel", channel="phone", words="please by email only"),)
    if draw < 0.035:
        return (NewWish("no_channel", channel="mailing", words="no newsletters"),)
    if draw < 0.05 and one.how == "web":
        return (NewWish("not_before", channel="phone", until_at=now + timedelta(days=chance.randrange(20, 80)), words="not before then"),)
    return ()


def _filled_in(chance: Random) -> tuple[NewAnswer, ...]:
    asked = chance.choice(QUESTIONS)
    return (NewAnswer(asked.key, chance.choice(asked.answers), int(Evidence.FORM)),)


def _interest(one: Newcomer) -> tuple[NewAnswer, ...]:
    """What they asked about by the form is what they like to hear of; nobody knows it of a bought list."""
    key = {label: key for key, label in INTERESTS}.get(one.person.topic, "")
    return (NewAnswer(key, "yes", int(Evidence.FORM)),) if key and one.how == "web" else ()
