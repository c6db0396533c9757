from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from keepwarm.answers.models import Answer, Question
from keepwarm.circle import snapshot
from keepwarm.circle.actions import MergeRefused, merge, unmerge
from keepwarm.consent.models import Wish
from keepwarm.decisions.models import Decision
from keepwarm.engine.words import Evidence
from keepwarm.prospects.models import Address, Doubt, Prospect, StandingChange
from keepwarm.staff.queries import NotYours
from keepwarm.touches.models import Inquiry, Signal, Touch

Make = Callable[..., Any]
COUNTED = (Inquiry, Touch, Signal, Answer, Wish, Address)


@pytest.fixture
def pair(house: Any, person: Make, talk: Make, promise: Make, now: datetime) -> tuple[Prospect, Prospect]:
    """Two rows of one person: each with a timeline, an answer to the same question, a wish and addresses."""
    budget = Question.objects.create(key="budget", label="Budget")
    winner, loser = person("Paula Smith", house.ann), person("P. Smith", house.ben, title="Buyer", place="DE")
    for days, one, seat in ((20, winner, house.ann), (5, loser, house.ben)):
        touch = talk(one, seat, now - timedelta(days=days))
        Answer.objects.create(
            prospect=one,
            question=budget,
            value=f"said {days} days ago",
            value_folded="x",
            evidence=Evidence.CONVERSATION,
            touch=touch,
            learned_at=touch.happened_at,
        )
    Wish.objects.create(prospect=loser, kind=Wish.Kind.NOT_BEFORE, channel="phone", until_at=now + timedelta(days=30), said_at=now)
    for one, value in ((winner, "both@example.com"), (loser, "both@example.com"), (loser, "only@example.com")):
        Address.objects.create(prospect=one, kind="email", value=value, normalized=value)
        Address.objects.create(prospect=one, kind="phone", value="+4930123456", normalized="+4930123456", place="DE")
    promise(loser, now + timedelta(days=2))
    return winner, loser


def rows(prospect: Prospect) -> dict[str, list[Any]]:
    found = {model.__name__: sorted(model.objects.filter(prospect=prospect).values_list("pk", flat=True)) for model in COUNTED}
    in_force = Answer.objects.filter(prospect=prospect, superseded_by__isnull=True)
    return {**found, "in force": list(in_force.values_list("value", flat=True))}


def row(prospect: Prospect) -> dict[str, Any]:
    return snapshot.take(Prospect.objects.get(pk=prospect.pk))


def test_the_winner_has_the_whole_story(house: Any, pair: tuple[Prospect, Prospect], now: datetime) -> None:
    winner, loser = pair
    merge(winner.pk, loser.pk, because="same mailbox", by=house.founder, now=now)
    after, gone = Prospect.objects.get(pk=winner.pk), Prospect.objects.get(pk=loser.pk)
    assert (after.reached, after.last_reached_at, after.title) == (2, now - timedelta(days=5), "Buyer")
    assert (Inquiry.objects.filter(prospect=winner).count(), Signal.objects.get().prospect_id) == (2, winner.pk)
    assert rows(winner)["in force"] == ["said 5 days ago"]
    emails = Address.objects.filter(prospect=winner, kind="email").order_by("value")
    assert list(emails.values_list("value", flat=True)) == ["both@example.com", "only@example.com"]
    assert (gone.merged_into, gone.end_reason, gone.next_touch_at) == (winner, "merged", None)
    assert (gone.reached, gone.last_reached_at) == (0, None)
    assert StandingChange.objects.get(prospect=winner, what="merge").because == "same mailbox"


def test_the_wishes_of_both_hold(house: Any, pair: tuple[Prospect, Prospect], now: datetime) -> None:
    winner, loser = pair
    Signal.objects.all().delete()
    merge(winner.pk, loser.pk, because="same", by=house.founder, now=now)
    after = Prospect.objects.get(pk=winner.pk)
    assert after.next_step != "call" or (after.next_touch_at or now) >= now + timedelta(days=30)


def test_the_next_touch_is_decided_anew(house: Any, pair: tuple[Prospect, Prospect], now: datetime) -> None:
    winner, loser = pair
    Wish.objects.all().delete()
    merge(winner.pk, loser.pk, because="same", by=house.founder, now=now)
    after = Prospect.objects.get(pk=winner.pk)
    assert after.next_step == "call"
    assert after.next_touch_at is not None
    assert after.next_touch_at.date() == (now + timedelta(days=2)).date()
    assert Decision.objects.filter(prospect=winner).latest("pk").rule == after.because_rule


