"""Each minute looks at those of whom something was written since, not at every hand-off; and nothing stays unseen."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from keepwarm.decisions.actions import end, log_touch, plan, undo_touch
from keepwarm.decisions.batch import NewTouch
from keepwarm.handoff.actions import accept, give_back, offer, recycle, tick
from keepwarm.handoff.models import HandOff, Notice
from keepwarm.handoff.queries import news
from keepwarm.handoff.queries.news import read_news
from keepwarm.prospects.models import Prospect
from tests.cast import NOW, House, user_of
from tests.leads import a_lead

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=2)


@pytest.fixture(autouse=True)
def nobody_in_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(news, "IN_TURN", 0)


def sold(house: House, count: int = 1) -> list[Prospect]:
    """Accepted by Cara; the clock has seen them, and a while has passed."""
    people = [a_lead(house, f"Anna {number}", email=f"a{number}@arnold.example", phone=f"+44113496{number:04}") for number in range(count)]
    for one in people:
        accept(offer(one.pk, by=house.max, now=NOW, to_seat=house.cara).ref, by=user_of(house.cara), now=NOW)
    for minutes in range(0, 12, 3):
        tick(now=NOW + timedelta(minutes=minutes))
    return people


def test_nobody_is_looked_at_of_whom_nothing_is_new(house: House) -> None:
    first, *_others = sold(house, 3)
    assert read_news().ids == ()
    log_touch(NewTouch(first.pk, "phone", "out", "no_answer", LATER, house.cara.pk), by=user_of(house.cara), now=LATER)
    assert read_news().ids == (first.pk,)


def dial(anna: Prospect, house: House) -> None:
    log_touch(NewTouch(anna.pk, "phone", "out", "no_answer", LATER, house.cara.pk), by=user_of(house.cara), now=LATER)


TURNS: dict[str, tuple[Callable[[Prospect, House], object], dict[str, object]]] = {
    "a first call": (dial, {"first_called_at": LATER}),
    "an end": (lambda anna, house: end(anna.pk, "no_fit", because="small", by=house.mona, now=LATER), {"closed_as": "ended"}),
    "a no": (
        lambda anna, house: log_touch(NewTouch(anna.pk, "phone", "out", "says_no", LATER, house.cara.pk), by=house.mona, now=LATER),
        {"closed_as": "ended"},
    ),
}


@pytest.mark.parametrize("turn", TURNS)
def test_what_is_new_is_followed(turn: str, house: House) -> None:
    (anna,) = sold(house)
    act, expected = TURNS[turn]
    act(anna, house)
    tick(now=LATER)
    assert HandOff.objects.filter(**expected).exists()


def test_what_was_undone_is_followed_too(house: House) -> None:
    (anna,) = sold(house)
    no = log_touch(NewTouch(anna.pk, "phone", "out", "says_no", LATER, house.cara.pk), by=house.mona, now=LATER).touch
    tick(now=LATER)
    assert HandOff.objects.get().closed_as == "ended"
    undo_touch(no.ref, by=house.mona, now=LATER + timedelta(minutes=9))
    tick(now=LATER + timedelta(minutes=9))
    assert (HandOff.objects.get().closed_as, HandOff.objects.get().first_called_at) == ("", None)


def test_a_rep_hears_of_whoever_writes(house: House) -> None:
    (anna,) = sold(house)
    recycle(anna.pk, LATER + timedelta(days=90), "not now", reason="not_now", by=house.mona, now=LATER)
    tick(now=LATER)
    at = LATER + timedelta(days=1)
    log_touch(NewTouch(anna.pk, "email", "in", "received", at), by=None, now=at)
    assert tick(now=at).warm_again == 1
    assert Notice.objects.get(kind="warm_again").user == user_of(house.cara)


def test_and_of_whoever_wakes_up_on_their_date(house: House) -> None:
    ref = offer(a_lead(house).pk, by=house.max, now=NOW, to_seat=house.cara).ref
    give_back(ref, reason="no_budget", wake_at=LATER, by=user_of(house.cara), now=NOW)
    tick(now=NOW)
    plan(now=LATER + timedelta(hours=1))
    assert tick(now=LATER + timedelta(hours=1)).warm_again == 1


def test_every_hand_off_is_looked_at_in_turn_as_well(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    people = sold(house, 3)
    monkeypatch.setattr(news, "IN_TURN", 2)
    seen: list[tuple[int, ...] | None] = []
    for minutes in range(3):
        seen.append(read_news().ids)
        tick(now=LATER + timedelta(minutes=minutes))
    ids = tuple(one.pk for one in people)
    assert seen == [ids[:2], ids[2:], ids[:2]]
