"""What somebody received is kept once, moves with a merge, and goes back with its undoing."""

from datetime import timedelta

import pytest

from keepwarm.answers.actions import add_question
from keepwarm.content import absorbing
from keepwarm.content.actions import ItemRefused, NewItem, NewReceived, change_item, keep_item_of, make_item, record_received, retire_item
from keepwarm.content.models import Item, Received
from keepwarm.content.queries import item_file, items_in_use, received_of
from tests.cast import NOW, meet, open_house

pytestmark = pytest.mark.django_db


def made(title: str, **more: object) -> Item:
    return make_item(NewItem("article", title, **{"teaser": "In a sentence", "state": "in_use", **more}), by=None, now=NOW)  # type: ignore[arg-type]


def test_only_what_is_in_use_and_fresh_is_offered_the_best_first() -> None:
    made("Plain", worth=40)
    made("Best", worth=90)
    made("Stale", fresh_until_on=(NOW - timedelta(days=1)).date())
    made("Last day", worth=30, fresh_until_on=NOW.date())
    make_item(NewItem("article", "Draft"), by=None, now=NOW)
    assert [line.title for line in items_in_use(NOW)] == ["Best", "Plain", "Last day"]
    assert len(items_in_use(NOW, stale_too=True)) == 4
    assert item_file(items_in_use(NOW)[0].id) is None


def test_what_was_received_is_kept_once() -> None:
    house = open_house()
    anna, item = meet(house, "Anna"), made("Piece")
    for _ in range(2):
        record_received([NewReceived(anna.pk, item.pk)], now=NOW)
    assert received_of([anna.pk]) == {anna.pk: {item.pk}}
    assert Received.objects.count() == 1


def test_a_merge_moves_what_the_winner_has_not_had_and_undoing_gives_it_back() -> None:
    house = open_house()
    winner, loser, both, other = meet(house, "Anna"), meet(house, "Ann"), made("Both had it"), made("Only one")
    rows = [NewReceived(winner.pk, both.pk), NewReceived(loser.pk, both.pk), NewReceived(loser.pk, other.pk)]
    record_received(rows, now=NOW)
    before = received_of([winner.pk, loser.pk])
    moved = absorbing.absorb(winner=winner.pk, loser=loser.pk)
    assert received_of([winner.pk]) == {winner.pk: {both.pk, other.pk}}
    absorbing.give_back(moved, winner=winner.pk, loser=loser.pk)
    assert received_of([winner.pk, loser.pk]) == before


def test_an_item_suits_by_interest_stage_and_language() -> None:
    add_question("Heat pumps", kind="yes_no", group="topic", asked=False)
    made("For some", interests=("heat-pumps",), stages=(1, 2), language="de")
    line = items_in_use(NOW)[0]
    assert line.suits(frozenset({"heat-pumps"}), 1, "de-AT")
    assert line.suits(frozenset({"heat-pumps"}), 1)
    assert not line.suits(frozenset(), 1, "de")
    assert not line.suits(frozenset({"heat-pumps"}), 3, "de")
    assert not line.suits(frozenset({"heat-pumps"}), 1, "en")


@pytest.mark.parametrize(
    "new",
    [
        NewItem("article", " "),
        NewItem("poem", "A"),
        NewItem("article", "A", worth=0),
        NewItem("article", "A", url="javascript:alert(1)"),
        NewItem("article", "A", interests=("nothing-we-know",)),
        NewItem("article", "A", stages=(6,)),
        NewItem("article", "A", question="nothing-we-ask"),
        NewItem("article", "A", body="a" * 100_001),
        NewItem("article", "A", owner_id=999_999),
    ],
)
def test_what_cannot_be_an_item_is_refused_with_a_sentence(new: NewItem) -> None:
    with pytest.raises(ItemRefused, match=r"\."):
        make_item(new, by=None, now=NOW)
    assert not Item.objects.exists()


def test_of_two_who_change_the_same_version_one_is_told() -> None:
    house = open_house()
    item = made("First")
    change_item(item.ref, NewItem("article", "Second"), version=1, by=house.max, now=NOW)
    with pytest.raises(ItemRefused, match="meanwhile"):
        change_item(item.ref, NewItem("article", "Third"), version=1, by=house.max, now=NOW)
    assert retire_item(item.ref, by=house.max, now=NOW).retired_at == NOW
    assert not items_in_use(NOW)


def test_a_room_keeps_its_item_and_writes_it_only_when_it_says_something_new() -> None:
    one = keep_item_of("seminar:abc", NewItem("seminar", "Open day"), by=None, now=NOW)
    same = keep_item_of("seminar:abc", NewItem("seminar", "Open day"), by=None, now=NOW + timedelta(hours=1))
    assert (same.pk, same.version, same.changed_at) == (one.pk, 1, NOW)
    later = keep_item_of("seminar:abc", NewItem("seminar", "Open evening"), by=None, now=NOW + timedelta(hours=1))
    assert (later.pk, later.version, later.title) == (one.pk, 2, "Open evening")