def test_undone_at_once_both_stand_exactly_as_before(house: Any, pair: tuple[Prospect, Prospect], now: datetime) -> None:
    before = [(row(one), rows(one)) for one in pair]
    merged = merge(pair[0].pk, pair[1].pk, because="same", by=house.founder, now=now)
    unmerge(merged.ref, by=house.founder, now=now + timedelta(minutes=5))
    assert [(row(one), rows(one)) for one in pair] == before
    assert all(Prospect.objects.get(pk=one.pk).version > one.version for one in pair)


def test_what_came_since_stays_with_the_winner(house: Any, pair: tuple[Prospect, Prospect], talk: Make, now: datetime) -> None:
    winner, loser = pair
    before = row(loser), rows(loser)
    merged = merge(winner.pk, loser.pk, because="same", by=house.founder, now=now)
    since = talk(winner, house.ann, now + timedelta(hours=1))
    Prospect.objects.filter(pk=winner.pk).update(version=winner.version + 9)
    unmerge(merged.ref, by=house.founder, now=now + timedelta(hours=2))
    assert (row(loser), rows(loser)) == before
    after = Prospect.objects.get(pk=winner.pk)
    assert since.pk in rows(winner)["Touch"]
    assert (after.reached, after.last_reached_at, after.title) == (2, now + timedelta(hours=1), "")
    assert after.next_touch_at is not None


def test_the_open_one_of_two_keeps_the_person_open(house: Any, pair: tuple[Prospect, Prospect], now: datetime) -> None:
    winner, loser = pair
    Prospect.objects.filter(pk=winner.pk).update(
        ended_at=now, end_reason="said_no", next_touch_at=None, next_step="", because_rule="", stage=6
    )
    merged = merge(winner.pk, loser.pk, because="same", by=house.founder, now=now)
    assert Prospect.objects.get(pk=winner.pk).is_open
    unmerge(merged.ref, by=house.founder, now=now)
    assert Prospect.objects.get(pk=winner.pk).end_reason == "said_no"


def test_a_pool_gives_way_to_who_knows_them(house: Any, person: Make, now: datetime) -> None:
    winner, loser = person("Paula", house.pool), person("Paula", house.ben)
    merge(winner.pk, loser.pk, because="same", by=house.founder, now=now)
    assert Prospect.objects.get(pk=winner.pk).owner == house.ben


def test_a_doubt_about_the_two_is_settled_either_way(house: Any, pair: tuple[Prospect, Prospect], now: datetime) -> None:
    Doubt.objects.create(a=pair[1], b=pair[0], raised_at=now)
    merged = merge(pair[0].pk, pair[1].pk, because="same", by=house.founder, now=now)
    assert Doubt.objects.get().verdict == "same"
    unmerge(merged.ref, by=house.founder, now=now)
    assert Doubt.objects.get().verdict == "different"


def test_merges_are_undone_from_the_newest(house: Any, pair: tuple[Prospect, Prospect], person: Make, now: datetime) -> None:
    third = person("Third", house.ann)
    first = merge(pair[0].pk, pair[1].pk, because="same", by=house.founder, now=now)
    second = merge(third.pk, pair[0].pk, because="same", by=house.founder, now=now)
    with pytest.raises(MergeRefused, match="Undo that merge first"):
        unmerge(first.ref, by=house.founder, now=now)
    unmerge(second.ref, by=house.founder, now=now)
    unmerge(first.ref, by=house.founder, now=now)
    assert Prospect.objects.filter(merged_into__isnull=True, ended_at__isnull=True).count() == 3
    with pytest.raises(MergeRefused, match="undone before"):
        unmerge(first.ref, by=house.founder, now=now)


def test_what_cannot_be_merged_is_refused_and_nothing_moves(house: Any, pair: tuple[Prospect, Prospect], now: datetime) -> None:
    winner, loser = pair
    for other, because, sentence in ((winner.pk, "x", "one and the same"), (loser.pk, " ", "Say why"), (0, "x", "no such")):
        with pytest.raises(MergeRefused, match=sentence):
            merge(winner.pk, other, because=because, by=house.founder, now=now)
    with pytest.raises(NotYours, match="colleague"):
        merge(winner.pk, loser.pk, because="same", by=house.ann.user, now=now)
    merge(winner.pk, loser.pk, because="same", by=house.founder, now=now)
    with pytest.raises(MergeRefused, match="merged into another"):
        merge(winner.pk, loser.pk, because="same", by=house.founder, now=now)
