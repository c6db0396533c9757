"""A large house for the benches that need one: people, firms, addresses, touches, answers, decisions. Made up, believable
in its shares, deterministic; written past the actions, because only its size matters."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from bench._filling import Table

NOW = datetime.now(UTC).replace(microsecond=0)
GIVEN = (
    "Anna Ben Cora David Elif Felix Gita Hugo Iris Jonas Karim Lena Mira Noor Oskar Paula Quentin Rosa Sam Tara Uwe Vera Wim Yara Zoe"
).split()
FAMILY = (
    "Arnold Bauer Castro Dimitrov Eriksen Fischer Gallo Haddad Ivanov Jensen Kaya Lindqvist Moreau Novak Okafor Petrov Quinn Rossi "
    "Schmidt Tanaka Ueda Vogel Weber Xu Yilmaz Zeman"
).split()
TRADES = "Mill Foods Castings Paper Steel Textiles Logistics Dairy Optics Printing Tools Valves Pumps Glass Timber".split()
SOURCES = 12
CALLED = 0.05  # of all people a call comes next
PLACES = (("GB", "Europe/London", "+44113"), ("DE", "Europe/Berlin", "+4930"), ("US-NY", "America/New_York", "+1212"))


REPS = 24
"""Each with about forty calls a day: a house of a million people is not worked by fewer."""


def fill(people: int, *, reps: int = REPS, say: bool = True) -> None:
    """Fill an empty, migrated house. About a third as many firms, two touches and half an answer a person."""
    from django.db import transaction

    from bench._filling import insert, keep, reuse
    from tests.cast import hire, seat

    if reuse(people):
        return
    with transaction.atomic():
        seats = _staff(reps, hire, seat)
    insert(_tables(people, people // 3, seats, random.Random(7)), say=say)
    keep(people)


def _staff(reps: int, hire: Any, seat: Any) -> list[int]:
    from keepwarm.answers.models import Question
    from keepwarm.staff.models import Role, Seat, Team
    from keepwarm.touches.models import Source

    teams = [Team.objects.create(name=name) for name in ("Inside", "Outside", "Partners")]
    for team in teams:
        Seat.objects.create(kind=Seat.Kind.TEAM, name=f"{team.name} pool", team=team)
    for key in ("need", "authority", "timing", "budget", "fit"):
        Question.objects.get_or_create(key=key, defaults={"label": key.capitalize(), "group": key, "asked": True})
    for number in range(SOURCES):
        Source.objects.create(name=f"List {number}", kind="list", cost_minor=number * 1000)
    hire("Mona", Role.MANAGER)
    return [seat(hire(f"Rep{number}", Role.INSIDE_REP), teams[number % len(teams)]).pk for number in range(reps)]


def _tables(people: int, firms: int, seats: list[int], chance: random.Random) -> Iterator[Table]:
    yield "prospects_organization", ("ref", "name", "name_folded", "domain", "place", "zone", "town", "created_at"), _firms(firms, chance)
    yield "prospects_prospect", PERSON, _people(people, firms, seats, chance)
    yield "prospects_address", ADDRESS, _addresses(people)
    yield "prospects_matchkey", ("prospect_id", "key"), _match_keys(people, chance)
    yield "touches_inquiry", INQUIRY, _inquiries(people)
    yield "touches_touch", TOUCH, _touches(people, firms, seats, chance)
    yield "touches_signal", SIGNAL, _signals(people, seats)
    yield "consent_wish", WISH, _wishes(people)
    yield "answers_answer", ANSWER, _answers(people, chance)
    yield "decisions_decision", DECISION, _decisions(people)


def ref(chance: random.Random) -> str:
    """A reference as the house makes them, but from a seed."""
    return f"{chance.getrandbits(56):014x}"


def ago(minutes: int) -> str:
    """So many minutes before now, as text; minutes ahead are negative."""
    return _AGO.get(minutes) or _AGO.setdefault(minutes, text(NOW - timedelta(minutes=minutes)))


_AGO: dict[int, str] = {}


def text(at: datetime) -> str:
    """A moment as both databases read it."""
    return str(at.replace(tzinfo=None))


def _firms(firms: int, chance: random.Random) -> Iterator[tuple[Any, ...]]:
    for number in range(1, firms + 1):
        name = f"{chance.choice(FAMILY)} {chance.choice(TRADES)} {number}"
        place, zone, _ = PLACES[number % 3]
        yield ref(chance), name, name.lower(), f"firm{number}.example", place, zone, "Town", ago(0)


PERSON = (
    "ref name given_name family_name name_folded title language organization_id place zone hours_key stage owner_id next_step "
    "next_touch_at first_due_at because_rule because_args decided_at postponed chosen_step chosen_because warm is_lead judged "
    "inquired_at last_touch_at last_ours_at last_reached_at last_attempt_at attempts voicemails reached end_reason created_at version"
).split()


def _people(people: int, firms: int, seats: list[int], chance: random.Random) -> Iterator[tuple[Any, ...]]:
    args = _said()
    for number in range(1, people + 1):
        given, family = chance.choice(GIVEN), chance.choice(FAMILY)
        place, zone, _ = PLACES[number % 3]
        since = int(chance.random() * 400 * 1440) + 10
        inquired, touched = ago(since), ago(max(5, since - int(chance.random() * 60) * 1440))
        spoke, call = chance.random() < 0.4, chance.random() < CALLED
        due = ago(300 - int(chance.random() * 60 * 1440))
        rule = ("promised_call" if is_promised(number) else "first_call") if call else "keep_warm"
        yield (
            ref(chance), f"{given} {family}", given, family, f"{given} {family}".lower(), "Head of purchasing", "en",
            number % firms + 1 if number % 5 else None, place, zone, f"{place}|{zone}", 2 if spoke else 1,
            seats[number % len(seats)], "call" if call else "keep_warm", due, due,
            rule, args, ago(0), 0, 0, "", True, False, "", inquired, touched,
            touched, touched if spoke else None, touched, 0, 0, int(spoke), "", inquired, 1,
        )  # fmt: skip


def _said() -> str:
    """What the sentences of these rules name."""
    day, moment = (NOW - timedelta(days=9)).date().isoformat(), NOW.isoformat()
    return json.dumps({"inquired_on": day, "touch_on": day, "due_on": day, "promised_at": moment, "pace_days": 21})


def is_promised(number: int) -> bool:
    """Whether somebody promised this person a call, if a call is what comes next."""
    return number % 20 == 0


def _match_keys(people: int, chance: random.Random) -> Iterator[tuple[Any, ...]]:
    for number in range(1, people + 1):
        yield number, chance.getrandbits(62)
        yield number, chance.getrandbits(62)


ADDRESS = "ref prospect_id kind value normalized shared label place zones state rank".split()


def _addresses(people: int) -> Iterator[tuple[Any, ...]]:
    chance = random.Random(11)
    for number in range(1, people + 1):
        mail = f"p{number}@firm{number % 9973}.example"
        yield ref(chance), number, "email", mail, mail, False, "", "", "", "ok", 0
        if number % 10 < 7:
            place, zone, prefix = PLACES[number % 3]
            phone = f"{prefix}{number:07d}"
            yield ref(chance), number, "phone", phone, phone, False, "", place, zone, "ok", 0


INQUIRY = "ref prospect_id source_id happened_at received_at wants_contact topic text fingerprint".split()


def _inquiries(people: int) -> Iterator[tuple[Any, ...]]:
    for number in range(1, people + 1):
        yield f"i{number}", number, number % SOURCES + 1, ago(0), ago(0), False, "", "", f"f{number}"


TOUCH = (
    "ref prospect_id organization_id seat_id channel direction disposition purpose happened_at logged_at seconds learned note "
    "args cost_minor by_hand"
).split()
SORTS = (
    *(("phone", "out", "no_answer", ""),) * 8,
    *(("phone", "out", "reached", ""),) * 4,
    *(("email", "out", "delivered", "schedule"),) * 3,
    *(("mailing", "out", "delivered", "article"),) * 85,
)
"""One in eight is a call or a meeting: the rest is the low-cost conversation, which nobody's seat is burdened with."""


