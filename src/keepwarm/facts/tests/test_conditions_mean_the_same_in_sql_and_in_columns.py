"""A condition holds for the same people in the engine's columns, in SQLite and in PostgreSQL, whatever the tree and the people."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest

from keepwarm.answers.models import Answer, Question
from keepwarm.consent.models import Permission, Wish
from keepwarm.engine.conditions.columns import holds
from keepwarm.engine.conditions.tree import All, Any, Compare, Condition, DaysAgo, IsKnown, Not, Op
from keepwarm.facts.conditions.reading import count, page, people
from keepwarm.facts.gather import gather
from keepwarm.facts.said import read_answers
from keepwarm.facts.scope import Scope
from keepwarm.lib.text import fold
from keepwarm.policy.queries import policy_in_force
from keepwarm.prospects.models import Prospect, Stage
from tests.cast import NOW, House, meet, open_house

pytestmark = pytest.mark.django_db

TEXTS = ("Roof & wall", "wall", "50% off", "Straße", "under_score", "O'Neill", "")
NUMBERS = ("5", "1.500,50", "1,500.50", "1 500", "many", "-3", "12,5", "1.2.3")
MOMENTS = ("inquired_at", "last_touch_at", "last_ours_at", "last_reached_at", "last_progress_at")
COMPARED = (Op.LESS, Op.AT_MOST, Op.MORE, Op.AT_LEAST)


def fill(house: House, chance: random.Random) -> None:
    """Forty people of whom each has some answers, moments, wishes and permissions; two have ended."""
    for key, kind in (("trade", "text"), ("size", "number"), ("buys", "yes_no")):
        Question.objects.create(key=key, label=key, kind=kind)
    for number in range(40):
        phone = f"+4411349600{number:02}" if chance.random() < 0.5 else ""
        one = meet(house, f"Person {number}", email="" if chance.random() < 0.2 else f"p{number}@x.example", phone=phone)
        moments = {name: NOW - timedelta(days=chance.randrange(60), seconds=chance.random()) for name in MOMENTS if chance.random() < 0.7}
        more = {"stage": chance.choice([1, 2, 3, 5]), "warm": chance.random() < 0.5, "attempts": chance.randrange(4)}
        Prospect.objects.filter(pk=one.pk).update(**dict.fromkeys(MOMENTS), **more)
        Prospect.objects.filter(pk=one.pk).update(**moments)
        tell(one, chance)
    gone = Prospect.objects.order_by("pk")[:2]
    Prospect.objects.filter(pk__in=[one.pk for one in gone]).update(
        ended_at=NOW, end_reason="said_no", next_touch_at=None, next_step="", stage=Stage.ENDED
    )


def tell(one: Prospect, chance: random.Random) -> None:
    for question in Question.objects.filter(key__in=["trade", "size", "buys"]):
        if chance.random() < 0.6:
            said = chance.choice({"trade": TEXTS, "size": NUMBERS, "buys": ("yes", "no")}[question.key])
            for voided_at in (NOW, None) if chance.random() < 0.3 else (None,):
                Answer.objects.create(
                    prospect=one, question=question, value=said, value_folded=fold(said), evidence=3, learned_at=NOW, voided_at=voided_at
                )
    if chance.random() < 0.5:
        expires_at = chance.choice([None, NOW - timedelta(days=1), NOW + timedelta(days=1)])
        for channel in chance.choice([["mailing"], ["message"], ["mailing", "message"]]):
            Permission.objects.create(prospect=one, channel=channel, kind="express", given_at=NOW, expires_at=expires_at)
    if chance.random() < 0.4:
        kind, channel = (
            chance.choice(["stop", "no_channel", "not_before"]),
            chance.choice(["", "phone", "email", "mailing", "post", "message"]),
        )
        lifted_at = chance.choice([None, None, NOW])
        Wish.objects.create(prospect=one, kind=kind, channel=channel, said_at=NOW, until_at=NOW, lifted_at=lifted_at)


def grow(chance: random.Random, depth: int = 0) -> Condition:
    """A random tree of what both sides know."""
    if depth < 4 and chance.random() < 0.6:
        parts = tuple(grow(chance, depth + 1) for _ in range(chance.randrange(4)))
        inner: tuple[Condition, ...] = (All(parts), Any(parts), Not(grow(chance, depth + 1)))
        return chance.choice(inner)
    return chance.choice(LEAVES)(chance)


def _moment(chance: random.Random) -> DaysAgo | date:
    days = chance.randrange(60)
    return DaysAgo(days) if chance.random() < 0.5 else (NOW - timedelta(days=days)).date()


LEAVES: tuple[Callable[[random.Random], Condition], ...] = (
    lambda chance: IsKnown(chance.choice(["answer.trade", "answer.size", "answer.buys", *MOMENTS, "stage", "may_mail"])),
    lambda chance: Compare(
        "answer.trade", chance.choice([Op.IS, Op.CONTAINS, Op.STARTS]), fold(chance.choice((*TEXTS[:-1], "a", "%", "_")))
    ),
    lambda chance: Compare("answer.size", chance.choice([*COMPARED, Op.IS]), chance.choice([5.0, 1500.5, 12.5, -3.0, 100.0])),
    lambda chance: Compare("answer.size", Op.IS, "5"),
    lambda chance: Compare("answer.buys", Op.IS, chance.choice(["yes", "no"])),
    lambda chance: Compare("stage", Op.IS, chance.choice(["new", "conversing", "lead", "customer"])),
    lambda chance: Compare(chance.choice(["warm", "may_mail", "may_write", "may_post", "may_message"]), Op.IS, chance.random() < 0.5),
    lambda chance: Compare("attempts", chance.choice([*COMPARED, Op.IS]), float(chance.randrange(4))),
    lambda chance: Compare(chance.choice(MOMENTS), chance.choice(COMPARED), _moment(chance)),
)
"""One comparison each, of what both sides know."""


def trees(seed: int, number: int) -> Iterator[Condition]:
    chance = random.Random(seed)
    yield from (grow(chance) for _ in range(number))


@pytest.mark.parametrize("seed", [1, 2])
def test_random_conditions_mean_the_same_people(seed: int) -> None:
    fill(open_house(), random.Random(seed))
    everyone = Scope(low=0, high=2**31)
    found = gather(everyone, policy_in_force(), place_rows={}, now=NOW)
    ids = found.standing.ids
    facts = replace(found.facts, answers=read_answers(everyone, ids, ["trade", "size", "buys"]))
    assert len(facts) == 38
    for tree in trees(seed * 100, 120):
        meant = ids[holds(tree, facts)].tolist()
        assert sorted(people(tree, now=NOW).values_list("pk", flat=True)) == meant, tree
        assert count(tree, now=NOW).number == len(meant), tree
        assert page(tree, now=NOW, size=100) == meant, tree
        assert page(tree, now=NOW, size=3) == meant[:3], tree
