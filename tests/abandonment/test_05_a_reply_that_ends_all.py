"""Way 5: a reply ends the sequence, and nobody owns what comes next. Here a reply is somebody's next step, and an auto-reply is none."""

from datetime import timedelta

from keepwarm.decisions.actions import log_touch
from keepwarm.decisions.batch import NewTouch
from keepwarm.programs.models import Turn
from tests.abandonment.nobody import abandoned
from tests.cast import NOW, House, user_of
from tests.keeping import DAY, a_day, fresh, warm


def test_a_reply_is_the_next_step_of_its_owner_and_then_the_conversation_goes_on(house: House) -> None:
    anna = warm(house, interests=["pumps"], phone="+441134960042")
    a_day(NOW)
    replied = NewTouch(anna.pk, "email", "in", "received", NOW + DAY, args={"kind": "question"})
    log_touch(replied, by=None, now=NOW + DAY)
    after = fresh(anna)
    assert (after.next_step, after.owner) == ("write", house.ines)
    a_day(NOW + 22 * DAY)
    assert Turn.objects.filter(prospect=anna).count() == 1, "nothing goes over a question that waits"
    talk = NewTouch(anna.pk, "phone", "out", "reached", NOW + 23 * DAY, house.ines.pk, recycle_until=NOW + 300 * DAY, because="next year")
    log_touch(talk, by=user_of(house.ines), now=NOW + 23 * DAY)
    for day in range(24, 60, 3):
        a_day(NOW + day * DAY)
        assert abandoned(NOW + day * DAY) == []
    assert Turn.objects.filter(prospect=anna, state="sent").count() == 2


def test_somebody_who_is_away_hears_nothing_until_they_are_back(house: House) -> None:
    anna = warm(house, interests=["pumps"])
    back = NOW + 10 * DAY
    away = NewTouch(anna.pk, "email", "in", "received", NOW - timedelta(hours=1), args={"kind": "none"}, rest_until=back)
    log_touch(away, by=None, now=NOW)
    for day in range(0, 40, 3):
        a_day(NOW + day * DAY)
        assert abandoned(NOW + day * DAY) == []
    first = Turn.objects.filter(prospect=anna, state="sent").order_by("ended_at").first()
    assert first is not None
    assert first.ended_at is not None
    assert first.ended_at >= back
