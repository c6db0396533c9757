"""Way 12: an old list of exclusions keeps somebody out of everything, and nobody sees it. Here it is said, with a date to look again."""

from datetime import timedelta

from keepwarm.consent.actions import lift_suppression, suppress
from keepwarm.consent.models import Wish
from keepwarm.decisions.actions import settle
from keepwarm.programs.models import Turn
from tests.abandonment.nobody import abandoned
from tests.cast import NOW, House
from tests.keeping import DAY, a_day, fresh, warm


def test_whoever_is_suppressed_stays_with_a_person_and_a_date_and_comes_back(house: House) -> None:
    anna = warm(house, interests=["pumps"])
    settle(suppress("email", "anna@anna.example", reason="house", by=house.adam, now=NOW), by=None, now=NOW)
    after = fresh(anna)
    assert after.because_rule in {"nothing_allowed", "person_reviews"}
    assert after.next_touch_at is not None
    assert after.next_touch_at <= NOW + timedelta(days=60)
    a_day(NOW)
    assert not Turn.objects.filter(state="sent").exists()
    lifted = lift_suppression(
        "email", "anna@anna.example", event="touch:x", event_at=NOW + DAY, because="they asked", by=house.adam, now=NOW + DAY
    )
    settle(lifted, by=None, now=NOW + DAY)
    for day in range(1, 90, 4):
        a_day(NOW + day * DAY)
        assert abandoned(NOW + day * DAY) == []
    assert Turn.objects.filter(prospect=anna, state="sent").exists()


def test_a_suppression_that_no_row_shows_yet_is_found_at_the_last_question_and_said(house: House) -> None:
    """Kept as a hash of long ago, and the address came in again by another way."""
    from keepwarm.consent.actions.suppressions import suppress_hashes

    anna = warm(house, interests=["pumps"])
    suppress_hashes([("email", "anna@anna.example", "mailing")], reason="unsubscribed", source="an old list", now=NOW)
    a_day(NOW)
    turn = Turn.objects.get(prospect=anna)
    assert (turn.state, turn.ended_because) == (Turn.State.MOVED, "not_permitted")
    assert turn.moved_to_at is not None
    assert fresh(anna).next_touch_at == turn.moved_to_at


def test_a_wish_of_theirs_is_kept_and_the_other_way_is_taken(house: House) -> None:
    anna = warm(house, interests=["pumps"], by_post=True)
    Wish.objects.create(prospect=anna, kind="no_channel", channel="mailing", said_at=NOW)
    settle([anna.pk], by=None, now=NOW)
    a_day(NOW)
    assert Turn.objects.get(prospect=anna).channel == "post"
