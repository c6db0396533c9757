"""Way 9: the sequence waits for a task that nobody does. Here a call that is due stays due, and paper that nobody prints is seen."""

from keepwarm.decisions.actions import plan
from keepwarm.programs.models import Turn
from tests.abandonment.nobody import abandoned
from tests.cast import NOW, House
from tests.keeping import DAY, a_day, fresh, warm


def test_a_call_that_nobody_makes_stays_due_for_its_owner(house: House) -> None:
    from keepwarm.decisions.actions import log_touch
    from keepwarm.decisions.batch import NewTouch

    anna = warm(house, interests=["pumps"], phone="+441134960042")
    log_touch(NewTouch(anna.pk, "phone", "in", "reached", NOW, house.ines.pk, call_back_at=NOW + DAY), by=house.ines.user, now=NOW)
    for day in range(0, 60, 10):
        plan(now=NOW + day * DAY)
        a_day(NOW + day * DAY)
    after = fresh(anna)
    assert (after.next_step, after.owner, after.first_due_at) == ("call", house.ines, NOW + DAY)
    assert not Turn.objects.filter(prospect=anna, state="sent").exists(), "a promise is not replaced by a newsletter"


def test_paper_that_nobody_prints_is_looked_at_by_a_person(house: House) -> None:
    ben = warm(house, "Ben Bauer", interests=["pumps"], by_mail=False, by_post=True)
    a_day(NOW)
    after = fresh(ben)
    assert (after.because_rule, after.next_touch_at) == ("letter_on_its_way", NOW + 5 * DAY)
    assert abandoned(NOW + 4 * DAY) == []
