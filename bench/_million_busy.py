"""The large house at work: ten touches a person, moves, sales, hand-offs, judgements, opportunities, and people whom reps turned away."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import timedelta
from itertools import chain
from typing import Any

from bench._filling import Table, insert, keep, reuse
from bench._million import NOW, TOUCH, _staff, _tables, ago, ref

TOUCHES = 10
"""A person."""
BOUGHT, MOVED, TURNED, OFFERED, JUDGED, LEADS, OPEN = 100, 3, 20, 50, 3, 30, 200
"""Of so many people one: bought; went on a stage; was turned away by a rep; was offered to sales; was judged; met the definition when
judged; has an opportunity open, and another that is closed."""
DAYS = 300
KIND = "busy"


def fill_busy(people: int, *, reps: int) -> None:
    """Fill an empty, migrated house, or put the one in place that an earlier run filled."""
    from django.db import connection, transaction

    if reuse(people, KIND):
        return
    with transaction.atomic():
        seats, given = _people_of_the_house(reps)
    insert(chain(_tables(people, people // 3, seats, random.Random(7)), _busy(people, seats, given)), say=True)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE touches_inquiry SET happened_at ="
            " (SELECT created_at FROM prospects_prospect p WHERE p.id = touches_inquiry.prospect_id)"
        )
        cursor.execute("VACUUM ANALYZE touches_inquiry" if connection.vendor == "postgresql" else "ANALYZE touches_inquiry")
    keep(people, KIND)


def _people_of_the_house(reps: int) -> tuple[list[int], dict[str, list[int]]]:
    """The seats, and the keys of what else the rows name."""
    from keepwarm.handoff.models import ReturnReason
    from keepwarm.selling.models import Offering, SellingStage
    from keepwarm.staff.models import Role, RoleGrant, Seat, User
    from tests.cast import hire, seat

    seats = _staff(reps, hire, seat)
    RoleGrant.objects.create(user=User.objects.get(email="mona@house.example"), role=Role.DIRECTOR)
    Seat.objects.filter(pk__in=seats).update(hour_minor=5_000)
    users = list(Seat.objects.filter(pk__in=seats).order_by("pk").values_list("user_id", flat=True))
    RoleGrant.objects.bulk_create([RoleGrant(user_id=user, role=Role.CLOSING_REP) for user in users[::2]], ignore_conflicts=True)
    for key in ("too_early", "wrong_person"):
        ReturnReason.objects.get_or_create(key=key, defaults={"label": key})
        SellingStage.objects.get_or_create(key=key, defaults={"label": key})
    offerings = [Offering.objects.create(name=name, currency="EUR", made_at=NOW).pk for name in ("Pumps", "Valves", "Care")]
    return seats, {
        "users": users,
        "offerings": offerings,
        "reasons": list(ReturnReason.objects.order_by("pk").values_list("pk", flat=True)),
        "stages": list(SellingStage.objects.order_by("pk").values_list("pk", flat=True)),
    }


def _busy(people: int, seats: list[int], given: dict[str, list[int]]) -> Iterator[Table]:
    more = (row for part in range(TOUCHES // 2 - 1) for row in _kept_warm(people, random.Random(20 + part)))
    yield "touches_touch", TOUCH, more
    yield "prospects_standingchange", CHANGE, _moves(people, random.Random(3))
    yield "prospects_standingchange", CHANGE, _turns(people, given["users"], random.Random(4))
    yield "decisions_decision", "prospect_id step due_at rule args facts policy_version because at".split(), _steps_before(people)
    yield "selling_sale", SALE, _sales(people, seats, given["offerings"], random.Random(5))
    yield "qualification_judgement", "prospect_id definition is_lead met missing contradicted judged_at".split(), _judgements(people)
    yield "handoff_handoff", HANDOFF, _handoffs(people, seats, given["reasons"])
    yield "handoff_asking", ASKING, _askings(people, seats, given["reasons"])
    yield "selling_opportunity", OPPORTUNITY, _opportunities(people, seats, given)


def _kept_warm(people: int, chance: random.Random) -> Iterator[tuple[Any, ...]]:
    """The low-cost conversation: so many reps make no more calls than are in the touches of every large house."""
    for number in range(1, 2 * people + 1):
        person, at = number % people + 1, ago(_long_ago(chance))
        firm = person % (people // 3) + 1 if person % 5 else None
        yield ref(chance), person, firm, None, "mailing", "out", "delivered", "article", at, at, 0, "", "", "{}", 0, False


CHANGE = "prospect_id what old new because reason by_id at".split()


def _moves(people: int, chance: random.Random) -> Iterator[tuple[Any, ...]]:
    for number in range(MOVED, people + 1, MOVED):
        since = _long_ago(chance)
        yield number, "stage", "1", "2", "first conversation", "", None, ago(since)
        if number % (5 * MOVED) == 0:
            yield number, "stage", "2", str(chance.choice((3, 4, 5))), "a bench", "", None, ago(since // 2)


def _turns(people: int, users: list[int], chance: random.Random) -> Iterator[tuple[Any, ...]]:
    """Put back by whoever's they are."""
    for number in range(TURNED, people + 1, TURNED):
        since = _turned_ago(number)
        wakes = (NOW - timedelta(minutes=since) + timedelta(days=90)).date().isoformat()
        reason = chance.choice(("not_now", "no_budget", "other"))
        yield number, "recycle", "2", wakes, "nobody answers", reason, users[number // TURNED % len(users)], ago(since)


def _steps_before(people: int) -> Iterator[tuple[Any, ...]]:
    for number in range(TURNED, people + 1, TURNED):
        since = _turned_ago(number) + 10 * 1440
        yield number, "call", ago(since - 1440), "first_call", "{}", "{}", 0, "", ago(since)


SALE = (
    "ref prospect_id offering_id amount_minor currency rate sold_at made_at seat_id fit unfit_because nothing_beyond undone_because".split()
)


def _sales(people: int, seats: list[int], offerings: list[int], chance: random.Random) -> Iterator[tuple[Any, ...]]:
    for number in range(BOUGHT, people + 1, BOUGHT):
        at, minor = ago(int(chance.random() * 200 * 1440) + 10), 10_000 + int(chance.random() * 1_000_000)
        seat = seats[number // BOUGHT % len(seats)]
        yield ref(chance), number, chance.choice(offerings), minor, "EUR", 1, at, at, seat, "{}", "", True, ""


def _judgements(people: int) -> Iterator[tuple[Any, ...]]:
    chance = random.Random(6)
    for number in range(JUDGED, people + 1, JUDGED):
        yield number, 0, number % LEADS == 0, "[]", "[]", "[]", ago(_long_ago(chance))


HANDOFF = (
    "id ref prospect_id source_id definition signed_by_one offered_at from_seat_id why brief introduce introduction state answered_at"
    " return_reason_id return_words first_call_due_at first_called_at closed_at closed_as"
).split()
ASKING = "handoff_id seat_id because asked_at half_at due_at pass_on_at outcome ended_at reason_id words".split()


def _handoffs(people: int, seats: list[int], reasons: list[int]) -> Iterator[tuple[Any, ...]]:
    """Of a hundred one waits, 25 came back, the others were accepted, and a fifth of these bought."""
    for number in range(OFFERED, people + 1, OFFERED):
        place, since = number // OFFERED, _offered_ago(number)
        state = _state(place)
        common = (place, f"h{place}", number, number % 12 + 1, 0, False, ago(since), seats[place % len(seats)], "", "{}", "not", "", state)
        done = ago(since - 600)
        if state == "offered":
            yield *common, None, None, "", None, None, None, ""
        elif state == "returned":
            yield *common, done, reasons[place % len(reasons)], "", None, None, done, "returned"
        else:
            bought = place % 5 == 0
            closed = (ago(since - 2900), "customer") if bought else (None, "")
            yield *common, done, None, "", ago(since - 2000), ago(since - 1500), *closed


def _askings(people: int, seats: list[int], reasons: list[int]) -> Iterator[tuple[Any, ...]]:
    for number in range(OFFERED, people + 1, OFFERED):
        place, since = number // OFFERED, _offered_ago(number)
        state = _state(place)
        moments = [ago(since - minutes) for minutes in (0, 700, 1440, 2000)]
        waits = state == "offered"
        outcome, ended = ("", None) if waits else (state, ago(since - 600))
        reason = reasons[place % len(reasons)] if state == "returned" else None
        yield place, seats[place % len(seats)], "[]", *moments, outcome, ended, reason, ""


OPPORTUNITY = (
    "ref prospect_id offering_id name amount_minor currency rate expected_on stage_id stage_at unfit_because seat_id handoff_ref next_on"
    " next_what opened_at closed_at outcome reason lost_to wake_on source version"
).split()


def _opportunities(people: int, seats: list[int], given: dict[str, list[int]]) -> Iterator[tuple[Any, ...]]:
    chance, today = random.Random(8), NOW.date()
    for number in range(OPEN, people + 1, OPEN):
        seat = seats[number // OPEN % len(seats)]
        for is_open in (True, False):
            since, amount = _long_ago(chance), 10_000 + int(chance.random() * 1_000_000)
            day = (today + timedelta(days=chance.randrange(90))).isoformat()
            outcome = "" if is_open else chance.choice(("won", "lost"))
            on, what, closed = (day, "call", None) if is_open else (None, "", ago(since // 2))
            told = (ref(chance), number, chance.choice(given["offerings"]), "", amount, "EUR", 1, on, chance.choice(given["stages"]))
            wakes = day if outcome == "lost" else None
            yield *told, ago(since), "", seat, "", on, what, ago(since), closed, outcome, "", "", wakes, "", 1


def _state(place: int) -> str:
    return "offered" if place % 100 == 7 else "returned" if place % 4 == 1 else "accepted"


def _long_ago(chance: random.Random) -> int:
    return int(chance.random() * DAYS * 1440) + 10


def _turned_ago(number: int) -> int:
    return 10 + number * 7919 % (DAYS * 1440)


def _offered_ago(number: int) -> int:
    return 3000 + number * 104729 % (DAYS * 1440)
