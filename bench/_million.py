"""A large house for the benches that need one: people, firms, addresses, touches, answers, decisions. Made up, believable
in its shares, deterministic; written past the actions, because only its size matters."""

from __future__ import annotations

import random
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

NOW = datetime.now(UTC).replace(microsecond=0)
GIVEN = "Anna Ben Cora David Elif Felix Gita Hugo Iris Jonas Karim Lena Mira Noor Oskar Paula Quentin Rosa Sam Tara Uwe Vera Wim Yara Zoe".split()
FAMILY = "Arnold Bauer Castro Dimitrov Eriksen Fischer Gallo Haddad Ivanov Jensen Kaya Lindqvist Moreau Novak Okafor Petrov Quinn Rossi Schmidt Tanaka Ueda Vogel Weber Xu Yilmaz Zeman".split()
TRADES = "Mill Foods Castings Paper Steel Textiles Logistics Dairy Optics Printing Tools Valves Pumps Glass Timber".split()
PLACES = (("GB", "Europe/London", "+44113"), ("DE", "Europe/Berlin", "+4930"), ("US-NY", "America/New_York", "+1212"))


def fill(people: int, *, reps: int = 8, say: bool = True) -> None:
    """Fill an empty, migrated house. About a third as many firms, two touches and one answer a person."""
    from django.db import connection, transaction

    from tests.cast import hire, seat

    chance = random.Random(7)
    with transaction.atomic():
        seats = _staff(reps, hire, seat)
    firms = people // 3
    with without_indexes(), connection.cursor() as cursor:
        for table, columns, rows in _tables(people, firms, seats, chance):
            if say:
                print(f"  {table}", file=sys.stderr, flush=True)
            sql = f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join(['%s'] * len(columns))})"
            with transaction.atomic():
                cursor.executemany(sql, rows)  # type: ignore[arg-type] # an iterator is taken too
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


@contextmanager
def without_indexes() -> Iterator[None]:
    """SQLite fills tables several times faster when their indexes are made at the end."""
    from django.db import connection

    made: list[tuple[str, str]] = []
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL AND name NOT LIKE 'django%'")
            made = cursor.fetchall()
        for name, _ in made:
            cursor.execute(f'DROP INDEX "{name}"')
        yield
        for _, sql in made:
            cursor.execute(sql)


def _staff(reps: int, hire: Any, seat: Any) -> list[int]:
    from keepwarm.answers.models import Question
    from keepwarm.staff.models import Role, Team
    from keepwarm.touches.models import Source

    team = Team.objects.create(name="Inside")
    for key in ("need", "authority", "timing", "budget", "fit"):
        Question.objects.get_or_create(key=key, defaults={"label": key.capitalize(), "group": key, "asked": True})
    Source.objects.create(name="Web form", kind="web_form")
    hire("Mona", Role.MANAGER)
    return [seat(hire(f"Rep{number}", Role.INSIDE_REP), team).pk for number in range(reps)]


Table = tuple[str, Sequence[str], Iterable[tuple[Any, ...]]]


def _tables(people: int, firms: int, seats: list[int], chance: random.Random) -> Iterator[Table]:
    yield "prospects_organization", ("ref", "name", "name_folded", "domain", "place", "zone", "town", "created_at"), _firms(firms, chance)
    yield "prospects_prospect", PERSON, _people(people, firms, seats, chance)
    yield "prospects_address", ADDRESS, _addresses(people)
    yield "touches_inquiry", INQUIRY, _inquiries(people)
    yield "touches_touch", TOUCH, _touches(people, firms, seats, chance)
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
    for number in range(1, people + 1):
        given, family = chance.choice(GIVEN), chance.choice(FAMILY)
        place, zone, _ = PLACES[number % 3]
        since = int(chance.random() * 400 * 1440) + 10
        inquired, touched = ago(since), ago(max(5, since - int(chance.random() * 60) * 1440))
        spoke, call = chance.random() < 0.4, chance.random() < 0.02
        due = ago(300 - int(chance.random() * 60 * 1440))
        yield (
            ref(chance), f"{given} {family}", given, family, f"{given} {family}".lower(), "Head of purchasing", "en",
            number % firms + 1 if number % 5 else None, place, zone, f"{place}|{zone}", 2 if spoke else 1,
            seats[number % len(seats)], "call" if call else "keep_warm", due, due,
            "first_call" if call else "keep_warm", "{}", ago(0), 0, 0, "", True, False, "", inquired, touched,
            touched, touched if spoke else None, touched, 0, 0, int(spoke), "", inquired, 1,
        )  # fmt: skip


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
        yield f"i{number}", number, 1, ago(0), ago(0), False, "", "", f"f{number}"


TOUCH = (
    "ref prospect_id organization_id seat_id channel direction disposition purpose happened_at logged_at seconds learned note "
    "args cost_minor by_hand"
).split()
SORTS = (
    ("phone", "out", "no_answer", ""),
    ("phone", "out", "reached", ""),
    ("mailing", "out", "delivered", "article"),
    ("email", "out", "delivered", "schedule"),
)


def _touches(people: int, firms: int, seats: list[int], chance: random.Random) -> Iterator[tuple[Any, ...]]:
    for number in range(1, 2 * people + 1):
        person = number % people + 1
        channel, direction, disposition, purpose = chance.choice(SORTS)
        at = ago(int(chance.random() * 300 * 1440) + 10)
        firm = person % firms + 1 if person % 5 else None
        seat = seats[person % len(seats)]
        yield ref(chance), person, firm, seat, channel, direction, disposition, purpose, at, at, 60, "", "", "{}", 0, False


ANSWER = "prospect_id question_id value value_folded evidence source learned_at".split()


def _answers(people: int, chance: random.Random) -> Iterator[tuple[Any, ...]]:
    for number in range(1, people + 1):
        if chance.random() < 0.5:
            yield number, number % 5 + 1, "yes", "yes", 3, "web form", ago(30 * 1440)


DECISION = "prospect_id step due_at rule args facts policy_version because at".split()


def _decisions(people: int) -> Iterator[tuple[Any, ...]]:
    for number in range(1, people + 1):
        yield number, "keep_warm", ago(0), "keep_warm", "{}", "{}", 0, "", ago(0)