def _touches(people: int, firms: int, seats: list[int], chance: random.Random) -> Iterator[tuple[Any, ...]]:
    for number in range(1, 2 * people + 1):
        person = number % people + 1
        channel, direction, disposition, purpose = chance.choice(SORTS)
        at = ago(int(chance.random() * 300 * 1440) + 10)
        firm = person % firms + 1 if person % 5 else None
        seat = None if channel == "mailing" else seats[person % len(seats)]
        yield ref(chance), person, firm, seat, channel, direction, disposition, purpose, at, at, 60, "", "", "{}", 0, False


SIGNAL = "ref prospect_id kind raised_at due_at local_time zone source args seat_id".split()


def _signals(people: int, seats: list[int]) -> Iterator[tuple[Any, ...]]:
    """Promised calls that wait: of one in four hundred."""
    for number in range(20, people + 1, 400):
        yield f"s{number}", number, "call_back", ago(5000), ago(-(number % 4000)), "", "", "", "{}", seats[number % len(seats)]


WISH = "ref prospect_id kind channel words said_at source lifted_because".split()


def _wishes(people: int) -> Iterator[tuple[Any, ...]]:
    for number in range(7, people + 1, 33):
        yield f"w{number}", number, "no_channel", ("phone", "mailing")[number % 2], "", ago(9000), "form", ""


ANSWER = "prospect_id question_id value value_folded evidence source learned_at".split()


def _answers(people: int, chance: random.Random) -> Iterator[tuple[Any, ...]]:
    for number in range(1, people + 1):
        if chance.random() < 0.5:
            yield number, number % 5 + 1, "yes", "yes", 3, "web form", ago(30 * 1440)


DECISION = "prospect_id step due_at rule args facts policy_version because at".split()


def _decisions(people: int) -> Iterator[tuple[Any, ...]]:
    args = _said()
    for number in range(1, people + 1):
        yield number, "keep_warm", ago(0), "keep_warm", args, "{}", 0, "", ago(0)
